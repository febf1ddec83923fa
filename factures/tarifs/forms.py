"""The simulator's form: what a family knows of itself, typed as people type, judged in plain words."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.db.models import TextChoices

from common.forms import Formulaire
from common.words.typo import INSECABLE, montant, typographier
from factures.tarifs.phrases import nombre
from factures.tarifs.rules_quotients import MOIS, parts_caf, quotient_caf, quotient_fiscal

ENFANTS_MAX = 15
NOMBRE = re.compile(r"[0-9]+(?:[.,][0-9]{0,2})?")
TROP_DE_DECIMALES = re.compile(r"[0-9]+[.,][0-9]{3,}")
# What people put around and inside numbers.
BRUIT = re.compile(r"[\s\u00a0\u202f€']|euros?", re.I)


class NombreField(forms.Field):
    """A number from zero, with a comma or a point, spaces and « € » allowed; an implausible one is questioned."""

    def __init__(self, *, maximum, trop, exemple="640 ou 640,50", entier=False, **options):
        self.maximum, self.trop, self.exemple, self.entier = Decimal(maximum), trop, exemple, entier
        attributs = {"inputmode": "numeric" if entier else "decimal", "autocomplete": "off", "maxlength": 20}
        super().__init__(widget=forms.TextInput(attrs=attributs), **({"required": False} | options))

    def prepare_value(self, value):
        """A known amount as one reads it: « 5,10 »; what was typed, as it was."""
        return f"{value:f}".removesuffix(".00").replace(".", ",") if isinstance(value, Decimal) else value

    def clean(self, value):
        saisi = BRUIT.sub("", super().clean(value) or "")
        if not saisi:
            return None
        valeur = self._lire(saisi)
        if valeur > self.maximum:
            raise forms.ValidationError(typographier(self.trop), code="trop")
        # Only now: Python writes no number of thousands of figures.
        return int(valeur) if self.entier else valeur

    def _lire(self, saisi):
        if re.fullmatch(r"[-−–][0-9.,]+", saisi):
            raise forms.ValidationError("Écrivez un nombre positif, sans signe moins.", code="negatif")
        if TROP_DE_DECIMALES.fullmatch(saisi):
            raise forms.ValidationError(
                "Écrivez au plus deux chiffres après la virgule, et aucun point entre les milliers.", code="decimales"
            )
        if not NOMBRE.fullmatch(saisi) or (self.entier and not saisi.isdigit()):
            genre = "un nombre entier" if self.entier else "un nombre"
            raise forms.ValidationError(f"Écrivez {genre}, par exemple {self.exemple}.", code="invalide")
        return Decimal(saisi.replace(",", "."))


class Methode(TextChoices):
    """How a family finds its quotient."""

    QUOTIENT = "quotient", "Je connais mon quotient familial"
    CAF = "caf", "Je ne le connais pas : l’estimer comme le fait la CAF"
    FISCAL = "fiscal", "Le calculer avec mon avis d’imposition"
    INCONNU = "inconnu", "Je préfère ne pas le donner"


class Residence(TextChoices):
    COMMUNE = "commune", "Dans la commune"
    AILLEURS = "ailleurs", "Dans une autre commune"


@dataclass(frozen=True)
class Estimation:
    """The quotient that prices, how it was found, and the month's income when it is known."""

    quotient: Decimal | None
    phrase: str
    ressources: Decimal | None = None


class SimulateurForm(Formulaire):
    """« Calculer mon tarif ». Only the chosen method's fields count; what is typed elsewhere stays, unread."""

    enfants = NombreField(
        label="Nombre d’enfants à votre charge",
        maximum=ENFANTS_MAX,
        trop=f"Écrivez au plus {ENFANTS_MAX} enfants.",
        exemple="2",
        entier=True,
        initial=1,
        required=True,
    )
    residence = forms.ChoiceField(
        label="Vous habitez", choices=Residence.choices, initial=Residence.COMMUNE, widget=forms.RadioSelect
    )
    methode = forms.ChoiceField(
        label="Votre quotient familial", choices=Methode.choices, initial=Methode.QUOTIENT, widget=forms.RadioSelect
    )
    quotient = NombreField(
        label="Quotient familial",
        help_text="Il est écrit sur votre attestation CAF ou MSA, par exemple 640.",
        maximum=50_000,
        trop="Ce quotient est trop grand pour un quotient par mois. Vérifiez-le sur votre attestation.",
    )
    ressources = NombreField(
        label="Ressources du foyer, par mois",
        help_text="Les revenus nets de l’année divisés par 12. Certains accueils les demandent au lieu du quotient : "
        "sans elles, leur prix le plus élevé s’applique.",
        maximum=200_000,
        trop="Ce montant est trop grand pour un mois. Divisez les revenus de l’année par 12.",
        exemple="2400",
    )
    revenus = NombreField(
        label="Revenus nets de l’année, pour tout le foyer",
        help_text="En euros, avant l’abattement de 10 % : le total des salaires et revenus déclarés il y a deux ans.",
        maximum=2_000_000,
        trop="Ce revenu est trop grand. Écrivez le revenu d’une année, en euros.",
        exemple="24000",
    )
    prestations = NombreField(
        label="Prestations familiales, par mois",
        help_text="Allocations familiales, aide au logement, RSA… Laissez vide si vous n’en recevez pas.",
        maximum=10_000,
        trop="Ce montant est trop grand pour un mois. Écrivez ce que vous recevez chaque mois, en euros.",
        exemple="148,52",
    )
    handicap = NombreField(
        label="Dont enfants qui ouvrent droit à l’AEEH",
        help_text="L’allocation d’éducation de l’enfant handicapé. Laissez vide s’il n’y en a pas.",
        maximum=ENFANTS_MAX,
        trop=f"Écrivez au plus {ENFANTS_MAX} enfants.",
        exemple="1",
        entier=True,
    )
    revenu_fiscal = NombreField(
        label="Revenu fiscal de référence",
        help_text="En euros, sur la première page de votre avis d’imposition.",
        maximum=2_000_000,
        trop="Ce revenu est trop grand. Recopiez le revenu fiscal de référence de l’année.",
        exemple="24000",
    )
    parts = NombreField(
        label="Nombre de parts",
        help_text="Sur la même page, par exemple 2,5.",
        maximum=30,
        trop="Ce nombre de parts est trop grand. Recopiez celui de votre avis d’imposition.",
        exemple="2,5",
    )
    PAR_METHODE = {
        Methode.QUOTIENT: ["quotient", "ressources"],
        Methode.CAF: ["revenus", "prestations", "handicap"],
        Methode.FISCAL: ["revenu_fiscal", "parts"],
        Methode.INCONNU: [],
    }
    A_REMPLIR = {
        "quotient": "Écrivez votre quotient, ou choisissez une autre façon de le trouver.",
        "revenus": "Écrivez vos revenus de l’année. Sans revenu, écrivez 0.",
        "revenu_fiscal": "Recopiez le revenu fiscal de référence de votre avis. S’il est nul, écrivez 0.",
        "parts": "Recopiez le nombre de parts de votre avis d’imposition.",
    }

    def __init__(self, *args, avec_ressources=False, **kwargs):
        """``avec_ressources``: a grid of the town is a rate on the income, so that it may be typed."""
        super().__init__(*args, **kwargs)
        if not avec_ressources:
            del self.fields["ressources"]

    @classmethod
    def demande(cls, donnees):
        """Whether an address holds answers, and not only somebody else's parameters."""
        return any(nom in donnees for nom in cls.base_fields)

    def clean(self):
        donnees = super().clean()
        methode = donnees.get("methode")
        for autre, champs in self.PAR_METHODE.items():
            for nom in champs:
                if methode and autre != methode:
                    self.errors.pop(nom, None)
                elif methode and nom in self.A_REMPLIR and donnees.get(nom) is None and nom not in self.errors:
                    self.add_error(nom, self.A_REMPLIR[nom])
        self._accorder(donnees, methode)
        return donnees

    def _accorder(self, donnees, methode):
        enfants = donnees.get("enfants")
        if enfants is not None and enfants < 1:
            self.add_error("enfants", "Écrivez au moins 1 enfant.")
        if methode == Methode.FISCAL and donnees.get("parts") is not None and donnees["parts"] < 1:
            self.add_error("parts", "Un foyer a au moins 1 part.")
        if methode == Methode.CAF and (donnees.get("handicap") or 0) > (enfants or ENFANTS_MAX):
            self.add_error("handicap", "Il y a plus d’enfants ici que d’enfants à votre charge.")

    @property
    def exterieur(self):
        return self.cleaned_data.get("residence") == Residence.AILLEURS

    def estimer(self) -> Estimation:
        """The quotient of a valid form, in the family's own figures."""
        donnees = self.cleaned_data
        methode = donnees["methode"]
        if methode == Methode.QUOTIENT:
            ressources = donnees.get("ressources")
            phrase = f"Quotient familial indiqué{INSECABLE}: {nombre(donnees['quotient'])}."
            if ressources is not None:
                phrase += f" Ressources indiquées{INSECABLE}: {montant(ressources)} par mois."
            return Estimation(donnees["quotient"], phrase, ressources)
        if methode == Methode.CAF:
            return self._caf(donnees)
        if methode == Methode.FISCAL:
            return self._fiscal(donnees)
        return Estimation(None, "Sans quotient connu, c’est le prix le plus élevé qui s’applique.")

    @staticmethod
    def _caf(donnees):
        revenus, prestations = donnees["revenus"], donnees["prestations"] or Decimal(0)
        handicap = donnees["handicap"] or 0
        parts = parts_caf(donnees["enfants"], handicap)
        quotient = quotient_caf(
            revenus_annuels=revenus, prestations_mensuelles=prestations, enfants=donnees["enfants"],
            dont_handicap=handicap,
        )  # fmt: skip
        plus = f" + {montant(prestations)}" if prestations else ""
        calcul = f"({montant(revenus)} ÷ 12{plus}) ÷ {nombre(parts).replace(',50', ',5')} parts"
        return Estimation(
            quotient, f"Quotient familial estimé{INSECABLE}: {calcul} = {nombre(quotient)}.", revenus / MOIS
        )

    @staticmethod
    def _fiscal(donnees):
        parts = donnees["parts"]
        quotient = quotient_fiscal(revenu_fiscal=donnees["revenu_fiscal"], parts=parts)
        ecrites = f"{parts.normalize():f}".replace(".", ",")
        calcul = f"{montant(donnees['revenu_fiscal'])} ÷ 12 ÷ {ecrites} part{'s' if parts >= 2 else ''}"
        return Estimation(quotient, f"Quotient calculé{INSECABLE}: {calcul} = {nombre(quotient)}.")


class SimulateurFamilleForm(SimulateurForm):
    """The same for a family that the town knows: it is asked neither where it lives, nor who its children are."""

    residence = None

    def __init__(self, *args, enfants, quotient, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quotient"].initial = quotient
        self.fields["enfants"].initial = max(1, enfants)
        self.fields["enfants"].help_text = "Il sert à estimer le quotient. Les prix sont ceux de vos enfants."
