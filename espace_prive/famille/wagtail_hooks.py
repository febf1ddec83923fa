"""The agents' menu of families."""

from django.urls import include, path
from wagtail import hooks

from common.staff.menu import MenuEntry
from espace_prive.famille.agents import liens, rentree
from espace_prive.famille.agents import views as vues

adresses = [
    path("", vues.liste, name="liste"),
    path("nouvelle/", vues.creer, name="creer"),
    path("<int:pk>/", vues.dossier, name="dossier"),
    path("<int:pk>/modifier/", vues.modifier_foyer, name="modifier_foyer"),
    path("<int:pk>/adultes/ajouter/", vues.ajouter_responsable, name="ajouter_responsable"),
    path("<int:pk>/adultes/<int:responsable_pk>/", vues.modifier_responsable, name="modifier_responsable"),
    path("<int:pk>/adultes/<int:responsable_pk>/adresse-lue/", vues.adresse_lue, name="adresse_lue"),
    path("<int:pk>/enfants/ajouter/", vues.ajouter_enfant, name="ajouter_enfant"),
    path("<int:pk>/enfants/<int:enfant_pk>/", vues.modifier_enfant, name="modifier_enfant"),
    path("<int:pk>/enfants/connus/", vues.chercher_enfant, name="chercher_enfant"),
    path("<int:pk>/enfants/connus/<int:enfant_pk>/", vues.rattacher_enfant, name="rattacher_enfant"),
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
    path("regles/", rentree.regles, name="regles"),
    path("<int:pk>/enfants/<int:enfant_pk>/scolarites/", rentree.scolarites, name="scolarites"),
    path("<int:pk>/quotient/", vues.enregistrer_quotient, name="quotient"),
]


@hooks.register("register_admin_urls")
def adresses_des_familles():
    return [path("familles/", include((adresses, "familles")))]


@hooks.register("register_admin_menu_item")
def menu_familles():
    return MenuEntry("Familles", "familles:liste", vues.CONSULTER, icon_name="group", order=200)
