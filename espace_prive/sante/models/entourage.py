"""The entourage: whom to call, who may fetch a child, who must not."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from common import clock
from common.database.fields import CleDeTri, Derivable
from espace_prive.famille.models.foyers import Enfant, Foyer
from espace_prive.sante import querysets
from espace_prive.sante.enums import Collecte, LienDeProche

NOM = RegexValidator(r"[^\W\d_]", "Écrivez un nom, avec des lettres.")


class Proche(Derivable):
    """One person of the entourage, declared by one household for some of its children.

    One row and not two (a person to call, a person who fetches): it is most often the same grandmother, and a parent
    types her once. Both parents with authority read it, since it says who may leave with their child; the telephone is
    read and changed only by the household that gave it. ``du`` and ``au`` bound everything, one day is ``du`` =
    ``au``; nothing is erased, a person ends.
    """

    foyer = models.ForeignKey(Foyer, on_delete=models.CASCADE, related_name="proches")
    enfants = models.ManyToManyField(Enfant, related_name="proches", verbose_name="enfants")
    prenom = models.CharField("prénom", max_length=100, validators=[NOM])
    nom = models.CharField("nom", max_length=100, validators=[NOM])
    lien = models.CharField("lien avec l’enfant", max_length=15, choices=LienDeProche)
    mineur = models.BooleanField("a moins de 18 ans", default=False)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    rang = models.PositiveSmallIntegerField("à appeler en", null=True, blank=True)
    collecte = models.CharField("vient chercher l’enfant", max_length=10, choices=Collecte, blank=True)
    # Why somebody must not leave with the child: the court's decision, named, never copied here.
    reference = models.CharField("décision", max_length=200, blank=True)
    du = models.DateField("à partir du", default=clock.aujourdhui)
    au = models.DateField("jusqu’au", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    tri = CleDeTri("nom", "prenom")

    objects = querysets.ProcheQuerySet.as_manager()

    class Meta:
        verbose_name = "personne de l’entourage"
        verbose_name_plural = "entourage"
        ordering = [F("rang").asc(nulls_last=True), "tri"]
        constraints = [
            models.CheckConstraint(
                condition=Q(au__isnull=True) | Q(au__gte=F("du")),
                name="proche_dates",
                violation_error_message="Le dernier jour précède le premier. Vérifiez les dates.",
            ),
            models.CheckConstraint(
                condition=Q(rang__isnull=False) | ~Q(collecte=""),
                name="proche_utile",
                violation_error_message="Dites si cette personne est à appeler, ou si elle vient chercher l’enfant.",
            ),
            models.CheckConstraint(
                condition=Q(rang__isnull=True) | ~Q(telephone=""),
                name="proche_joignable",
                violation_error_message="Pour appeler cette personne, il faut son téléphone.",
            ),
            models.CheckConstraint(
                condition=~Q(collecte="interdite") | ~Q(reference=""),
                name="proche_decision",
                violation_error_message="Écrivez la décision qui interdit à cette personne de venir.",
            ),
        ]

    def __str__(self):
        return f"{self.prenom} {self.nom}"

    @property
    def un_jour(self):
        return self.au == self.du
