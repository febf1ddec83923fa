from django.db.models import TextChoices


class Nature(TextChoices):
    FACTURE = "facture", "facture"
    AVOIR = "avoir", "avoir"


class EtatCloture(TextChoices):
    EN_COURS = "en_cours", "en cours"
    TERMINEE = "terminee", "terminée"


class Recherche(TextChoices):
    """What the cashier looks for, besides the states of an invoice."""

    DUES = "dues", "À payer, en tout ou partie"
    ECHUES = "echues", "Échéance dépassée"
    PAPIER = "papier", "Sur papier"


class EtatFacture(TextChoices):
    """Where an invoice stands; derived from its payments, never stored."""

    NON_REGLEE = "non_reglee", "Non réglée"
    PARTIELLE = "partielle", "Réglée en partie"
    REGLEE = "reglee", "Réglée"
    ANNULEE = "annulee", "Annulée par un avoir"
    AVOIR = "avoir", "Avoir"

    @property
    def variante(self):
        """The colour of the state (a component's ``variante``)."""
        return {
            EtatFacture.NON_REGLEE: "warning",
            EtatFacture.PARTIELLE: "warning",
            EtatFacture.REGLEE: "success",
        }.get(self, "neutral")

    @property
    def est_due(self):
        return self in (EtatFacture.NON_REGLEE, EtatFacture.PARTIELLE)
