from django.db.models import TextChoices


class FaitPointe(TextChoices):
    """What a check-in says of a child; ``RETIRE`` takes back the fact that it names."""

    PRESENT = "present", "présent"
    PARTI = "parti", "parti"
    ABSENT = "absent", "absent"
    MALADE = "malade", "malade"
    RETIRE = "retire", "pointage retiré"


class NatureFrequentee(TextChoices):
    """What a check-in gives to be billed: the members of ``NatureConsommation`` of the same names."""

    PRESENCE = "presence", "présence"
    RETARD = "retard", "retard"
