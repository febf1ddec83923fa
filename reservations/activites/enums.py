from django.db.models import TextChoices


class Geste(TextChoices):
    """What a parent does, each with its own deadline."""

    RESERVER = "reserver", "réserver"
    ANNULER = "annuler", "annuler"
    ABSENCE = "absence", "signaler une absence"


class FormeDelai(TextChoices):
    OUVRES = "ouvres", "jours ouvrés avant"
    JOURS = "jours", "jours avant"
    SESSION = "session", "jours avant le premier jour ouvré des vacances"


class Prestation(TextChoices):
    """What is booked of an activity: the word of its sentences (mots.MOTS)."""

    REPAS = "repas", "un repas"
    JOURNEE = "journee", "une journée"
    SEANCE = "seance", "une séance"
    ACCUEIL = "accueil", "un accueil"


class EtatInscription(TextChoices):
    DEMANDEE = "demandee", "demandée"
    ACTIVE = "active", "active"
    REFUSEE = "refusee", "refusée"
    TERMINEE = "terminee", "terminée"
