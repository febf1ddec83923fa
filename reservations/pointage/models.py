"""Lists made to be printed and what they said; check-ins, and what they give to be billed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common import clock
from commune.models import Lieu
from espace_prive.famille.models import Enfant, Payeur
from reservations.activites.models import Activite, Formule, Groupe, Unite
from reservations.planning.models import MOTIF_MAX
from reservations.pointage.enums import FaitPointe, NatureFrequentee


class Tirage(models.Model):
    """A list of a day as it was printed, its PDF sealed: it is kept until some days after, and later changes show.

    Without ``par`` the night made it, for the morning when the network is down. ``sante``: it holds diets and care
    plans. ``partiel``: it was narrowed, so that it tells nothing of who is not on it; ``propre``: some children are
    not for who asked for it, so that it is nobody else's.
    """

    numero = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activite = models.ForeignKey(Activite, on_delete=models.CASCADE, related_name="tirages")
    lieu = models.ForeignKey(Lieu, null=True, blank=True, on_delete=models.CASCADE, related_name="tirages")
    jour = models.DateField("jour")
    criteres = models.JSONField(default=dict)
    sante = models.BooleanField("avec les régimes et les PAI", default=False)
    partiel = models.BooleanField(default=False)
    propre = models.BooleanField(default=False)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="tirages"
    )
    de_nuit = models.BooleanField(default=False)
    demande_le = models.DateTimeField(default=clock.maintenant)
    fait_le = models.DateTimeField("imprimé le", null=True, blank=True)
    enfants = models.PositiveIntegerField(default=0)
    contenu = models.BinaryField(null=True)
    # {place: {child: the mark of what was said of it}}
    dit = models.JSONField(default=dict)

    class Meta:
        verbose_name = "liste imprimée"
        verbose_name_plural = "listes imprimées"
        ordering = ["-demande_le", "-pk"]
        indexes = [models.Index(fields=["activite", "jour"], name="tirage_jour")]
        constraints = [
            models.UniqueConstraint(
                fields=["activite", "lieu", "jour", "sante"], condition=Q(de_nuit=True), name="tirage_de_nuit_unique"
            ),
        ]

    def __str__(self):
        return f"{self.activite}, {self.jour:%d/%m/%Y}"


class GroupeConfie(models.Model):
    """A group that somebody keeps: of its activity, that person reads these groups only."""

    utilisateur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="groupes_confies")
    groupe = models.ForeignKey(Groupe, on_delete=models.CASCADE, related_name="confies")

    class Meta:
        verbose_name = "groupe confié"
        verbose_name_plural = "groupes confiés"
        constraints = [models.UniqueConstraint(fields=["utilisateur", "groupe"], name="groupe_confie_unique")]

    def __str__(self):
        return f"{self.utilisateur} : {self.groupe}"


class Pointage(models.Model):
    """One fact of a check-in, never changed: the last one counts, and what it takes back counts no more.

    It is what a tablet sends too, when it is back on the network: ``numero`` is drawn by whoever notes the fact, so
    that what is sent again is the same one; ``horloge`` is the device's own clock, ``quand`` when it happened as far
    as one can tell: never after ``le``, when it came here. Facts are ordered by ``quand``.
    """

    numero = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The gesture that made it, for one child or a whole group: taken back together.
    lot = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)
    enfant = models.ForeignKey(Enfant, on_delete=models.PROTECT, related_name="pointages")
    activite = models.ForeignKey(Activite, on_delete=models.PROTECT, related_name="pointages")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="pointages")
    # Empty: of all that the child comes for that day.
    unite = models.ForeignKey(Unite, null=True, blank=True, on_delete=models.PROTECT, related_name="pointages")
    date = models.DateField("jour")
    fait = models.CharField("pointage", max_length=10, choices=FaitPointe)
    arrivee = models.TimeField("arrivée", null=True, blank=True)
    depart = models.TimeField("départ", null=True, blank=True)
    motif = models.CharField("raison", max_length=MOTIF_MAX, blank=True)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    appareil = models.CharField("appareil", max_length=80, blank=True)
    horloge = models.DateTimeField("heure de l’appareil", null=True, blank=True)
    quand = models.DateTimeField("noté à")
    le = models.DateTimeField("reçu à", default=clock.maintenant)
    defait = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="defait_par")

    class Meta:
        verbose_name = "pointage"
        ordering = ["quand", "pk"]
        permissions = [
            ("voir_listes", "Peut voir les listes du jour de ses groupes et de ses lieux"),
            ("voir_sante", "Peut lire les régimes et les PAI sur ses listes du jour"),
            ("pointer", "Peut pointer les enfants et corriger les listes du jour"),
        ]
        indexes = [models.Index(fields=["activite", "date"], name="pointage_jour")]
        constraints = [
            models.CheckConstraint(
                condition=Q(arrivee__isnull=True) | Q(depart__isnull=True) | Q(arrivee__lt=F("depart")),
                name="pointage_heures",
                violation_error_message="Le départ est après l’arrivée.",
            ),
            models.CheckConstraint(
                condition=Q(fait=FaitPointe.RETIRE, defait__isnull=False)
                | ~Q(fait=FaitPointe.RETIRE) & Q(defait__isnull=True),
                name="pointage_retire",
            ),
        ]

    def __str__(self):
        return f"{self.enfant}, {self.date:%d/%m/%Y} : {self.get_fait_display()}"


class Frequentation(models.Model):
    """What the check-ins of a day give to be billed: a presence where nothing is booked, or a late departure.

    Written from the facts by ``services.frequentations`` alone. ``due``: it still is; what a correction replaces
    after its month stays, not due, since an invoice may name it.
    """

    nature = models.CharField(max_length=10, choices=NatureFrequentee)
    enfant = models.ForeignKey(Enfant, on_delete=models.PROTECT, related_name="frequentations")
    formule = models.ForeignKey(Formule, on_delete=models.PROTECT, related_name="frequentations")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="frequentations")
    payeur = models.ForeignKey(Payeur, on_delete=models.PROTECT, related_name="frequentations")
    date = models.DateField()
    quantite = models.PositiveIntegerField(default=1)
    due = models.BooleanField(default=True)

    class Meta:
        verbose_name = "fréquentation"
        indexes = [models.Index(fields=["date", "formule"], name="frequentation_jour")]
        constraints = [
            models.UniqueConstraint(
                fields=["nature", "enfant", "formule", "date"], condition=Q(due=True), name="frequentation_unique"
            ),
        ]

    def __str__(self):
        return f"{self.enfant}, {self.date:%d/%m/%Y} : {self.get_nature_display()}"


class Commande(models.Model):
    """What a kitchen was asked for a day and a place, as it stood at the hour that the town sets.

    ``comptes``: {diet: children}; ``dits``: what the last mail said, the order itself or its changes.
    """

    activite = models.ForeignKey(Activite, on_delete=models.CASCADE, related_name="commandes")
    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="commandes")
    jour = models.DateField("jour")
    figee_le = models.DateTimeField("arrêtée le", default=clock.maintenant)
    comptes = models.JSONField(default=dict)
    dits = models.JSONField(default=dict)
    dits_le = models.DateTimeField(default=clock.maintenant)

    class Meta:
        verbose_name = "commande à la cuisine"
        verbose_name_plural = "commandes à la cuisine"
        ordering = ["jour", "lieu"]
        permissions = [("voir_cuisine", "Peut voir ce que la cuisine prépare")]
        constraints = [models.UniqueConstraint(fields=["activite", "lieu", "jour"], name="commande_unique")]

    def __str__(self):
        return f"{self.activite}, {self.lieu}, {self.jour:%d/%m/%Y}"


class DecisionFrequentation(models.Model):
    """What made a thing due, or no more, after its month: the next invoice asks or takes back the difference."""

    frequentation = models.ForeignKey(Frequentation, on_delete=models.CASCADE, related_name="decisions")
    le = models.DateTimeField(default=clock.maintenant)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    phrase = models.CharField(max_length=300)

    class Meta:
        verbose_name = "décision sur une fréquentation"
        verbose_name_plural = "décisions sur une fréquentation"
        ordering = ["pk"]

    def __str__(self):
        return self.phrase
