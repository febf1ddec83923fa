"""Bookings, what parents asked for and got, absences."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from common import clock
from commune.models import Lieu
from espace_prive.demarches.models import Demarche
from espace_prive.documents.models import Piece
from espace_prive.famille.models import Enfant, Foyer, Payeur
from reservations.activites.models import Creneau, Formule, Inscription, Unite
from reservations.planning import querysets
from reservations.planning.enums import (
    Cause,
    EffetAbsence,
    EtatReservation,
    GesteAbsence,
    Jugement,
    MotifAbsence,
    ResultatDeLigne,
    Sens,
    Temps,
)

MOTIF_MAX = 150


class SemaineHabituelle(models.Model):
    """The days on which a child usually comes, from a date: it makes bookings when days open.

    Never read to bill. ``inscription`` says for which child, activity, place and payer; ``a_partir_de`` is the Monday
    of a week in which it applies, one week in ``une_sur``.
    """

    inscription = models.ForeignKey(Inscription, on_delete=models.CASCADE, related_name="habitudes")
    formule = models.ForeignKey(Formule, on_delete=models.PROTECT, related_name="+")
    jours = ArrayField(models.PositiveSmallIntegerField(), verbose_name="jours", help_text="0 pour lundi")
    une_sur = models.PositiveSmallIntegerField("une semaine sur", default=1)
    a_partir_de = models.DateField("compté à partir de la semaine du")
    temps = models.CharField("s’applique", max_length=10, choices=Temps, default=Temps.ECOLE)
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)
    arrivee = models.TimeField("arrivée prévue", null=True, blank=True)
    depart = models.TimeField("départ prévu", null=True, blank=True)
    creee_le = models.DateTimeField(default=clock.maintenant, editable=False)
    creee_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "semaine habituelle"
        verbose_name_plural = "semaines habituelles"
        ordering = ["creee_le", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(jours__len__gt=0, une_sur__gte=1),
                name="habitude_jours",
                violation_error_message="Choisissez au moins un jour.",
            ),
            models.CheckConstraint(
                condition=Q(au__isnull=True) | Q(du__lte=F("au")),
                name="habitude_dates",
                violation_error_message="La fin précède le début.",
            ),
        ]

    def __str__(self):
        return f"{self.inscription}, {self.formule}"


class RefusHabituel(models.Model):
    """A day that a usual week could not book, and why: it stays « à faire » until it is booked, past or put aside."""

    habitude = models.ForeignKey(SemaineHabituelle, on_delete=models.CASCADE, related_name="refus")
    date = models.DateField()
    code = models.CharField(max_length=20)
    phrase = models.CharField(max_length=300)
    le = models.DateTimeField(default=clock.maintenant)
    ecarte_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "jour habituel refusé"
        verbose_name_plural = "jours habituels refusés"
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["habitude", "date"], name="refus_habituel_unique")]

    def __str__(self):
        return f"{self.habitude} {self.date:%d/%m/%Y}"


class Brouillon(models.Model):
    """What a household has ticked and not yet validated: one for all its children, seen alike by all its devices.

    An ``agent`` who acts for the family has a draft of its own: it neither sees nor books what the parents left.

    ``souhaits``: [{"inscription", "formule", "jour", "sens", "arrivee", "depart"}, …]; ``version`` goes up at each
    change, so that a page of a former version is told so.
    """

    foyer = models.ForeignKey(Foyer, on_delete=models.CASCADE, related_name="brouillons")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    souhaits = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    change_le = models.DateTimeField(default=clock.maintenant)

    class Meta:
        verbose_name = "brouillon de réservation"
        verbose_name_plural = "brouillons de réservation"
        constraints = [
            models.UniqueConstraint(fields=["foyer", "agent"], nulls_distinct=False, name="brouillon_unique"),
        ]

    def __str__(self):
        return f"{self.foyer} : {len(self.souhaits)}"


class Reservation(models.Model):
    """A child, a formule, a day, a payer. Its living places are its Prises; one that is cancelled has none.

    ``arrivee`` and ``depart`` are the planned hours, of a formule that is billed by the quarter of an hour.
    """

    enfant = models.ForeignKey(Enfant, on_delete=models.PROTECT, related_name="reservations")
    formule = models.ForeignKey(Formule, on_delete=models.PROTECT, related_name="reservations")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="reservations")
    payeur = models.ForeignKey(Payeur, on_delete=models.PROTECT, related_name="reservations")
    date = models.DateField("date")
    arrivee = models.TimeField("arrivée prévue", null=True, blank=True)
    depart = models.TimeField("départ prévu", null=True, blank=True)
    etat = models.CharField("état", max_length=10, choices=EtatReservation, default=EtatReservation.CONFIRMEE)
    # A place offered to who waited for it: held like any other until that instant.
    expire_le = models.DateTimeField("place proposée jusqu’au", null=True, blank=True)
    # Booked past its deadline: the tariff has a surcharge for it.
    hors_delai = models.BooleanField("réservée hors délai", default=False)
    # Came without booking: the tariff has a surcharge for it.
    sans_reservation = models.BooleanField("venu sans réservation", default=False)
    # The service bills nothing of it.
    exoneree = models.BooleanField("non facturée, par le service", default=False)
    habitude = models.ForeignKey(
        SemaineHabituelle, null=True, blank=True, on_delete=models.SET_NULL, related_name="reservations"
    )
    creee_le = models.DateTimeField(default=clock.maintenant, editable=False)
    creee_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    annulee_le = models.DateTimeField(null=True, blank=True, editable=False)
    cause = models.CharField("annulée", max_length=10, choices=Cause, blank=True)
    motif_annulation = models.CharField(max_length=MOTIF_MAX, blank=True)

    objects = querysets.ReservationQuerySet.as_manager()

    class Meta:
        verbose_name = "réservation"
        ordering = ["date", "enfant"]
        constraints = [
            models.UniqueConstraint(
                fields=["enfant", "formule", "date"],
                condition=~Q(etat=EtatReservation.ANNULEE),
                name="reservation_unique",
                violation_error_message="Ce jour est déjà réservé pour cet enfant.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(etat=EtatReservation.CONFIRMEE, expire_le__isnull=True)
                    | Q(etat=EtatReservation.PROPOSEE, expire_le__isnull=False)
                    | Q(etat=EtatReservation.ANNULEE)
                ),
                name="reservation_etat",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatReservation.ANNULEE) & Q(annulee_le__isnull=True, cause="")
                | Q(etat=EtatReservation.ANNULEE, annulee_le__isnull=False) & ~Q(cause=""),
                name="reservation_annulee_datee",
            ),
            models.CheckConstraint(
                condition=Q(arrivee__isnull=True) | Q(depart__isnull=True) | Q(arrivee__lt=F("depart")),
                name="reservation_heures",
                violation_error_message="Le départ est après l’arrivée.",
            ),
        ]
        indexes = [
            models.Index(fields=["payeur", "date"], name="reservation_payeur"),
            models.Index(fields=["date", "lieu"], name="reservation_date"),
            models.Index(fields=["enfant", "date"], name="reservation_enfant"),
        ]

    def __str__(self):
        return f"{self.enfant} : {self.formule}, {self.date:%d/%m/%Y}"


class Prise(models.Model):
    """One place taken by a living booking: of the place, and of its group when there is one.

    The child cannot take the same unit twice on one day, anywhere.
    """

    reservation = models.ForeignKey(Reservation, on_delete=models.CASCADE, related_name="prises")
    creneau = models.ForeignKey(Creneau, on_delete=models.PROTECT, related_name="prises_vivantes")
    creneau_du_groupe = models.ForeignKey(
        Creneau, null=True, on_delete=models.PROTECT, related_name="prises_du_groupe"
    )
    # Copied from the booking and the créneau: what the constraint below is about.
    enfant = models.ForeignKey(Enfant, on_delete=models.PROTECT, related_name="+")
    unite = models.ForeignKey(Unite, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()

    class Meta:
        verbose_name = "place prise"
        verbose_name_plural = "places prises"
        constraints = [
            models.UniqueConstraint(
                fields=["enfant", "unite", "date"],
                name="prise_unique",
                violation_error_message="L’enfant a déjà une place à ce moment-là.",
            ),
        ]

    def __str__(self):
        return str(self.creneau)


class DemandeReservation(models.Model):
    """What a parent validated; ``empreinte`` tells the same request sent twice from another under its number."""

    demarche = models.OneToOneField(Demarche, on_delete=models.CASCADE, related_name="demande_reservation")
    empreinte = models.CharField(max_length=64, editable=False)
    # The request that this one undoes, once.
    defait = models.OneToOneField("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="defaite_par")

    class Meta:
        verbose_name = "demande de réservation"
        verbose_name_plural = "demandes de réservation"

    def __str__(self):
        return str(self.demarche)


class LigneDemande(models.Model):
    """One day asked for, and its answer: the price, the quotient and the sentence shown then."""

    demande = models.ForeignKey(DemandeReservation, on_delete=models.CASCADE, related_name="lignes")
    enfant = models.ForeignKey(Enfant, on_delete=models.PROTECT, related_name="+")
    formule = models.ForeignKey(Formule, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    arrivee = models.TimeField(null=True)
    depart = models.TimeField(null=True)
    sens = models.CharField(max_length=10, choices=Sens)
    resultat = models.CharField(max_length=10, choices=ResultatDeLigne)
    code = models.CharField(max_length=20, blank=True)
    phrase = models.CharField(max_length=300, blank=True)
    prix = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    quotient = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    grille_id_vue = models.BigIntegerField(null=True)
    reservation = models.ForeignKey(Reservation, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "ligne de demande"
        verbose_name_plural = "lignes de demande"
        ordering = ["enfant", "date"]

    def __str__(self):
        return f"{self.get_sens_display()} {self.enfant} {self.date:%d/%m/%Y}"


class Absence(models.Model):
    """A booked day on which the child will not come, and what it changes to the bill, with its sentence."""

    reservation = models.OneToOneField(Reservation, on_delete=models.CASCADE, related_name="absence")
    demarche = models.ForeignKey(Demarche, null=True, on_delete=models.SET_NULL, related_name="absences")
    motif = models.CharField("raison", max_length=10, choices=MotifAbsence)
    declaree_le = models.DateTimeField(default=clock.maintenant)
    declaree_par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    effet = models.CharField(max_length=12, choices=EffetAbsence)
    phrase = models.CharField(max_length=300)
    justificatif = models.ForeignKey(Piece, null=True, blank=True, on_delete=models.SET_NULL, related_name="absences")
    justifiee_le = models.DateTimeField(null=True, blank=True)
    # Until when a certificate changes the effect.
    a_justifier_avant = models.DateField("certificat attendu avant le", null=True, blank=True)
    # Empty until an agent decides.
    jugement = models.CharField("décision", max_length=10, choices=Jugement, blank=True)

    class Meta:
        verbose_name = "absence"
        ordering = ["-declaree_le"]
        permissions = [("juger_absences", "Peut examiner les absences et leurs justificatifs")]

    def __str__(self):
        return f"{self.reservation} : {self.get_effet_display()}"


class DecisionAbsence(models.Model):
    """What changed the effect of an absence after its report, and what it was before: its history, and its undoing.

    An invoice may be between both: the next one then takes back, or asks, what differs (``consommations``).
    """

    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="decisions")
    geste = models.CharField(max_length=10, choices=GesteAbsence)
    le = models.DateTimeField(default=clock.maintenant)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    motif = models.CharField("raison", max_length=MOTIF_MAX, blank=True)
    effet = models.CharField(max_length=12, choices=EffetAbsence)
    phrase = models.CharField(max_length=300)
    jugement = models.CharField(max_length=10, choices=Jugement, blank=True)
    effet_avant = models.CharField(max_length=12, choices=EffetAbsence)
    phrase_avant = models.CharField(max_length=300)
    jugement_avant = models.CharField(max_length=10, choices=Jugement, blank=True)
    defait = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="defaite_par")

    class Meta:
        verbose_name = "décision sur une absence"
        verbose_name_plural = "décisions sur une absence"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.absence} : {self.get_geste_display()}"
