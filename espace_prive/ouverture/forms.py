"""The forms of the ways in."""

from django import forms

from common import clock
from common.forms import Formulaire
from common.web.robots import SansRobot
from common.widgets import DateTroisChamps
from common.words.dates import age
from commune.models import Ecole
from espace_prive.comptes.forms import REGLE_DU_MOT_DE_PASSE, DeuxMotsDePasse, champ_mot_de_passe
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille.enums import Qualite
from espace_prive.famille.forms import (
    IdentiteEtAdresse,
    NouveauxIdentifiants,
    naissance_d_adulte,
    texte,
)
from espace_prive.ouverture.enums import GenreEnvoi
from espace_prive.ouverture.models import MESSAGE_MAX

ENFANTS_MAX = 6
AGE_ENFANT = 20
REPONSE_LA = "Une adresse à vous : la réponse y arrivera, puis les nouvelles de vos demandes."
MANQUES = {
    "prenom": "Renseignez le prénom de l’enfant.",
    "nom": "Renseignez le nom de l’enfant.",
    "naissance": "Renseignez la date de naissance de l’enfant.",
}
INCOMPLET = "Complétez ce qui est dit de cet enfant, ou effacez-le : prénom, nom et date de naissance vont ensemble."


def champ_naissance(libelle, *, sienne=False, **options):
    """A date of birth in three fields: a child's, or the typist's own (``sienne``), which the browser can fill."""
    exemple = "27 3 1988" if sienne else "27 3 2019"
    return forms.DateField(
        label=libelle, help_text=f"Par exemple {exemple}", widget=DateTroisChamps(anniversaire=sienne),
        error_messages={"invalid": f"Cette date n’existe pas. Écrivez-la comme {exemple}."}, **options,
    )  # fmt: skip


def _age(naissance):
    return age(naissance, clock.aujourdhui())


class DemandeEspaceForm(SansRobot, IdentiteEtAdresse, Formulaire):
    """A space without a key: who asks, how to reach them, for which children."""

    SEL = "ouverture.sans_cle"
    field_order = [
        "civilite", "nom", "nom_naissance", "prenoms", "naissance", "qualite", "adresse", "complement", "code_postal",
        "ville", "pays", "email", "mobile", "telephone", "message",
    ]  # fmt: skip
    naissance = champ_naissance("Votre date de naissance", sienne=True)
    qualite = forms.ChoiceField(label="Vous êtes, pour les enfants", choices=Qualite.choices, widget=forms.RadioSelect)
    message = forms.CharField(
        label="Quelque chose à ajouter ?",
        max_length=MESSAGE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Par exemple : « nous arrivons en janvier ». N’écrivez ici aucun renseignement de santé.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = REPONSE_LA
        for rang in range(ENFANTS_MAX):
            premier = rang == 0
            self.fields[f"enfant_prenom_{rang}"] = texte("Prénom", "off", required=premier)
            self.fields[f"enfant_nom_{rang}"] = texte("Nom", "off", required=premier)
            self.fields[f"enfant_naissance_{rang}"] = champ_naissance("Date de naissance", required=premier)
            for nom, manque in MANQUES.items():
                self.fields[f"enfant_{nom}_{rang}"].error_messages["required"] = manque

    @property
    def lignes_enfants(self):
        """(rank from 1, its three fields) of each child, filled or not."""
        noms = ("prenom", "nom", "naissance")
        return [(n + 1, [self[f"enfant_{nom}_{n}"] for nom in noms]) for n in range(ENFANTS_MAX)]

    def clean_naissance(self):
        return naissance_d_adulte(self.cleaned_data["naissance"], refus="c’est votre date de naissance à vous.")

    def clean(self):
        donnees = super().clean()
        enfants = []
        for rang in range(ENFANTS_MAX):
            valeurs = {nom: donnees.pop(f"enfant_{nom}_{rang}", None) for nom in ("prenom", "nom", "naissance")}
            if any(f"enfant_{nom}_{rang}" in self.errors for nom in valeurs) or not any(valeurs.values()):
                continue
            if not all(valeurs.values()):
                self.add_error(f"enfant_prenom_{rang}", INCOMPLET)
            elif not 0 <= _age(valeurs["naissance"]) <= AGE_ENFANT:
                self.add_error(
                    f"enfant_naissance_{rang}",
                    f"Vérifiez cette date : un enfant est déjà né, et il a moins de {AGE_ENFANT + 1} ans.",
                )
            else:
                enfants.append(valeurs | {"naissance": valeurs["naissance"].isoformat()})
        donnees["enfants"] = enfants
        return donnees


class InvitationForm(NouveauxIdentifiants, Formulaire):
    """The identifiant and the password of a space opened by invitation."""

    CHAMPS = {"identifiant_pris": "identifiant"}

    def __init__(self, *args, responsable, **kwargs):
        super().__init__(*args, **kwargs)
        self.responsable = responsable

    def clean(self):
        donnees = super().clean()
        connu = self.responsable
        self.juger_mot_de_passe(
            Utilisateur(
                identifiant=donnees.get("identifiant", ""), email=connu.email, first_name=connu.prenoms,
                last_name=connu.nom,
            )
        )  # fmt: skip
        return donnees


class CleForm(Formulaire):
    CHAMP_PAR_DEFAUT = "cle"

    cle = forms.CharField(
        label="Clé",
        max_length=60,
        help_text="Les douze lettres et chiffres de la lettre, par exemple ABCD-EFGH-JKLM.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "chiffres"}
        ),
    )


class AgirForm(Formulaire):
    """Why, and for whom when the household has several adults: who has a space is proposed first."""

    motif = forms.CharField(
        label="Raison",
        max_length=300,
        help_text="Par exemple : « Réserve la cantine avec Madame Rivière, au guichet ». Gardée dans le journal.",
        error_messages={"required": "Dites pourquoi vous agissez à la place de la famille."},
    )

    def __init__(self, *args, adultes, **kwargs):
        super().__init__(*args, **kwargs)
        self.adultes = sorted(adultes, key=lambda a: (a.utilisateur_id is None, a.pk))
        if len(self.adultes) > 1:
            choix = [(str(a.pk), f"{a.civilite_nom}, {a.prenoms}") for a in self.adultes]
            champ = forms.ChoiceField(label="Pour qui", choices=choix, initial=choix[0][0], widget=forms.RadioSelect)
            self.fields = {"adulte": champ, **self.fields}

    def adulte(self):
        choisi = self.cleaned_data.get("adulte")
        return next((a for a in self.adultes if str(a.pk) == choisi), self.adultes[0])


class RefusForm(Formulaire):
    """Why a request is refused: the person reads it."""

    motif = forms.CharField(
        label="Raison",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne la lira dans le courriel.",
    )


class EnvoiForm(Formulaire):
    genre = forms.ChoiceField(label="Que faut-il envoyer ?", choices=GenreEnvoi.choices, widget=forms.RadioSelect)
    ecole = forms.ModelChoiceField(
        label="École", queryset=Ecole.objects.none(), required=False, empty_label="Toutes, et les enfants sans école"
    )
    aussi_avec_courriel = forms.BooleanField(
        label="Lettres : aussi aux adultes dont l’adresse électronique est connue", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ecole"].queryset = Ecole.objects.select_related("lieu").order_by("lieu__tri")


class NouvelleFamilleForm(Formulaire):
    """What an agent decides when a request becomes a new family: outside the town, which children are known."""

    hors_commune = forms.BooleanField(label="La famille habite hors de la commune", required=False)

    def __init__(self, *args, demande, connus, foyers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.connus, self.foyers = connus, foyers
        if foyers:
            self.fields = {"foyer": self._choix_du_foyer(), **self.fields}
        for rang, enfant in enumerate(demande.enfants):
            if connus.get(rang):
                self.fields[f"enfant_{rang}"] = forms.ChoiceField(
                    label=f"{enfant['prenom']} {enfant['nom']} est peut-être déjà connu",
                    choices=[
                        ("", "Choisissez"),
                        *((str(e.pk), f"C’est {e}, déjà connu : le rattacher aussi à ce foyer") for e in connus[rang]),
                        ("nouveau", "C’est un autre enfant : le créer"),
                    ],
                )

    def _choix_du_foyer(self):
        return forms.ChoiceField(
            label="Un foyer connu habite à cette adresse",
            choices=[
                ("", "Choisissez"),
                *((str(f.pk), f"C’est ce foyer : y ajouter la personne – {f}, {f.en_une_ligne}") for f in self.foyers),
                ("nouveau", "C’est un autre foyer : le créer"),
            ],
        )

    def foyer(self):
        """The known household that it is; None: a new one."""
        choisi = self.cleaned_data.get("foyer")
        return next((f for f in self.foyers if str(f.pk) == choisi), None)

    def enfants(self):
        """{rank: the known child that it is}."""
        choisis = {}
        for rang, memes in self.connus.items():
            choix = self.cleaned_data.get(f"enfant_{rang}")
            choisis[rang] = next((e for e in memes if str(e.pk) == choix), None)
        return choisis


class EntrerForm(DeuxMotsDePasse, Formulaire):
    """Three fields to get in, once the key is known: a date that the letter does not bear, an address, a password."""

    CHAMPS = {"preuve": "naissance", "courriel_pris": "email", "frein": None}

    naissance = champ_naissance("La date de naissance d’un de vos enfants")
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="Une adresse à vous : elle reçoit le lien d’activation, et vous sert à vous connecter.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    mot_de_passe = champ_mot_de_passe("Votre mot de passe", help_text=REGLE_DU_MOT_DE_PASSE)

    def __init__(self, *args, responsable, preuve, **kwargs):
        super().__init__(*args, **kwargs)
        self.responsable = responsable
        self.fields["naissance"].error_messages["required"] = "Renseignez la date de naissance d’un de vos enfants."
        if not preuve:
            del self.fields["naissance"]

    def clean(self):
        donnees = super().clean()
        # The rules compare the password with the person's names and address.
        connu = self.responsable
        self.juger_mot_de_passe(
            Utilisateur(email=donnees.get("email", ""), first_name=connu.prenoms, last_name=connu.nom)
        )
        return donnees
