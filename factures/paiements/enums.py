from django.db.models import TextChoices


class EtatTentative(TextChoices):
    OUVERTE = "ouverte", "en attente de la banque"
    PAYEE = "payee", "payée"
    REFUSEE = "refusee", "refusée"
    ANNULEE = "annulee", "annulée"


class ModeReglement(TextChoices):
    CARTE = "carte", "carte bancaire"


class Verdict(TextChoices):
    """What was made of a bank's notification."""

    PRISE_EN_COMPTE = "prise", "prise en compte"
    DEJA_CONNUE = "connue", "déjà connue"
    SIGNATURE = "signature", "signature refusée"
    REFERENCE = "reference", "référence inconnue"
    MONTANT = "montant", "montant différent"
    TARDIVE = "tardive", "sans effet : déjà payée"
