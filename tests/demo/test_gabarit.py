"""The template of the test databases: what was copied from a former one goes with it."""

import psycopg

from tests.tools import gabarit


def test_a_new_template_takes_away_the_databases_copied_from_the_former_one(monkeypatch):
    """pytest keeps a test database; with the tables of remade migrations it would break at its first statement."""
    serveur = gabarit.adresse().rsplit("/", 1)[0]
    monkeypatch.setattr(gabarit, "PREFIXE", "essai_gabarit_")
    monkeypatch.setattr(gabarit, "_empreinte", lambda: "nouveau")
    monkeypatch.setattr(gabarit, "_migrer", lambda url: None)
    restent = {"essai_gabarit_nouveau", "essai"}
    anciennes = {"essai_gabarit_ancien", "test_essai", "test_essai_gw1"}
    with psycopg.connect(f"{serveur}/postgres", autocommit=True) as connexion:
        try:
            for base in [*anciennes, "essai"]:
                connexion.execute(f"CREATE DATABASE {base}")
            assert gabarit.pret(f"{serveur}/essai") == "essai_gabarit_nouveau"
            bases = {nom for (nom,) in connexion.execute("SELECT datname FROM pg_database")}
            assert bases & (restent | anciennes) == restent
        finally:
            for base in restent | anciennes:
                connexion.execute(f"DROP DATABASE IF EXISTS {base}")
