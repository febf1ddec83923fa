"""The forms of a family's file: the same for the parent who asks and the agent who corrects."""

from django import forms

from common import clock
from common.forms import CodeField, Formulaire, JourField, TelephoneField, VersionField
from common.widgets import DateTroisChamps
from common.words import typo
from commune.models import Ecole
from espace_prive.documents.forms import AIDE, PieceField
from espace_prive.famille.agents.forms import naissance_plausible
from espace_prive.famille.enums import Genre, Niveau, Organisme, Qualite, SourceQuotient
from espace_prive.famille.forms import AvecPays, QuotientPlausible, champ_code_postal, champ_pays, texte
from espace_prive.famille.models import Enfant
from espace_prive.famille.models.quotients import NUMERO
from espace_prive.modifications.enums import EvenementFamilial
from espace_prive.sante.enums import Collecte, GenreDAutorisation, GenreDePai, LienDeProche, Regime
from espace_prive.sante.models.entourage import NOM
from espace_prive.sante.rules import NOMS, vaccins_obligatoires

TOUJOURS, UN_JOUR, ENTRE = "toujours", "un_jour", "entre"
OUI_NON = [("oui", "Oui"), ("non", "Non")]
LONG = forms.Textarea(attrs={"rows": 3})


def date_connue(libelle, **options):
    """Give a date one knows by heart, in three fields."""
    return forms.DateField(label=libelle, widget=DateTroisChamps(), **options)


def proche(jour, *, avant=1, apres=3):
    """Refuse a year mistyped: ``avant`` years ago to ``apres`` years ahead."""
    if jour and not -avant <= jour.year - clock.aujourdhui().year <= apres:
        raise forms.ValidationError("Cette date est trop lointaine. Vérifiez l’année.", code="lointaine")
    return jour


class FormulaireDeDossier(Formulaire):
    """A form that remembers which version of the record it shows, and what it is about."""

    version = VersionField()

    def __init__(self, *args, cible=None, enfants=(), relecture=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.cible, self.enfants = cible, list(enfants)
        # What was right the day it was sent is not refused because days went by.
        self.relecture = relecture
        self.preparer()

    def preparer(self):
        """Add what depends on the record."""


class CoordonneesForm(FormulaireDeDossier):
    mobile = TelephoneField(label="Téléphone mobile")
    telephone = TelephoneField(label="Téléphone fixe")
    email = forms.EmailField(
        label="Adresse électronique", required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        help_text="Là où le service vous écrit. Celle qui sert à vous connecter se change dans « Mes identifiants ».",
    )  # fmt: skip


class AdresseForm(AvecPays, FormulaireDeDossier):
    adresse = texte("Numéro et rue", "address-line1", longueur=200)
    complement = texte("Complément d’adresse", "address-line2", longueur=200, required=False)
    code_postal = champ_code_postal()
    ville = texte("Commune", "address-level2", longueur=100)
    pays = champ_pays()
    piece = PieceField(
        label="Justificatif de domicile", required=False,
        help_text=f"{AIDE} Une attestation sur l’honneur suffit.",
    )  # fmt: skip


class SituationForm(FormulaireDeDossier):
    quoi = forms.ChoiceField(label="Ce qui change", choices=[("", "Choisissez"), *EvenementFamilial.choices])
    le = JourField(label="Depuis le, ou à partir du", required=False)
    message = forms.CharField(
        label="Expliquez en quelques mots", max_length=1500, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Ce que le service doit changer dans votre dossier. N’écrivez rien qui touche à la santé.",
    )  # fmt: skip
    piece = PieceField(
        label="Document", required=False,
        help_text=f"Par exemple un jugement, un livret de famille. {AIDE}",
    )  # fmt: skip

    def clean_le(self):
        return proche(self.cleaned_data["le"], avant=20)


class NouvelEnfantForm(FormulaireDeDossier):
    prenom = texte("Prénom", "off", validators=[NOM])
    nom = texte("Nom", "off", validators=[NOM])
    naissance = date_connue("Date de naissance")
    genre = forms.ChoiceField(
        label="C’est", choices=[("", "Je préfère ne pas répondre"), *Genre.choices], required=False
    )
    qualite = forms.ChoiceField(label="Vous êtes pour l’enfant", choices=[("", "Choisissez"), *Qualite.choices])
    ecole = forms.ModelChoiceField(
        label="École",
        queryset=Ecole.objects.select_related("lieu"),
        required=False,
        empty_label="Pas encore à l’école",
    )
    niveau = forms.ChoiceField(label="Niveau", choices=[("", "—"), *Niveau.choices], required=False)
    piece = PieceField(
        label="Livret de famille ou acte de naissance", required=False,
        help_text=f"{AIDE} Une attestation sur l’honneur suffit.",
    )  # fmt: skip

    def clean_naissance(self):
        return naissance_plausible(self.cleaned_data["naissance"])

    def clean(self):
        donnees = super().clean()
        if bool(donnees.get("ecole")) != bool(donnees.get("niveau")):
            self.add_error("niveau", "Indiquez l’école et le niveau ensemble, ou aucun des deux.")
        return donnees


class ProcheForm(FormulaireDeDossier):
    """A person of the entourage."""

    prenom = texte("Prénom", "off", validators=[NOM])
    nom = texte("Nom", "off", validators=[NOM])
    lien = forms.ChoiceField(label="Qui est-ce pour l’enfant ?", choices=[("", "Choisissez"), *LienDeProche.choices])
    mineur = forms.BooleanField(label="Cette personne a moins de 18 ans", required=False)
    telephone = TelephoneField(label="Téléphone", sien=False)
    rang = forms.TypedChoiceField(
        label="À appeler en cas de besoin", required=False, coerce=int, empty_value=None,
        choices=[("", "Non"), (1, "En premier"), (2, "En deuxième"), (3, "En troisième"), (4, "Ensuite")],
    )  # fmt: skip
    collecte = forms.ChoiceField(
        label="Vient-elle chercher l’enfant ?", choices=Collecte.choices, required=False, widget=forms.RadioSelect,
        help_text="Une pièce d’identité sera demandée à cette personne.",
    )  # fmt: skip
    duree = forms.ChoiceField(
        label="Quand ?", widget=forms.RadioSelect, initial=TOUJOURS,
        choices=[(TOUJOURS, "Toute l’année"), (UN_JOUR, "Un seul jour"), (ENTRE, "Entre deux dates")],
    )  # fmt: skip
    du = JourField(label="Le, ou à partir du", required=False)
    au = JourField(label="Jusqu’au", required=False)
    reference = forms.CharField(
        label="Si elle ne doit jamais repartir avec l’enfant : la décision", max_length=200, required=False,
        help_text="Sa nature et sa date, par exemple « ordonnance du juge du 3 novembre 2026 ». Un agent vérifie "
        "toute interdiction avant qu’elle ne s’applique.",
    )  # fmt: skip

    def preparer(self):
        self.fields["enfants"] = forms.ModelMultipleChoiceField(
            label="Pour quels enfants ?", queryset=Enfant.objects.filter(pk__in=[e.pk for e in self.enfants]),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choisissez au moins un enfant."},
        )  # fmt: skip
        if len(self.enfants) == 1:
            self.fields["enfants"].initial = [self.enfants[0].pk]

    def clean_du(self):
        return proche(self.cleaned_data["du"])

    def clean_au(self):
        return proche(self.cleaned_data["au"], apres=5)

    def clean(self):
        d = super().clean()
        duree = d.get("duree")
        if duree in (UN_JOUR, ENTRE) and not d.get("du") and "du" not in self.errors:
            self.add_error("du", "Écrivez la date.")
        if duree == ENTRE and not d.get("au") and "au" not in self.errors:
            self.add_error("au", "Écrivez la dernière date.")
        if duree == UN_JOUR:
            d["au"] = d.get("du")
        elif duree == TOUJOURS:
            d["au"] = None
            d["du"] = d.get("du") or clock.aujourdhui()
        if d.get("du") and d.get("au"):
            if d["au"] < d["du"]:
                self.add_error("au", "Le dernier jour précède le premier. Vérifiez les dates.")
            elif d["au"] < clock.aujourdhui():
                self.add_error("au" if duree == ENTRE else "du", "Cette date est passée. Vérifiez-la.")
        if d.get("rang") is None and not d.get("collecte") and "collecte" not in self.errors:
            self.add_error("collecte", "Dites si cette personne est à appeler, ou si elle vient chercher l’enfant.")
        if d.get("rang") and not d.get("telephone") and "telephone" not in self.errors:
            self.add_error("telephone", "Pour appeler cette personne, il faut son téléphone.")
        if d.get("collecte") == Collecte.INTERDITE and not d.get("reference"):
            self.add_error("reference", "Écrivez la décision qui interdit à cette personne de venir.")
        return d


class FinDeProcheForm(FormulaireDeDossier):
    motif = forms.CharField(label="Motif", max_length=300, required=False, help_text="Si vous voulez le dire.")


class AlimentationForm(FormulaireDeDossier):
    regime = forms.ChoiceField(
        label="Repas", choices=Regime.choices, widget=forms.RadioSelect,
        help_text="La raison ne regarde que vous : ne l’écrivez pas.",
    )  # fmt: skip
    allergies = forms.CharField(
        label="Allergies et intolérances", max_length=500, required=False, widget=LONG,
        help_text="L’aliment, le médicament, l’insecte, et ce qui se passe. Une allergie alimentaire demande un PAI.",
    )  # fmt: skip
    attention = forms.BooleanField(
        label="Mon enfant a besoin d’une attention particulière", required=False,
        help_text="N’en écrivez pas la cause : le service vous appellera.",
    )  # fmt: skip
    consignes = forms.CharField(
        label="Ce que les animateurs doivent savoir", max_length=500, required=False, widget=LONG,
        help_text="Par exemple : porte des lunettes, a un appareil dentaire, ne sait pas nager.",
    )  # fmt: skip


class PaiForm(FormulaireDeDossier):
    pai = forms.ChoiceField(
        label="Projet d’accueil individualisé (PAI)", required=False,
        choices=[("", "Pas de PAI"), *GenreDePai.choices],
        help_text="Il s’écrit avec le médecin scolaire, et se revoit chaque année.",
    )  # fmt: skip
    pai_fin = JourField(label="Valable jusqu’au", required=False)
    pai_panier = forms.BooleanField(label="Le PAI prévoit un panier-repas apporté par la famille", required=False)
    piece = PieceField(
        label="Le document du PAI", required=False,
        help_text=f"{AIDE} Il est chiffré ; seuls les parents qui ont l’autorité parentale "
        "et les agents habilités l’ouvrent, et chaque ouverture est notée.",
    )  # fmt: skip

    def clean_pai_fin(self):
        return proche(self.cleaned_data["pai_fin"], avant=2)

    def clean(self):
        d = super().clean()
        if d.get("pai") and not d.get("pai_fin") and "pai_fin" not in self.errors:
            self.add_error("pai_fin", "Un PAI se revoit chaque année : écrivez jusqu’à quand il est valable.")
        if d.get("piece") and not d.get("pai") and "pai" not in self.errors:
            self.add_error("pai", "Vous joignez un document : choisissez de quel PAI il s’agit.")
        if not d.get("pai"):
            d["pai_fin"], d["pai_panier"] = None, False
        return d


class MedecinForm(FormulaireDeDossier):
    medecin = texte("Médecin traitant", "off", required=False)
    medecin_telephone = TelephoneField(label="Téléphone du médecin", sien=False)
    contre_indication = forms.BooleanField(
        label="Un vaccin est contre-indiqué par un médecin", required=False,
        help_text="Apportez le certificat au service : il n’est pas demandé ici.",
    )  # fmt: skip

    def preparer(self):
        for code in vaccins_obligatoires(self.cible.naissance):
            self.fields[f"vaccin_{code}"] = JourField(label=f"{NOMS[code]} : dernière injection", required=False)

    def clean(self):
        d = super().clean()
        jour = clock.aujourdhui()
        for nom in [n for n in self.fields if n.startswith("vaccin_")]:
            le = d.get(nom)
            if le and le > jour:
                self.add_error(nom, "Cette date est dans le futur.")
            elif le and le < self.cible.naissance:
                self.add_error(nom, "Cette date précède la naissance de l’enfant.")
        return d


class AssuranceForm(FormulaireDeDossier):
    assureur = texte("Assureur (responsabilité civile)", "off")
    contrat = texte("Numéro de contrat", "off", longueur=60, required=False)
    assurance_fin = JourField(label="Attestation valable jusqu’au")

    def clean_assurance_fin(self):
        jour = proche(self.cleaned_data["assurance_fin"])
        if jour < clock.aujourdhui():
            raise forms.ValidationError("Cette attestation n’est plus valable : demandez-en une à votre assureur.")
        return jour


QUESTIONS = {
    GenreDAutorisation.IMAGE: (
        "J’accepte que mon enfant soit pris en photo ou filmé",
        "Pour les affichages et les publications de la commune. Vous pouvez changer d’avis à tout moment.",
    ),
    GenreDAutorisation.SORTIE: ("Mon enfant peut repartir seul", "À partir de 6 ans, jamais en maternelle."),
    GenreDAutorisation.SOINS: (
        "J’autorise les soins d’urgence et le transport à l’hôpital",
        "Vous êtes appelé aussitôt, quelle que soit votre réponse.",
    ),
    GenreDAutorisation.TRANSPORT: ("Mon enfant peut être transporté dans un véhicule de la commune", ""),
}


class AutorisationsForm(FormulaireDeDossier):
    def preparer(self):
        for genre, (libelle, aide) in QUESTIONS.items():
            self.fields[genre.value] = forms.ChoiceField(
                label=libelle, choices=OUI_NON, widget=forms.RadioSelect, help_text=aide,
                error_messages={"required": "Répondez par oui ou par non."},
            )  # fmt: skip
            if genre == GenreDAutorisation.SORTIE:
                self.fields["heure"] = forms.TimeField(
                    label="À partir de quelle heure ?", required=False,
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                    error_messages={"invalid": "Écrivez l’heure comme 16:30."},
                )  # fmt: skip

    def clean(self):
        d = super().clean()
        if d.get("sortie") == "oui" and not d.get("heure") and "heure" not in self.errors:
            self.add_error("heure", "Dites à partir de quelle heure votre enfant peut repartir seul.")
        return d


class EcoleDUnEnfantForm(FormulaireDeDossier):
    ecole = forms.ModelChoiceField(
        label="École", queryset=Ecole.objects.select_related("lieu"), empty_label="Choisissez"
    )
    niveau = forms.ChoiceField(label="Niveau", choices=[("", "Choisissez"), *Niveau.choices])
    classe = forms.CharField(label="Classe ou enseignant", max_length=60, required=False)


class AllocataireForm(FormulaireDeDossier):
    organisme = forms.ChoiceField(label="Votre caisse", choices=Organisme.choices, widget=forms.RadioSelect)
    numero = CodeField(
        label="Numéro d’allocataire", max_length=15, required=False, validators=[NUMERO],
        help_text="Il est sur vos courriers et sur votre espace de la CAF ou de la MSA.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    consent = forms.BooleanField(
        label="J’accepte que la commune demande mon quotient familial à ma caisse", required=False,
        help_text="Rien n’est demandé sans votre accord, que vous pouvez retirer ici.",
    )  # fmt: skip

    def clean_numero(self):
        return self.cleaned_data["numero"].upper()

    def clean(self):
        d = super().clean()
        if (
            d.get("organisme") not in (None, "", Organisme.AUCUN)
            and not d.get("numero")
            and "numero" not in self.errors
        ):
            self.add_error("numero", "Écrivez le numéro d’allocataire, ou choisissez « Aucun des deux ».")
        return d


class QuotientDuFoyerForm(QuotientPlausible, FormulaireDeDossier):
    valeur = forms.DecimalField(
        label="Quotient familial", max_digits=8, decimal_places=2, min_value=0, max_value=99999
    )
    source = forms.ChoiceField(
        label="D’après", widget=forms.RadioSelect,
        choices=[c for c in SourceQuotient.choices if c[0] != SourceQuotient.MANUEL],
    )  # fmt: skip
    mois = JourField(label="Un jour du mois de l’attestation")
    piece = PieceField(label="L’attestation, ou l’avis d’imposition")

    def clean_mois(self):
        jour = proche(self.cleaned_data["mois"], avant=3, apres=0)
        if jour > clock.aujourdhui():
            raise forms.ValidationError("Cette date est dans le futur.", code="futur")
        return jour.replace(day=1)


def dire(champ, valeur) -> str:
    """Write the value of a field for people."""
    if valeur in (None, "", [], ()):
        return ""
    if isinstance(valeur, bool):
        return "Oui" if valeur else "Non"
    if isinstance(champ, forms.ModelMultipleChoiceField):
        return typo.enumeration(champ.queryset.filter(pk__in=[getattr(v, "pk", v) for v in valeur]))
    if isinstance(champ, forms.ModelChoiceField):
        return str(champ.queryset.filter(pk=getattr(valeur, "pk", valeur)).first() or "")
    if isinstance(champ, forms.ChoiceField):
        return str(dict(champ.choices).get(valeur, valeur))
    if isinstance(champ, forms.DateField):
        return typo.date_simple(valeur) if typo.est_date(valeur) else str(valeur)
    if isinstance(champ, forms.TimeField):
        return typo.heure(valeur)
    if isinstance(champ, forms.DecimalField):
        return f"{valeur:.2f}".replace(".", ",")
    return str(valeur)
