"""`make demo`: prepare everything, start everything, say where to look; Ctrl-C stops all that was started.

So does every other way of asking for the end (a service manager, a terminal that closes), however often it asks: a
signal is noted and interrupts nothing, neither what is being started nor what is being stopped.
"""

import argparse
import contextlib
import fcntl
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from demo.description import connues, lire
from demo.postgres import RACINE, Serveur

ATTENTE_SECONDES = 60
SIGNAUX = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


class Fin(SystemExit):
    """Somebody asked for the end: nothing failed."""


class Demonstration:
    """The processes of the demonstration: web, tasks, postman, bank. The database outlives a crash, not Ctrl-C."""

    def __init__(self, *, port, ville, local, nom="demo"):
        self.port, self.ville, self.local, self.nom = port, ville, Path(local), nom
        self.processus = {}
        self.serveur = self.verrou = None
        self.fin_demandee = False
        self.env = {
            **os.environ,
            "PYTHONPATH": f"{RACINE}{os.pathsep}{RACINE / 'site'}",
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "PORTAIL_LOCAL": str(self.local),
            "PORTAIL_MEDIA": str(self.local / "media" / ville),
            "PORTAIL_ADRESSE": f"http://127.0.0.1:{port}",
            "PORTAIL_BANQUE": f"http://127.0.0.1:{port + 1}",
            "PORT": str(port),
        }

    def preparer(self):
        """Make the secret, the database, the tables, the static files, the town."""
        self._voir_les_ports()
        self.local.mkdir(parents=True, exist_ok=True)
        # Shared with another demonstration of this checkout: the last one to stop stops the database.
        self.verrou = (self.local / "demonstration.verrou").open("w")
        fcntl.flock(self.verrou, fcntl.LOCK_SH)
        cle = self.local / "cle-secrete"
        if not cle.exists():
            cle.write_text(secrets.token_urlsafe(60))
            cle.chmod(0o600)
        if not self.env.get("DATABASE_URL"):
            self.serveur = Serveur(self.nom)
            self.env["DATABASE_URL"] = self.serveur.demarrer(base=f"portail_{self.ville}")
        (self.local / "base.url").write_text(self.env["DATABASE_URL"])
        (self.local / "base.url").chmod(0o600)
        with ThreadPoolExecutor() as ensemble:
            # Two cores, and nothing that one needs of the other.
            tables = ensemble.submit(self.gerer, "migrate", "--verbosity", "0")
            for travail in [ensemble.submit(self.recueillir_statiques), tables]:
                travail.result()
        # After the static files: the search reads each page as it is shown.
        self.gerer("charger_demo", "--ville", self.ville)

    def _voir_les_ports(self):
        """Stop here, before anything is touched, when somebody else answers on our ports."""
        for port in (self.port, self.port + 1):
            with socket.socket() as prise:
                if prise.connect_ex(("127.0.0.1", port)) == 0:
                    raise SystemExit(f"Le port {port} est déjà pris. Choisissez-en un autre : make demo PORT=8100")

    def gerer(self, *arguments):
        """Run a management command; stop here, with its own words, when it fails."""
        processus = subprocess.Popen([sys.executable, str(RACINE / "manage.py"), *arguments], env=self.env, cwd=RACINE)
        while processus.poll() is None:
            if self.fin_demandee:
                processus.kill()
            time.sleep(0.05)
        if self.fin_demandee:
            raise Fin
        if processus.returncode:
            raise SystemExit(f"« manage.py {' '.join(arguments)} » a échoué.")

    def recueillir_statiques(self):
        """Collect the static files unless nothing changed since the last time."""
        empreinte = hashlib.sha256((RACINE / "requirements.lock").read_bytes())
        for fichier in sorted((RACINE / "static").rglob("*")):
            if fichier.is_file():
                empreinte.update(f"{fichier.relative_to(RACINE)} ".encode() + fichier.read_bytes())
        temoin = self.local / "statiques.empreinte"
        if temoin.exists() and temoin.read_text() == empreinte.hexdigest() and (self.local / "static").exists():
            return
        self.gerer("collectstatic", "--noinput", "--clear", "--verbosity", "0")
        temoin.write_text(empreinte.hexdigest())

    def demarrer(self):
        """Start the processes and wait until the portal answers."""
        self._voir_les_ports()
        python = sys.executable
        banque = [
            "--port",
            str(self.port + 1),
            "--dossier",
            str(self.local / "banque"),
            "--regie",
            lire(self.ville)["regies"][0]["nom"],
        ]
        self._lancer("banque", python, "-m", "demo.banque", *banque)
        self._lancer("web", python, "-m", "gunicorn", "-c", "site/config/gunicorn.py", "--workers", "2")
        self._lancer("tâches", python, "manage.py", "qcluster")
        self._lancer("facteur", python, "manage.py", "facteur")
        fin = time.monotonic() + ATTENTE_SECONDES
        while time.monotonic() < fin:
            self.surveiller()
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/robots.txt", timeout=5)
                return
            except OSError:
                time.sleep(0.2)
        raise SystemExit("Le portail ne répond pas.")

    def _lancer(self, nom, *commande):
        # A session of its own: Ctrl-C reaches us alone, and we stop each one in order.
        with (self.local / f"{nom}.log").open("a") as journal:
            self.processus[nom] = subprocess.Popen(
                commande, env=self.env, cwd=RACINE, stdout=journal, stderr=journal, start_new_session=True
            )

    def surveiller(self):
        """Stop everything when the end was asked for, or when a process died, and say which."""
        if self.fin_demandee:
            raise Fin
        for nom, processus in self.processus.items():
            if processus.poll() is not None:
                raise SystemExit(f"« {nom} » s’est arrêté. Son journal : {self.local / f'{nom}.log'}")

    def arreter(self):
        """Stop what was started, the database last."""
        for processus in self.processus.values():
            # The leader alone ends its own workers in order; told all at once, those of the tasks leave it waiting.
            if processus.poll() is None:
                processus.terminate()
        for processus in self.processus.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                processus.wait(15)
            # Whatever its leader left behind, or a leader that does not end.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(processus.pid, signal.SIGKILL)
            processus.wait()
        self.processus.clear()
        if self.serveur and self._dernier():
            self.serveur.arreter()
        if self.verrou:
            self.verrou.close()

    def _dernier(self):
        """Tell whether no other demonstration of this checkout uses the database."""
        try:
            fcntl.flock(self.verrou, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def main():
    analyse = argparse.ArgumentParser(prog="make demo")
    analyse.add_argument("--port", type=int, default=8000)
    analyse.add_argument("--ville", default="donges")
    choix = analyse.parse_args()
    if choix.ville not in connues():
        raise SystemExit(f"Ville inconnue : {choix.ville}. Villes : {', '.join(connues())}.")
    local = Path(os.environ.get("PORTAIL_LOCAL", RACINE / ".local"))
    demonstration = Demonstration(port=choix.port, ville=choix.ville, local=local)
    ecouter(demonstration)
    try:
        dire("Préparation…")
        demonstration.preparer()
        demonstration.demarrer()
        demonstration.gerer("identifiants_demo")
        while True:
            demonstration.surveiller()
            time.sleep(0.5)
    except Fin:
        dire("\nArrêt…")
    finally:
        demonstration.arreter()


def ecouter(demonstration):
    """Note that the end is asked for, whatever asks, from now on until the last line of this program.

    A shell that starts this in the background has it ignore Ctrl-C: that is taken back. Who starts it under nohup
    means it to outlive the terminal: that is kept.
    """

    def noter(*_):
        demonstration.fin_demandee = True

    for numero in SIGNAUX:
        if numero != signal.SIGHUP or signal.getsignal(numero) != signal.SIG_IGN:
            signal.signal(numero, noter)


def dire(phrase):
    """Say it to whoever still reads: the terminal may be closed."""
    with contextlib.suppress(OSError):
        print(phrase, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
