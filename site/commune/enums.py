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
