"""Axe finds nothing on any screen of the town, of accounts and of editors: every address of ours, by the walk."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms_pages.models import Menu
from commune.models import AnneeScolaire, Ecole, JourFerie, Lieu, Regie, Service, Vacances
from espace_prive.comptes.models import Utilisateur
from espace_prive.messagerie.models import Message
from tests.tools.examen import Promenade

pytestmark = pytest.mark.journey
DE_LA_COMMUNE = tuple(
    f"gestion/{ecran}/" for ecran in (
        "annees-scolaires", "bulk", "comptes", "conservation", "ecoles", "groups", "jours-feries", "lieux", "menus",
        "messages", "personnel", "regies", "reports", "services", "settings", "snippets", "users", "vacances",
    )
)  # fmt: skip
DEPARTS = [
    "/gestion/menus/?semaine=2027-02-01", "/gestion/menus/importer/", "/gestion/menus/copier/",
    "/gestion/settings/commune/reglages/", "/gestion/services/", "/gestion/lieux/", "/gestion/ecoles/",
    "/gestion/regies/", "/gestion/annees-scolaires/", "/gestion/annees-scolaires/importer/",
    "/gestion/vacances/", "/gestion/jours-feries/",
    "/gestion/snippets/cms_pages/menu/", "/gestion/snippets/cms_pages/bilanegalim/",
    "/gestion/snippets/cms_pages/publication/", "/gestion/snippets/cms_pages/categorieactualite/",
    "/gestion/users/", "/gestion/groups/", "/gestion/comptes/", "/gestion/messages/", "/gestion/reports/liens/",
    "/gestion/reports/courriels/", "/gestion/conservation/",
]  # fmt: skip
# What Wagtail 8.0.1 draws around our columns and our forms: the two searches of a list, the tabs of an account.
DE_WAGTAIL = ('landmark-unique: <form role="search"', 'aria-required-parent: <a href="#tab-')
# The addresses where the walk finds no page, and why.
SANS_PAGE = {
    "cms_pages.agents.bulk.en_lot": "several rows ticked: Wagtail's own page",
    "menus_modele_csv": "a file",
    "menus_modele_xlsx": "a file",
}
# The screens that delete a row: no link leads to those of a row that is used.
A_SUPPRIMER = {
    "services": Service, "lieux": Lieu, "ecoles": Ecole, "regies": Regie, "annees-scolaires": AnneeScolaire,
    "vacances": Vacances, "jours-feries": JourFerie, "wagtailusers_groups": Group,
    "wagtailsnippets_cms_pages_menu": Menu,
}  # fmt: skip


def test_axe_finds_nothing_on_the_screens_of_the_town_and_of_editors(tous_les_roles, portail):
    portail.objets(Message).create(nom="Lou", courriel="lou@courriel.example", texte="Le portail de l’école grince.")
    promenade = Promenade(portail, lambda route: route.startswith(DE_LA_COMMUNE))
    suppressions = [
        reverse(f"{ecran}:delete", args=[portail.objets(modele).earliest("pk").pk])
        for ecran, modele in A_SUPPRIMER.items()
    ]
    ferme = portail.objets(Utilisateur).filter(is_staff=False).latest("pk")
    portail.objets(Utilisateur).filter(pk=ferme.pk).update(is_active=False)
    regie = portail.objets(Utilisateur).get(identifiant="regie")
    autour = [
        reverse("comptes_familles:rouvrir", args=[ferme.pk]),
        *(reverse(nom, args=[regie.pk]) for nom in ("fermer_sessions", "retirer_second_facteur")),
    ]
    promenade.marcher(tous_les_roles, [*DEPARTS, *suppressions, *autour])
    portail.objets(Utilisateur).filter(pk=ferme.pk).update(is_active=True)
    promenade.defauts = [defaut for defaut in promenade.defauts if not any(sien in defaut for sien in DE_WAGTAIL)]
    promenade.conclure(SANS_PAGE)
