from django.db.models import IntegerChoices, TextChoices


class FormeTarif(TextChoices):
    UNIQUE = "unique", "un prix unique, quel que soit le quotient"
    TRANCHES = "tranches", "par tranches de quotient"
    INTERPOLEES = "interpolees", "par tranches, le prix montant peu à peu dans chaque tranche"
    EFFORT = "effort", "au taux d’effort (un pourcentage du quotient ou des ressources)"


class BorneDeTranche(TextChoices):
    """Which bound of a bracket belongs to it: towns differ, and 500 must pay the right price."""

    SUPERIEURE = "superieure", "la borne haute est comprise (500 paie « jusqu’à 500 »)"
    INFERIEURE = "inferieure", "la borne basse est comprise (500 paie « à partir de 500 »)"


class UniteDePrix(TextChoices):
    """What one price pays for."""

    REPAS = "repas", "repas"
    GOUTER = "gouter", "goûter"
    DEMI_JOURNEE = "demi_journee", "demi-journée"
    JOURNEE = "journee", "journée"
    QUART_HEURE = "quart_heure", "quart d’heure"
    DEMI_HEURE = "demi_heure", "demi-heure"
    HEURE = "heure", "heure"
    SEANCE = "seance", "séance"
    SEMAINE = "semaine", "semaine"
    PERIODE = "periode", "période"
    MOIS = "mois", "mois"
    ANNEE = "annee", "année"

    @property
    def pluriel(self):
        """« quarts d’heure », for the units that a quantity has to say; empty for the others: « 12 » is enough."""
        return {
            UniteDePrix.QUART_HEURE: "quarts d’heure",
            UniteDePrix.DEMI_HEURE: "demi-heures",
            UniteDePrix.HEURE: "heures",
        }.get(self, "")


class Public(IntegerChoices):
    """Who a grid is for. A number, because the exclusion of overlapping dates compares ranges of numbers."""

    TOUS = 1, "toutes les familles"
    HORS_COMMUNE = 2, "les familles hors commune seulement"


class Arrondi(TextChoices):
    PROCHE = "proche", "au centime le plus proche (0,005 monte)"
    INFERIEUR = "inferieur", "au centime inférieur"
    SUPERIEUR = "superieur", "au centime supérieur"
    CINQ = "cinq", "aux 5 centimes les plus proches"
    DIX = "dix", "aux 10 centimes les plus proches"


class Assiette(TextChoices):
    """What a rate applies to."""

    QUOTIENT = "quotient", "le quotient familial"
    RESSOURCES = "ressources", "les ressources du mois (un douzième des revenus de l’année)"


class ModeExterieur(TextChoices):
    """What those who live outside the town pay, when no grid of their own applies."""

    MEME_PRIX = "meme_prix", "le même prix"
    MAJORATION = "majoration", "le prix majoré d’un pourcentage"
    PRIX = "prix", "un prix unique"
    COLONNE = "colonne", "une colonne à part : le dernier prix de chaque ligne"


class Fratrie(TextChoices):
    """What chooses the column, or the reduction."""

    AUCUNE = "aucune", "ne compte pas"
    RANG = "rang", "le rang de l’enfant (1er, 2e, 3e…)"
    NOMBRE = "nombre", "le nombre d’enfants du foyer"


class NatureMajoration(IntegerChoices):
    """What costs more than the grid says: the members of ``NatureConsommation`` of the same names.

    Numbers, for the same reason as ``Public``.
    """

    HORS_DELAI = 1, "réservé hors délai"
    SANS_RESERVATION = 2, "venu sans réservation"
    ABSENCE = 3, "absent sans excuse acceptée"
    RETARD = 4, "repris en retard"


class FormeMajoration(TextChoices):
    MONTANT = "montant", "un montant, en euros"
    POURCENT = "pourcent", "un pourcentage du prix"
