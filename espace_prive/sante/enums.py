"""The words of a child’s health and of the people who help."""

from django.db.models import TextChoices


class LienDeProche(TextChoices):
    GRAND_PARENT = "grand_parent", "grand-parent"
    BEAU_PARENT = "beau_parent", "beau-parent, nouveau conjoint"
    FRATRIE = "fratrie", "frère ou sœur"
    FAMILLE = "famille", "oncle, tante ou autre membre de la famille"
    NOUNOU = "nounou", "assistante maternelle, garde d’enfant"
    VOISIN = "voisin", "voisin ou ami"
    AUTRE = "autre", "autre"


class Collecte(TextChoices):
    """Whether a person of the entourage may fetch the child."""

    RIEN = "", "Ne vient pas chercher l’enfant"
    AUTORISEE = "autorisee", "Peut venir chercher l’enfant"
    INTERDITE = "interdite", "Ne doit jamais repartir avec l’enfant"


class Regime(TextChoices):
    """What the CNIL allows to write of a diet: codes, never a religion."""

    STANDARD = "standard", "Repas ordinaire"
    SANS_PORC = "sans_porc", "Sans porc"
    SANS_VIANDE = "sans_viande", "Sans viande"
    VEGETARIEN = "vegetarien", "Végétarien"
    PANIER = "panier", "Panier-repas apporté (avec un PAI)"


class GenreDePai(TextChoices):
    ALLERGIE = "allergie", "Allergie alimentaire"
    ASTHME = "asthme", "Asthme"
    DIABETE = "diabete", "Diabète"
    EPILEPSIE = "epilepsie", "Épilepsie"
    AUTRE = "autre", "Autre"


class GenreDAutorisation(TextChoices):
    IMAGE = "image", "Photos et vidéos de l’enfant"
    SORTIE = "sortie", "Repartir seul"
    SOINS = "soins", "Soins d’urgence et hospitalisation"
    TRANSPORT = "transport", "Transport dans un véhicule de la commune"
