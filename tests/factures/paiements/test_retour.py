"""The page that one comes back to from the bank: it says, and never makes an invoice paid."""

from datetime import timedelta

import pytest

from common import clock
from factures.paiements import services
from factures.paiements.enums import EtatTentative
from factures.paiements.models import Notification, Paiement
from tests.factures.paiements.gestes import _banque_en_service, adresse_retour, frapper, parent, tentative
from tests.tools.banque import ANNULATION, ATTENTE, REFUS, Banque

__all__ = ["_banque_en_service", "parent", "tentative"]


@pytest.mark.feature("F159")
def test_the_return_never_makes_an_invoice_paid(parent, facture, tentative, banque):
    message = banque.message(tentative)
    page = parent.get(adresse_retour(tentative, "effectue", message)).content.decode()

    assert "Paiement en cours de confirmation" in page
    assert "Ne payez pas une seconde fois" in page
    assert "Payer la facture</span>" not in page
    assert services.reste_du(facture) == facture.total
    assert not Paiement.objects.exists()
    assert not Notification.objects.exists()


def test_the_return_says_confirmed_once_the_notification_came(parent, tentative, banque):
    message = banque.message(tentative)
    frapper(parent, message)
    for adresse in (adresse_retour(tentative, "effectue", message), adresse_retour(tentative, "annule")):
        page = parent.get(adresse).content.decode()
        assert "Votre paiement est confirmé" in page
        assert "en cours" not in page
        assert "data-termine" in page


@pytest.mark.parametrize(
    ("code", "issue", "titre"),
    [
        (REFUS, "refuse", "Le paiement n’est pas passé"),
        (ANNULATION, "annule", "Le paiement est annulé"),
        (ATTENTE, "attente", "Paiement en cours de confirmation"),
    ],
)
@pytest.mark.parametrize("par", ["retour", "notification"])
def test_each_answer_is_said_in_words_whichever_way_it_came(parent, tentative, banque, code, issue, titre, par):
    message = banque.message(tentative, code=code)
    if par == "notification":
        frapper(parent, message)
    page = parent.get(adresse_retour(tentative, issue, message if par == "retour" else b"")).content.decode()
    assert titre in page
    assert ("Rien n’a été débité" in page) == (code != ATTENTE)
    assert ("Payer la facture</span>" in page) == (code != ATTENTE)
    tentative.refresh_from_db()
    assert (tentative.etat == EtatTentative.OUVERTE) == (par == "retour" or code == ATTENTE)


@pytest.mark.parametrize("forge", ["sans signature", "autre clé", "autre tentative", "octets"])
def test_an_unsigned_return_is_not_believed(parent, tentative, facture, maison, banque, forge):
    autre = services.ouvrir_tentative(facture, auteur=maison.utilisateur)
    requete = {
        "sans signature": f"R={tentative.reference}&M=5856&E={REFUS}".encode(),
        "autre clé": Banque("faussaire").message(tentative, code=REFUS),
        "autre tentative": banque.message(autre, code=REFUS),
        "octets": b"%ff%00&K=",
    }[forge]
    page = parent.get(adresse_retour(tentative, "refuse", requete)).content.decode()
    assert "Paiement en cours de confirmation" in page


def test_a_bank_that_never_answers_is_not_waited_for(parent, tentative, settings):
    settings.HORLOGE = (clock.maintenant() + timedelta(hours=1)).isoformat()
    page = parent.get(adresse_retour(tentative)).content.decode()
    assert "Pas de réponse de la banque" in page
    assert "adressez-vous à la régie" in page
    assert "suivi-tache" not in page


def test_a_refused_attempt_of_a_paid_invoice_proposes_no_payment(parent, facture, maison, tentative, banque):
    frapper(parent, banque.message(services.ouvrir_tentative(facture, auteur=maison.utilisateur)))
    frapper(parent, banque.message(tentative, code=REFUS))
    assert "Payer la facture</span>" not in parent.get(adresse_retour(tentative, "refuse")).content.decode()


def test_a_second_payment_says_where_the_money_is(parent, facture, maison, tentative, banque):
    frapper(parent, banque.message(services.ouvrir_tentative(facture, auteur=maison.utilisateur)))
    frapper(parent, banque.message(tentative))
    assert "58,56\u202f€ restent à votre crédit" in parent.get(adresse_retour(tentative)).content.decode()
