"""A portal that runs for real: its own database, a few accounts, the public pages."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from demo.postgres import RACINE
from tests.tools.banque import Banque
from tests.tools.gabarit import base_neuve
from tests.tools.serveurs import environnement, gunicorn

PEUPLER = """
import django; django.setup()
from django.core.management import call_command
from espace_prive.comptes.enums import Role
from espace_prive.comptes.services import installer_roles
from tests.factories.comptes import UtilisateurFactory
from tests.tools.wagtail import replanter
replanter()
call_command("installer", verbosity=0)
nouvel_agent = UtilisateurFactory(identifiant="nouvelle", is_staff=True)
nouvel_agent.groups.add(installer_roles()[Role.ADMINISTRATEUR])
"""


@pytest.fixture(scope="session")
def serveur(tmp_path_factory):
    """Give a running gunicorn: its port, its log, its bank, its database."""
    dossier, banque = tmp_path_factory.mktemp("portail"), Banque()
    base = base_neuve("portail_serveur")
    env = environnement(base, banque.cle_publique)
    subprocess.run([sys.executable, "-c", PEUPLER], env=env, cwd=RACINE, check=True)
    with gunicorn(env, dossier) as (port, journal):
        yield SimpleNamespace(
            port=port, journal=journal, banque=banque, base=base, adresse=f"http://127.0.0.1:{port}", dossier=dossier
        )
