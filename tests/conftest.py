"""What every test stands on: a town, people, and a client that reads every page it gets."""

import gc
import re

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client, TransactionTestCase
from django_otp.plugins.otp_totp.models import TOTPDevice

from espace_prive.comptes.enums import Role
from espace_prive.comptes.services import installer_roles
from tests.factories.commune import Copie
from tests.factories.comptes import UtilisateurFactory
from tests.tools import gabarit

pytest_plugins = ["tests.features"]

GESTIONNAIRE = re.compile(r"<[^>]+\son\w+=", re.I)
SCRIPT_EN_LIGNE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)[^>]*>", re.I)


def _ecrit_pour_de_bon(item):
    """Tell whether a test commits, and so leaves its rows behind it."""
    marque = item.get_closest_marker("django_db")
    return bool(marque and marque.kwargs.get("transaction")) or bool(
        {"live_server", "transactional_db"} & set(item.fixturenames)
    )


def _ouvre_une_base(item):
    """Tell whether a test reads or writes a database."""
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames))


# What a worker alone sets up, for the tests that ask for it: one running stack, one town with its pages.
ENSEMBLE = {"portail", "site_public", "serveur"}


@pytest.hookimpl(tryfirst=True, specname="pytest_collection_modifyitems")
def pytest_collection_group(items):
    """Name the tests that stay together, before the workers share them out."""
    for item in items:
        for nom in ENSEMBLE & set(item.fixturenames):
            item.add_marker(pytest.mark.xdist_group(nom))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Run first the tests that need no database, which is made meanwhile; those that commit last."""
    # A folder's tests run together, in the order in which chance met the folders: what they share is set up once.
    dossiers = {}
    for item in items:
        dossiers.setdefault(item.path.parent, len(dossiers))

    def ordre(item):
        seul = not ENSEMBLE & set(item.fixturenames)
        return _ecrit_pour_de_bon(item), _ouvre_une_base(item), seul, dossiers[item.path.parent]

    items.sort(key=ordre)
    if config.getoption("loadgroup", default=False):
        assert all("@" in i.nodeid for i in items if i.get_closest_marker("xdist_group")), (
            "pytest-xdist groups nothing"
        )


DONGES = Copie()


class ClientQuiLit(Client):
    """The test client; on our own pages it refuses inline scripts, handlers, styles and unrendered tags."""

    def request(self, **request):
        reponse = super().request(**request)
        chemin = request.get("PATH_INFO", "")
        if reponse.get("Content-Type", "").startswith("text/html") and not chemin.startswith("/gestion/"):
            page = reponse.content.decode()
            assert not GESTIONNAIRE.search(page), f"inline handler in {chemin}"
            assert not SCRIPT_EN_LIGNE.search(page), f"inline script in {chemin}"
            assert " style=" not in page, f"inline style in {chemin}"
            assert "<style" not in page, f"inline style in {chemin}"
            assert "{{" not in page, f"unrendered tag in {chemin}"
            assert "{%" not in page, f"unrendered tag in {chemin}"
        return reponse


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Copy the tables from the template instead of migrating in each worker."""
    reglages = connection.settings_dict
    reglages["TEST"]["TEMPLATE"] = gabarit.pret(gabarit.adresse())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Make Donges ready to be copied; after a test that commits, copy the template again.

    Both are quicker than what they replace: twenty statements, and a hundred and fifty tables to empty.
    """

    with django_db_blocker.unblock():
        DONGES.preparer()

    def remplacer(self):
        reglages = connection.settings_dict
        connections.close_all()
        gabarit.copie(gabarit.adresse(), reglages["TEST"]["TEMPLATE"], reglages["NAME"])

    with pytest.MonkeyPatch.context() as rustine:
        rustine.setattr(TransactionTestCase, "_fixture_teardown", remplacer)
        yield


@pytest.fixture(autouse=True)
def _memoire_vide():
    """Nothing cached by one test is seen by the next."""
    cache.clear()


@pytest.fixture
def memoire_longue(monkeypatch):
    """What pages remember for a second lasts the whole test: statements are counted alike on a slow machine."""
    monkeypatch.setattr("common.web.memory.SECONDES", 600)


@pytest.fixture
def client():
    return ClientQuiLit()


@pytest.fixture
def donges(db):
    """Give Donges: service, régie, school, restaurant, calendar zone B, canteen with its grid and deadlines."""
    return DONGES.charger()


def _agent(role):
    groupe = installer_roles()[role]
    utilisateur = UtilisateurFactory(is_staff=True)
    utilisateur.groups.add(groupe)
    return utilisateur


def connecter_agent(client, utilisateur):
    """Sign the staff member in, second factor included."""
    appareil, _ = TOTPDevice.objects.get_or_create(user=utilisateur, name="test", confirmed=True)
    client.force_login(utilisateur)
    session = client.session
    session["otp_device_id"] = appareil.persistent_id
    session.save()
    return client


@pytest.fixture
def agent(db):
    return _agent(Role.AGENT)


@pytest.fixture
def regisseur(db):
    return _agent(Role.REGISSEUR)


@pytest.fixture
def client_agent(agent):
    return connecter_agent(ClientQuiLit(), agent)


@pytest.fixture
def client_regisseur(regisseur):
    return connecter_agent(ClientQuiLit(), regisseur)


@pytest.fixture
def client_administrateur(db):
    return connecter_agent(ClientQuiLit(), _agent(Role.ADMINISTRATEUR))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """Spare the collector of garbage the million objects that stay until the end; let it look seldom at the others."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
