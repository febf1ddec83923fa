"""Forms of the cashier."""

from datetime import date, timedelta

from django import forms

from common import clock
from common.errors import Refus
from common.forms import Formulaire, JourField, RechercheField
from common.words.typo import mois_annee
from commune.models import Regie
from factures.facturation.enums import EtatFacture, Recherche
from factures.facturation.rules import mois_precedent, refuser_echeance

MOIS_PROPOSES = 12
DELAI_DE_PAIEMENT_JOURS = 30


def derniers_mois(nombre: int = MOIS_PROPOSES) -> list[date]:
    """The first days of the last months that are over, latest first."""
    mois, suite = clock.aujourdhui().replace(day=1), []
    for _ in range(nombre):
        mois = mois_precedent(mois)
        suite.append(mois)
    return suite


def echeance_proposee() -> date:
    return clock.aujourdhui() + timedelta(days=DELAI_DE_PAIEMENT_JOURS)


def choix_de_mois() -> list[tuple[str, str]]:
    return [(mois.isoformat(), mois_annee(mois)) for mois in derniers_mois()]


class EcheanceField(JourField):
    """« Date limite de paiement »: to come, and not a typing slip."""

    def __init__(self, **options):
        super().__init__(
            label="Date limite de paiement",
            initial=echeance_proposee,
            error_messages={"invalid": "Cette date n’existe pas."},
            **options,
        )

    def validate(self, value):
        super().validate(value)
        if non := refuser_echeance(value, clock.aujourdhui()):
            raise Refus.of(non)


class RechercheDeFacturesForm(Formulaire):
    texte = RechercheField(label="Numéro, famille ou nom")
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), *Recherche.choices, *EtatFacture.choices]
    )
    mois = forms.ChoiceField(label="Mois facturé", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mois"].choices = [("", "Tous"), *choix_de_mois()]


class ClotureForm(Formulaire):
    """Which régie, which month over, payable until when."""

    regie = forms.ModelChoiceField(label="Régie", queryset=Regie.objects.all(), empty_label=None)
    mois = forms.TypedChoiceField(label="Mois à clôturer", coerce=date.fromisoformat)
    echeance = EcheanceField(help_text="Imprimée sur les factures. Les familles la voient aussi dans leur espace.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mois"].choices = choix_de_mois()


class CorrectionForm(Formulaire):
    """Why an invoice is cancelled, and a confirmation."""

    motif = forms.CharField(
        label="Raison de la correction",
        max_length=200,
        help_text="Imprimée sur l’avoir, et lue par la famille. Par exemple : « Quotient familial mal saisi ».",
        error_messages={"required": "Dites pourquoi la facture est corrigée : la famille le lira."},
    )
    confirmation = forms.BooleanField(
        label="J’ai vérifié : cette facture doit être annulée en entier.",
        error_messages={"required": "Cochez la case pour confirmer : un avoir ne s’annule pas."},
    )


class RefacturerForm(Formulaire):
    echeance = EcheanceField()
