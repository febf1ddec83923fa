from django.db.models import TextChoices


class Geste(TextChoices):
    """What a parent does, each with its own deadline."""

    RESERVER = "reserver", "réserver"
    ANNULER = "annuler", "annuler"
    ABSENCE = "absence", "signaler une absence"


class FormeDelai(TextChoices):
    """How a règlement counts the days between the deadline and the day itself (``rules.dernier_jour``)."""

    OUVRES = "ouvres", "jours ouvrés avant (du lundi au vendredi, sans les jours fériés)"
    OUVRABLES = "ouvrables", "jours ouvrables avant (du lundi au samedi, sans les jours fériés)"
    JOURS = "jours", "jours avant (tous les jours comptent)"
    FRANCS = "francs", "jours francs avant (ni le premier ni le dernier ne comptent)"
    ECOLE = "ecole", "jours d’école avant"
    DERNIER = "dernier", "le dernier jour de la semaine choisi avant le jour"
    SEMAINE = "semaine", "un jour fixe, tant de semaines avant celle du jour"
    SESSION = "session", "jours avant le premier jour d’accueil de la période"
    SESSION_FRANCS = "session_francs", "jours francs avant le premier jour d’accueil de la période"

    @property
    def court(self) -> str:
        """The label without what it explains in brackets."""
        return self.label.partition(" (")[0]

    @property
    def au_jour_fixe(self) -> bool:
        """The rule names a day of the week."""
        return self in (FormeDelai.DERNIER, FormeDelai.SEMAINE)


class Suite(TextChoices):
    """What follows when the deadline is passed."""

    REFUS = "refus", "c’est trop tard"
    MAJORATION = "majoration", "c’est possible, avec une majoration"


class Fonctionnement(TextChoices):
    """How a family uses the activity, once its child is registered."""

    RESERVATION = "reservation", "sur réservation, jour par jour"
    SANS_RESERVATION = "sans_reservation", "sans réservation : ce qui est fréquenté est facturé"
    ABONNEMENT = "abonnement", "par abonnement, à l’année"


class Encadrement(TextChoices):
    """The legal minimum of staff, by age (CASF art. R. 227-15 and R. 227-16, decree 2018-647)."""

    LIBRE = "", "pas de minimum légal"
    EXTRASCOLAIRE = "extrascolaire", "accueil de loisirs, vacances ou mercredi entier (1 pour 8, 1 pour 12)"
    PERISCOLAIRE = "periscolaire", "périscolaire de 5 h ou moins (1 pour 10, 1 pour 14)"
    PEDT_LONG = "pedt_long", "avec un PEdT, plus de 5 h (1 pour 10, 1 pour 14)"
    PEDT = "pedt", "avec un PEdT, 5 h ou moins (1 pour 14, 1 pour 18)"


class Prestation(TextChoices):
    """What is booked of an activity: the word of its sentences (mots.MOTS)."""

    REPAS = "repas", "un repas"
    JOURNEE = "journee", "une journée"
    SEANCE = "seance", "une séance"
    ACCUEIL = "accueil", "un accueil"


class NatureConsommation(TextChoices):
    """What is to be billed; with what it comes from (``source_type``, ``source_id``), once in the billing journal."""

    RESERVATION = "reservation", "réservation"
    PRESENCE = "presence", "présence"
    ABONNEMENT = "abonnement", "abonnement"
    FRAIS = "frais", "frais"
    HORS_DELAI = "hors_delai", "majoration hors délai"
    SANS_RESERVATION = "sans_reservation", "majoration sans réservation"
    ABSENCE = "absence", "majoration d’absence"
    RETARD = "retard", "majoration de retard"


# Those that are priced by a surcharge, not by a grid.
MAJORATIONS = (
    NatureConsommation.HORS_DELAI, NatureConsommation.SANS_RESERVATION, NatureConsommation.ABSENCE,
    NatureConsommation.RETARD,
)  # fmt: skip


class EtatInscription(TextChoices):
    DEMANDEE = "demandee", "demandée"
    ACTIVE = "active", "active"
    REFUSEE = "refusee", "refusée"
    TERMINEE = "terminee", "terminée"
