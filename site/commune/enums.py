from django.db.models import TextChoices


class Zone(TextChoices):
    A = "A", "Zone A"
    B = "B", "Zone B"
    C = "C", "Zone C"


class GenreDeLieu(TextChoices):
    ECOLE = "ecole", "École"
    RESTAURANT = "restaurant", "Restaurant scolaire"
    CENTRE = "centre", "Centre de loisirs"
    CRECHE = "creche", "Crèche"
    PERISCOLAIRE = "periscolaire", "Accueil périscolaire"
    JEUNES = "jeunes", "Maison des jeunes"


class Conformite(TextChoices):
    """What the accessibility statement says (RGAA)."""

    NON = "non conforme", "Non conforme"
    PARTIELLE = "partiellement conforme", "Partiellement conforme"
    TOTALE = "totalement conforme", "Totalement conforme"
