from django.db.models import TextChoices

from commune.enums import Niveau as Niveau


class Qualite(TextChoices):
    """Who the adult is to the child."""

    MERE = "mere", "mère"
    PERE = "pere", "père"
    TUTEUR = "tuteur", "tuteur ou tutrice"


class Genre(TextChoices):
    FILLE = "f", "fille"
    GARCON = "g", "garçon"


class PeriodeQuotient(TextChoices):
    MOIS = "mois", "par mois"
    AN = "an", "par an"


class SourceQuotient(TextChoices):
    CAF = "caf", "CAF"
    MSA = "msa", "MSA"
    FISCAL = "fiscal", "avis d’imposition"
    MANUEL = "manuel", "saisi par le service"


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
    GARDE = "garde", "Changement de jours de garde"


class Mode(TextChoices):
    AUSSITOT = "aussitot", "Appliqué aussitôt"
    DEMANDE = "demande", "Vérifié par un agent"
