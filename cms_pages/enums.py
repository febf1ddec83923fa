from django.db.models import IntegerChoices, TextChoices


class Icone(TextChoices):
    """The symbols of static/icons/sprite.svg that suit a page."""

    ACTIVITE = "activite", "Activité"
    REPAS = "repas", "Repas"
    MATIN = "matin", "Matin"
    SOIR = "soir", "Soir"
    BEBE = "bebe", "Petite enfance"
    ENFANT = "enfant", "Enfant"
    FAMILLE = "famille", "Famille"
    ECOLE = "ecole", "École"
    BUS = "bus", "Transport"
    MENU = "menu", "Menu"
    TARIF = "tarif", "Tarif"
    INFO = "info", "Information"
    AIDE = "aide", "Aide"
    CLE = "cle", "Clé"
    ACTUALITE = "actualite", "Actualité"
    CALENDRIER = "calendrier", "Calendrier"
    TELEPHONE = "telephone", "Téléphone"
    DOCUMENT = "document", "Document"


class MoisDeLAnnee(IntegerChoices):
    """When to think of something."""

    TOUTE_L_ANNEE = 0, "Toute l’année"
    JANVIER = 1, "Janvier"
    FEVRIER = 2, "Février"
    MARS = 3, "Mars"
    AVRIL = 4, "Avril"
    MAI = 5, "Mai"
    JUIN = 6, "Juin"
    JUILLET = 7, "Juillet"
    AOUT = 8, "Août"
    SEPTEMBRE = 9, "Septembre"
    OCTOBRE = 10, "Octobre"
    NOVEMBRE = 11, "Novembre"
    DECEMBRE = 12, "Décembre"


class GenreDePublication(TextChoices):
    """What is published for good, in the order of the page."""

    GUIDE = "guide", "Guides"
    REGLEMENT = "reglement", "Règlements"
    PROGRAMME = "programme", "Programmes"
    FORMULAIRE = "formulaire", "Formulaires"


class ServiceDuRepas(IntegerChoices):
    """The courses, in the order of the meal."""

    ENTREE = 1, "Entrée"
    PLAT = 2, "Plat"
    ACCOMPAGNEMENT = 3, "Accompagnement"
    LAITAGE = 4, "Fromage ou laitage"
    DESSERT = 5, "Dessert"


class LabelPlat(TextChoices):
    """What a dish may say of itself: the marks that the law counts (EGalim), then what families look for."""

    BIO = "bio", "Bio"
    AOP = "aop", "AOP/AOC"
    IGP = "igp", "IGP"
    LABEL_ROUGE = "label-rouge", "Label Rouge"
    STG = "stg", "STG"
    HVE = "hve", "HVE"
    PECHE_DURABLE = "peche-durable", "Pêche durable"
    RUP = "rup", "Région ultrapériphérique"
    FERMIER = "fermier", "Fermier"
    EQUITABLE = "equitable", "Commerce équitable"
    LOCAL = "local", "Local"
    MAISON = "maison", "Fait maison"
    VEGETARIEN = "vegetarien", "Végétarien"
    PORC = "porc", "Contient du porc"


class Allergene(TextChoices):
    """The fourteen allergens of the regulation (EU) 1169/2011, annex II."""

    GLUTEN = "gluten", "gluten"
    CRUSTACES = "crustaces", "crustacés"
    OEUFS = "oeufs", "œufs"
    POISSONS = "poissons", "poissons"
    ARACHIDES = "arachides", "arachides"
    SOJA = "soja", "soja"
    LAIT = "lait", "lait"
    FRUITS_A_COQUE = "fruits-a-coque", "fruits à coque"
    CELERI = "celeri", "céleri"
    MOUTARDE = "moutarde", "moutarde"
    SESAME = "sesame", "sésame"
    SULFITES = "sulfites", "sulfites"
    LUPIN = "lupin", "lupin"
    MOLLUSQUES = "mollusques", "mollusques"
