from django.db.models import IntegerChoices, TextChoices


class Qualite(TextChoices):
    """Who the adult is to the child."""

    MERE = "mere", "mère"
    PERE = "pere", "père"
    TUTEUR = "tuteur", "tuteur ou tutrice"


class Genre(TextChoices):
    FILLE = "f", "fille"
    GARCON = "g", "garçon"


class Niveau(TextChoices):
    TPS = "TPS", "Toute petite section"
    PS = "PS", "Petite section"
    MS = "MS", "Moyenne section"
    GS = "GS", "Grande section"
    CP = "CP", "CP"
    CE1 = "CE1", "CE1"
    CE2 = "CE2", "CE2"
    CM1 = "CM1", "CM1"
    CM2 = "CM2", "CM2"


class PeriodeQuotient(TextChoices):
    MOIS = "mois", "par mois"
    AN = "an", "par an"


class SourceQuotient(TextChoices):
    CAF = "caf", "CAF"
    MSA = "msa", "MSA"
    FISCAL = "fiscal", "avis d’imposition"
    MANUEL = "manuel", "saisi par le service"


class DemiJournee(IntegerChoices):
    MATIN = 0, "le matin, repas de midi compris"
    APRES_MIDI = 1, "l’après-midi, après l’école ou le repas"


class FormeDeGarde(TextChoices):
    """How two homes share a child's time; the values are those of ``rules_garde``."""

    EXCLUSIVE = "exclusive", "Toujours au même foyer"
    WEEK_ENDS = "week_ends", "Au même foyer, un week-end sur deux dans l’autre"
    SEMAINES = "semaines", "Une semaine sur deux"
    JOURS = "jours", "Selon les jours de la semaine"
