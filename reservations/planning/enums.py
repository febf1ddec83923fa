from django.db.models import TextChoices


class EtatReservation(TextChoices):
    CONFIRMEE = "confirmee", "réservée"
    ANNULEE = "annulee", "annulée"


class Sens(TextChoices):
    AJOUT = "ajout", "réservation"
    RETRAIT = "retrait", "annulation"


class ResultatDeLigne(TextChoices):
    ACCEPTEE = "acceptee", "acceptée"
    REFUSEE = "refusee", "refusée"


class MotifAbsence(TextChoices):
    MALADIE = "maladie", "Enfant malade"
    FAMILLE = "famille", "Raison familiale"
    ECOLE = "ecole", "Enseignant absent ou sortie scolaire"
    AUTRE = "autre", "Autre raison"


class EffetAbsence(TextChoices):
    FACTUREE = "facturee", "reste facturée"
    NON_FACTUREE = "non_facturee", "n’est pas facturée"


class Retour(TextChoices):
    """What became of a booking that a closing cancelled."""

    ANNULEE = "annulee", "annulée par la fermeture"
    REMISE = "remise", "remise à la réouverture"
    PERDUE = "perdue", "pas remise"
