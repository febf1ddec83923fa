"""What each role of the staff finds in the admin: nothing of another's work, no locked door in the menu."""

import pytest
from django.test import RequestFactory
from wagtail.admin.menu import SubmenuMenuItem, admin_menu
from wagtail.models import Page

from cms_pages.services import installer_accueil, installer_droits_des_pages
from commune.models import Reglages
from espace_prive.comptes.enums import Role
from espace_prive.comptes.services import installer_roles
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.tools.wagtail import replanter

pytestmark = pytest.mark.django_db
R, P, A, C, D = Role.REDACTEUR, Role.PUBLICATEUR, Role.AGENT, Role.REGISSEUR, Role.ADMINISTRATEUR
S, H, N = Role.AGENT_DE_SERVICE, Role.RESPONSABLE, Role.ANIMATEUR
# Who opens what, in /gestion/; {accueil} is the public home's page.
PORTES = {
    "": {R, P, A, S, H, N, C, D},
    "pages/{accueil}/": {R, P, D},
    "pages/{accueil}/edit/": {R, P, D},
    "pages/{accueil}/history/": {R, P, D},
    "pages/add/cms_pages/rubriquepage/{accueil}/": {R, P, D},
    "images/add/": {R, P, D},
    "documents/add/": {R, P, D},
    "snippets/cms_pages/menu/": {R, P, D},
    "reports/liens/": {R, P, D},
    "settings/commune/reglages/{reglages}/": {P, D},
    "services/": {P, D},
    "lieux/": {P, D},
    "ecoles/": {P, D},
    "regies/": {D},
    "annees-scolaires/": {D},
    "vacances/": {D},
    "jours-feries/": {D},
    "users/": {D},
    "users/new/": {D},
    "comptes/": {D},
    "familles/": {A, S, H, C, D},
    "familles/nouvelle/": {A, D},
    "familles/a-completer/": {A, S, H, C, D},
    "messages/": {A, S, H, D},
    "effectifs/": {A, S, H, N, D},
    "effectifs/fermer/": {A, S, H, D},
    "effectifs/listes/": {A, S, H, N, D},
    "animateurs/": {D},
    "cuisine/": {A, S, H, D},
    "tarifs/": {A, S, H, C, D},
    "tarifs/nouvelle/": {C, D},
    "factures/": {C, D},
    "factures/cloturer/": {C, D},
    "factures/tableau/": {C, D},
    "groups/": set(),
    "sites/": set(),
    "collections/": set(),
    "workflows/list/": set(),
}


@pytest.fixture
def accueil(donges):
    replanter()
    accueil = installer_accueil(titre="Bienvenue")
    groupes = installer_roles()
    installer_droits_des_pages(
        redacteurs=[groupes[Role.REDACTEUR]],
        publicateurs=[groupes[Role.PUBLICATEUR], groupes[Role.ADMINISTRATEUR]],
    )
    return accueil


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_own_doors_and_no_other(accueil, role):
    client = connecter_agent(ClientQuiLit(), _agent(role))
    cles = {"accueil": accueil.pk, "reglages": Reglages.load().pk}
    ouvertes = {porte for porte in PORTES if client.get("/gestion/" + porte.format(**cles)).status_code == 200}
    assert ouvertes == {porte for porte, roles in PORTES.items() if role in roles}


def entrees(menu, request):
    for entree in menu.menu_items_for_request(request):
        if isinstance(entree, SubmenuMenuItem):
            yield from entrees(entree.menu, request)
        elif entree.url:
            yield entree.label, entree.url


@pytest.mark.parametrize("role", Role)
def test_every_entry_of_the_menu_opens(accueil, role):
    agent = _agent(role)
    request = RequestFactory().get("/gestion/")
    request.user = agent
    client = connecter_agent(ClientQuiLit(), agent)
    trouvees = dict(entrees(admin_menu, request))
    assert trouvees
    for libelle, adresse in trouvees.items():
        assert client.get(adresse, follow=True).status_code == 200, libelle
        assert not adresse.startswith("/gestion/pages/") or role in {R, P, D}, libelle


@pytest.mark.parametrize("role", [Role.AGENT, Role.REGISSEUR])
def test_who_keeps_no_page_finds_none_by_searching(accueil, role):
    client = connecter_agent(ClientQuiLit(), _agent(role))
    assert Page.objects.filter(pk=accueil.pk).exists()
    for porte in (
        "pages/search/?q=Bienvenue",
        "pages/",
        "reports/locked/",
        "reports/site-history/",
        "choose-page/",
        f"choose-page/{accueil.pk}/",
    ):
        page = client.get(f"/gestion/{porte}", follow=True)
        assert "Bienvenue" not in page.content.decode().replace("?q=Bienvenue", "").replace('value="Bienvenue"', "")
