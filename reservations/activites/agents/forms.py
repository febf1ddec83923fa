"""What is typed of an activity and of its parts."""

import re

from django import forms
from django.core.validators import validate_email

from common import clock
from common.forms import FormulaireModele, JourField
from common.words import typo
from espace_prive.famille.enums import Niveau
from reservations.activites.enums import FormeDelai
from reservations.activites.models import (
    Activite,
    Capacite,
    Formule,
    Groupe,
    PeriodeReservation,
    RegleDelai,
    Unite,
)


class JoursField(forms.TypedMultipleChoiceField):
    """Days of the week, Monday is 0."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options):
        jours = [(rang, nom.capitalize()) for rang, nom in enumerate(typo.JOURS)]
        super().__init__(**({"required": False, "coerce": int, "choices": jours} | options))


class HeureField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class AdressesField(forms.CharField):
    """E-mail addresses, one a line; commas and spaces part them too."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        adresses = list(dict.fromkeys(re.split(r"[\s,;]+", super().clean(value).strip())))
        for adresse in filter(None, adresses):
            try:
                validate_email(adresse)
            except forms.ValidationError:
                raise forms.ValidationError(
                    f"« {adresse} » n’est pas une adresse électronique. Écrivez-la comme prenom.nom@exemple.fr.",
                    code="adresse",
                ) from None
        return [adresse for adresse in adresses if adresse]


class InstantField(forms.DateTimeField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def ouverture_tardive(ouvre_le, au) -> str:
    """Say that bookings would open after the last day: nobody could ever book."""
    if ouvre_le and au and ouvre_le.astimezone(clock.fuseau()).date() > au:
        return f"Les réservations ouvriraient après le dernier jour, le {typo.date_longue(au, annee=True)}."
    return ""


class ActiviteForm(FormulaireModele):
    """An activity: what it is, when it runs, who may register, what is on line, what an absence costs."""

    jours = JoursField(label="Jours d’ouverture en période scolaire")
    jours_vacances = JoursField(
        label="Jours d’ouverture pendant les vacances", help_text="Aucun : fermée pendant les vacances."
    )
    commande_heure = HeureField(
        label="Commande arrêtée à", required=False, help_text="Vide : aucune commande n’est arrêtée ni envoyée."
    )
    commande_jours = forms.IntegerField(
        label="Combien de jours ouvrés avant", required=False, min_value=0, max_value=10,
        help_text="0 : le jour même. Vide : la veille.",
    )  # fmt: skip
    commande_adresses = AdressesField(
        label="Adresses de la cuisine", required=False,
        help_text="Une par ligne. La commande y part par courriel, puis ses changements.",
    )  # fmt: skip
    niveaux = forms.MultipleChoiceField(
        label="Niveaux de classe", choices=Niveau, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Aucun : tous les niveaux.",
    )  # fmt: skip

    class Meta:
        model = Activite
        fields = [
            "nom", "nom_courant", "service", "regie", "prestation", "icone", "fonctionnement", "jours",
            "jours_vacances", "reservation_en_ligne", "absence_en_ligne", "liste_attente", "ecoles", "niveaux",
            "age_min", "age_max", "commune_seulement", "dossier_complet", "sans_impaye", "encadrement", "carence",
            "certificat_sous", "declarations", "commande_heure", "commande_jours", "commande_adresses",
        ]  # fmt: skip
        widgets = {"ecoles": forms.CheckboxSelectMultiple}
        help_texts = {"ecoles": "Aucune : toutes les écoles."}
        labels = {"regie": "Régie"}

    GROUPES = (
        ("L’activité", ("nom", "nom_courant", "service", "regie", "prestation", "icone", "fonctionnement")),
        ("Quand elle accueille", ("jours", "jours_vacances")),
        ("Ce que les familles font en ligne", ("reservation_en_ligne", "absence_en_ligne", "liste_attente")),
        (
            "Qui peut s’inscrire",
            ("ecoles", "niveaux", "age_min", "age_max", "commune_seulement", "dossier_complet", "sans_impaye"),
        ),
        ("Encadrement", ("encadrement",)),
        ("Absences", ("carence", "certificat_sous", "declarations")),
        ("Commande à la cuisine", ("commande_heure", "commande_jours", "commande_adresses")),
    )

    def clean_commande_jours(self):
        """Said or not, the kitchen knows the eve."""
        jours = self.cleaned_data["commande_jours"]
        return 1 if jours is None else jours

    @property
    def groupes(self):
        return [(titre, [self[nom] for nom in noms]) for titre, noms in self.GROUPES]


class _PartieForm(FormulaireModele):
    """A part of an activity, which is known before anything is typed: the constraints of the model need it."""

    def __init__(self, *args, activite, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.activite = activite
        for nom in ("formule", "periode", "groupe", "unites"):
            if nom in self.fields:
                choix = self.fields[nom].queryset
                self.fields[nom].queryset = choix.filter(activite=activite)


class UniteForm(_PartieForm):
    debut, fin = HeureField(label="De", required=False), HeureField(label="À", required=False)

    class Meta:
        model = Unite
        fields = ["nom", "debut", "fin", "compatibles"]
        widgets = {"compatibles": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        autres = Unite.objects.exclude(pk=self.instance.pk).exclude(debut=None)
        self.fields["compatibles"].queryset = autres.select_related("activite").order_by("activite__tri", "debut")


class FormuleForm(_PartieForm):
    class Meta:
        model = Formule
        fields = ["nom", "unites", "pas"]
        widgets = {"unites": forms.CheckboxSelectMultiple}
        labels = {"unites": "Unités"}


class GroupeForm(_PartieForm):
    class Meta:
        model = Groupe
        fields = ["nom", "lieu", "age_min", "age_max", "encadrants"]


class CapaciteForm(_PartieForm):
    jours = JoursField(label="Pour les jours", help_text="Aucun : tous les jours.")
    du, au = JourField(label="Du", required=False), JourField(label="Au", required=False)
    motif = forms.CharField(
        label="Motif", max_length=200, required=False,
        help_text="Seulement si des enfants sont déjà réservés au-delà de ces places.",
    )  # fmt: skip

    # The field that each refusal of the service is about.
    CHAMPS = {"motif": "motif"}

    class Meta:
        model = Capacite
        fields = ["lieu", "groupe", "jours", "du", "au", "places"]

    def clean(self):
        """Refuse a group of another place."""
        donnees = super().clean()
        groupe, lieu = donnees.get("groupe"), donnees.get("lieu")
        if groupe and lieu and groupe.lieu_id != lieu.pk:
            self.add_error("groupe", f"Le groupe « {groupe.nom} » est à « {groupe.lieu} ».")
        return donnees


class PeriodeForm(_PartieForm):
    du, au = JourField(label="Du"), JourField(label="Au")
    ouvre_le = InstantField(label="Les réservations ouvrent le")
    ferme_le = InstantField(label="Les réservations ferment le", required=False)

    class Meta:
        model = PeriodeReservation
        fields = ["nom", "du", "au", "ouvre_le", "ferme_le", "session"]

    def clean(self):
        donnees = super().clean()
        if trop_tard := ouverture_tardive(donnees.get("ouvre_le"), donnees.get("au")):
            self.add_error("ouvre_le", trop_tard)
        return donnees


class DelaiForm(_PartieForm):
    valeur = forms.IntegerField(label="Nombre", min_value=0, max_value=366)
    heure = HeureField(label="Heure limite")
    jours = JoursField(label="Pour les jours", help_text="Aucun : tous les jours.")
    jour_fixe = forms.TypedChoiceField(
        label="Jour fixe", required=False, coerce=int, empty_value=None,
        choices=[("", "—"), *((rang, nom.capitalize()) for rang, nom in enumerate(typo.JOURS))],
    )  # fmt: skip

    class Meta:
        model = RegleDelai
        fields = [
            "geste", "forme", "valeur", "jour_fixe", "heure", "jours", "formule", "periode", "suite",
            "premiere_offerte",
        ]  # fmt: skip
        labels = {"periode": "Période"}

    def clean(self):
        """Ask for the fixed day where it counts, and forget it elsewhere."""
        donnees = super().clean()
        forme = donnees.get("forme")
        au_jour_fixe = forme in FormeDelai.values and FormeDelai(forme).au_jour_fixe
        if au_jour_fixe and donnees.get("jour_fixe") is None and "jour_fixe" not in self.errors:
            self.add_error("jour_fixe", "Dites quel jour de la semaine.")
        if not au_jour_fixe:
            donnees["jour_fixe"] = None
        return donnees
