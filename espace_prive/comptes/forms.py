"""The forms of accounts: sign-in, links, passwords, second factor."""

from django import forms

from common.forms import Formulaire, VersionField
from commune.models import Lieu, Service
from espace_prive.comptes import rules
from espace_prive.comptes.models import Utilisateur
from espace_prive.comptes.motsdepasse import juger, regle

LONGUEUR_MAXIMALE = 1024
REGLE_DU_MOT_DE_PASSE = regle()
# The whole of a service, beside its places.
TOUT = "tout"


def champ_mot_de_passe(libelle, *, jeton="new-password", **options):
    """A password field that password managers know, and that strips nothing typed."""
    return forms.CharField(
        label=libelle,
        strip=False,
        max_length=LONGUEUR_MAXIMALE,
        widget=forms.PasswordInput(attrs={"autocomplete": jeton}),
        **options,
    )


class ConnexionForm(Formulaire):
    username = forms.CharField(
        label="Identifiant ou adresse électronique",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = champ_mot_de_passe("Mot de passe", jeton="current-password")


class NomForm(Formulaire):
    """Identifiant or e-mail address of whoever asks for a link."""

    nom = forms.CharField(
        label="Identifiant ou adresse électronique",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class DeuxMotsDePasse(forms.Form):
    """A new password typed twice, judged by the rules; a mixin."""

    def clean_confirmation(self):
        saisi, confirmation = self.cleaned_data.get("mot_de_passe"), self.cleaned_data["confirmation"]
        if saisi and saisi != confirmation:
            raise forms.ValidationError("Les deux mots de passe ne sont pas les mêmes. Retapez-les.", code="different")
        return confirmation

    def juger_mot_de_passe(self, utilisateur):
        saisi = self.cleaned_data.get("mot_de_passe")
        if saisi:
            try:
                juger(saisi, utilisateur)
            except forms.ValidationError as erreur:
                self.add_error("mot_de_passe", erreur)


class NouveauMotDePasseForm(DeuxMotsDePasse, Formulaire):
    mot_de_passe = champ_mot_de_passe("Nouveau mot de passe", help_text=REGLE_DU_MOT_DE_PASSE)
    confirmation = champ_mot_de_passe("Le même mot de passe, encore une fois")

    def __init__(self, *args, utilisateur, **kwargs):
        super().__init__(*args, **kwargs)
        self.utilisateur = utilisateur
        self.fields["mot_de_passe"].help_text = regle(utilisateur)

    def clean(self):
        donnees = super().clean()
        self.juger_mot_de_passe(self.utilisateur)
        return donnees


class ChangerMotDePasseForm(NouveauMotDePasseForm):
    actuel = champ_mot_de_passe("Mot de passe actuel", jeton="current-password")
    field_order = ["actuel", "mot_de_passe", "confirmation"]
    CHAMP_PAR_DEFAUT = "actuel"


class AvecMotDePasse(Formulaire):
    """A form that asks the present password again before it changes how one signs in."""

    actuel = champ_mot_de_passe("Mot de passe actuel", jeton="current-password")
    CHAMP_PAR_DEFAUT = "actuel"


class IdentifiantForm(AvecMotDePasse):
    identifiant = forms.CharField(
        label="Nouvel identifiant",
        max_length=60,
        validators=Utilisateur._meta.get_field("identifiant").validators[:1],
        help_text=Utilisateur._meta.get_field("identifiant").help_text,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ["identifiant", "actuel"]
    CHAMPS = {"pris": "identifiant", "meme": "identifiant", "version": None}


class CourrielForm(AvecMotDePasse):
    email = forms.EmailField(label="Nouvelle adresse électronique", max_length=254)
    # The change already in progress that the page showed.
    version = VersionField()
    field_order = ["email", "actuel", "version"]
    CHAMPS = {"meme": "email", "version": None}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs |= {"autocomplete": "email", "autocapitalize": "none"}


class CodeForm(Formulaire):
    """The six digits that the application shows."""

    CHAMP_PAR_DEFAUT = "code"

    code = forms.CharField(
        label="Code à 6 chiffres",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "spellcheck": "false"}
        ),
    )

    def clean_code(self):
        code = "".join(self.cleaned_data["code"].split())
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise forms.ValidationError("Le code compte 6 chiffres, par exemple 123 456.", code="forme")
        return code


class CodeEtConfianceForm(CodeForm):
    """The six digits, and whether this browser is trusted from now on."""

    confiance = forms.BooleanField(
        label="Ne plus demander de code sur cet appareil pendant 30 jours",
        help_text="Seulement si vous êtes seul à vous en servir.",
        required=False,
    )


SECOURS = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})


class SecoursForm(Formulaire):
    """A recovery code of the list."""

    CHAMP_PAR_DEFAUT = "code"

    code = forms.CharField(
        label="Code de secours", max_length=20, help_text="Par exemple K7QF3-9MXDA.", widget=SECOURS
    )

    def clean_code(self):
        code = rules.normaliser_code(self.cleaned_data["code"])
        if len(code) != rules.LONGUEUR_CODE or code.isdigit():
            raise forms.ValidationError(
                "Un code de secours compte dix lettres et chiffres, par exemple K7QF3-9MXDA.", code="forme"
            )
        return code


class PreuveForm(AvecMotDePasse):
    """A fresh proof of identity: the password, and the code if there is a second factor."""

    CHAMPS = {"actuel": "actuel", "personnel": None}
    CHAMP_PAR_DEFAUT = "code"

    code = forms.CharField(
        label="Code de l’application, ou code de secours",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split())


class ServicesForm(Formulaire):
    """What an agent reads of each service: all of it, or some of its places, or nothing."""

    def __init__(self, *args, paires, **kwargs):
        super().__init__(*args, **kwargs)
        lieux = [(str(pk), nom) for pk, nom in Lieu.objects.values_list("pk", "nom")]
        connues = ",".join(sorted(f"{service}-{lieu or TOUT}" for service, lieu in paires))
        self.fields["connues"] = forms.CharField(widget=forms.HiddenInput, initial=connues, required=False)
        for service in Service.objects.all():
            self.fields[f"service_{service.pk}"] = forms.MultipleChoiceField(
                label=service.nom, choices=[(TOUT, "Tout le service"), *lieux], required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[str(lieu or TOUT) for de, lieu in paires if de == service.pk],
            )  # fmt: skip

    @staticmethod
    def _paire(service, lieu):
        return int(service), None if lieu == TOUT else int(lieu)

    def clean_connues(self):
        try:
            mots = self.cleaned_data["connues"].split(",")
            return {self._paire(*mot.split("-")) for mot in mots if mot}
        except (TypeError, ValueError):
            # Forged: nothing that anybody saw, so the service refuses.
            return None

    def paires(self) -> set[tuple[int, int | None]]:
        return {
            self._paire(nom.removeprefix("service_"), lieu)
            for nom, coches in self.cleaned_data.items()
            if nom.startswith("service_")
            for lieu in coches
        }
