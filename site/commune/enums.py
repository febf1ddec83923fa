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


class Paysage(TextChoices):
    """The drawings of the public home (static/paysages/): a town takes the one that looks like it."""

    BOURG = "bourg", "Un bourg dans les champs"
    ESTUAIRE = "estuaire", "Un estuaire et ses marais"
    FLEUVE = "fleuve", "Un port sur le fleuve, des vignes"
    PLAINE = "plaine", "Une ville neuve dans la plaine"
    VALLEE = "vallee", "Une vallée boisée, un château"
    CITE = "cite", "Une vieille cité et ses jardins sur l’eau"


class Conformite(TextChoices):
    """What the accessibility statement says (RGAA)."""

    NON = "non conforme", "Non conforme"
    PARTIELLE = "partiellement conforme", "Partiellement conforme"
    TOTALE = "totalement conforme", "Totalement conforme"
