"""The tables and the roles of the staff, made once a checkout: each test database is a copy of them.

Migrations take longer than many tests. The template's name tells what it was made of (our migrations, the roles,
the pinned packages): a change makes another.
"""

import hashlib
import os
import subprocess
import sys

import psycopg
from psycopg import sql

from common.database.locks import Advisory
from demo.postgres import RACINE, Serveur

PREFIXE = "gabarit_"
PREPARER = """
import django; django.setup()
from django.core.management import call_command
from espace_prive.comptes.services import installer_roles
call_command("migrate", verbosity=0)
installer_roles()
"""


def adresse() -> str:
    """Give the URL of a database of the tests' server, started if it was not."""
    return os.environ.get("DATABASE_URL") or Serveur("tests").demarrer(rapide=True)


def pret(url: str) -> str:
    """Give the name of the template on the server of ``url``; make it unless it is there."""
    nom = PREFIXE + _empreinte()
    serveur = url.rsplit("/", 1)[0]
    with psycopg.connect(f"{serveur}/postgres", autocommit=True) as connexion:
        # Two workers that start together make one template.
        connexion.execute("SELECT pg_advisory_lock(%s)", [Advisory.GABARIT_DES_TESTS])
        connues = {base for (base,) in connexion.execute("SELECT datname FROM pg_database").fetchall()}
        if nom not in connues:
            # What was copied from a former template has its tables: pytest would keep it, and migrate it badly.
            copies = f"test_{url.rsplit('/', 1)[1]}"
            for ancienne in (base for base in connues if base.startswith((PREFIXE, copies))):
                connexion.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(ancienne)))
            brouillon = f"{nom}_en_cours"
            connexion.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(brouillon)))
            _migrer(f"{serveur}/{brouillon}")
            connexion.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(brouillon), sql.Identifier(nom))
            )
    return nom


def base_neuve(nom: str) -> str:
    """Give the URL of a database ``nom`` that holds the tables and nothing else."""
    url = adresse()
    return copie(url, pret(url), nom)


def copie(url: str, modele: str, nom: str) -> str:
    """Make the database ``nom`` a copy of ``modele``, whatever it was; give its URL."""
    serveur = url.rsplit("/", 1)[0]
    with psycopg.connect(f"{serveur}/postgres", autocommit=True) as connexion:
        connexion.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(nom)))
        connexion.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(nom), sql.Identifier(modele))
        )
    return f"{serveur}/{nom}"


def _empreinte():
    sources = sorted([*RACINE.glob("**/migrations/0*.py"), RACINE / "espace_prive/comptes/services/roles.py"])
    contenu = hashlib.sha256((RACINE / "requirements.lock").read_bytes())
    for fichier in sources:
        if ".venv" not in fichier.parts:
            contenu.update(str(fichier.relative_to(RACINE)).encode() + fichier.read_bytes())
    return contenu.hexdigest()[:16]


def _migrer(url):
    chemins = os.pathsep.join((str(RACINE), str(RACINE / "site")))
    environnement = {
        **os.environ,
        "PYTHONPATH": chemins,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    subprocess.run([sys.executable, "-c", PREPARER], env=environnement, cwd=RACINE, check=True)


if __name__ == "__main__":
    pret(adresse())
