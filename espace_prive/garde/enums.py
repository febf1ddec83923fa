"""The words of custody."""

from django.db.models import IntegerChoices, TextChoices


class DemiJournee(IntegerChoices):
    MATIN = 0, "le matin, repas de midi compris"
    APRES_MIDI = 1, "l’après-midi, après l’école ou le repas"


# The same half-days, as the end of a stay: « jusqu’à… ».
FINS = [(DemiJournee.MATIN, "la fin du repas de midi"), (DemiJournee.APRES_MIDI, "la fin de la journée")]


class FormeDeGarde(TextChoices):
    """How two homes share a child's time; the values are those of ``garde.rules``."""

    EXCLUSIVE = "exclusive", "Toujours au même foyer"
    WEEK_ENDS = "week_ends", "Au même foyer, un week-end sur deux dans l’autre"
    SEMAINES = "semaines", "Une semaine sur deux"
    JOURS = "jours", "Selon les jours de la semaine"
