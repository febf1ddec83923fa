"""The bank repeats itself, all at once, late and in disorder: the money is counted once."""

import threading
from decimal import Decimal

import pytest
from django.conf import settings as reglages
from django.core import mail
from django.db import IntegrityError, connection, connections
from django.test import override_settings
from hypothesis import HealthCheck, given, settings, strategies
from hypothesis.extra.django import TestCase

from common.models import Courriel
from factures.paiements import services
from factures.paiements.enums import EtatTentative, Verdict
from factures.paiements.models import Imputation, Notification, Paiement, Tentative
from tests.factories.commune import charger_donges
from tests.factories.factures import avoir_brut, facture_brute
from tests.factories.famille import famille
from tests.tools.banque import ANNULATION, ATTENTE, REFUS, Banque, banque
from tests.tools.verrous import sans_verrou

__all__ = ["banque"]
ENSEMBLE = 5


def en_meme_temps(*gestes):
    """Run each in a thread with a connection of its own, all let go at once; give results or exceptions."""
    depart, resultats = threading.Barrier(len(gestes)), [None] * len(gestes)

    def courir(rang, geste):
        try:
            connection.ensure_connection()
            depart.wait(10)
            resultats[rang] = geste()
        except Exception as erreur:  # given back to the test, which judges it
            resultats[rang] = erreur
        finally:
            connections.close_all()

    fils = [threading.Thread(target=courir, args=couple) for couple in enumerate(gestes)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(60)
    return resultats


@pytest.fixture
def donges(transactional_db):
    return charger_donges()


@pytest.fixture
def maison(donges):
    return famille(donges)


@pytest.fixture
def facture(maison, donges):
    return facture_brute(maison, donges, total="58.56")


@pytest.fixture
def tentative(maison, facture):
    return services.ouvrir_tentative(facture, auteur=maison.utilisateur)


@pytest.mark.concurrency
@pytest.mark.feature("F157")
def test_five_notifications_at_once_make_one_payment(tentative, facture, banque):
    message = banque.message(tentative)
    verdicts = en_meme_temps(*[lambda: services.constater(message)] * ENSEMBLE)

    assert sorted(verdicts) == sorted([Verdict.PRISE_EN_COMPTE] + [Verdict.DEJA_CONNUE] * (ENSEMBLE - 1))
    assert (Paiement.objects.count(), Imputation.objects.count()) == (1, 1)
    assert (Courriel.objects.count(), len(mail.outbox)) == (1, 1)
    assert Notification.objects.count() == ENSEMBLE
    assert services.reste_du(facture) == 0


@pytest.mark.concurrency
def test_without_the_lock_the_same_five_do_harm(tentative, banque, monkeypatch):
    """The control: the test above can fail. The database still refuses a second payment, so the bank gets an error."""
    sans_verrou(monkeypatch, Tentative)
    lu, lire = threading.Barrier(ENSEMBLE), services.notifications._deja_encaisse

    def tous_ensemble(*args):
        connu = lire(*args)
        lu.wait(10)
        return connu

    monkeypatch.setattr(services.notifications, "_deja_encaisse", tous_ensemble)
    message = banque.message(tentative)
    resultats = en_meme_temps(*[lambda: services.constater(message)] * ENSEMBLE)
    assert sum(isinstance(resultat, IntegrityError) for resultat in resultats) == ENSEMBLE - 1
    assert Paiement.objects.count() == 1


@pytest.mark.concurrency
def test_two_attempts_accepted_at_once_pay_the_invoice_once(tentative, facture, maison, banque):
    autre = services.ouvrir_tentative(facture, auteur=maison.utilisateur)
    messages = [banque.message(tentative), banque.message(autre)]
    verdicts = en_meme_temps(*[lambda m=message: services.constater(m) for message in messages])

    assert set(verdicts) == {Verdict.PRISE_EN_COMPTE, Verdict.EXCEDENT}
    assert Imputation.objects.get().montant == facture.total
    assert services.credit(maison.payeur, facture.regie) == facture.total


@pytest.mark.concurrency
def test_paid_and_cancelled_by_an_avoir_at_once_loses_nothing(tentative, facture, maison, banque):
    avoir, message = avoir_brut(facture), banque.message(tentative)
    resultats = en_meme_temps(lambda: services.constater(message), lambda: services.imputer_avoir(avoir))

    assert not [r for r in resultats if isinstance(r, Exception)]
    assert services.reste_du(facture) == 0
    assert services.credit(maison.payeur, facture.regie) == facture.total
    assert services.solde(maison.payeur, facture.regie) == -facture.total


@pytest.mark.concurrency
def test_a_credit_used_five_times_at_once_is_used_once(tentative, facture, maison, donges, banque):
    services.constater(banque.message(tentative))
    services.imputer_avoir(avoir_brut(facture))
    suivante = facture_brute(maison, donges, total="40.00")
    qui = (maison.payeur, facture.regie)
    resultats = en_meme_temps(*[lambda: services.imputer_credit(*qui)] * ENSEMBLE)

    assert [r for r in resultats if not isinstance(r, Exception)] == [Decimal("40.00")]
    assert {getattr(r, "code", "") for r in resultats if isinstance(r, Exception)} == {"rien_a_imputer"}
    assert (services.reste_du(suivante), services.credit(*qui)) == (0, Decimal("18.56"))


@pytest.mark.concurrency
def test_five_clicks_at_once_open_five_attempts(facture, maison):
    en_meme_temps(*[lambda: services.ouvrir_tentative(facture, auteur=maison.utilisateur)] * ENSEMBLE)
    references = Tentative.objects.order_by("reference").values_list("reference", flat=True)
    assert [reference[-2:] for reference in references] == ["A1", "A2", "A3", "A4", "A5"]


# ---------------------------------------------------------------- any order, any number of times

GESTES = strategies.lists(
    strategies.tuples(
        strategies.integers(0, 2),  # which of three attempts
        strategies.sampled_from(["accepte", "accepte", "autre", REFUS, ANNULATION, ATTENTE, "montant", "faux"]),
    ),
    max_size=12,
)


class Suites(TestCase):
    """Whatever the bank says, in whatever order: what was accepted is there, once, and the invoice never goes back."""

    def setUp(self):
        self.donges = charger_donges()
        self.maison = famille(self.donges)
        self.banque, self.faussaire = Banque(), Banque("faussaire")
        self.enterContext(override_settings(PAYBOX=reglages.PAYBOX | {"CLES_PUBLIQUES": [self.banque.cle_publique]}))

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(gestes=GESTES, avoir_apres=strategies.integers(0, 14))
    def test_suites(self, gestes, avoir_apres):
        facture = facture_brute(self.maison, self.donges, numero=1)
        tentatives = [services.ouvrir_tentative(facture, auteur=self.maison.utilisateur) for _ in range(3)]
        acceptees, annulee, reglee = set(), False, False
        for rang, (laquelle, geste) in enumerate(gestes):
            if rang == avoir_apres:
                services.imputer_avoir(avoir_brut(facture))
                annulee = reglee = True
            self._jouer(tentatives[laquelle], geste, acceptees)
            reglee = reglee or bool(acceptees)
            self._verifier(facture, acceptees, annulee=annulee, reglee=reglee)
        assert Notification.objects.count() == len(gestes)

    def _jouer(self, tentative, geste, acceptees):
        numero = f"{tentative.reference}-{geste}"
        if geste in ("accepte", "autre"):
            services.constater(self.banque.message(tentative, transaction=numero[-20:]))
            acceptees.add(numero)
        elif geste == "montant":
            services.constater(self.banque.message(tentative, M="1"))
        elif geste == "faux":
            services.constater(self.faussaire.message(tentative))
        else:
            services.constater(self.banque.message(tentative, code=geste))

    def _verifier(self, facture, acceptees, *, annulee, reglee):
        recu = len(acceptees) * facture.total
        assert sum(p.montant for p in Paiement.objects.all()) == recu
        assert len(mail.outbox) == len(acceptees)
        assert (services.reste_du(facture) == 0) == reglee
        du = 0 if annulee else facture.total
        assert services.solde(self.maison.payeur, self.donges.regie) == du - recu
        assert services.credit(self.maison.payeur, self.donges.regie) == max(recu - du, 0)
        payees = set(Paiement.objects.values_list("tentative__reference", flat=True))
        for tentative in Tentative.objects.all():
            assert (tentative.etat == EtatTentative.PAYEE) == (tentative.reference in payees)
