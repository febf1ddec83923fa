"""What is too heavy for its door is refused before any of it is kept."""

import pytest
from django.http import HttpRequest

from tests.conftest import ClientQuiLit
from tests.factories.comptes import UtilisateurFactory
from tests.tools.html import arbre, texte, trouver

pytestmark = pytest.mark.django_db
MO = 2**20


@pytest.fixture
def non_lu(monkeypatch):
    """Fail when the form is read: its text kept in memory, its files on the disk."""

    def lire(*args):
        raise AssertionError("the form was read")

    monkeypatch.setattr(HttpRequest, "_load_post_and_files", lire)


def envoyer(client, chemin, poids, genre="multipart/form-data; boundary=x"):
    # Beyond the heaviest that any door takes, not a byte is asked of the web server: there is none here.
    corps = b"x" * poids if isinstance(poids, int) and poids <= 12 * MO else b""
    return client.generic("POST", chemin, corps, content_type=genre, CONTENT_LENGTH=str(poids))


PORTES = ["/espace/connexion/", "/nous-ecrire/", "/tarifs/calculer/", "/espace/creer-mon-espace/",
          "/espace/creer-mon-espace/sans-cle/", "/espace/mot-de-passe-oublie/", "/espace/deconnexion/", "/",
          "/gestion/images/add/", "/espace/dossier/situation/1/", "/espace/famille/confirmer/"]  # fmt: skip


@pytest.mark.parametrize("poids", [2 * MO, 250 * MO])
@pytest.mark.parametrize("chemin", PORTES)
def test_a_visitor_sends_no_more_than_a_form(client, donges, chemin, poids, non_lu):
    reponse = envoyer(client, chemin, poids)
    assert reponse.status_code == 413
    page = arbre(reponse)
    assert page.html.get("lang") == "fr"
    assert texte(trouver(page, "h1")) == "Cet envoi est trop lourd"
    assert "1&nbsp;Mo au plus" in reponse.content.decode()


def test_a_parent_sends_files_where_files_are_taken_and_there_alone(donges, non_lu):
    client = ClientQuiLit(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    client.force_login(UtilisateurFactory())
    assert envoyer(client, "/espace/mes-identifiants/mot-de-passe/", 2 * MO).status_code == 413
    reponse = envoyer(client, "/espace/dossier/situation/1/", 13 * MO)
    assert reponse.status_code == 413
    assert "12&nbsp;Mo au plus" in reponse.content.decode()
    with pytest.raises(AssertionError, match="was read"):
        envoyer(client, "/espace/dossier/situation/1/", 9 * MO)


def test_the_staff_sends_pictures_in_the_admin_once_its_second_factor_is_proved(client_agent, agent, donges, non_lu):
    sans_facteur = ClientQuiLit()
    sans_facteur.force_login(agent)
    assert envoyer(sans_facteur, "/gestion/images/add/", 2 * MO).status_code == 413
    assert envoyer(client_agent, "/gestion/images/add/", 13 * MO).status_code == 413
    with pytest.raises(AssertionError, match="was read"):
        envoyer(client_agent, "/gestion/images/add/", 9 * MO)


@pytest.mark.parametrize("poids", ["", "x", "-1", "9" * 400])
def test_a_length_that_is_no_number_stops_nothing(client, donges, poids):
    assert envoyer(client, "/espace/connexion/", poids).status_code in {400, 403, 413, 422}


def test_every_view_that_takes_files_outside_the_admin_says_so():
    """A view of a family that reads ``request.FILES`` and does not say so would refuse every file over a megabyte."""
    import inspect

    from tests.tools.adresses import adresses

    vues = 0
    for nom, route, motif in adresses():
        vue = motif.callback
        if route.startswith("gestion/") or not (vue.__module__ or "").startswith(("espace_prive", "reservations")):
            continue
        if "request.FILES" in inspect.getsource(inspect.unwrap(vue)):
            assert getattr(vue, "fichiers", False), nom
            vues += 1
    assert vues >= 1
