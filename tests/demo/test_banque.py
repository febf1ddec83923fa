"""The stand-in for the bank, on a free port, with a merchant in a thread: the protocol from end to end."""

import re
from decimal import Decimal
from urllib.parse import urlsplit

import pytest

from demo.banque.reglages import CARTE_REFUSEE, CLE
from factures.paiements.paybox.protocol import (
    signer,
    verifier,
)
from factures.paiements.paybox.reponse import Resultat, lire_reponse
from tests.demo.caisse import banque, caisse, dossier, portail, session

__all__ = ["banque", "caisse", "dossier", "portail", "session"]


RETOURS = {"payer": "effectue", "refuser": "refuse", "annuler": "annule", "attendre": "attente"}


@pytest.mark.feature("F157", "F159", "F161")
@pytest.mark.parametrize(
    ("choix", "resultat"),
    [
        ("payer", Resultat.ACCEPTE),
        ("refuser", Resultat.REFUSE),
        ("annuler", Resultat.ANNULE),
        ("attendre", Resultat.ATTENTE),
    ],
)
def test_each_button_notifies_then_sends_the_browser_back(caisse, choix, resultat):
    retour = caisse.cliquer(caisse.ouvrir(), choix)

    assert retour.status_code == 303
    adresse = urlsplit(retour.headers["Location"])
    assert adresse.path == f"/{RETOURS[choix]}/"
    [(chemin, type_contenu, corps)] = caisse.portail.recus
    assert (chemin, type_contenu) == ("/notification/", "application/x-www-form-urlencoded")
    champs = verifier(corps, [caisse.cle_publique])
    assert verifier(adresse.query, [caisse.cle_publique]) == champs
    reponse = lire_reponse(champs)
    assert reponse.resultat is resultat
    assert (reponse.reference, reponse.montant) == ("F-2026-000145-1", Decimal("58.56"))
    assert ("A" in champs) == (resultat is Resultat.ACCEPTE)


def test_the_card_that_the_bank_refuses_is_refused(caisse):
    retour = caisse.cliquer(caisse.ouvrir(), "payer", numero=CARTE_REFUSEE)
    assert urlsplit(retour.headers["Location"]).path == "/refuse/"


def test_the_wire_is_written_as_the_bank_writes_it(caisse):
    caisse.cliquer(caisse.ouvrir("F/2026:145@1"), "payer")
    corps = caisse.portail.recus[0][2].decode()
    assert "&R=F/2026:145@1&" in corps
    assert re.search(r"&W=\d{2}\d{2}20\d{2}&Q=\d\d%3A\d\d%3A\d\d&G=O&K=[A-Za-z0-9%]+$", corps)


def test_the_card_page_says_what_is_paid_and_keeps_to_its_policy(caisse):
    page = caisse.ouvrir()
    for attendu in (
        "Banque de démonstration",
        "58,56\u202f€",
        "Référence de la dette",
        "F-2026-000145-1",
        "Affaires &lt;scolaires&gt;",
        "Continuer et payer",
        "Annuler",
        "Refuser le paiement",
        "Laisser en attente",
    ):
        assert attendu in page.text
    assert "<script" not in page.text
    assert " style=" not in page.text
    politique = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in politique
    assert politique.endswith(f"form-action 'self' {caisse.portail.adresse}")


def test_two_clicks_are_one_payment(caisse):
    page = caisse.ouvrir()
    premier, second = caisse.cliquer(page, "payer"), caisse.cliquer(page, "annuler")
    assert premier.headers["Location"] == second.headers["Location"]
    assert len(caisse.portail.recus) == 1


def test_a_reference_already_paid_is_not_paid_again(caisse):
    caisse.cliquer(caisse.ouvrir(), "payer")
    page = caisse.ouvrir()
    assert "Ce paiement est terminé" in page.text
    assert "accepté" in page.text


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"numero": "4970 1000 0000 0000"}, "cartes de démonstration"),
        ({"expiration": "13/30"}, "le mois et l’année"),
        ({"expiration": "01/20"}, "Cette date est passée"),
        ({"cryptogramme": "12"}, "les trois chiffres"),
    ],
)
def test_a_slip_is_told_beside_its_field_and_no_number_comes_back(caisse, saisie, phrase):
    page = caisse.cliquer(caisse.ouvrir(), "payer", **saisie)
    assert page.status_code == 400
    assert phrase in page.text
    assert f'href="#{next(iter(saisie))}"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert "4970" not in page.text
    assert caisse.portail.recus == []
    assert caisse.cliquer(page, "payer").status_code == 303


def signe(champs):
    return [*champs, ("PBX_HMAC", signer(champs, CLE))]


def change(nom, valeur):
    def faire(champs):
        return signe([(cle, valeur if cle == nom else ancienne) for cle, ancienne in champs[:-1]])

    return faire


def sans(nom):
    return lambda champs: signe([paire for paire in champs[:-1] if paire[0] != nom])


REFUSES = {
    "wrong hmac": lambda champs: [*champs[:-1], ("PBX_HMAC", "A" * 128)],
    "amount changed after signing": lambda champs: [
        (nom, "100" if nom == "PBX_TOTAL" else valeur) for nom, valeur in champs
    ],
    "another order": lambda champs: [*sorted(champs[:-1]), champs[-1]],
    "no hmac": lambda champs: champs[:-1],
    "hmac not ascii": lambda champs: [*champs[:-1], ("PBX_HMAC", "é")],
    "field twice": lambda champs: [("PBX_TOTAL", "100"), *champs],
    "another merchant": change("PBX_SITE", "1999887"),
    "time without offset": change("PBX_TIME", "2026-11-20T10:00:00"),
    "time that is none": change("PBX_TIME", "2026-13-20T10:00:00+01:00"),
    "amount with a comma": change("PBX_TOTAL", "58,56"),
    "amount too short": change("PBX_TOTAL", "56"),
    "amount of nothing": change("PBX_TOTAL", "000"),
    "relative address": change("PBX_ANNULE", "/annule/"),
    "address of elsewhere": change("PBX_REPONDRE_A", "http://ailleurs.example/"),
    "address that is none": change("PBX_REPONDRE_A", "http://[/"),
    "address too long": change("PBX_EFFECTUE", "http://127.0.0.1/" + "a" * 150),
    "signature not last": change("PBX_RETOUR", "K:K;M:M"),
    "signature not asked": change("PBX_RETOUR", "M:M;R:R"),
    "unknown digest": lambda champs: [(nom, "MD5" if nom == "PBX_HASH" else valeur) for nom, valeur in champs],
    "basket of none": change("PBX_SHOPPINGCART", '<?xml version="1.0"?><shoppingcart><total></total></shoppingcart>'),
    "address not xml": change("PBX_BILLING", '<?xml version="1.0"?><Billing>'),
    "address with entities": change("PBX_BILLING", '<?xml version="1.0"?><!DOCTYPE x><Billing/>'),
    "address without a phone": change("PBX_BILLING", '<?xml version="1.0"?><Billing><Address/></Billing>'),
} | {
    f"no {nom}": sans(nom)
    for nom in (
        "PBX_SITE",
        "PBX_CMD",
        "PBX_PORTEUR",
        "PBX_TIME",
        "PBX_BILLING",
        "PBX_SHOPPINGCART",
        "PBX_REPONDRE_A",
    )
}


@pytest.mark.parametrize("changer", REFUSES.values(), ids=list(REFUSES))
def test_a_wrong_request_gets_no_card_page(caisse, changer):
    page = caisse.envoyer(changer(caisse.champs()))
    assert page.status_code == 400
    assert "Problème d’identification du commerce. Accès refusé." in page.text
    assert "Motif" in page.text
    assert "/carte/" not in page.text


@pytest.mark.parametrize("corps", [b"", b"\xff\xfe", b"a&b&c", b"=" * 200, b"x" * 40_000])
def test_rubbish_gets_a_sentence(caisse, corps):
    page = caisse.session.post(caisse.url, data=corps, headers={"Content-Length": str(len(corps))})
    assert page.status_code == 400
    assert "Accès refusé" in page.text


def test_unknown_addresses_and_buttons_get_a_sentence(caisse):
    adresse = caisse.banque.adresse
    for chemin in ("/inconnu", "/carte/inconnu", "/banque.py", "/../cles.py"):
        assert caisse.session.get(adresse + chemin).status_code == 404
    for chemin in ("/inconnu", "/carte/inconnu", "/rejouer/inconnu", "/denouer/inconnu/accepte"):
        assert caisse.session.post(adresse + chemin, data={}).status_code == 404
    assert caisse.session.get(caisse.url).status_code == 400
    assert caisse.cliquer(caisse.ouvrir(), "autre").status_code == 400
