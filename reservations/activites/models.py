"""What the town offers: activities, atomic units, places day by day, deadlines, registrations."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cms_pages.enums import Icone
from common import clock
from common.database.constraints import sans_chevauchement
from common.database.fields import CleDeTri, Derivable
from common.words import typo
from commune.models import Lieu, Regie, Service
from espace_prive.famille.models import Enfant, Payeur
from reservations.activites import querysets
from reservations.activites.enums import EtatInscription, FormeDelai, Geste, Prestation
from reservations.activites.mots import MOTS, Mot


def jours_d_ecole():
    """Monday, Tuesday, Thursday, Friday (Monday is 0)."""
    return [0, 1, 3, 4]


class Activite(Derivable):
    """A service that families use: the school restaurant, after-school care…"""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="activites")
    regie = models.ForeignKey(Regie, on_delete=models.PROTECT, related_name="activites")
    code = models.SlugField("code", unique=True)
    nom = models.CharField("nom", max_length=100)
    nom_courant = models.CharField("nom que disent les parents", max_length=60, help_text="Par exemple : cantine")
    prestation = models.CharField(
        "ce que l’on y réserve", max_length=10, choices=Prestation, default=Prestation.SEANCE
    )
    icone = models.CharField("icône", max_length=20, choices=Icone, default=Icone.ACTIVITE)
    jours = ArrayField(
        models.PositiveSmallIntegerField(), default=jours_d_ecole, help_text="0 pour lundi… 4 pour vendredi"
    )
    pendant_les_vacances = models.BooleanField("ouverte pendant les vacances", default=False)
    tri = CleDeTri("nom")

    objects = querysets.ActiviteQuerySet.as_manager()

    class Meta:
        verbose_name = "activité"
        ordering = ["tri"]
        permissions = [
            ("fermer_jour", "Peut fermer un jour"),
            ("consulter_effectifs", "Peut consulter les effectifs"),
        ]

    def __str__(self):
        return self.nom

    @property
    def mot(self) -> Mot:
        """The word for what is booked of it, never another activity's: a study is no meal."""
        return MOTS[self.prestation]


class Unite(models.Model):
    """The smallest thing that takes a place: a morning, a meal, an afternoon."""

    activite = models.ForeignKey(Activite, on_delete=models.CASCADE, related_name="unites")
    code = models.SlugField("code")
    nom = models.CharField("nom", max_length=60)
    debut = models.TimeField("de", null=True, blank=True)
    fin = models.TimeField("à", null=True, blank=True)

    class Meta:
        verbose_name = "unité"
        ordering = ["activite", "debut", "code"]
        constraints = [models.UniqueConstraint(fields=["activite", "code"], name="unite_unique")]

    def __str__(self):
        return f"{self.activite} : {self.nom}"


class Formule(Derivable):
    """What is sold: one unit or several together (a day = morning + meal + afternoon)."""

    activite = models.ForeignKey(Activite, on_delete=models.CASCADE, related_name="formules")
    code = models.SlugField("code")
    nom = models.CharField("nom", max_length=60)
    unites = models.ManyToManyField(Unite, related_name="formules")
    tri = CleDeTri("nom")

    objects = querysets.FormuleQuerySet.as_manager()

    class Meta:
        verbose_name = "formule"
        ordering = ["activite", "code"]
        constraints = [models.UniqueConstraint(fields=["activite", "code"], name="formule_unique")]

    def __str__(self):
        return f"{self.activite} : {self.nom}"


class RegleDelai(models.Model):
    """Until when one can book, cancel or report an absence: data for ``rules.limite``."""

    activite = models.ForeignKey(Activite, on_delete=models.CASCADE, related_name="delais")
    geste = models.CharField("geste", max_length=10, choices=Geste)
    forme = models.CharField("se compte en", max_length=10, choices=FormeDelai, default=FormeDelai.OUVRES)
    valeur = models.PositiveSmallIntegerField("nombre de jours avant")
    heure = models.TimeField("heure limite")

    class Meta:
        verbose_name = "règle de délai"
        verbose_name_plural = "règles de délai"
        constraints = [
            models.UniqueConstraint(
                fields=["activite", "geste"],
                name="delai_unique",
                violation_error_message="Un délai existe déjà pour ce geste.",
            ),
        ]

    def __str__(self):
        delai = f"{self.valeur} {self.get_forme_display()} {typo.a_heure(self.heure)}"
        return f"{self.activite} : {self.get_geste_display()}, {delai}"


class Creneau(models.Model):
    """The places of one unit, at one place, on one day: the row to lock.

    ``places`` empty: no limit. ``prises`` always equals the living Prises on it, written in the same transaction.
    """

    unite = models.ForeignKey(Unite, on_delete=models.PROTECT, related_name="creneaux")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="creneaux")
    date = models.DateField("date")
    places = models.PositiveIntegerField("places", null=True, blank=True)
    surbooking = models.PositiveIntegerField("places accordées au-delà", default=0)
    prises = models.PositiveIntegerField("places prises", default=0)
    ferme = models.BooleanField("fermé", default=False)
    motif = models.CharField("motif", max_length=150, blank=True)

    class Meta:
        verbose_name = "créneau"
        verbose_name_plural = "créneaux"
        ordering = ["date", "unite", "lieu"]
        constraints = [
            models.UniqueConstraint(fields=["unite", "lieu", "date"], name="creneau_unique"),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(prises__lte=F("places") + F("surbooking")),
                name="creneau_jamais_survendu",
                violation_error_message="Il n’y a plus de place ce jour-là.",
            ),
            models.CheckConstraint(
                condition=Q(ferme=False) | ~Q(motif=""),
                name="creneau_ferme_motive",
                violation_error_message="Dites pourquoi le jour est fermé.",
            ),
        ]
        indexes = [models.Index(fields=["date", "lieu"], name="creneau_date")]

    def __str__(self):
        return f"{self.unite}, {self.lieu}, {self.date:%d/%m/%Y}"


class Inscription(models.Model):
    """The right to book an activity for a child, at a place, at the cost of a payer, between two dates."""

    enfant = models.ForeignKey(Enfant, on_delete=models.CASCADE, related_name="inscriptions")
    activite = models.ForeignKey(Activite, on_delete=models.PROTECT, related_name="inscriptions")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="inscriptions")
    payeur = models.ForeignKey(Payeur, on_delete=models.PROTECT, related_name="inscriptions")
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)
    etat = models.CharField("état", max_length=10, choices=EtatInscription, default=EtatInscription.ACTIVE)
    demandee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    creee_le = models.DateTimeField(default=clock.maintenant, editable=False)

    objects = querysets.InscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        ordering = ["enfant", "activite"]
        constraints = [
            sans_chevauchement(
                "inscription_unique",
                "enfant",
                "activite",
                "payeur",
                condition=Q(etat=EtatInscription.ACTIVE),
                message="L’enfant est déjà inscrit à cette activité à ces dates.",
            ),
        ]

    def __str__(self):
        return f"{self.enfant} : {self.activite}"
