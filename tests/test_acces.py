"""The walk of every address of the portal, read from the URL configuration: a new one is covered the day it appears.

As nobody: to the sign-in page, or refused. As another family: nothing of the first one. A new address with a
parameter fails here until it says, in ``PARAMETRES`` of ``tests/tools/famille_entiere.py``, what it takes. The staff's
addresses are walked in ``test_acces_gestion``, what people type in addresses in ``test_acces_absurdes``.
"""

import pytest

from espace_prive.famille.models import Appartenance, LienParental
from tests.conftest import ClientQuiLit
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import DEBUT, FoyerFactory, ResponsableFactory, famille
from tests.tools.adresses import PUBLIQUES, REFUS, ecrire, nos_adresses
from tests.tools.famille_entiere import MARQUE, PARAMETRES, SANS_FAMILLE, jumeau, maison_du_module, marque, parametres

__all__ = ["maison_du_module"]
pytestmark = pytest.mark.django_db
ROUTES = dict(nos_adresses())
PRIVEES = sorted(nom for nom, route in ROUTES.items() if nom not in PUBLIQUES and "(?P<" not in route)
# What names nobody: it answers to all who signed in.
SANS_NOM = sorted(
    nom
    for nom, route in ROUTES.items()
    if nom not in PARAMETRES and ("<" not in route or nom in SANS_FAMILLE) and "deconnexion" not in nom
)


@pytest.fixture(scope="module")
def les_autres(maison_du_module, django_db_blocker):
    """Give the clients of those to whom the family's addresses say nothing."""
    with django_db_blocker.unblock():
        voisin = ClientQuiLit()
        voisin.force_login(famille(maison_du_module.donges).utilisateur)
        return {
            "another family": voisin,
            "restricted, at home": separe_de(maison_du_module, sous_le_meme_toit=True),
            "restricted, elsewhere": separe_de(maison_du_module, sous_le_meme_toit=False),
        }


def separe_de(maison, *, sous_le_meme_toit):
    """Give the client of an adult whom a court keeps from every child of the family."""
    ecarte = ResponsableFactory(nom="Autre", prenoms="Luc", utilisateur=UtilisateurFactory())
    foyer = maison.foyer if sous_le_meme_toit else FoyerFactory(nom="Autre")
    Appartenance.objects.create(responsable=ecarte, foyer=foyer, du=DEBUT)
    for enfant in maison.enfants:
        LienParental.objects.create(enfant=enfant, responsable=ecarte, qualite="pere", du=DEBUT, restreint=True)
    client = ClientQuiLit()
    client.force_login(ecarte.utilisateur)
    return client


def chemin_de(nom, maison):
    chemin, manquants = ecrire(ROUTES[nom], parametres(maison).get(nom) or SANS_FAMILLE.get(nom, {}))
    assert not manquants, f"{nom}: say in PARAMETRES what {manquants} is"
    return chemin


def test_the_walk_is_long_enough():
    assert len(PRIVEES) > 40
    assert len(SANS_NOM) > 30
    assert not PARAMETRES.keys() - ROUTES.keys(), "no longer addresses: remove their rows"


@pytest.mark.parametrize("nom", PRIVEES)
def test_a_private_address_sends_nobody_to_the_sign_in(client, maison_du_module, nom):
    for methode in (client.get, client.post):
        reponse = methode(chemin_de(nom, maison_du_module))
        assert reponse.status_code in REFUS
        if reponse.status_code == 302:
            assert reponse.url.startswith("/espace/connexion/")


@pytest.mark.parametrize("nom", PARAMETRES)
def test_what_names_a_family_is_not_found_by_others(les_autres, maison_du_module, nom):
    """Others: a neighbour, and a parent whom a court keeps from the children, whatever their roof."""
    for qui, autre in les_autres.items():
        client = jumeau(autre)
        for methode in (client.get, client.post):
            assert methode(chemin_de(nom, maison_du_module)).status_code in {404, 405}, qui


@pytest.mark.parametrize("nom", PARAMETRES)
def test_the_family_itself_reads_its_own(client, maison_du_module, nom):
    """The control: with the right person the same addresses answer, so that a 404 above means something."""
    client.force_login(maison_du_module.utilisateur)
    assert client.get(chemin_de(nom, maison_du_module)).status_code in {200, 302}


@pytest.mark.parametrize("nom", SANS_NOM)
def test_what_names_nobody_tells_a_restricted_parent_nothing(les_autres, maison_du_module, nom):
    marque(maison_du_module)
    for qui, autre in les_autres.items():
        assert MARQUE not in jumeau(autre).get(chemin_de(nom, maison_du_module)).content.decode(errors="ignore"), qui


def test_for_a_parent_there_is_no_admin_and_no_way_round_in_circles(client, maison_du_module):
    client.force_login(maison_du_module.utilisateur)
    for chemin in ("/gestion/", "/gestion/familles/", "/gestion/login/"):
        assert client.get(chemin, follow=True).status_code in {200, 404}, chemin
    assert client.get("/gestion/").status_code == 404
