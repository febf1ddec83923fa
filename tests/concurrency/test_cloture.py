"""Closings under fire: many at once, half of them failing, killed in the middle. PostgreSQL, real transactions."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from factures.facturation import services, tasks
from factures.facturation.enums import EtatCloture
from factures.facturation.models import Cloture, Consommation, Facture, Facturee, Serie
from factures.facturation.services import cloture as cloture_services
from factures.facturation.services import correction, emission
from tests.factories.commune import charger_donges
from tests.factories.factures import ECHEANCE, OCTOBRE, payer, ville_a_facturer
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ville(transactional_db):
    return charger_donges()


@pytest.fixture(autouse=True)
def _sans_courriels(settings):
    settings.COURRIELS_SYNCHRONES = False


def ensemble(*gestes):
    """Run the callables at the same moment, each on its own connection; give their results or exceptions."""
    depart = Barrier(len(gestes))

    def lancer(geste):
        depart.wait()
        try:
            return geste()
        except Exception as erreur:
            return erreur
        finally:
            connection.close()

    with ThreadPoolExecutor(len(gestes)) as fils:
        return list(fils.map(lancer, gestes))


def emettre_ou_pas(ville, maison, *, reussit):
    """Issue the invoice of one family in a transaction that commits or not."""

    def geste():
        with transaction.atomic():
            serie = emission.verrouiller_serie(ville.regie)
            time.sleep(0.01)
            emission.emettre(serie, mois=OCTOBRE, payeurs=[maison.payeur.pk], echeance=ECHEANCE)
            if not reussit:
                raise RuntimeError("rolled back")

    return geste


def douze(ville):
    maisons = [famille(ville) for _ in range(12)]
    for maison in maisons:
        reserver_jours(maison, ville, jours_d_ecole(OCTOBRE)[:2])
    return ensemble(*(emettre_ou_pas(ville, m, reussit=rang % 2 == 0) for rang, m in enumerate(maisons)))


def test_control_without_the_lock_numbers_collide(ville, monkeypatch):
    def sans_verrou(regie):
        serie, _ = Serie.objects.get_or_create(regie=regie, exercice=2026)
        return serie

    monkeypatch.setattr(emission, "verrouiller_serie", sans_verrou)
    resultats = douze(ville)
    assert any(isinstance(r, IntegrityError) for r in resultats)
    assert Facture.objects.count() < 6


def test_twelve_at_once_of_which_six_roll_back_leave_the_numbers_one_to_six(ville):
    resultats = douze(ville)
    assert Counter(type(r) for r in resultats) == {type(None): 6, RuntimeError: 6}
    assert sorted(Facture.objects.values_list("numero", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert Serie.objects.get().dernier == 6


def test_two_workers_on_one_closing_bill_everybody_once(ville, monkeypatch):
    monkeypatch.setattr(services, "cloturer_lot", partial(services.cloturer_lot, taille=3))
    cloture = ville_a_facturer(ville, familles=20, repas=6)
    assert ensemble(lambda: tasks.cloturer(cloture.pk), lambda: tasks.cloturer(cloture.pk)) == [None, None]
    verifier(cloture, familles=20, repas=6)


def test_two_months_closed_at_once_share_the_series_without_a_hole(ville):
    maisons = [famille(ville) for _ in range(6)]
    clotures = []
    for mois in (OCTOBRE.replace(month=9), OCTOBRE):
        for maison in maisons:
            reserver_jours(maison, ville, jours_d_ecole(mois)[:3])
        clotures.append(Cloture.objects.create(regie=ville.regie, mois=mois, echeance=ECHEANCE))
    ensemble(*(lambda pk=c.pk: tasks.cloturer(pk) for c in clotures))
    assert sorted(Facture.objects.values_list("numero", flat=True)) == list(range(1, 13))
    assert Facturee.objects.count() == Consommation.objects.count() == 36


def test_the_button_pressed_twice_makes_one_closing(ville):
    ville_a_facturer(ville, familles=2, repas=3).delete()

    def bouton():
        return services.lancer_cloture(regie=ville.regie, mois=OCTOBRE, echeance=ECHEANCE, par=None)

    un, deux = ensemble(bouton, bouton)
    assert un == deux == Cloture.objects.get()


def test_one_invoice_corrected_twice_at_once_gets_one_avoir(ville, regisseur):
    reserver_jours(famille(ville), ville, jours_d_ecole(OCTOBRE))
    tasks.cloturer(Cloture.objects.create(regie=ville.regie, mois=OCTOBRE, echeance=ECHEANCE).pk)
    facture = Facture.objects.get()
    resultats = ensemble(*[lambda: services.corriger(facture, motif="Erreur", par=regisseur)] * 4)
    assert sum(isinstance(r, Facture) for r in resultats) == 1
    assert {getattr(r, "code", None) for r in resultats if not isinstance(r, Facture)} == {"deja_corrigee"}
    assert Facture.objects.count() == 2


def test_a_correction_that_crosses_a_closing_waits_for_the_series_and_locks_nobody_out(ville, regisseur, monkeypatch):
    """Both hold the series before invoices: the closing uses this payer's credit, so holds the invoice corrected."""
    maison = famille(ville)
    reserver_jours(maison, ville, jours_d_ecole(OCTOBRE))
    tasks.cloturer(Cloture.objects.create(regie=ville.regie, mois=OCTOBRE, echeance=ECHEANCE).pk)
    (facture,) = Facture.objects.all()
    payer(facture)
    services.corriger(facture, motif="Erreur", par=regisseur)  # what was paid is the payer's credit
    nouvelle = services.refacturer(facture, echeance=ECHEANCE, par=regisseur)
    septembre = OCTOBRE.replace(month=9)
    reserver_jours(maison, ville, jours_d_ecole(septembre)[:2])
    cloture = Cloture.objects.create(regie=ville.regie, mois=septembre, echeance=ECHEANCE)
    # The series is held for a while, so that the other one is surely on its way.
    prendre = correction.verrouiller_serie

    def prendre_et_attendre(regie):
        serie = prendre(regie)
        time.sleep(0.3)
        return serie

    for module in (correction, cloture_services):
        monkeypatch.setattr(module, "verrouiller_serie", prendre_et_attendre)
    resultats = ensemble(
        lambda: services.corriger(nouvelle, motif="Encore", par=regisseur), lambda: services.cloturer_lot(cloture.pk)
    )
    assert [type(r) for r in resultats] == [Facture, int], resultats


OUVRIER = """
    import time, django
    from django.conf import settings
    django.setup()
    from factures.facturation import services, tasks
    from factures.facturation.services import journal
    ecrire = journal.ecrire
    def lentement(*arguments):
        time.sleep(0.05)
        ecrire(*arguments)
        time.sleep(0.05)
    journal.ecrire = lentement
    settings.COURRIELS_SYNCHRONES = False
    while services.cloturer_lot({pk}, taille=1):
        print("lot", flush=True)
"""


def test_a_worker_killed_in_the_middle_is_taken_over(ville):
    cloture = ville_a_facturer(ville, familles=15, repas=6)
    base = connection.settings_dict
    adresse = f"postgresql://{base['USER']}:{base['PASSWORD']}@{base['HOST'].replace('/', '%2F')}/{base['NAME']}"
    environnement = {
        **os.environ,
        "DATABASE_URL": adresse,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": f"{settings.RACINE}:{settings.RACINE / 'site'}",
    }
    programme = textwrap.dedent(OUVRIER.format(pk=cloture.pk))
    ouvrier = subprocess.Popen([sys.executable, "-c", programme], env=environnement, stdout=subprocess.PIPE, text=True)
    try:
        for _ in range(3):
            assert ouvrier.stdout.readline() == "lot\n"
        time.sleep(0.07)  # in the middle of the fourth transaction
    finally:
        ouvrier.send_signal(signal.SIGKILL)
        ouvrier.wait()
        ouvrier.stdout.close()
    cloture.refresh_from_db()
    assert cloture.etat == EtatCloture.EN_COURS
    assert 3 <= cloture.factures_emises < 15
    tasks.cloturer(cloture.pk)
    verifier(cloture, familles=15, repas=6)


def verifier(cloture, *, familles, repas):
    """Check that every family has one invoice, every meal is billed once, and no number is missing."""
    cloture.refresh_from_db()
    assert (cloture.etat, cloture.factures_emises) == (EtatCloture.TERMINEE, familles)
    assert sorted(Facture.objects.values_list("numero", flat=True)) == list(range(1, familles + 1))
    assert Facture.objects.values("payeur").distinct().count() == familles
    assert Facturee.objects.count() == Consommation.objects.count() == familles * repas
