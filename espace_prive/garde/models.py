"""Whose day it is: explicit half-days, and the rhythm that they were made from."""

from dataclasses import asdict
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from common import clock
from common.database.constraints import demi_journees_sans_chevauchement
from espace_prive.famille.models.foyers import Enfant, Foyer
from espace_prive.garde import querysets
from espace_prive.garde.enums import DemiJournee, FormeDeGarde
from espace_prive.garde.rules import Borne, Rythme, Sejour


class RythmeDeGarde(models.Model):
    """The last rhythm set for a child, which makes next year's periods; ``anciens``: those before it."""

    enfant = models.OneToOneField(Enfant, on_delete=models.CASCADE, related_name="rythme")
    forme = models.CharField("rythme", max_length=10, choices=FormeDeGarde)
    premier = models.ForeignKey(Foyer, on_delete=models.CASCADE, related_name="+", verbose_name="premier foyer")
    second = models.ForeignKey(
        Foyer, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name="second foyer"
    )
    change_jour = models.PositiveSmallIntegerField("jour du changement", default=4)
    change_demi = models.PositiveSmallIntegerField("moment", choices=DemiJournee, default=DemiJournee.APRES_MIDI)
    parite = models.CharField("semaines", max_length=8, blank=True)
    repere = models.DateField("un jour d’une semaine", null=True, blank=True)
    grille = models.CharField(max_length=28, blank=True)
    vacances = models.CharField("vacances", max_length=8, blank=True)
    moitie_paire = models.PositiveSmallIntegerField(default=0)
    du = models.DateField("à partir du")
    au = models.DateField("jusqu’au")
    enregistre_le = models.DateTimeField(default=clock.maintenant, editable=False)
    # Those that it came after, each until the eve of the next: what is taken back in the past knows its rule.
    anciens = models.JSONField(default=list, editable=False, encoder=DjangoJSONEncoder)
    # The first day that it no longer says: the row stays for the former rules, until a new rhythm is set.
    arrete_depuis = models.DateField("arrêté depuis le", null=True, editable=False)

    class Meta:
        verbose_name = "rythme de garde"
        verbose_name_plural = "rythmes de garde"

    def __str__(self):
        return f"{self.enfant} : {self.get_forme_display()}"

    def regle(self) -> Rythme:
        return Rythme(
            forme=self.forme, foyers=(self.premier_id, self.second_id or self.premier_id),
            change=(self.change_jour, self.change_demi), parite=self.parite, repere=self.repere, grille=self.grille,
            vacances=self.vacances, moitie_paire=self.moitie_paire,
        )  # fmt: skip

    def regles(self) -> list[tuple[date, date, Rythme]]:
        """(rule, first day, last day), the former ones first; a stopped one is a former one."""
        lus = [
            (date.fromisoformat(a["du"]), date.fromisoformat(a["au"]), _relire(a["regle"])) for a in self.anciens
        ]  # fmt: skip
        return lus if self.arrete_depuis else [*lus, (self.du, self.au, self.regle())]

    def jusqu_a(self, veille: date) -> list[dict]:
        """All of them in the form of ``anciens``, once another begins the day after ``veille``."""
        return [
            {"du": du.isoformat(), "au": min(au, veille).isoformat(), "regle": asdict(regle)}
            for du, au, regle in self.regles()
            if du <= veille
        ]


def _relire(regle: dict) -> Rythme:
    repere = regle["repere"] and date.fromisoformat(str(regle["repere"]))
    return Rythme(**regle | {nom: tuple(regle[nom]) for nom in ("foyers", "change")} | {"repere": repere})


class PeriodeDeGarde(models.Model):
    """The child is at this home from one half-day to another, both included; never at two at once.

    ``main``: typed by somebody (an exception to the rhythm), with the reason. A new rhythm leaves it as it is.
    """

    enfant = models.ForeignKey(Enfant, on_delete=models.CASCADE, related_name="gardes")
    foyer = models.ForeignKey(Foyer, on_delete=models.CASCADE, related_name="gardes")
    du = models.DateField("du")
    du_demi = models.PositiveSmallIntegerField("moment", choices=DemiJournee, default=DemiJournee.MATIN)
    au = models.DateField("au")
    au_demi = models.PositiveSmallIntegerField("moment", choices=DemiJournee, default=DemiJournee.APRES_MIDI)
    main = models.BooleanField("saisie à la main", default=False, editable=False)
    motif = models.CharField("motif", max_length=200, blank=True)

    objects = querysets.GardeQuerySet.as_manager()

    class Meta:
        verbose_name = "période de garde"
        verbose_name_plural = "périodes de garde"
        ordering = ["du", "du_demi"]
        indexes = [models.Index(fields=["enfant", "au"], name="garde_enfant")]
        constraints = [
            models.CheckConstraint(
                condition=Q(au__gt=F("du")) | Q(au=F("du"), au_demi__gte=F("du_demi")),
                name="garde_dates",
                violation_error_message="La fin de cette période précède son début.",
            ),
            models.CheckConstraint(
                condition=Q(du_demi__lte=1, au_demi__lte=1),
                name="garde_demi_journees",
                violation_error_message="Une journée a un matin et un après-midi.",
            ),
            demi_journees_sans_chevauchement(
                "garde_un_foyer",
                "enfant",
                message="L’enfant est déjà dans un foyer à ce moment-là.",
            ),
        ]

    def __str__(self):
        return f"{self.enfant} : {self.foyer}, du {self.du:%d/%m/%Y} au {self.au:%d/%m/%Y}"

    def sejour(self) -> Sejour:
        return Sejour(
            self.foyer_id, Borne(self.du, self.du_demi), Borne(self.au, self.au_demi), main=self.main, motif=self.motif
        )
