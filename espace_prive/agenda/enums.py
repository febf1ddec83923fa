"""The words of the agenda."""

from django.db.models import TextChoices


class VueDAgenda(TextChoices):
    LISTE = "liste", "Liste"
    MOIS = "mois", "Mois"
