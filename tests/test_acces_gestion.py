"""The walk of every address of the admin: closed to who is not of the staff, and to the staff without the right.

One case is one address, with all that its numbers may name of a family.
"""

import pytest
from django.contrib.auth.models import Permission

from commune.models import Lieu, Service
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.comptes import UtilisateurFactory
from tests.tools.adresses import (
    DE_LA_FAMILLE,
    REFUS,
    WAGTAIL_SEUL,
    adresses_de_gestion,
    ecrire,
    lire,
    nos_adresses,
    toutes,
)
from tests.tools.famille_entiere import (
    MARQUE,
    PARAMETRES,
    chemins_de,
    jumeau,
    maison_du_module,
    marque,
    parametres,
    tout_wagtail,
)

__all__ = ["maison_du_module"]
pytestmark = pytest.mark.django_db
ADRESSES = sorted({chemin: nom for nom, chemin in adresses_de_gestion()}.items())
# The addresses where a family could be read: Wagtail's own that know none are closed by other tests.
ROUTES = sorted(
    {
        route
        for _, route, _ in toutes()
        if route.startswith("gestion/") and "(?P<" not in route and not route.startswith(WAGTAIL_SEUL)
    }
)
PUBLICATEUR, SANS_ROLE, AILLEURS = "a publisher", "nothing but the admin", "an agent of another service"


@pytest.fixture(scope="module")
def marquee(maison_du_module, django_db_blocker):
    """Give the family, under a name that nothing else bears."""
    with django_db_blocker.unblock():
        marque(maison_du_module)
    return maison_du_module


@pytest.fixture(scope="module")
def dehors(maison_du_module, django_db_blocker):
    """Give the clients of those for whom there is no admin."""
    with django_db_blocker.unblock():
        parent, sans_facteur = ClientQuiLit(), ClientQuiLit()
        parent.force_login(maison_du_module.utilisateur)
        sans_facteur.force_login(_agent(Role.AGENT))
    return {"nobody": ClientQuiLit(), "a parent": parent, "no second factor": sans_facteur}


@pytest.fixture(scope="module")
def personnel(marquee, django_db_blocker):
    """Give the clients of the staff who read nothing of this family."""
    with django_db_blocker.unblock():
        sans_role = UtilisateurFactory(is_staff=True)
        sans_role.user_permissions.add(Permission.objects.get(codename="access_admin"))
        comptes = {PUBLICATEUR: _agent(Role.PUBLICATEUR), SANS_ROLE: sans_role, AILLEURS: _d_ailleurs(marquee.donges)}
        return {qui: connecter_agent(ClientQuiLit(), compte) for qui, compte in comptes.items()}


def _d_ailleurs(donges):
    """Give an agent with every right on families, in services with which this family has nothing to do."""
    autre = Service.objects.create(code="autre", nom="Petite enfance")
    ailleurs = Lieu.objects.create(code="ailleurs", nom="Ailleurs", genre="restaurant")
    agent = _agent(Role.AGENT_DE_SERVICE)
    # Rights that a town may add to the role by hand: the reach alone is to hold the doors.
    for droit in ("ouvrir_espaces", "agir_pour_famille", "consulter_sante", "imprimer_cle"):
        agent.user_permissions.add(Permission.objects.get(codename=droit))
    Habilitation.objects.create(utilisateur=agent, service=autre)
    Habilitation.objects.create(utilisateur=agent, service=donges.service, lieu=ailleurs)
    return agent


def test_the_walk_is_long_enough(marquee):
    assert len(ADRESSES) > 100
    assert len(ROUTES) > 80
    assert len(list(tout_wagtail(marquee))) > 30


@pytest.mark.parametrize("chemin", [chemin for chemin, _ in ADRESSES])
def test_the_admin_shows_nothing_to_nobody_nor_to_a_parent_nor_without_a_second_factor(dehors, chemin):
    for qui, client in dehors.items():
        client = jumeau(client)
        for methode in (client.get, client.post):
            reponse = methode(chemin)
            assert reponse.status_code in REFUS, f"{qui} reads it"
            if reponse.status_code == 302:
                assert reponse.url.startswith(("/espace/", "/gestion/login/")), qui


@pytest.mark.parametrize("qui", [PUBLICATEUR, SANS_ROLE, AILLEURS])
def test_the_staff_is_no_family(personnel, marquee, qui):
    routes, connus = dict(nos_adresses()), parametres(marquee)
    for nom in PARAMETRES:
        assert jumeau(personnel[qui]).get(ecrire(routes[nom], connus[nom])[0]).status_code in {302, 404, 405}, nom


@pytest.mark.parametrize("route", ROUTES)
def test_the_staff_without_the_families_right_reads_nothing_of_one(personnel, marquee, route):
    """A publisher (who may all that a writer may), an agent of a service that keeps no family: never a name."""
    for qui in (PUBLICATEUR, SANS_ROLE):
        client = jumeau(personnel[qui])
        for chemin in chemins_de(route, marquee):
            assert MARQUE not in lire(client, chemin), f"{qui} reads {chemin}"


@pytest.mark.parametrize("qui", [PUBLICATEUR, SANS_ROLE])
def test_no_generic_page_of_wagtail_tells_the_staff_of_a_family(personnel, marquee, qui):
    client = jumeau(personnel[qui])
    for nom, chemin in tout_wagtail(marquee):
        assert MARQUE not in lire(client, chemin), f"{nom} {chemin}"


@pytest.mark.parametrize("route", [route for route in ROUTES if "logout" not in route])
def test_an_agent_of_another_service_reads_nothing_of_a_family(personnel, marquee, route):
    """With every right on families, and no service that this one has to do with: never a name, and no act."""
    client, nommee = jumeau(personnel[AILLEURS]), "<" in route and route.startswith(DE_LA_FAMILLE)
    for chemin in chemins_de(route, marquee):
        for methode in (client.get, client.post) if nommee else (client.get,):
            reponse = methode(chemin)
            corps = reponse.getvalue() if reponse.streaming else reponse.content
            assert MARQUE not in corps.decode(errors="ignore"), chemin
            assert not nommee or reponse.status_code in {302, 403, 404, 405}, chemin


def test_an_agent_of_another_service_finds_no_family_until_put_in_its_service(personnel, marquee):
    """The control: in the family's service, the same agent opens its file."""
    client = jumeau(personnel[AILLEURS])
    assert "Aucune famille ne correspond" in client.get(f"/gestion/familles/?q={MARQUE}").content.decode()
    agent = Habilitation.objects.get(service__code="autre").utilisateur
    Habilitation.objects.create(utilisateur=agent, service=marquee.donges.service)
    assert MARQUE in client.get(f"/gestion/familles/{marquee.foyer.pk}/").content.decode()
    assert MARQUE in client.get("/gestion/familles/").content.decode()
