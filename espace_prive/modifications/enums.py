from django.db.models import TextChoices


class EvenementFamilial(TextChoices):
    """What a parent tells of its family; an agent reads it and does what is to be done."""

    SEPARATION = "separation", "Séparation ou divorce"
    UNION = "union", "Mariage, PACS ou vie commune"
    GARDE = "garde", "Changement de la garde des enfants"
    JUGEMENT = "jugement", "Décision de justice"
    NAISSANCE = "naissance", "Naissance ou adoption"
    DEPART = "depart", "Une personne quitte le foyer"
    ARRIVEE = "arrivee", "Une personne arrive dans le foyer"
    DECES = "deces", "Décès"
    AUTRE = "autre", "Autre changement"
