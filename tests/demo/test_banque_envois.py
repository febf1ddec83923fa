"""What the stand-in of the bank sends afterwards, and how its process runs."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from demo.banque import cles
from demo.banque.reglages import CARTE_ACCEPTEE, CLE
from factures.paiements.paybox import client
from factures.paiements.paybox.protocol import (
    verifier,
)
from factures.paiements.paybox.reponse import Resultat, lire_reponse
from tests.demo.caisse import banque, caisse, dossier, portail, session

__all__ = ["banque", "caisse", "dossier", "portail", "session"]


RACINE = Path(__file__).parents[2]


def attendre(condition):
    limite = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < limite, "nothing came"
        time.sleep(0.01)


def test_a_late_notification_comes_after_the_browser(caisse):
    caisse.banque.guichet.reglages.delai_secondes = 0.2
    caisse.cliquer(caisse.ouvrir(), "payer")
    assert caisse.portail.recus == []
    attendre(lambda: caisse.portail.recus)


def test_a_notification_can_be_repeated_or_lost(caisse):
    caisse.banque.guichet.reglages.repetitions = 3
    caisse.cliquer(caisse.ouvrir("F-1"), "payer")
    assert len({corps for _, _, corps in caisse.portail.recus}) == 1
    assert len(caisse.portail.recus) == 3
    caisse.banque.guichet.reglages.muette = True
    caisse.cliquer(caisse.ouvrir("F-2"), "payer")
    assert len(caisse.portail.recus) == 3


def test_a_notification_is_sent_again_on_demand(caisse):
    caisse.cliquer(caisse.ouvrir(), "payer")
    caisse.portail.statut = 503
    page = caisse.session.post(caisse.banque.adresse + "/rejouer/F-2026-000145-1")
    assert "a répondu 503" in page.text
    premier, second = (corps for _, _, corps in caisse.portail.recus)
    assert premier == second
    assert "accepté · réponses du portail\u202f: 200, 503" in caisse.session.get(caisse.banque.adresse).text


def test_a_pending_payment_is_settled_by_another_notification(caisse):
    caisse.cliquer(caisse.ouvrir(), "attendre")
    adresse = caisse.banque.adresse + "/denouer/F-2026-000145-1/accepte"
    assert caisse.session.post(adresse).status_code == 200
    assert caisse.session.post(adresse).status_code == 404
    attente, accepte = (lire_reponse(verifier(corps, [caisse.cle_publique])) for _, _, corps in caisse.portail.recus)
    assert (attente.resultat, accepte.resultat) == (Resultat.ATTENTE, Resultat.ACCEPTE)
    assert attente.transaction == accepte.transaction


def test_a_merchant_that_is_down_does_not_keep_the_payer(caisse):
    page = caisse.ouvrir()
    caisse.portail.shutdown()
    caisse.portail.server_close()
    assert caisse.cliquer(page, "payer").status_code == 303
    assert "ConnectionError" in caisse.session.get(caisse.banque.adresse).text


def test_no_card_number_is_logged(caisse, caplog):
    caplog.set_level("DEBUG")
    caisse.cliquer(caisse.ouvrir(), "payer")
    assert "notification F-2026-000145-1" in caplog.text
    assert CARTE_ACCEPTEE not in caplog.text
    assert CLE not in caplog.text


def test_the_load_page_is_the_one_that_the_portal_reads(caisse):
    assert client.est_en_service(caisse.banque.adresse)
    caisse.banque.guichet.reglages.en_service = False
    assert not client.est_en_service(caisse.banque.adresse)


def test_it_listens_on_this_machine_only(banque):
    assert banque.server_address[0] == "127.0.0.1"


def test_the_key_is_made_once_and_kept_private(tmp_path):
    premiere = cles.cle_publique(tmp_path)
    assert cles.cle_publique(tmp_path) == premiere
    assert (tmp_path / cles.PRIVEE).stat().st_mode & 0o077 == 0
    assert sorted(fichier.name for fichier in tmp_path.iterdir()) == [cles.PRIVEE, cles.PUBLIQUE]


def lancer(*arguments, **environnement):
    propre = {nom: valeur for nom, valeur in os.environ.items() if nom not in ("DJANGO_SETTINGS_MODULE",)}
    chemins = os.pathsep.join([str(RACINE), str(RACINE / "site")])
    return subprocess.run(
        [sys.executable, "-m", "demo.banque", *arguments],
        env=propre | {"PYTHONPATH": chemins} | environnement,
        cwd=RACINE,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_the_process_prepares_its_key(tmp_path):
    assert lancer("--preparer", "--dossier", str(tmp_path)).returncode == 0
    assert (tmp_path / cles.PUBLIQUE).read_text().startswith("-----BEGIN PUBLIC KEY-----")


@pytest.mark.parametrize(
    "environnement",
    [{"PORTAIL_ENV": "production"}, {"DJANGO_SETTINGS_MODULE": "config.settings.production"}],
)
def test_the_process_refuses_production(tmp_path, environnement):
    essai = lancer("--preparer", "--dossier", str(tmp_path), **environnement)
    assert essai.returncode != 0
    assert "ne démarre jamais en production" in essai.stderr
    assert list(tmp_path.iterdir()) == []
