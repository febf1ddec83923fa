"""The forms of the agents' family file. They check; the services write."""

from django import forms

from common import clock
from common.forms import Formulaire, FormulaireModele, JourField, TelephoneField, VersionField
from commune.models import AnneeScolaire, Ecole
from espace_prive.famille.enums import Niveau, Qualite
from espace_prive.famille.forms import AvecPays, QuotientPlausible, champ_code_postal, champ_pays, naissance_d_adulte
from espace_prive.famille.models import Enfant, Foyer, QuotientFamilial, Responsable

SANS_LIEN = "aucun"


class FormulaireVersion(FormulaireModele):
    """A form that remembers which version of the record it shows."""

    version = VersionField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def champs(self):
        return {nom: self.cleaned_data[nom] for nom in self._meta.fields}


def champ_de_lien(libelle):
    """Who somebody is to a child, with an empty first choice: a forgotten list must not mean « sans lien »."""
    return forms.ChoiceField(
        label=libelle,
        choices=[("", "Choisissez…"), *Qualite.choices, (SANS_LIEN, "sans lien parental")],
        error_messages={"required": "Dites qui est cet adulte pour l’enfant, ou « sans lien parental »."},
    )


class FoyerForm(AvecPays, FormulaireVersion):
    code_postal = champ_code_postal()
    pays = champ_pays()

    class Meta:
        model = Foyer
        fields = ["nom", "adresse", "complement", "code_postal", "ville", "pays", "hors_commune", "facture_papier"]


class ResponsableForm(FormulaireVersion):
    naissance = JourField(label="Date de naissance", required=False)
    mobile = TelephoneField(label="Téléphone mobile")
    telephone = TelephoneField(label="Téléphone fixe")

    class Meta:
        model = Responsable
        fields = ["civilite", "nom", "nom_naissance", "prenoms", "naissance", "email", "mobile", "telephone"]

    def __init__(self, *args, enfants=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.enfants = list(enfants)
        for enfant in self.enfants:
            self.fields[f"qualite_{enfant.pk}"] = champ_de_lien(f"Est pour {enfant}")

    def clean_naissance(self):
        return naissance_d_adulte(self.cleaned_data["naissance"])

    def liens(self):
        """{child: quality of this adult}."""
        qualites = {enfant: self.cleaned_data[f"qualite_{enfant.pk}"] for enfant in self.enfants}
        return {enfant: qualite for enfant, qualite in qualites.items() if qualite != SANS_LIEN}


def naissance_plausible(jour, *, ans=20):
    """Refuse a birth in the future, or too long ago for a child."""
    aujourdhui = clock.aujourdhui()
    if jour > aujourdhui:
        raise forms.ValidationError("Cette date de naissance est dans le futur.", code="futur")
    if aujourdhui.year - jour.year > ans:
        raise forms.ValidationError(
            f"Cette date donnerait plus de {ans} ans à l’enfant. Vérifiez l’année.", code="age"
        )
    return jour


def champs_de_liens(adultes):
    """One field for each adult: what they are to the child."""
    return {f"qualite_{adulte.pk}": champ_de_lien(f"{adulte} est pour l’enfant") for adulte in adultes}


def liens_choisis(form):
    """{adult: quality}."""
    qualites = {adulte: form.cleaned_data.get(f"qualite_{adulte.pk}") for adulte in form.adultes}
    return {adulte: qualite for adulte, qualite in qualites.items() if qualite and qualite != SANS_LIEN}


class EnfantForm(FormulaireVersion):
    """A child, and the school of the present year."""

    naissance = JourField(label="Date de naissance")
    ecole = forms.ModelChoiceField(label="École", queryset=Ecole.objects.select_related("lieu"), required=False)
    niveau = forms.ChoiceField(label="Niveau", choices=[("", "—"), *Niveau.choices], required=False)
    classe = forms.CharField(label="Classe", max_length=60, required=False)

    class Meta:
        model = Enfant
        fields = ["prenom", "nom", "naissance", "genre"]

    def __init__(self, *args, adultes=(), scolarite=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.adultes = list(adultes)
        if scolarite:
            self.initial |= {"ecole": scolarite.ecole_id, "niveau": scolarite.niveau, "classe": scolarite.classe}
        self.fields |= champs_de_liens(self.adultes)

    def clean_naissance(self):
        return naissance_plausible(self.cleaned_data["naissance"])

    def clean(self):
        donnees = super().clean()
        if bool(donnees.get("ecole")) != bool(donnees.get("niveau")):
            self.add_error("niveau", "Indiquez l’école et le niveau ensemble, ou aucun des deux.")
        return donnees

    def liens(self):
        return liens_choisis(self)

    def scolarite(self):
        jour = clock.aujourdhui()
        annee = AnneeScolaire.objects.filter(au__gte=jour).order_by("du").first()
        if not (annee and self.cleaned_data["ecole"]):
            return None
        return {"annee": annee} | {nom: self.cleaned_data[nom] for nom in ("ecole", "niveau", "classe")}


class RattacherForm(Formulaire):
    """A child already known in another home: since when, and who is what to it here."""

    du = JourField(label="Vit aussi dans ce foyer depuis le")

    def __init__(self, *args, adultes=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.adultes = list(adultes)
        self.fields |= champs_de_liens(self.adultes)

    def liens(self):
        return liens_choisis(self)


class QuotientForm(QuotientPlausible, FormulaireModele):
    mois = JourField(label="Mois de la situation", required=False, help_text="Un jour du mois de l’attestation.")
    date_effet = JourField(label="S’applique à partir du")
    motif = forms.CharField(
        label="Motif", max_length=300, required=False, help_text="Nécessaire pour corriger un quotient du même jour."
    )
    version = VersionField()

    class Meta:
        model = QuotientFamilial
        fields = ["valeur", "periode", "source", "mois", "date_effet"]

    def clean_date_effet(self):
        jour, an = self.cleaned_data["date_effet"], clock.aujourdhui().year
        if not an - 5 <= jour.year <= an + 2:
            raise forms.ValidationError("Cette date est trop lointaine. Vérifiez l’année.", code="lointaine")
        return jour
