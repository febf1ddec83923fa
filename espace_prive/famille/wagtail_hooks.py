"""The agents' menu of families."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.search import SearchArea

from common.staff.menu import MenuEntry
from espace_prive.famille.agents import a_completer, creation, liens, rentree, views
from espace_prive.famille.extensions.a_completer import pour

adresses = [
    path("", views.liste, name="liste"),
    path("nouvelle/", creation.creer, name="creer"),
    path("<int:pk>/autre-foyer/", creation.creer_autre_foyer, name="creer_autre_foyer"),
    path("<int:pk>/", views.dossier, name="dossier"),
    path("<int:pk>/modifier/", views.modifier_foyer, name="modifier_foyer"),
    path("<int:pk>/adultes/ajouter/", views.ajouter_responsable, name="ajouter_responsable"),
    path("<int:pk>/adultes/<int:responsable_pk>/", views.modifier_responsable, name="modifier_responsable"),
    path("<int:pk>/adultes/<int:responsable_pk>/adresse-lue/", views.adresse_lue, name="adresse_lue"),
    path("<int:pk>/enfants/ajouter/", views.ajouter_enfant, name="ajouter_enfant"),
    path("<int:pk>/enfants/<int:enfant_pk>/", views.modifier_enfant, name="modifier_enfant"),
    path("<int:pk>/enfants/connus/", views.chercher_enfant, name="chercher_enfant"),
    path("<int:pk>/enfants/connus/<int:enfant_pk>/", views.rattacher_enfant, name="rattacher_enfant"),
    path("<int:pk>/enfants/<int:enfant_pk>/liens/", liens.liens, name="liens"),
    path("<int:pk>/enfants/<int:enfant_pk>/liens/ajouter/", liens.ajouter_lien, name="ajouter_lien"),
    path("<int:pk>/enfants/<int:enfant_pk>/liens/<int:lien_pk>/", liens.corriger_lien, name="corriger_lien"),
    path("<int:pk>/enfants/<int:enfant_pk>/liens/<int:lien_pk>/fin/", liens.terminer_lien, name="terminer_lien"),
    path("<int:pk>/enfants/<int:enfant_pk>/liens/<int:lien_pk>/acces/", liens.acces, name="acces"),
    path(
        "<int:pk>/enfants/<int:enfant_pk>/foyers/<int:rattachement_pk>/depart/",
        liens.terminer_rattachement,
        name="terminer_rattachement",
    ),
    path("<int:pk>/departs/<int:appartenance_pk>/", liens.terminer_appartenance, name="terminer_appartenance"),
    path("<int:pk>/adultes/connus/", liens.chercher_responsable, name="chercher_responsable"),
    path("<int:pk>/adultes/connus/<int:responsable_pk>/", liens.rejoindre, name="rejoindre"),
    path("rentree/", rentree.rentree, name="rentree"),
    path("a-completer/", a_completer.liste, name="a_completer"),
    path("regles/", rentree.regles, name="regles"),
    path("<int:pk>/enfants/<int:enfant_pk>/scolarites/", rentree.scolarites, name="scolarites"),
    path("<int:pk>/quotient/", views.enregistrer_quotient, name="quotient"),
]


@hooks.register("register_admin_urls")
def adresses_des_familles():
    return [path("familles/", include((adresses, "familles")))]


@hooks.register("register_admin_menu_item")
def menu_familles():
    return MenuEntry("Familles", "familles:liste", views.CONSULTER, icon_name="group", order=200)


class RechercheDeFamilles(SearchArea):
    """The families, first of what the menu's own search box looks into: it leads to the first that is shown."""

    def is_shown(self, request):
        return request.user.has_perm(views.CONSULTER)


@hooks.register("register_admin_search_area")
def recherche_de_familles():
    adresse = reverse("familles:liste")
    return RechercheDeFamilles("Familles", adresse, name="familles", icon_name="group", order=10)


@hooks.register("construct_homepage_panels")
def ce_qui_manque(request, panels):
    """Tell who reads the files what is missing of the children, when a domain says so to this role."""
    if request.user.has_perm(views.CONSULTER) and pour(request.user):
        panels.append(a_completer.Manques())
