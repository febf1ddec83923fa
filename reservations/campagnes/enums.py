from django.db.models import TextChoices


class Dit(TextChoices):
    """What a family answers for a child."""

    OUI = "oui", "Oui"
    NON = "non", "Non"
    PLUS_TARD = "plus_tard", "Je ne sais pas encore"


class EtatDeCampagne(TextChoices):
    A_VENIR = "a_venir", "À venir"
    OUVERTE = "ouverte", "Ouverte"
    CLOSE = "close", "Close"
