from django.db.models import TextChoices


class EtatAttente(TextChoices):
    EN_ATTENTE = "attente", "en attente"
    PROPOSEE = "proposee", "place proposée"
    ACCEPTEE = "acceptee", "place acceptée"
    DECLINEE = "declinee", "place laissée"
    EXPIREE = "expiree", "restée sans réponse"
    RETIREE = "retiree", "retirée"
    IMPOSSIBLE = "impossible", "sans place"


VIVANTES = (EtatAttente.EN_ATTENTE, EtatAttente.PROPOSEE)
# What a place was found for, whatever the family answered.
SERVIES = (EtatAttente.PROPOSEE, EtatAttente.ACCEPTEE, EtatAttente.DECLINEE, EtatAttente.EXPIREE)
