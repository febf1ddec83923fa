"""No address stumbles over an absurd parameter: one case is one address, and what it reads is found by asking it.

Each address is first asked with all the names that pages of ours read, all absurd at once; what its view looks up
meanwhile in the query string is noted. It is then asked each absurd value of each of those names alone, so that a
first refusal hides no second one.
"""

from io import StringIO
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.http import QueryDict

from espace_prive.comptes.enums import Role
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.tools.adresses import adresses_de_gestion, ecrire, nos_adresses
from tests.tools.banque import banque
from tests.tools.famille_entiere import jumeau, maison_du_module, parametres
from tests.tools.wagtail import replanter

__all__ = ["banque", "maison_du_module"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("banque")]
NOMS = (
    "semaine", "mois", "jour", "page", "q", "p", "texte", "restaurant", "activite", "regie", "etat", "verdict", "next",
    "lieu", "ordering", "date", "du", "au",
)  # fmt: skip
ABSURDES = ["9999-12-31", "\0", "9" * 5000, "-1", "é\u2028'\"<%00\ud7ff"]
NOTRES = (
    "dossiers", "familles", "messages", "effectifs", "factures", "paiements", "clotures", "cloture", "tableau",
    "grilles", "ouvertures", "conservation",
)  # fmt: skip
PUBLIQUES = ["/", "/menus/", "/actualites/", "/activites/", "/tarifs/", "/infos-pratiques/", "/aide/"]
ROUTES = {nom: route for nom, route in nos_adresses() if "(?P<" not in route}
GESTION = sorted({c for _, c in adresses_de_gestion() if c.removeprefix("/gestion/").split("/")[0] in NOTRES})


@pytest.fixture(scope="module")
def maison(maison_du_module, django_db_blocker):
    """Give the family, and the public rubrics as a new site has them."""
    with django_db_blocker.unblock():
        replanter()
        call_command("installer", verbosity=0, stdout=StringIO())
    return maison_du_module


@pytest.fixture(scope="module")
def parent(maison, django_db_blocker):
    client = ClientQuiLit()
    with django_db_blocker.unblock():
        client.force_login(maison.utilisateur)
    return client


@pytest.fixture(scope="module")
def bureau(maison, django_db_blocker):
    """Give the client of one person for every desk."""
    with django_db_blocker.unblock():
        agent = _agent(Role.AGENT)
        agent.groups.add(*_agent(Role.REGISSEUR).groups.all())
        return connecter_agent(ClientQuiLit(), agent)


@pytest.fixture
def lus(monkeypatch):
    """Give the set of names that are looked up in a query string from now on."""
    noms = set()

    def espionner(methode):
        vraie = getattr(QueryDict, methode)

        def note(self, nom, *suite, **options):
            if not self._mutable:
                noms.add(nom)
            return vraie(self, nom, *suite, **options)

        monkeypatch.setattr(QueryDict, methode, note, raising=False)

    for methode in ("__getitem__", "__contains__", "get", "getlist"):
        espionner(methode)
    return noms


def eprouver(client, chemin, lus):
    """Ask an address all that is absurd; an error of ours, or an exception, ends the test."""
    assert jumeau(client).get(f"{chemin}?{urlencode(dict.fromkeys(NOMS, ABSURDES[0]))}").status_code < 500
    for nom in sorted(lus):
        for valeur in ABSURDES:
            assert jumeau(client).get(f"{chemin}?{urlencode({nom: valeur})}").status_code < 500, (nom, valeur)


@pytest.mark.parametrize("nom", sorted(ROUTES))
def test_an_address_of_families(parent, maison, lus, nom):
    eprouver(parent, ecrire(ROUTES[nom], parametres(maison).get(nom, {}))[0], lus)


@pytest.mark.parametrize("chemin", PUBLIQUES)
def test_a_public_rubric(parent, lus, chemin):
    assert jumeau(parent).get(chemin).status_code == 200
    eprouver(parent, chemin, lus)


@pytest.mark.parametrize("chemin", GESTION)
def test_an_address_of_the_staff(bureau, lus, chemin):
    eprouver(bureau, chemin, lus)


@pytest.mark.parametrize(
    ("chemin", "noms"),
    [
        ("/gestion/familles/", {"q"}), ("/gestion/effectifs/", {"jour"}), ("/gestion/paiements/recus/", {"q", "du"}),
        ("/gestion/factures/", {"texte", "etat", "mois"}),
    ],
)  # fmt: skip
def test_what_an_address_reads_is_found(bureau, lus, chemin, noms):
    """The control: the walk asks what these are known to read, and they answer."""
    assert jumeau(bureau).get(f"{chemin}?{urlencode(dict.fromkeys(NOMS, ''))}").status_code == 200
    assert noms <= lus


def test_the_walk_is_long_enough():
    assert len(GESTION) > 20
    assert len(ROUTES) > 60


def test_a_month_that_no_calendar_holds_is_not_found(parent, maison):
    for mois in ("9999-12", "2026-13", "0-0", f"{'9' * 30}-1"):
        assert jumeau(parent).get(f"/espace/reservations/mois/{mois}/").status_code == 404
        assert jumeau(parent).get(f"/espace/reservations/semaine/{mois}-01/").status_code == 404
