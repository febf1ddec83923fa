"""The forms of families: creating one's space."""

from django import forms
from django.core.validators import RegexValidator

from common.forms import Formulaire, TelephoneField
from espace_prive.comptes.enums import Civilite
from espace_prive.comptes.forms import REGLE_DU_MOT_DE_PASSE, DeuxMotsDePasse, champ_mot_de_passe
from espace_prive.comptes.models import Utilisateur

CODE_POSTAL = RegexValidator(r"^\d{5}$", "Un code postal a cinq chiffres.")


def texte(libelle, jeton, *, longueur=100, **options):
    """Give a text field that the browser can fill by itself."""
    attributs = {"autocomplete": jeton} | options.pop("attributs", {})
    return forms.CharField(label=libelle, max_length=longueur, widget=forms.TextInput(attrs=attributs), **options)


class IdentiteEtAdresse(forms.Form):
    """Who one is, where one lives, how to be reached: asked with a key and without one."""

    civilite = forms.ChoiceField(label="Civilité", choices=Civilite.choices, widget=forms.RadioSelect)
    nom = texte("Nom usuel", "family-name")
    nom_naissance = texte("Nom de naissance", "off", required=False, help_text="S’il est différent du nom usuel.")
    prenoms = texte("Prénom(s)", "given-name")

    adresse = texte("Numéro et rue", "address-line1", longueur=150)
    complement = texte("Complément d’adresse", "address-line2", required=False, help_text="Bâtiment, étage, lieu-dit.")
    code_postal = texte(
        "Code postal", "postal-code", longueur=5, validators=[CODE_POSTAL], attributs={"inputmode": "numeric"}
    )
    ville = texte("Commune", "address-level2", longueur=60)

    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        help_text="Une adresse à vous : elle recevra le lien d’activation, puis les nouvelles de vos demandes.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    mobile = TelephoneField(label="Téléphone mobile")
    telephone = TelephoneField(label="Téléphone fixe")


class CourrielForm(Formulaire):
    """Another address, of who has just mistyped its own."""

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


class CreerEspaceForm(NouveauxIdentifiants, IdentiteEtAdresse, Formulaire):
    """« Créer mon espace »: identity, address, contact means, credentials, key."""

    cle = forms.CharField(
        label="Clé enfance",
        max_length=60,
        help_text="Les douze lettres et chiffres de votre lettre, par exemple ABCD-EFGH-JKLM.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "chiffres"}
        ),
    )

    # The town knows where the holder of a key lives: it is only told a change, and then a whole address.
    DE_L_ADRESSE = ("adresse", "code_postal", "ville")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for nom in self.DE_L_ADRESSE:
            self.fields[nom].required = False

    # The field that each refusal of the service is about.
    CHAMPS = {"identifiant_pris": "identifiant", "courriel_pris": "email", "frein": None}

    def clean(self):
        donnees = super().clean()
        dits = [nom for nom in (*self.DE_L_ADRESSE, "complement") if donnees.get(nom) or nom in self.errors]
        for nom in self.DE_L_ADRESSE if dits else ():
            if nom not in dits:
                self.add_error(nom, f"{self.fields[nom].label} : complétez l’adresse, ou n’en écrivez rien.")
        # The rules compare the password with the rest of what was typed.
        self.juger_mot_de_passe(
            Utilisateur(
                identifiant=donnees.get("identifiant", ""), email=donnees.get("email", ""),
                first_name=donnees.get("prenoms", ""), last_name=donnees.get("nom", ""),
            )
        )  # fmt: skip
        return donnees

    field_order = ("cle",)

    def refuser(self, refus):
        """Put the sentence of a refusal beside its field."""
        self.add_error(self.CHAMPS.get(refus.code, "cle"), refus)

    def pour_le_service(self):
        """Give what the service wants of what was typed."""
        donnees = {c: v for c, v in self.cleaned_data.items() if c not in ("confirmation", "complement", "ville")}
        rue = [donnees["adresse"], self.cleaned_data["complement"]]
        commune = f"{donnees.pop('code_postal')} {self.cleaned_data['ville']}".strip()
        return donnees | {"adresse": ", ".join(ligne for ligne in (*rue, commune) if ligne)}
