"""The postman against servers that never end, links that die meanwhile, colleagues beside it."""

import smtplib
import socket
import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError

from common.mails import courriels, facteur, relances
from common.models import Courriel, Urgence
from tests.common.mails.test_facteur import MATIN, Serveur, envoyer, horloge, tournee

__all__ = ["horloge"]
pytestmark = pytest.mark.django_db


class CompteGouttes:
    """A mail server that says ``debut`` at once, then answers one figure at a time, for ever."""

    def __init__(self, *debut):
        self.debut, self.ecoute = debut, socket.create_server(("127.0.0.1", 0))
        self.port, self.fini = self.ecoute.getsockname()[1], threading.Event()
        threading.Thread(target=self._servir, daemon=True).start()

    def _servir(self):
        try:
            prise, _ = self.ecoute.accept()
            with prise:
                for ligne in self.debut:
                    prise.sendall(ligne)
                    prise.recv(1000)
                while not self.fini.wait(0.05):
                    prise.sendall(b"2")
        except OSError:
            return


@pytest.mark.parametrize("debut", [(), (b"220 ok\r\n",), (b"220 ok\r\n", b"250 ok\r\n")], ids=["220", "ehlo", "mail"])
def test_a_server_that_answers_letter_by_letter_does_not_hold_the_postman(horloge, settings, monkeypatch, debut):
    serveur = CompteGouttes(*debut)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", serveur.port, 5
    monkeypatch.setattr(facteur, "ENVOI_SECONDES", 0.5)
    envoyer("a")
    depart = time.monotonic()
    try:
        assert facteur.porter_le_suivant()
    finally:
        serveur.fini.set()
        serveur.ecoute.close()
    assert time.monotonic() - depart < 4
    en_attente = Courriel.objects.get()
    assert (en_attente.erreur, en_attente.prochain_essai) == (relances.NE_REPOND_PAS, MATIN + timedelta(minutes=1))
    settings.EMAIL_BACKEND = "tests.common.mails.test_facteur.Serveur"
    horloge(1)
    assert tournee() == ["a"]


def test_a_send_is_bounded_well_before_another_postman_may_take_the_mail():
    assert timedelta(seconds=2 * facteur.ENVOI_SECONDES) < facteur.BAIL


def test_two_postmen_never_carry_the_same_mail(horloge):
    for cle in ("a", "b", "c"):
        envoyer(cle)
    en_main = [facteur.prendre() for _ in range(3)]
    assert len({courriel.pk for courriel in en_main}) == 3
    assert facteur.prendre() is None
    for courriel in reversed(en_main):
        facteur.porter(courriel)
    assert tournee() == []
    assert sorted(message.to[0][0] for message in Serveur.recus) == ["a", "b", "c"]


@pytest.mark.parametrize("panne", [OperationalError(), KeyboardInterrupt(), SystemExit()])
def test_whatever_ends_the_postman_the_mail_in_hand_leaves_later_and_once(horloge, panne):
    envoyer("a")
    Serveur.panne = panne
    with pytest.raises(type(panne)):
        facteur.porter_le_suivant()
    Serveur.panne = None
    assert tournee() == []
    horloge(11)
    assert tournee() == ["a"]
    assert tournee() == []


def test_a_link_that_dies_in_the_postman_s_hands_is_not_sent(horloge):
    envoyer("lien", expire_le=MATIN + timedelta(minutes=30))
    en_main = facteur.prendre()
    horloge(31)
    facteur.porter(en_main)
    assert Serveur.recus == []
    perdu = Courriel.objects.get()
    assert (perdu.erreur, perdu.texte, perdu.abandonne_le) == (relances.PERIME, "", MATIN + timedelta(minutes=31))


def test_a_link_is_tried_for_the_last_time_before_it_dies_never_after(horloge):
    fin = MATIN + timedelta(hours=1)
    envoyer("lien", expire_le=fin)
    Serveur.panne = smtplib.SMTPServerDisconnected("x")
    while prochain := Courriel.objects.get().prochain_essai:
        assert prochain <= fin
        horloge((prochain - MATIN) / timedelta(minutes=1))
        facteur.porter_le_suivant()
    assert Courriel.objects.get().erreur == relances.PERIME


def test_what_is_awaited_leaves_first_whatever_came_before_and_whatever_failed(horloge):
    for rang in range(5):
        envoyer(f"nombre{rang}", urgence=Urgence.EN_NOMBRE)
    envoyer("courant")
    Serveur.panne = TimeoutError()
    horloge(1)
    tournee()
    Serveur.panne = None
    envoyer("lien", urgence=Urgence.ATTENDU)
    horloge(3)
    servis = tournee()
    assert servis[:2] == ["lien", "courant"]
    assert servis[2:] == [f"nombre{rang}" for rang in range(5)]


def test_a_promise_whose_person_left_meanwhile_is_forgotten_and_the_next_leaves(horloge):
    for cle in ("x", "y"):
        courriels.promettre(f"{__name__}.personne", 1, cle=cle, objet="x", urgence=Urgence.ATTENDU)
    envoyer("a")
    assert tournee() == ["a"]
    assert Courriel.objects.count() == 1


def personne(pk):
    """Write to nobody."""
    return {"a": ""} if pk else None
