"""The launcher: a taken port touches nothing, and one demonstration does not stop the database of another."""

import socket
from contextlib import closing

import pytest

from demo.lancer import Demonstration


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
