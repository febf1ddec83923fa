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
    EXCEDENT = "excedent", "reçue en trop : crédit de la famille"
    DEJA_CONNUE = "connue", "déjà connue"
    TARDIVE = "tardive", "sans effet : arrivée après la réponse"
    SIGNATURE = "signature", "signature refusée"
    ILLISIBLE = "illisible", "message incomplet"
    REFERENCE = "reference", "référence inconnue"
    MONTANT = "montant", "montant différent"
    ESSAI = "essai", "paiement d’essai refusé"
    INCOHERENTE = "incoherente", "transaction déjà connue ailleurs"


# Money went somewhere, or somebody says so: a person must look.
VERDICTS_A_REGARDER = (
    Verdict.EXCEDENT,
    Verdict.ILLISIBLE,
    Verdict.REFERENCE,
    Verdict.MONTANT,
    Verdict.ESSAI,
    Verdict.INCOHERENTE,
)
# The attempt or its invoice changed: always written down. The rest is, within bounds.
VERDICTS_EFFECTIFS = (Verdict.PRISE_EN_COMPTE, Verdict.EXCEDENT)
