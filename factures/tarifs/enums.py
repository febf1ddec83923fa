from django.db.models import TextChoices


class FormeTarif(TextChoices):
    TRANCHES = "tranches", "par tranches de quotient"


class Borne(TextChoices):
    """Which bound of a bracket belongs to it: towns differ, and 500 must pay the right price."""

    SUPERIEURE = "superieure", "la borne haute est comprise (500 paie « jusqu’à 500 »)"
    INFERIEURE = "inferieure", "la borne basse est comprise (500 paie « à partir de 500 »)"
