"""What the town offers: activities, atomic units, places day by day, deadlines, registrations."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cms_pages.enums import Icone
from common.database.constraints import sans_chevauchement, sans_chevauchement_d_ages
from common.database.fields import CleDeTri, Derivable, Nomme
from common.words import typo
from commune.models import Ecole, Lieu, Regie, Service
from espace_prive.famille.enums import Niveau
from reservations.activites import querysets
from reservations.activites.enums import (
    Encadrement,
    Fonctionnement,
    FormeDelai,
    Geste,
    Prestation,
    Suite,
)
from reservations.activites.mots import MOTS, Mot


def jours_d_ecole():
    """Monday, Tuesday, Thursday, Friday (Monday is 0)."""
    return [0, 1, 3, 4]


class Activite(Nomme, Derivable):
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
    fonctionnement = models.CharField(
        "fonctionnement", max_length=20, choices=Fonctionnement, default=Fonctionnement.RESERVATION
    )
    jours = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="jours d’ouverture en période scolaire",
        default=jours_d_ecole, blank=True, help_text="0 pour lundi… 4 pour vendredi",
    )  # fmt: skip
    jours_vacances = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="jours d’ouverture pendant les vacances", default=list,
        blank=True, help_text="0 pour lundi… 4 pour vendredi ; vide : fermée pendant les vacances",
    )  # fmt: skip
    # What families do on line; the rest is asked at the desk.
    reservation_en_ligne = models.BooleanField("les familles réservent et annulent en ligne", default=True)
    absence_en_ligne = models.BooleanField("les familles signalent une absence en ligne", default=True)
    liste_attente = models.BooleanField("un jour complet a une liste d’attente", default=True)
    # Who may register; empty: everybody.
    ecoles = models.ManyToManyField(Ecole, verbose_name="écoles", blank=True, related_name="activites")
    niveaux = ArrayField(
        models.CharField(max_length=3, choices=Niveau), verbose_name="niveaux", default=list, blank=True
    )
    age_min = models.PositiveSmallIntegerField("âge minimum (ans)", null=True, blank=True)
    age_max = models.PositiveSmallIntegerField("âge maximum (ans, compris)", null=True, blank=True)
    commune_seulement = models.BooleanField("réservée aux familles de la commune", default=False)
    dossier_complet = models.BooleanField("demande un dossier complet", default=False)
    sans_impaye = models.BooleanField("fermée aux familles qui ont une facture échue", default=False)
    encadrement = models.CharField(
        "encadrement légal", max_length=20, choices=Encadrement, default=Encadrement.LIBRE, blank=True
    )
    # Absences: what stays billed (rules_absences of planning).
    carence = models.PositiveSmallIntegerField("jours de carence d’une maladie", default=0)
    certificat_sous = models.PositiveSmallIntegerField("jours pour donner le certificat", null=True, blank=True)
    declarations = models.PositiveSmallIntegerField("absences sans certificat par année", null=True, blank=True)
    # What the kitchen is asked: frozen at that hour, so many working days before; empty, nothing is.
    commande_heure = models.TimeField("commande arrêtée à", null=True, blank=True)
    commande_jours = models.PositiveSmallIntegerField("jours ouvrés avant le jour", default=1)
    commande_adresses = ArrayField(
        models.EmailField(), verbose_name="adresses de la cuisine", default=list, blank=True
    )
    tri = CleDeTri("nom")

    objects = querysets.ActiviteQuerySet.as_manager()

    class Meta:
        verbose_name = "activité"
        ordering = ["tri"]
        permissions = [
            ("fermer_jour", "Peut fermer un jour"),
            ("consulter_effectifs", "Peut consulter les effectifs"),
            ("regler_activites", "Peut régler les activités"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(age_min__isnull=True) | Q(age_max__isnull=True) | Q(age_min__lte=F("age_max")),
                name="activite_ages",
                violation_error_message="L’âge minimum dépasse l’âge maximum.",
            ),
        ]

    def __str__(self):
        return self.nom

    @property
    def mot(self) -> Mot:
        """The word for what is booked of it, never another activity's: a study is no meal."""
        return MOTS[self.prestation]


class Unite(Nomme):
    """The smallest thing that takes a place: a morning, a meal, an afternoon."""

    VOISINS = ("activite",)

    activite = models.ForeignKey(Activite, on_delete=models.CASCADE, related_name="unites")
    code = models.SlugField("code")
    nom = models.CharField("nom", max_length=60)
    debut = models.TimeField("de", null=True, blank=True)
    fin = models.TimeField("à", null=True, blank=True)
    compatibles = models.ManyToManyField(
        "self", blank=True, verbose_name="peut se prendre avec",
        help_text="Deux unités dont les heures se croisent s’excluent, sauf celles-ci.",
    )  # fmt: skip

    class Meta:
        verbose_name = "unité"
        ordering = ["activite", "debut", "code"]
        constraints = [
            models.UniqueConstraint(fields=["activite", "code"], name="unite_unique"),
            models.CheckConstraint(
                # Both said: beside an empty one, « before » is neither true nor false, and lets all through.
                condition=Q(debut__isnull=True, fin__isnull=True)
                | Q(debut__isnull=False, fin__isnull=False, debut__lt=F("fin")),
                name="unite_heures",
                violation_error_message="Dites les deux heures, la fin après le début ; ou aucune.",
            ),
        ]

    def __str__(self):
        return f"{self.activite} : {self.nom}"


class Formule(Nomme, Derivable):
    """What is sold: one unit or several together (a day = morning + meal + afternoon)."""

    VOISINS = ("activite",)

    activite = models.ForeignKey(Activite, on_delete=models.CASCADE, related_name="formules")
    code = models.SlugField("code")
    nom = models.CharField("nom", max_length=60)
    unites = models.ManyToManyField(Unite, related_name="formules")
    pas = models.PositiveSmallIntegerField(
        "facturée par tranche de (minutes)", null=True, blank=True, choices=[(15, "15"), (30, "30"), (60, "60")],
        help_text="La famille dit l’heure d’arrivée ou de départ ; vide : un prix pour le tout.",
    )  # fmt: skip
    tri = CleDeTri("nom")

    class Meta:
        verbose_name = "formule"
        ordering = ["activite", "code"]
        constraints = [models.UniqueConstraint(fields=["activite", "code"], name="formule_unique")]

    def __str__(self):
        return f"{self.activite} : {self.nom}"


class PeriodeReservation(models.Model):
    """When the days of an activity between two dates may be booked: never before ``ouvre_le`` nor after ``ferme_le``.

    Days that no period holds can always be booked. A ``session`` is a holiday session: its deadlines may be counted
    from its first open day.
    """

    activite = models.ForeignKey(Activite, on_delete=models.CASCADE, related_name="periodes")
    nom = models.CharField("nom", max_length=60, help_text="Par exemple : vacances de Noël")
    du = models.DateField("du")
    au = models.DateField("au")
    ouvre_le = models.DateTimeField("les réservations ouvrent le")
    ferme_le = models.DateTimeField("les réservations ferment le", null=True, blank=True)
    session = models.BooleanField("c’est une session de vacances", default=False)

    class Meta:
        verbose_name = "période de réservation"
        verbose_name_plural = "périodes de réservation"
        ordering = ["activite", "du"]
        constraints = [
            sans_chevauchement(
                "periode_unique", "activite", message="Une autre période tient déjà une partie de ces dates."
            ),
            models.CheckConstraint(
                condition=Q(du__lte=F("au")), name="periode_dates", violation_error_message="La fin précède le début."
            ),
            models.CheckConstraint(
                condition=Q(ferme_le__isnull=True) | Q(ouvre_le__lt=F("ferme_le")),
                name="periode_ouverture",
                violation_error_message="Les réservations ferment avant d’ouvrir.",
            ),
        ]

    def __str__(self):
        return f"{self.activite} : {self.nom}"


class RegleDelai(models.Model):
    """Until when one can book, cancel or report an absence: data for ``rules``.

    The most precise rule that holds the day decides: of its formule and its period, of its period, of its formule, of
    the activity; among them the one that names its day of the week. Past a rule of suite MAJORATION the act costs
    more, until that of suite REFUS.
    """

    activite = models.ForeignKey(Activite, on_delete=models.CASCADE, related_name="delais")
    formule = models.ForeignKey(Formule, null=True, blank=True, on_delete=models.CASCADE, related_name="delais")
    periode = models.ForeignKey(
        PeriodeReservation, null=True, blank=True, on_delete=models.CASCADE, related_name="delais"
    )
    geste = models.CharField("geste", max_length=10, choices=Geste)
    forme = models.CharField("se compte en", max_length=20, choices=FormeDelai, default=FormeDelai.OUVRES)
    valeur = models.PositiveSmallIntegerField("nombre")
    heure = models.TimeField("heure limite")
    jour_fixe = models.PositiveSmallIntegerField("jour fixe", null=True, blank=True, help_text="0 pour lundi")
    jours = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="pour les jours", default=list, blank=True,
        help_text="Vide : tous les jours.",
    )  # fmt: skip
    suite = models.CharField("une fois passé", max_length=10, choices=Suite, default=Suite.REFUS)
    premiere_offerte = models.BooleanField("la première fois de l’année est offerte au foyer", default=False)

    class Meta:
        verbose_name = "règle de délai"
        verbose_name_plural = "règles de délai"
        constraints = [
            models.UniqueConstraint(
                fields=["activite", "formule", "periode", "geste", "suite", "jours"],
                nulls_distinct=False,
                name="delai_unique",
                violation_error_message="Un délai existe déjà pour ce geste.",
            ),
            models.CheckConstraint(
                condition=Q(forme__in=["dernier", "semaine"], jour_fixe__range=(0, 6))
                | ~Q(forme__in=["dernier", "semaine"]) & Q(jour_fixe__isnull=True),
                name="delai_jour_fixe",
                violation_error_message="Dites quel jour de la semaine.",
            ),
        ]

    def __str__(self):
        delai = f"{self.valeur} {FormeDelai(self.forme).court} {typo.a_heure(self.heure)}"
        return f"{self.activite} : {self.get_geste_display()}, {delai}"


class Groupe(Nomme):
    """Children of some ages at one place, with places of their own: « les 3-5 ans ». Age is taken on the day."""

    VOISINS = ("activite", "lieu")

    activite = models.ForeignKey(Activite, on_delete=models.CASCADE, related_name="groupes")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="groupes")
    nom = models.CharField("nom", max_length=60)
    age_min = models.PositiveSmallIntegerField("âge minimum (ans)")
    age_max = models.PositiveSmallIntegerField("âge maximum (ans, compris)")
    encadrants = models.PositiveSmallIntegerField("encadrants prévus", null=True, blank=True)

    class Meta:
        verbose_name = "groupe"
        ordering = ["activite", "lieu", "age_min"]
        constraints = [
            sans_chevauchement_d_ages(
                "groupe_unique", "activite", "lieu", message="Un autre groupe accueille déjà une partie de ces âges."
            ),
            models.CheckConstraint(
                condition=Q(age_min__lte=F("age_max")),
                name="groupe_ages",
                violation_error_message="L’âge minimum dépasse l’âge maximum.",
            ),
        ]

    def __str__(self):
        return f"{self.nom} ({self.lieu})"


class Capacite(models.Model):
    """How many places the town opens at a place: what ``ouvrir`` gives to the days it makes.

    The most precise line that holds the day decides: the group's own, then the one that names its day of the week,
    then the one with dates. ``places`` empty: no limit.
    """

    activite = models.ForeignKey(Activite, on_delete=models.CASCADE, related_name="capacites")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="capacites")
    groupe = models.ForeignKey(Groupe, null=True, blank=True, on_delete=models.CASCADE, related_name="capacites")
    jours = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="pour les jours", default=list, blank=True,
        help_text="Vide : tous les jours.",
    )  # fmt: skip
    du = models.DateField("du", null=True, blank=True)
    au = models.DateField("au", null=True, blank=True)
    places = models.PositiveIntegerField("places", null=True, blank=True, help_text="Vide : sans limite.")

    class Meta:
        verbose_name = "capacité"
        ordering = ["activite", "lieu", "groupe", "du"]
        constraints = [
            models.UniqueConstraint(
                fields=["activite", "lieu", "groupe", "jours", "du", "au"],
                nulls_distinct=False,
                name="capacite_unique",
                violation_error_message="Cette capacité est déjà dite.",
            ),
            models.CheckConstraint(
                condition=Q(du__isnull=True, au__isnull=True) | Q(du__isnull=False, au__isnull=False, du__lte=F("au")),
                name="capacite_dates",
                violation_error_message="Dites les deux dates, la fin après le début ; ou aucune.",
            ),
        ]

    def __str__(self):
        return f"{self.activite}, {self.lieu} : {'sans limite' if self.places is None else self.places}"


class Creneau(models.Model):
    """The places of one unit, at one place, on one day: the row to lock.

    Without ``groupe`` it is the place's own, which every booking takes; a booking takes that of its group too.
    ``places`` empty: no limit. ``prises`` always equals the living Prises on it, written in the same transaction.
    What others may still book of it is ``restantes``.
    """

    unite = models.ForeignKey(Unite, on_delete=models.PROTECT, related_name="creneaux")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="creneaux")
    groupe = models.ForeignKey(Groupe, null=True, blank=True, on_delete=models.PROTECT, related_name="creneaux")
    date = models.DateField("date")
    places = models.PositiveIntegerField("places", null=True, blank=True)
    surbooking = models.PositiveIntegerField("places accordées au-delà", default=0)
    prises = models.PositiveIntegerField("places prises", default=0)
    # How many wait for a place of this row: what is freed goes to them first (domain ``attente``, its only writer).
    attendus = models.PositiveIntegerField("places attendues", default=0)
    ferme = models.BooleanField("fermé", default=False)
    motif = models.CharField("motif", max_length=150, blank=True)
    # Closed to the children of a school or of a class: who books reads which (planning.Fermeture).
    restreint = models.BooleanField("fermé à certains enfants", default=False)

    class Meta:
        verbose_name = "créneau"
        verbose_name_plural = "créneaux"
        ordering = ["date", "unite", "lieu"]
        constraints = [
            models.UniqueConstraint(
                fields=["unite", "lieu", "date", "groupe"], nulls_distinct=False, name="creneau_unique"
            ),
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

    @property
    def libres(self) -> int | None:
        """How many places nobody has; None without limit."""
        return None if self.places is None else self.places + self.surbooking - self.prises

    @property
    def restantes(self) -> int | None:
        """How many of them nobody waits for; None without limit, below 0 when more wait."""
        return None if self.places is None else self.libres - self.attendus
