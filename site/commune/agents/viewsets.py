"""The administrators' screens of the town: services, places, schools, régies, school calendar."""

from django.contrib import messages
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_http_methods
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button

from common.staff.forms import form_page
from common.web.forms import saisie
from common.web.http import agent_requis
from commune.agents import jours
from commune.forms import AvecCode, Corrigeable, ImportDAnneesForm
from commune.models import AnneeScolaire, Ecole, JourFerie, Lieu, Regie, Service, Vacances
from commune.services import importer_annee, reglages
from commune.usages import usages

IMPORTER = "commune.add_anneescolaire"


class Supprimer(generic.DeleteView):
    """Deletion, refused while something uses the row: the sentence says what."""

    template_name = "commune/supprimer.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"usages": usages(self.object)}

    def post(self, request, *args, **kwargs):
        if usages(self.object):
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)


class ListeDesAnnees(generic.IndexView):
    """The school years, with the button that imports one."""

    @cached_property
    def header_more_buttons(self):
        boutons = super().header_more_buttons
        if self.request.user.has_perm(IMPORTER):
            boutons = [*boutons, Button("Importer une année", url=reverse("importer_annee"), icon_name="download")]
        return boutons


class DeLaCommune(ModelViewSet):
    add_to_admin_menu = False
    copy_view_enabled = False
    delete_view_class = Supprimer
    formulaire = None

    def get_edit_handler(self):
        gestionnaire = super().get_edit_handler()
        if self.formulaire:
            gestionnaire.base_form_class = self.formulaire
        return gestionnaire


class ServiceViewSet(DeLaCommune):
    model, formulaire, icon, menu_label = Service, AvecCode, "mail", "Services"
    list_display = ["nom", "telephone", "courriel", "horaires"]
    search_fields = ["nom", "courriel", "telephone"]


class LieuViewSet(DeLaCommune):
    model, formulaire, icon, menu_label = Lieu, AvecCode, "site", "Lieux"
    list_display = ["nom", "genre", "adresse", "telephone", "horaires"]
    list_filter = ["genre"]
    search_fields = ["nom", "adresse", "telephone"]


class EcoleViewSet(DeLaCommune):
    model, icon, menu_label = Ecole, "group", "Écoles"
    list_display = ["lieu", "niveaux", "restaurant"]


class RegieViewSet(DeLaCommune):
    model, formulaire, icon, menu_label = Regie, AvecCode, "doc-full", "Régies"
    list_display = ["nom", "service"]


class AnneeScolaireViewSet(DeLaCommune):
    model, formulaire, icon, menu_label = AnneeScolaire, Corrigeable, "calendar", "Années scolaires"
    list_display = ["libelle", "du", "au"]
    ordering = ["-du"]

    index_view_class = ListeDesAnnees


class VacancesViewSet(DeLaCommune):
    model, formulaire, icon, menu_label = Vacances, Corrigeable, "calendar-alt", "Vacances"
    list_display = ["nom", "zone", "du", "au"]
    list_filter = ["zone"]
    ordering = ["-du"]


class ListeDesJours(generic.IndexView):
    """The days off, without those that the town works."""

    def get_base_queryset(self):
        return super().get_base_queryset().chomes()


class JourFerieViewSet(DeLaCommune):
    model, icon, menu_label = JourFerie, "calendar-check", "Jours fériés et fermetures"
    list_display = ["date", "nom"]
    ordering = ["-date"]
    index_view_class = ListeDesJours
    form_fields = ["nom"]
    list_per_page = 100

    # A day off closes what is open: its screens say what, and its services write.
    add_view, edit_view, delete_view = (staticmethod(vue) for vue in (jours.ajouter, jours.renommer, jours.retirer))


class CommuneViewSetGroup(ModelViewSetGroup):
    """« La commune » in the menu."""

    menu_label, menu_icon, menu_order = "La commune", "home", 900
    items = (
        ServiceViewSet("services"),
        LieuViewSet("lieux"),
        EcoleViewSet("ecoles"),
        RegieViewSet("regies"),
        AnneeScolaireViewSet("annees-scolaires"),
        VacancesViewSet("vacances"),
        JourFerieViewSet("jours-feries"),
    )


@agent_requis(IMPORTER)
@require_http_methods(["GET", "POST"])
def importer(request):
    form = ImportDAnneesForm(saisie(request))

    def importer_les_dates():
        annee = importer_annee(form.cleaned_data["debut"], zone=reglages().zone)
        messages.success(request, f"L’année {annee} est à jour : rentrée, vacances de la zone, jours fériés.")

    return form_page(
        request, form, titre="Importer une année scolaire", bouton="Importer", action=importer_les_dates,
        retour=reverse("annees-scolaires:index"), template="commune/importer.html",
    )  # fmt: skip


adresses = [path("annees-scolaires/importer/", importer, name="importer_annee")]
