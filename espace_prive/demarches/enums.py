from django.db.models import TextChoices


class EtatDemarche(TextChoices):
    DEPOSEE = "deposee", "Déposée"
    EN_COURS = "en_cours", "En cours de traitement"
    POSITIVE = "positive", "Traitée positivement"
    PARTIELLE = "partielle", "Traitée en partie"
    REFUSEE = "refusee", "Refusée"
    ANNULEE = "annulee", "Annulée"


# The tone of each state on the screen (components' badges).
TONS = {
    EtatDemarche.DEPOSEE: "info",
    EtatDemarche.EN_COURS: "info",
    EtatDemarche.POSITIVE: "success",
    EtatDemarche.PARTIELLE: "warning",
    EtatDemarche.REFUSEE: "danger",
    EtatDemarche.ANNULEE: "neutral",
}

# From which state to which: services refuse the rest.
TRANSITIONS = {
    EtatDemarche.DEPOSEE: {
        EtatDemarche.EN_COURS,
        EtatDemarche.POSITIVE,
        EtatDemarche.PARTIELLE,
        EtatDemarche.REFUSEE,
        EtatDemarche.ANNULEE,
    },
    EtatDemarche.EN_COURS: {
        EtatDemarche.POSITIVE,
        EtatDemarche.PARTIELLE,
        EtatDemarche.REFUSEE,
        EtatDemarche.ANNULEE,
    },
}
