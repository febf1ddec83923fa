"""The static files of the journeys, collected while the template of the databases is made: each uses one core."""

import shutil
from pathlib import Path

from demo.lancer import Demonstration
from demo.postgres import RACINE

DOSSIER = RACINE / ".local/tests-statiques"


def recueillir():
    """Collect the static files unless nothing changed since the last time."""
    DOSSIER.mkdir(parents=True, exist_ok=True)
    demonstration = Demonstration(port=0, ville="donges", local=DOSSIER)
    # No command here opens a database or a session.
    demonstration.env |= {"DATABASE_URL": "postgresql:///aucune"}
    (DOSSIER / "cle-secrete").write_text("x" * 60)
    demonstration.recueillir_statiques()


def copier(local: Path):
    """Give a demonstration the files collected, with the mark that tells of what."""
    if (DOSSIER / "statiques.empreinte").exists():
        shutil.copytree(DOSSIER / "static", local / "static", dirs_exist_ok=True)
        shutil.copy(DOSSIER / "statiques.empreinte", local)


if __name__ == "__main__":
    recueillir()
