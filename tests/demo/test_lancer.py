"""The launcher: a taken port touches nothing, and one demonstration does not stop the database of another."""

import os
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from demo.lancer import Demonstration
from demo.postgres import RACINE, Serveur


class Base:
    """A database server that only says whether it runs."""

    tourne = True

    def arreter(self):
        self.tourne = False


def preparee(dossier, base, port):
    demonstration = Demonstration(port=port, ville="donges", local=dossier)
    demonstration.gerer = demonstration.recueillir_statiques = lambda *_: None
    demonstration.env["DATABASE_URL"] = "postgresql://ailleurs"
    demonstration.preparer()
    demonstration.serveur = base
    return demonstration


def libre():
    with closing(socket.socket()) as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def test_the_last_demonstration_to_stop_stops_the_database(tmp_path):
    base = Base()
    premiere, seconde = preparee(tmp_path, base, libre()), preparee(tmp_path, base, libre())
    seconde.arreter()
    assert base.tourne
    premiere.arreter()
    assert not base.tourne


def test_a_taken_port_is_said_before_anything_is_touched(tmp_path):
    with closing(socket.socket()) as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        demonstration = Demonstration(port=prise.getsockname()[1], ville="donges", local=tmp_path / "rien")
        with pytest.raises(SystemExit, match="déjà pris"):
            demonstration.preparer()
    demonstration.arreter()
    assert not (tmp_path / "rien").exists()


# ---------------------------------------------------------------- whatever asks for the end, however often


PROGRAMME = """
import sys
from demo import lancer

class Essai(lancer.Demonstration):
    def __init__(self, **reste):
        super().__init__(**reste, nom="essai")

    def recueillir_statiques(self):
        pass

    def gerer(self, commande, *arguments):
        if commande == "charger_demo":
            super().gerer("migrate", "--verbosity", "0")
        print(f"fait : {commande}", flush=True)

lancer.Demonstration = Essai
sys.argv = ["make demo", "--port", sys.argv[1]]
lancer.main()
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Give a folder and an embedded database that only these tests use."""
    local, serveur = tmp_path_factory.mktemp("demonstration"), Serveur("essai")
    yield local
    serveur.arreter()
    shutil.rmtree(serveur.dossier, ignore_errors=True)


def commande(place, port):
    """Give what starts the demonstration, a shell in front of it, as make is: it dies of what it is sent."""
    env = {**os.environ, "PORTAIL_LOCAL": str(place), "PYTHONPATH": f"{RACINE}{os.pathsep}{RACINE / 'site'}"}
    env.pop("DATABASE_URL", None)
    env.pop("DJANGO_SETTINGS_MODULE", None)
    return ["bash", "-c", f"{sys.executable} -c '{PROGRAMME}' {port}; exit"], env


@contextmanager
def suivie(place, pid, sortie, port):
    """Give a demonstration that runs: its group, what it says, its port. Nothing of it outlives the test."""
    yield SimpleNamespace(pid=pid, sortie=sortie, port=port, place=place)
    # Nothing, unless the test failed.
    for reste in [*restent(place), pid]:
        with suppress(ProcessLookupError):
            os.kill(reste, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)
    with suppress(OSError):
        os.close(sortie)


@pytest.fixture
def lancee(place):
    """Start the demonstration as ``timeout`` or a service manager does: a group of its own."""
    port, (sortie, ecrite) = libre(), os.pipe()
    lance, env = commande(place, port)
    programme = subprocess.Popen(lance, env=env, cwd=RACINE, stdout=ecrite, stderr=ecrite, start_new_session=True)
    os.close(ecrite)
    with suivie(place, programme.pid, sortie, port) as demonstration:
        yield demonstration
    programme.wait()


@pytest.fixture
def lancee_au_terminal(place):
    """Start the demonstration in a terminal of its own."""
    port = libre()
    lance, env = commande(place, port)
    try:
        pid, terminal = pty.fork()
    except OSError:
        pytest.skip("no terminal can be had on this machine")
    if pid == 0:
        os.chdir(RACINE)
        os.execvpe(lance[0], lance, env)  # noqa: S606
    with suivie(place, pid, terminal, port) as demonstration:
        yield demonstration


def jusqu_a(lancee, mot, patience=300):
    """Read what it says until it says ``mot``."""
    fin, lu = time.monotonic() + patience, ""
    while mot not in lu:
        assert time.monotonic() < fin, lu
        if select.select([lancee.sortie], [], [], 1)[0]:
            lu += os.read(lancee.sortie, 4096).decode(errors="replace")
    return lu


def restent(place):
    """Give the programs, of any kind, that were started with this folder."""
    siens = {}
    for dossier in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"PORTAIL_LOCAL={place}".encode() in (dossier / "environ").read_bytes():
                siens[int(dossier.name)] = (dossier / "cmdline").read_bytes()
    return siens


def tout_est_arrete(lancee, patience=120):
    fin = time.monotonic() + patience
    while restent(lancee.place) or (Serveur("essai").donnees / "postmaster.pid").exists():
        assert time.monotonic() < fin, restent(lancee.place)
        time.sleep(0.2)
    for port in (lancee.port, lancee.port + 1):
        with closing(socket.socket()) as prise:
            assert prise.connect_ex(("127.0.0.1", port)), f"somebody still answers on {port}"


@pytest.mark.slow
@pytest.mark.xdist_group("demonstration")
@pytest.mark.parametrize(
    "signaux",
    [
        [signal.SIGTERM, signal.SIGTERM, signal.SIGTERM],
        [signal.SIGINT, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM],
    ],
    ids=lambda signaux: "-".join(s.name for s in signaux),
)
def test_all_ends_whatever_asks_for_it_however_often(lancee, signaux):
    jusqu_a(lancee, "fait : identifiants_demo")
    assert len(restent(lancee.place)) > 6
    for envoye in signaux:
        with suppress(ProcessLookupError):
            os.killpg(lancee.pid, envoye)
        time.sleep(0.4)
    tout_est_arrete(lancee)


@pytest.mark.slow
@pytest.mark.xdist_group("demonstration")
def test_all_ends_when_the_terminal_closes(lancee_au_terminal):
    jusqu_a(lancee_au_terminal, "fait : identifiants_demo")
    os.close(lancee_au_terminal.sortie)
    tout_est_arrete(lancee_au_terminal)


@pytest.mark.slow
@pytest.mark.xdist_group("demonstration")
@pytest.mark.parametrize("attente", [0.5, 3])
def test_all_ends_when_it_is_asked_while_things_are_being_started(lancee, attente):
    jusqu_a(lancee, "Préparation")
    time.sleep(attente)
    for _ in range(3):
        with suppress(ProcessLookupError):
            os.killpg(lancee.pid, signal.SIGTERM)
        time.sleep(0.1)
    tout_est_arrete(lancee)
