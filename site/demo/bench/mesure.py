"""A bare HTTP client that times one request, and servers to time."""

import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from contextlib import closing

from demo.postgres import RACINE


def port_libre():
    with closing(socket.socket()) as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def demander(port, chemin, *, entetes=(), corps=b"", methode="GET"):
    """Send one request; give (seconds, status, what came, head and body)."""
    lignes = [f"{methode} {chemin} HTTP/1.0", f"Host: 127.0.0.1:{port}", "Accept: text/html", *entetes]
    if corps:
        lignes += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(corps)}"]
    message = "\r\n".join(lignes).encode() + b"\r\n\r\n" + corps
    debut = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as prise:
        prise.sendall(message)
        morceaux = []
        while morceau := prise.recv(65536):
            morceaux.append(morceau)
    duree = time.perf_counter() - debut
    reponse = b"".join(morceaux)
    return duree, int(reponse.split(b" ", 2)[1]), reponse


class Serveur:
    """gunicorn, two workers, one request each at a time: the same for floors and portal."""

    def __init__(self, application, *, env):
        self.port = port_libre()
        self.processus = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{self.port}", "--workers", "2",
                "--no-control-socket", "--log-level", "error",
            ],
            cwd=RACINE,
            env={**os.environ, "PYTHONPATH": f"{RACINE}{os.pathsep}{RACINE / 'site'}", **env},
            start_new_session=True,
        )  # fmt: skip

    def attendre(self, chemin):
        fin = time.monotonic() + 60
        while time.monotonic() < fin:
            try:
                self.demander(chemin)
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("a measured server did not start")

    def demander(self, chemin, **options):
        return demander(self.port, chemin, **options)

    def arreter(self):
        os.killpg(self.processus.pid, signal.SIGTERM)
        self.processus.wait()


class Cible:
    """One thing to time: a name, and a callable that runs it once and gives its seconds."""

    def __init__(self, nom, executer, *, nombre):
        self.nom, self.executer, self.nombre = nom, executer, nombre
        self.tours = []

    def un_tour(self):
        """Time ``nombre`` runs; keep their median."""
        self.tours.append(statistics.median(self.executer() for _ in range(self.nombre)))

    @property
    def mediane(self):
        return statistics.median(self.tours)
