"""Who waits for a place of a full day, and on which rows of places."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common import clock
from commune.models import Lieu
from espace_prive.famille.models import Enfant
from reservations.activites.models import Creneau, Formule, Groupe, Inscription
from reservations.attente import querysets
from reservations.attente.enums import VIVANTES, EtatAttente
from reservations.planning.models import Reservation

MOTIF_MAX = 300


class Attente(models.Model):
    """A child waits for a formule on a full day. First come, first served: the order is that of the keys.

    An offer is a booking that holds its places (``reservation``, PROPOSEE there) until ``expire_le``: accepted, it is
    confirmed; else it is cancelled, and the place goes to the next.
    """

    inscription = models.ForeignKey(Inscription, on_delete=models.PROTECT, related_name="attentes")
    enfant = models.ForeignKey(Enfant, on_delete=models.PROTECT, related_name="attentes")
    formule = models.ForeignKey(Formule, on_delete=models.PROTECT, related_name="+")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="+")
    # The group of its age, when it asked: what the town counts.
    groupe = models.ForeignKey(Groupe, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    date = models.DateField("jour")
    demandee_le = models.DateTimeField("demandée le", default=clock.maintenant, editable=False)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    etat = models.CharField("état", max_length=10, choices=EtatAttente, default=EtatAttente.EN_ATTENTE)
    reservation = models.OneToOneField(
        Reservation, null=True, blank=True, on_delete=models.PROTECT, related_name="attente"
    )
    propose_le = models.DateTimeField("place proposée le", null=True, blank=True)
    expire_le = models.DateTimeField("place gardée jusqu’au", null=True, blank=True)
    finie_le = models.DateTimeField("finie le", null=True, blank=True)
    motif = models.CharField("raison", max_length=MOTIF_MAX, blank=True)

    objects = querysets.AttenteQuerySet.as_manager()

    class Meta:
        verbose_name = "attente d’une place"
        verbose_name_plural = "attentes d’une place"
        ordering = ["date", "pk"]
        permissions = [("tenir_les_attentes", "Peut tenir les listes d’attente")]
        constraints = [
            models.UniqueConstraint(
                fields=["enfant", "formule", "date"],
                condition=Q(etat__in=VIVANTES),
                name="attente_unique",
                violation_error_message="L’enfant attend déjà une place ce jour-là.",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatAttente.PROPOSEE)
                | Q(reservation__isnull=False, propose_le__isnull=False, expire_le__isnull=False),
                name="attente_proposee",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=VIVANTES, finie_le__isnull=True)
                | ~Q(etat__in=VIVANTES) & Q(finie_le__isnull=False),
                name="attente_finie_datee",
            ),
        ]
        indexes = [
            models.Index(fields=["date"], condition=Q(etat__in=VIVANTES), name="attente_vivante"),
            models.Index(fields=["enfant", "date"], name="attente_enfant"),
        ]

    def __str__(self):
        return f"{self.enfant} : {self.formule}, {self.date:%d/%m/%Y}"

    @property
    def vivante(self) -> bool:
        return self.etat in VIVANTES


class PlaceAttendue(models.Model):
    """A row of places that a child which waits would take; ``manque``: it has none left for it.

    ``Creneau.attendus`` counts those that lack, under the lock of the row: nobody else may book them.
    """

    attente = models.ForeignKey(Attente, on_delete=models.CASCADE, related_name="places")
    creneau = models.ForeignKey(Creneau, on_delete=models.PROTECT, related_name="attendues")
    manque = models.BooleanField(default=False)

    class Meta:
        verbose_name = "place attendue"
        verbose_name_plural = "places attendues"
        constraints = [models.UniqueConstraint(fields=["attente", "creneau"], name="place_attendue_unique")]

    def __str__(self):
        return str(self.creneau)
