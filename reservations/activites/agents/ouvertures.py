"""« Ouvrir une année », « Ouvrir une session », « Copier »: what opens is shown by place and month, then written."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common import clock
from common.forms import Formulaire
from common.staff.forms import empreinte, form_page
from common.web.forms import saisie, show
from common.web.http import agent_requis
from common.words import typo
from commune.models import AnneeScolaire, Lieu, Vacances
from commune.services import reglages as reglages_de_la_commune
from reservations.activites.agents.forms import InstantField, PeriodeForm, ouverture_tardive
from reservations.activites.agents.reglages import REGLER
from reservations.activites.models import Activite, PeriodeReservation
from reservations.activites.services.copies import copier, copier_session
from reservations.activites.services.ouvertures import (
    etudier_ouverture,
    lieux_connus,
    ouvrir_partout,
    periodes_gardees,
)

PAGE = "activites/agents/ouvrir.html"


class OuvrirForm(Formulaire):
    """Where the days open; ``quand`` says from when to when."""

    ou = forms.MultipleChoiceField(
        label="Activités et lieux", widget=forms.CheckboxSelectMultiple,
        help_text="Un lieu apparaît ici quand vous lui avez dit une capacité ou un groupe.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fermees = Activite.objects.filter(**{"jours_vacances" if self.VACANCES else "jours": []})
        sans = set(fermees.values_list("pk", flat=True))
        choix = [(f"{a}-{lieu}", nom) for (a, lieu), nom in lieux_connus().items() if a not in sans]
        self.fields["ou"].choices = choix
        self.fields["ou"].initial = [valeur for valeur, _ in choix]

    def paires(self):
        cles = [tuple(map(int, valeur.split("-"))) for valeur in self.cleaned_data["ou"]]
        activites, lieux = Activite.objects.in_bulk({a for a, _ in cles}), Lieu.objects.in_bulk({li for _, li in cles})
        return [(activites[a], lieux[li]) for a, li in cles]

    def bornes(self):
        """Give (first day, last day): those of what was chosen, from today on."""
        return max(self.cleaned_data["quand"].du, clock.aujourdhui()), self.cleaned_data["quand"].au


class AnneeForm(OuvrirForm):
    VACANCES = False
    session = None

    quand = forms.ModelChoiceField(label="Année scolaire", queryset=AnneeScolaire.objects.none(), empty_label=None)
    field_order = ["quand", "ou"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quand"].queryset = AnneeScolaire.objects.filter(au__gte=clock.aujourdhui()).order_by("-du")


class SessionForm(OuvrirForm):
    VACANCES = True

    quand = forms.ModelChoiceField(label="Vacances", queryset=Vacances.objects.none(), empty_label=None)
    ouvre_le = InstantField(label="Les réservations ouvrent le")
    ferme_le = InstantField(
        label="Les réservations ferment le", required=False, help_text="Vide : elles ne ferment pas."
    )
    field_order = ["quand", "ouvre_le", "ferme_le", "ou"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone = reglages_de_la_commune().zone
        vacances = Vacances.objects.filter(zone=zone, au__gte=clock.aujourdhui()).order_by("du")
        self.fields["quand"].queryset = vacances
        self.fields["quand"].label_from_instance = lambda v: (
            f"{v.nom}, du {typo.date_simple(v.du)} au {typo.date_simple(v.au)}"
        )

    def clean(self):
        donnees = super().clean()
        ouvre, ferme = donnees.get("ouvre_le"), donnees.get("ferme_le")
        if ouvre and ferme and ferme <= ouvre:
            self.add_error("ferme_le", "Les réservations ferment avant d’ouvrir.")
        if trop_tard := ouverture_tardive(ouvre, donnees["quand"].au if donnees.get("quand") else None):
            self.add_error("ouvre_le", trop_tard)
        return donnees

    @property
    def session(self):
        return self.cleaned_data["quand"].nom, self.cleaned_data["ouvre_le"], self.cleaned_data["ferme_le"]


@agent_requis(REGLER)
@require_http_methods(["GET", "POST"])
def ouvrir_annee(request):
    return _ouvrir(request, AnneeForm(saisie(request)), "Ouvrir une année")


@agent_requis(REGLER)
@require_http_methods(["GET", "POST"])
def ouvrir_session(request):
    return _ouvrir(request, SessionForm(saisie(request)), "Ouvrir une session de vacances")


def _ouvrir(request, form, titre):
    """Show by place and month what opens; write what was shown."""
    contexte = {"titre": titre, "retour": reverse("activites_reglees")}
    if form.is_valid():
        du, au = form.bornes()
        apercu = etudier_ouverture(form.paires(), du=du, au=au, vacances=form.VACANCES)
        gardees = periodes_gardees(form.paires(), du=du, au=au) if form.session else []
        lu = empreinte(str(ligne) for ligne in (*apercu, *gardees, form.session))
        jours = sum(mois.nouveaux for mois in apercu)
        if request.POST.get("confirmer") != lu:
            contexte |= {"form": form, "apercu": apercu, "lu": lu, "nouveaux": jours, "gardees": gardees}
            return show(request, PAGE, contexte)

    def ecrire():
        nouveaux = ouvrir_partout(
            form.paires(), du=du, au=au, vacances=form.VACANCES, session=form.session, par=request.user
        )
        messages.success(
            request,
            f"C’est ouvert : {typo.nombre(jours)} jour{typo.pluriel(jours)} de plus au planning."
            if nouveaux
            else "Tout était déjà ouvert : rien n’a changé.",
        )

    return form_page(request, form, template=PAGE, action=ecrire, **contexte)


class CopierForm(Formulaire):
    nom = forms.CharField(label="Nom de la nouvelle activité", max_length=100)
    nom_courant = forms.CharField(label="Nom que disent les parents", max_length=60)


@agent_requis(REGLER)
@require_http_methods(["GET", "POST"])
def copier_activite(request, pk):
    modele = get_object_or_404(Activite, pk=pk)
    form = CopierForm(saisie(request), initial={"nom": f"{modele.nom} (copie)", "nom_courant": modele.nom_courant})
    return form_page(
        request, form, titre=f"Copier « {modele.nom} »", bouton="Copier",
        retour=reverse("activite_reglee", args=[pk]), icone="copy",
        chapeau="Tout ce qui est réglé est copié, sauf les tarifs, les jours ouverts et les inscriptions. Les "
        "familles ne voient rien tant que vous n’ouvrez pas de jours.",
        action=lambda: copier(modele, par=request.user, **form.cleaned_data),
        vers=lambda faite: reverse("activite_reglee", args=[faite.pk]), succes="L’activité est copiée.",
    )  # fmt: skip


@agent_requis(REGLER)
@require_http_methods(["GET", "POST"])
def copier_periode(request, pk, cle):
    """The same session at other dates, with its own deadlines."""
    modele = get_object_or_404(PeriodeReservation.objects.select_related("activite"), pk=cle, activite=pk)
    form = PeriodeForm(saisie(request), activite=modele.activite)
    del form.fields["session"]
    return form_page(
        request, form, titre=f"Copier « {modele.nom} » : {modele.activite}", bouton="Copier",
        retour=reverse("activite_reglee", args=[pk]) + "#periodes", icone="copy",
        chapeau="Les délais de cette période sont copiés avec elle. Ouvrez ensuite les jours de la session.",
        action=lambda: copier_session(modele, par=request.user, **form.cleaned_data),
        succes="La période est copiée, avec ses délais.",
    )  # fmt: skip
