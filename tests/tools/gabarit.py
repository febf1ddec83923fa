"""The tables, made once a checkout: each test database is a copy, since migrations take longer than many tests.

The template's name tells what it was made of (our migrations, the pinned packages): a change makes another.
"""

import hashlib
import os
import subprocess
import sys

import psycopg
from psycopg import sql

from demo.postgres import RACINE, Serveur

PREFIXE = "gabarit_"
# Any number that nobody else locks: two workers that start together make one template.
VERROU = 7_401_002


def adresse() -> str:
    """Give the URL of a database of the tests' server, started if it was not."""
    return os.environ.get("DATABASE_URL") or Serveur("tests").demarrer(rapide=True)


def pret(url: str) -> str:
    """Give the name of the template on the server of ``url``; make it unless it is there."""
    nom = PREFIXE + _empreinte()
    serveur = url.rsplit("/", 1)[0]
    with psycopg.connect(f"{serveur}/postgres", autocommit=True) as connexion:
        connexion.execute("SELECT pg_advisory_lock(%s)", [VERROU])
        connues = {base for (base,) in connexion.execute("SELECT datname FROM pg_database").fetchall()}
        if nom not in connues:
            for ancienne in (base for base in connues if base.startswith(PREFIXE)):
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
    migrations = sorted(RACINE.glob("**/migrations/0*.py"))
    contenu = hashlib.sha256((RACINE / "requirements.lock").read_bytes())
    for fichier in migrations:
        if ".venv" not in fichier.parts:
            contenu.update(str(fichier.relative_to(RACINE)).encode() + fichier.read_bytes())
    return contenu.hexdigest()[:16]


def _migrer(url):
    environnement = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    commande = [sys.executable, str(RACINE / "manage.py"), "migrate", "--verbosity", "0"]
    subprocess.run(commande, env=environnement, cwd=RACINE, check=True)
