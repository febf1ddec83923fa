"""What editors type of the menus: a week, a copy, a file. Checked here, written by the services."""

from datetime import timedelta

from django import forms

from cms_pages.enums import ServiceDuRepas
from cms_pages.menus.plats import ALLERGENES, LABELS, MENTION_MAX, NOM_MAX, ORIGINE_MAX, MenuSaisi, PlatSaisi
from cms_pages.rules import JOURS_SERVIS
from common.forms import Formulaire, JourField
from common.words.dates import lundi_de
from common.words.saisie import DERNIERE_ANNEE, PREMIERE_ANNEE
from commune.enums import GenreDeLieu
from commune.models import Lieu

# The lines of the grid, whatever is in them: courses, and the dish served in place of the main one.
LIGNES = (
    (ServiceDuRepas.ENTREE, False),
    (ServiceDuRepas.PLAT, False),
    (ServiceDuRepas.PLAT, True),
    (ServiceDuRepas.ACCOMPAGNEMENT, False),
    (ServiceDuRepas.LAITAGE, False),
    (ServiceDuRepas.DESSERT, False),
)


class MotsField(forms.CharField):
    """Words of a closed list, separated by commas."""

    def __init__(self, vocabulaire, **options):
        self.vocabulaire = vocabulaire
        super().__init__(required=False, max_length=400, **options)

    def clean(self, value):
        trouves, phrases = self.vocabulaire.lire(super().clean(value))
        if phrases:
            raise forms.ValidationError(phrases)
        return tuple(trouves)

    def prepare_value(self, value):
        if isinstance(value, list | tuple):
            return ", ".join(str(c.label) for c in self.vocabulaire.choix if c.value in value)
        return value


class PlatForm(Formulaire):
    nom = forms.CharField(
        label="Plat", required=False, max_length=NOM_MAX,
        widget=forms.TextInput(attrs={"list": "plats-connus", "autocomplete": "off"}),
    )  # fmt: skip
    allergenes = MotsField(ALLERGENES, label="Allergènes")
    labels = MotsField(LABELS, label="Labels")
    origine = forms.CharField(label="Origine de la viande", required=False, max_length=ORIGINE_MAX)

    def __init__(self, *args, service, substitution, jour, numero=0, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.service, self.substitution = service, substitution
        titre = "Plat de substitution" if substitution and service == ServiceDuRepas.PLAT else str(service.label)
        self.titre = (f"{titre} (substitution)" if substitution and service != ServiceDuRepas.PLAT else titre) + (
            f" {numero + 1}" if numero else ""
        )

    @property
    def deplie(self):
        """Whether the lesser fields hold something to correct."""
        return bool(self["labels"].errors or self["origine"].errors)

    @property
    def resume(self):
        """What the lesser fields say, so that they can stay folded."""
        valeurs = [champ.field.prepare_value(champ.value()) for champ in (self["labels"], self["origine"])]
        return " · ".join(filter(None, valeurs))

    def clean(self):
        donnees = super().clean()
        reste = [donnees.get(nom) for nom in ("allergenes", "labels", "origine")]
        if "nom" not in self.errors and not donnees.get("nom") and any(reste):
            self.add_error("nom", "Écrivez le plat, ou effacez ce qui l’accompagne.")
        return donnees

    def plat(self) -> PlatSaisi | None:
        donnees = self.cleaned_data
        if not donnees["nom"]:
            return None
        return PlatSaisi(
            service=self.service.value, nom=" ".join(donnees["nom"].split()), labels=donnees["labels"],
            allergenes=donnees["allergenes"], origine=donnees["origine"], substitution=self.substitution,
        )  # fmt: skip


class JourForm(Formulaire):
    """What is said of a whole meal."""

    vegetarien = forms.BooleanField(label="Repas végétarien", required=False)
    mention = forms.CharField(label="Mention", required=False, max_length=MENTION_MAX)


class JourSaisi:
    """A day of the grid: its forms, or the reason why nothing is served."""

    def __init__(self, jour, *, menu: MenuSaisi | None, motif="", data=None):
        self.date, self.motif = jour, motif
        code = f"{jour:%Y%m%d}"
        initial = {"vegetarien": menu.vegetarien, "mention": menu.mention} if menu else {}
        self.tete = JourForm(data, prefix=f"j{code}", initial=initial)
        self.plats = []
        for (service, substitution), connus in _lignes(menu):
            for numero, plat in enumerate(connus or [None]):
                valeurs = {
                    nom: getattr(plat, nom) for nom in ("nom", "allergenes", "labels", "origine")
                } if plat else {}  # fmt: skip
                prefixe = f"p{code}-{service}{'s' if substitution else ''}-{numero}"
                self.plats.append(
                    PlatForm(
                        data, prefix=prefixe, initial=valeurs, service=service, substitution=substitution, jour=jour,
                        numero=numero,
                    )
                )  # fmt: skip

    def is_valid(self):
        return not [form for form in (self.tete, *self.plats) if not form.is_valid()]

    def menu(self) -> MenuSaisi:
        plats = tuple(plat for plat in (form.plat() for form in self.plats) if plat)
        return MenuSaisi(
            date=self.date, plats=plats, mention=self.tete.cleaned_data["mention"],
            vegetarien=self.tete.cleaned_data["vegetarien"],
        )  # fmt: skip


def _lignes(menu):
    """The rows of a day with its dishes: those of the grid, then any other of the menu."""
    plats = menu.plats if menu else ()
    cles = list(LIGNES)
    cles += sorted({(ServiceDuRepas(p.service), p.substitution) for p in plats} - set(cles))
    for service, substitution in sorted(cles):
        yield (service, substitution), [p for p in plats if (p.service, p.substitution) == (service, substitution)]


class SemaineSaisie:
    """The week on one screen: the days of school, and those that have a menu already."""

    def __init__(self, lundi, menus: dict, calendrier, data=None):
        self.lundi, self.jours = lundi, []
        for rang in range(7):
            jour = lundi + timedelta(days=rang)
            menu = menus.get(jour)
            motif = "" if menu else _motif(jour, calendrier)
            if menu or rang in JOURS_SERVIS:
                self.jours.append(JourSaisi(jour, menu=menu, motif=motif, data=None if motif else data))
        self.ouverts = [jour for jour in self.jours if not jour.motif]

    def is_valid(self):
        return not [jour for jour in self.ouverts if not jour.is_valid()]

    def menus(self) -> list[MenuSaisi]:
        return [jour.menu() for jour in self.ouverts]


def _motif(jour, calendrier):
    return "Jour férié" if jour in calendrier.feries else calendrier.nom_des_vacances(jour)


class LundiField(JourField):
    """A week, named by any of its days."""

    def clean(self, value):
        jour = super().clean(value)
        if not PREMIERE_ANNEE <= jour.year < DERNIERE_ANNEE:
            raise forms.ValidationError("Cette date est bien loin : vérifiez l’année.")
        return lundi_de(jour)


class RestaurantField(forms.ModelChoiceField):
    """A restaurant; none means all of them."""

    def __init__(self, **options):
        restaurants = Lieu.objects.filter(genre=GenreDeLieu.RESTAURANT)
        super().__init__(
            restaurants,
            required=False,
            empty_label="Menu commun à tous les restaurants",
            to_field_name="code",
            **options,
        )


class CopieForm(Formulaire):
    """From which week to which other."""

    de = LundiField(label="Semaine à copier", help_text="Un jour de cette semaine.")
    restaurant = RestaurantField(label="Restaurant à copier")
    vers = LundiField(label="Semaine à remplir", help_text="Un jour de cette semaine.")
    vers_restaurant = RestaurantField(label="Restaurant à remplir")
    remplacer = forms.BooleanField(
        label="Remplacer les menus déjà écrits", required=False,
        help_text="Ce qui change d’un menu déjà publié est noté sur la page des menus.",
    )  # fmt: skip


class ImportForm(Formulaire):
    fichier = forms.FileField(
        label="Fichier CSV ou XLSX", help_text="1 Mo au plus. Une ligne par plat.", allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": "Choisissez le fichier à importer."},
    )  # fmt: skip
