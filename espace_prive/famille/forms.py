"""The forms of families: creating one's space."""

from django import forms

from common import clock
from common.forms import Formulaire, TelephoneField
from common.words.adresses import FRANCE, choix_du_pays, lire_code_postal
from common.words.dates import age
from common.words.typo import typographier
from commune.services import reglages
from espace_prive.comptes.enums import Civilite
from espace_prive.comptes.forms import REGLE_DU_MOT_DE_PASSE, DeuxMotsDePasse, champ_mot_de_passe
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille.enums import PeriodeQuotient

CHAMPS_ADRESSE = ("adresse", "complement", "code_postal", "ville", "pays")
AGE_ADULTE, AGE_MAX = 15, 110
QUOTIENT_ETONNANT = 10_000
ETONNANT = (
    "Plus de 10 000 par mois : y a-t-il un chiffre de trop, ou est-ce le revenu de l’année ? "
    "Si le montant est exact, cochez « Le montant est exact », puis enregistrez."
)
FRANCAIS = "Un code postal a cinq chiffres, par exemple {exemple}. Pour une adresse à l’étranger, changez le pays."
ETRANGER = "Écrivez le code postal seul, en chiffres et en lettres, sans le nom de la ville."


def texte(libelle, jeton, *, longueur=100, **options):
    """A text field that the browser can fill by itself: ``jeton`` is its autocomplete token."""
    attributs = {"autocomplete": jeton} | options.pop("attributs", {})
    return forms.CharField(label=libelle, max_length=longueur, widget=forms.TextInput(attrs=attributs), **options)


def naissance_d_adulte(jour, *, refus="c’est la date de naissance d’un adulte."):
    """Refuse a birth in the future, of a child, or of nobody alive."""
    if jour and not AGE_ADULTE <= age(jour, clock.aujourdhui()) <= AGE_MAX:
        raise forms.ValidationError(f"Vérifiez l’année : {refus}", code="age")
    return jour


class QuotientPlausible(forms.Form):
    """Asks again about a quotient that hardly any household has: one digit too many is frequent."""

    EXACT = "quotient_exact"

    def clean(self):
        donnees = super().clean()
        valeur = donnees.get("valeur")
        par_mois = valeur / 12 if valeur and donnees.get("periode") == PeriodeQuotient.AN else valeur
        if par_mois and par_mois > QUOTIENT_ETONNANT:
            # Kept on the page while the figure stays so, ticked or not.
            self.fields[self.EXACT] = forms.BooleanField(label="Le montant est exact", required=False)
            if not self.data.get(self.add_prefix(self.EXACT)):
                self.add_error("valeur", forms.ValidationError(typographier(ETONNANT), code="etonnant"))
        return donnees


def champ_code_postal():
    """A postcode: five figures in France, any shape elsewhere."""
    champ = texte("Code postal", "postal-code", longueur=20, attributs={"autocapitalize": "characters"})
    del champ.widget.attrs["maxlength"]  # « 44 480 » is pasted whole, then read
    return champ


def champ_pays():
    return forms.ChoiceField(
        label="Pays", choices=choix_du_pays, initial=FRANCE, required=False,
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )  # fmt: skip


class AvecPays(forms.Form):
    """A form with an address: its postcode is judged by its country."""

    def clean_pays(self):
        return self.cleaned_data["pays"] or FRANCE

    def clean(self):
        donnees = super().clean()
        saisi, pays = donnees.get("code_postal"), donnees.get("pays", FRANCE)
        if saisi and "pays" not in self.errors:
            donnees["code_postal"] = lire_code_postal(saisi, pays)
            if donnees["code_postal"] is None:
                self.add_error("code_postal", self._refus_du_code(pays))
        return donnees

    @staticmethod
    def _refus_du_code(pays):
        phrase = ETRANGER
        if pays == FRANCE:
            phrase = FRANCAIS.format(exemple=reglages().code_postal or "75001")
        return forms.ValidationError(typographier(phrase), code="code_postal")


class IdentiteEtAdresse(AvecPays):
    """Identity, address, contact means: asked with a key and without one."""

    civilite = forms.ChoiceField(label="Civilité", choices=Civilite.choices, widget=forms.RadioSelect)
    nom = texte("Nom usuel", "family-name")
    nom_naissance = texte("Nom de naissance", "off", required=False, help_text="S’il est différent du nom usuel.")
    prenoms = texte("Prénom(s)", "given-name")

    adresse = texte("Numéro et rue", "address-line1", longueur=150)
    complement = texte("Complément d’adresse", "address-line2", required=False, help_text="Bâtiment, étage, lieu-dit.")
    code_postal = champ_code_postal()
    ville = texte("Commune", "address-level2", longueur=60)
    pays = champ_pays()

    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        help_text="Une adresse à vous : elle recevra le lien d’activation, puis les nouvelles de vos demandes.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    mobile = TelephoneField(label="Téléphone mobile")
    telephone = TelephoneField(label="Téléphone fixe")


class CorrigerLeCourrielForm(Formulaire):
    """Another address, for whoever has just mistyped theirs."""

    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


class NouveauxIdentifiants(DeuxMotsDePasse):
    """The identifiant and the password of a new space."""

    identifiant = forms.CharField(
        label="Identifiant",
        max_length=60,
        validators=Utilisateur._meta.get_field("identifiant").validators[:1],
        help_text="Le nom que vous taperez pour vous connecter. "
        + Utilisateur._meta.get_field("identifiant").help_text,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    mot_de_passe = champ_mot_de_passe("Mot de passe", help_text=REGLE_DU_MOT_DE_PASSE)
    confirmation = champ_mot_de_passe("Le même mot de passe, encore une fois")
