from django.db.models import TextChoices


class Nature(TextChoices):
    FACTURE = "facture", "facture"
    AVOIR = "avoir", "avoir"


class EtatCloture(TextChoices):
    EN_COURS = "en_cours", "en cours"
    TERMINEE = "terminee", "terminée"
