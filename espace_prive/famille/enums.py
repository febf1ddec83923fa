from django.db.models import TextChoices


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
