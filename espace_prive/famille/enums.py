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


# The same half-days, as the end of a stay: « jusqu’à… ».
FINS = [(DemiJournee.MATIN, "la fin du repas de midi"), (DemiJournee.APRES_MIDI, "la fin de la journée")]


class FormeDeGarde(TextChoices):
    """How two homes share a child's time; the values are those of ``rules_garde``."""

    EXCLUSIVE = "exclusive", "Toujours au même foyer"
    WEEK_ENDS = "week_ends", "Au même foyer, un week-end sur deux dans l’autre"
    SEMAINES = "semaines", "Une semaine sur deux"
    JOURS = "jours", "Selon les jours de la semaine"


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


class Organisme(TextChoices):
    CAF = "caf", "CAF"
    MSA = "msa", "MSA"
    AUCUN = "aucun", "Aucun des deux"


class Rubrique(TextChoices):
    """The sections of a family's file: for each, the town says what becomes of a change."""

    COORDONNEES = "coordonnees", "Téléphones et adresse électronique"
    ADRESSE = "adresse", "Adresse du foyer"
    SITUATION = "situation", "Situation familiale"
    ENTOURAGE = "entourage", "Entourage"
    SANTE = "sante", "Santé et alimentation"
    AUTORISATIONS = "autorisations", "Autorisations"
    SCOLARITE = "scolarite", "École et classe"
    ALLOCATAIRE = "allocataire", "Informations allocataire"
    QUOTIENT = "quotient", "Quotient familial"
    ENFANT = "enfant", "Nouvel enfant"
    GARDE = "garde", "Échange de jours de garde"


class Mode(TextChoices):
    AUSSITOT = "aussitot", "Appliqué aussitôt"
    DEMANDE = "demande", "Vérifié par un agent"
