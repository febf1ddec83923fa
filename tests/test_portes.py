"""What opens each address: no library opens a door of its own, and none of its actions goes round our guards.

``portes_des_bibliotheques.txt`` lists every address that a library answers with what opens it. A new version that
adds one fails here until somebody has looked at it and written it down.
"""

import inspect
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms_pages.agents.bulk import EN_LOT
from common.models import Frein, Journal
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Utilisateur
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory
from tests.tools.adresses import PUBLIQUES, QUI_DOIT_UN_CODE, adresses, en_lot
from tests.tools.html import formulaire
from tests.tools.wagtail import replanter

pytestmark = pytest.mark.django_db
NOTRES = {"cms_pages", "common", "commune", "config", "espace_prive", "factures", "reservations"}
LISTE = Path(__file__).with_name("portes_des_bibliotheques.txt")
# Before the admin's own door: a sign-in, of the staff, with a second factor, then Wagtail's permission.
GESTION = "gestion"


def vient_d_une_bibliotheque(vue):
    """Tell whether a view is written by somebody else, whatever decorates it."""
    classe = getattr(vue, "view_class", None) or getattr(vue, "cls", None)
    return (classe or inspect.unwrap(vue)).__module__.split(".")[0] not in NOTRES


def portes():
    """Give (what opens it, name, route) of every address that a library answers."""
    for nom, route, motif in adresses():
        if vient_d_une_bibliotheque(motif.callback):
            yield GESTION if route.startswith("gestion/") else "public", nom, route


def ecrites():
    return [tuple(ligne.split()) for ligne in LISTE.read_text().splitlines() if ligne and not ligne.startswith("#")]


def test_every_address_of_a_library_is_written_down_with_what_opens_it():
    vues = sorted(portes())
    assert vues == sorted(ecrites()), "look at what is new: python -m tests.tools.portes writes the list"
    assert {nom for ouvre, nom, _ in vues if ouvre == "public"} <= PUBLIQUES.keys()


def test_whatever_says_that_it_needs_no_sign_in_is_named_with_a_reason():
    libres = {
        nom
        for nom, route, motif in adresses()
        if not getattr(motif.callback, "login_required", True) and not route.startswith("gestion/")
    }
    assert libres - QUI_DOIT_UN_CODE <= PUBLIQUES.keys()
    # Two are opened by the middleware itself; each of the others is an address that still exists.
    assert PUBLIQUES.keys() - libres == {"wagtail_serve", "wagtaildocs_serve"}


@pytest.mark.parametrize("chemin", ["/_util/login/", "/gestion/login/"])
def test_no_second_door_signs_in(client, chemin, db):
    UtilisateurFactory(identifiant="camille")
    suite = f"{chemin}?next=/espace/factures/"
    for mot_de_passe in ("faux", MOT_DE_PASSE):
        for reponse in (client.get(suite), client.post(suite, {"username": "camille", "password": mot_de_passe})):
            assert reponse.status_code == 302
            assert reponse.url.startswith("/espace/connexion/?next=")
        assert "/espace/factures/" in client.get(suite).url
    assert "_auth_user_id" not in client.session
    assert not Frein.objects.exists()


@pytest.mark.parametrize(
    "chemin",
    ["/_util/authenticate_with_password/1/1/", "/documents/authenticate_with_password/1/", "/gestion/password_reset/"],
)
def test_what_is_not_offered_is_not_there(client, client_agent, chemin):
    assert client.get(chemin).status_code in {302, 404}
    assert client_agent.get(chemin).status_code == 404
    assert client_agent.post(chemin, {"password": "x", "return_url": "/"}).status_code == 404


# ---------------------------------------------------------------- a server that puts something before the address


@pytest.mark.parametrize("force", ["", None])
def test_guards_judge_what_the_router_reads(agent, settings, force):
    """Whatever a server says stands before the address: the admin asks for the second factor, and nobody keeps it."""
    settings.FORCE_SCRIPT_NAME = force
    sans_facteur, parent = ClientQuiLit(), ClientQuiLit()
    sans_facteur.force_login(agent)
    parent.force_login(UtilisateurFactory())
    for chemin in ("/gestion/", "/gestion/users/", "/gestion/images/", "/gestion/reports/site-history/"):
        reponse = sans_facteur.get(chemin, SCRIPT_NAME="/x")
        assert (reponse.status_code, "/espace/second-facteur/" in reponse.url) == (302, True)
        assert parent.get(chemin, SCRIPT_NAME="/x").status_code == 404
        assert "no-store" in reponse["Cache-Control"]
    assert "no-store" in ClientQuiLit().get("/espace/connexion/", SCRIPT_NAME="/x")["Cache-Control"]


def test_no_middleware_reads_the_address_otherwise_than_the_router():
    racine = Path(__file__).parents[1]
    fautes = [
        f"{fichier.relative_to(racine)}"
        for dossier in ("site", "espace_prive", "factures", "reservations", "cms_pages")
        for fichier in (racine / dossier).rglob("*.py")
        if "request.path.startswith" in fichier.read_text()
    ]
    assert fautes == []


# ---------------------------------------------------------------- « Confidentialité »


@pytest.fixture
def site(donges):
    """The public rubrics, as a new site has them."""
    replanter()
    call_command("installer", verbosity=0, stdout=StringIO())


@pytest.fixture
def gardien():
    administrateur = _agent(Role.ADMINISTRATEUR)
    Utilisateur.objects.filter(pk=administrateur.pk).update(is_superuser=True)
    return connecter_agent(ClientQuiLit(), administrateur)


def test_a_page_is_for_everybody_or_for_who_is_signed_in(gardien, site, client):
    page = Page.objects.get(slug="aide")
    adresse = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    formulaire = gardien.get(adresse).json()["html"]
    assert 'value="none"' in formulaire
    assert 'value="login"' in formulaire
    assert 'value="password"' not in formulaire
    assert 'value="groups"' not in formulaire
    role = Group.objects.first()
    for refusee in ({"restriction_type": "password", "password": "x"},
                    {"restriction_type": "groups", "groups": [role.pk]}):  # fmt: skip
        assert "set_privacy_done" not in gardien.post(adresse, refusee).content.decode()
    restrictions = PageViewRestriction.objects.filter(page=page)
    assert not restrictions.exists()

    assert client.get("/aide/").status_code == 200
    gardien.post(adresse, {"restriction_type": "login"})
    assert restrictions.get().restriction_type == "login"
    reponse = client.get("/aide/")
    assert (reponse.status_code, reponse.url) == (302, "/espace/connexion/?next=/aide/")
    UtilisateurFactory(identifiant="camille")
    reponse = client.post(reponse.url, {"username": "camille", "password": MOT_DE_PASSE})
    assert (reponse.status_code, reponse.url) == (302, "/aide/")
    assert client.get("/aide/").status_code == 200


def test_a_collection_too(gardien):
    collection = Collection.get_first_root_node().add_child(name="Comptes rendus")
    adresse = reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])
    formulaire = gardien.get(adresse).json()["html"]
    assert 'value="login"' in formulaire
    assert 'value="password"' not in formulaire
    assert 'value="groups"' not in formulaire
    for refusee in ({"restriction_type": "password", "password": "x"},
                    {"restriction_type": "groups", "groups": [Group.objects.first().pk]}):  # fmt: skip
        gardien.post(adresse, refusee)
    assert not CollectionViewRestriction.objects.filter(collection=collection).exists()


# ---------------------------------------------------------------- several rows at once


def adresse_en_lot(app, modele, action, *objets):
    suite = "&".join(f"id={objet.pk}" for objet in objets)
    return f"{reverse('wagtail_bulk_action', args=[app, modele, action])}?{suite}"


ACCORDEES = {(*nom.split("."), action) for nom, actions in EN_LOT.items() for action in actions}


def test_every_action_on_several_rows_is_named_or_is_not_there(gardien):
    connues = set(en_lot())
    assert connues >= ACCORDEES
    assert {(app, modele) for app, modele, _ in connues - ACCORDEES} == {("comptes", "utilisateur")}
    cible = UtilisateurFactory()
    for action in connues - ACCORDEES:
        for methode in (gardien.get, gardien.post):
            assert methode(adresse_en_lot(*action, cible)).status_code == 404, action
    for action in ACCORDEES:
        assert gardien.get(adresse_en_lot(*action, cible)).status_code in {200, 302, 404}, action


DONNEES = {"mark_as_active": "False", "delete": "1", "next": "/gestion/users/"}


@pytest.mark.parametrize("superutilisateur", [False, True])
def test_nothing_is_done_to_several_accounts_at_once(superutilisateur):
    acteur, chef, parent = _agent(Role.ADMINISTRATEUR), UtilisateurFactory(is_superuser=True), UtilisateurFactory()
    Utilisateur.objects.filter(pk=acteur.pk).update(is_superuser=superutilisateur)
    client = connecter_agent(ClientQuiLit(), acteur)
    role = Group.objects.get(name=Role.ADMINISTRATEUR.label)
    avant, lignes = list(Utilisateur.objects.order_by("pk").values()), Journal.objects.count()
    for action in ("set_active_state", "assign_role", "delete"):
        adresse = adresse_en_lot("comptes", "utilisateur", action, chef, parent)
        assert client.post(adresse, DONNEES | {"role": role.pk}).status_code == 404

    def anciennes(lignes):
        return [{**ligne, "last_login": None} for ligne in lignes]

    assert anciennes(Utilisateur.objects.order_by("pk").values()) == anciennes(avant)
    assert not parent.groups.exists()
    assert Journal.objects.count() == lignes
    page = client.get("/gestion/users/").content.decode()
    assert "data-bulk-action" not in page
    assert "/gestion/bulk/comptes/" not in page


@pytest.mark.parametrize("role", [None, Role.AGENT, Role.AGENT_DE_SERVICE, Role.REGISSEUR, Role.REDACTEUR])
def test_who_may_not_do_it_to_one_row_does_it_to_none(role, site):
    """Every action, for those of the staff without its right, for a parent and for nobody: nothing changes."""
    page = Page.objects.get(slug="aide")
    clients = [ClientQuiLit(), ClientQuiLit()]
    clients[1].force_login(UtilisateurFactory())
    if role:
        clients.append(connecter_agent(ClientQuiLit(), _agent(role)))
    nombre = Page.objects.live().count()
    for client in clients:
        for app, modele, action in en_lot():
            if role is Role.REDACTEUR and app == "cms_pages":
                continue  # theirs to delete one by one too
            reponse = client.post(adresse_en_lot(app, modele, action, page), DONNEES)
            assert reponse.status_code in {200, 302, 404}, action
    page.refresh_from_db()
    assert page.live
    assert Page.objects.live().count() == nombre


# ---------------------------------------------------------------- accounts and roles


def test_an_account_of_the_staff_is_closed_never_deleted(gardien):
    collegue = UtilisateurFactory(is_staff=True)
    for methode in (gardien.get, gardien.post):
        assert methode(f"/gestion/users/delete/{collegue.pk}/").status_code == 404
    assert Utilisateur.objects.filter(pk=collegue.pk).exists()
    for chemin in ("/gestion/users/", f"/gestion/users/edit/{collegue.pk}/"):
        reponse = gardien.get(chemin)
        assert reponse.status_code == 200
        assert "/gestion/users/delete/" not in reponse.content.decode()


def formulaire_du_role(client, adresse):
    """Give what the page of a role sends when nothing is changed."""
    return formulaire(client.get(adresse), f"form[action*='{adresse}'], main form[method=post]").champs


def test_a_role_is_changed_by_an_administrator_of_the_site_alone_and_it_is_kept(gardien):
    role = Group.objects.get(name=Role.AGENT.label)
    simple = _agent(Role.ADMINISTRATEUR)
    # Rights that somebody gave by hand: they open the list, never what a role allows.
    simple.user_permissions.set(Permission.objects.filter(content_type__app_label="auth", codename__endswith="_group"))
    client = connecter_agent(ClientQuiLit(), simple)
    adresse = f"/gestion/groups/edit/{role.pk}/"
    for chemin in (adresse, "/gestion/groups/new/", f"/gestion/groups/delete/{role.pk}/"):
        assert client.post(chemin, {"name": "Pirate"}).status_code in {302, 403}
    assert Group.objects.filter(name=Role.AGENT.label).exists()
    assert not Group.objects.filter(name="Pirate").exists()

    donnees = formulaire_du_role(gardien, adresse) | {"name": ["Agents du guichet"]}
    assert gardien.post(adresse, donnees).status_code == 302
    ligne = Journal.objects.filter(objet="auth.group").get()
    assert (ligne.action, ligne.objet_id) == ("rôle modifié", str(role.pk))
    assert (ligne.donnees["avant"]["nom"], ligne.donnees["apres"]["nom"]) == (Role.AGENT.label, "Agents du guichet")
    assert "famille.consulter_dossier" in ligne.donnees["apres"]["droits"]
    gardien.post(f"/gestion/groups/delete/{role.pk}/")
    assert Journal.objects.filter(objet="auth.group").first().action == "rôle supprimé"
    gardien.post(
        "/gestion/groups/new/", formulaire_du_role(gardien, "/gestion/groups/new/") | {"name": ["Stagiaires"]}
    )
    assert Journal.objects.filter(objet="auth.group").first().donnees["apres"]["nom"] == "Stagiaires"
