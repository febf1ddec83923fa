"""Waiting lists under several at once: an offer accepted twice, or as it expires; capacity raised while three wait."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, local

import pytest
from django.db import IntegrityError, connection

from common import clock
from common.errors import Refus
from espace_prive.demarches.models import Demarche
from reservations.activites.models import Capacite, Creneau
from reservations.activites.services.ouvertures import appliquer_capacites
from reservations.attente import rules
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.attente.services import accepter, offrir, passer, traiter
from reservations.planning.enums import EtatReservation
from reservations.planning.models import Reservation
from tests.attente.gestes import LUNDI_16, annuler, attendre, etats, pleine, verifier
from tests.tools.verrous import sans_verrou

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.concurrency]
PROPOSEE, ACCEPTEE, EXPIREE = (str(e) for e in (EtatAttente.PROPOSEE, EtatAttente.ACCEPTEE, EtatAttente.EXPIREE))


@pytest.fixture
def file(donges):
    dedans, dehors = pleine(donges, LUNDI_16)
    return donges, dedans, dehors, [attendre(maison, LUNDI_16) for maison in dehors]


def ensemble(*gestes):
    """Do these at once, each on its own connection; give what each answered, or its refusal."""
    depart = Barrier(len(gestes))

    def faire(geste):
        try:
            connection.ensure_connection()
            depart.wait()
            return geste()
        except Refus as refus:
            return refus
        finally:
            connection.close()

    with ThreadPoolExecutor(len(gestes)) as fils:
        return list(fils.map(faire, gestes))


def test_an_offer_accepted_by_both_parents_at_once_books_once(file):
    _, dedans, dehors, attentes = file
    annuler(dedans[0], LUNDI_16)
    passer()
    maison = dehors[0]
    reponses = ensemble(*[lambda: accepter(attentes[0].pk, auteur=maison.utilisateur, foyer=maison.foyer)] * 6)
    assert not [r for r in reponses if isinstance(r, Refus)]
    assert Reservation.objects.vivantes().filter(enfant=maison.enfants[0]).count() == 1
    assert Demarche.objects.filter(auteur=maison.utilisateur).count() == 1
    verifier()


def test_an_offer_accepted_as_it_expires_is_one_or_the_other(file, monkeypatch):
    """The parent is in time, the worker is late by its own clock: whoever holds the child first decides."""
    _, dedans, dehors, attentes = file
    annuler(dedans[0], LUNDI_16)
    passer()
    offre = Attente.objects.get(pk=attentes[0].pk)
    retard, juste = local(), clock.maintenant
    monkeypatch.setattr(clock, "maintenant", lambda: getattr(retard, "instant", None) or juste())

    def expirer():
        retard.instant = offre.expire_le
        return traiter(offre.pk)

    maison = dehors[0]
    accepte, expire = ensemble(lambda: accepter(offre.pk, auteur=maison.utilisateur, foyer=maison.foyer), expirer)
    etat = etats(attentes[0])[0]
    tenues = Reservation.objects.vivantes().filter(enfant=maison.enfants[0]).count()
    if isinstance(accepte, Refus):
        assert (etat, tenues, expire) == (EXPIREE, 0, True)
    else:
        assert (etat, tenues, expire) == (ACCEPTEE, 1, False)
    verifier()


def test_a_capacity_raised_while_three_wait_and_four_workers_look_offers_each_place_once(file):
    donges, _, _, attentes = file
    Capacite.objects.filter(activite=donges.cantine).update(places=3)

    def elargir():
        appliquer_capacites(donges.cantine, [donges.restaurant], motif="", par=None)
        return passer()

    ensemble(elargir, passer, passer, passer)
    passer()
    assert etats(*attentes) == [PROPOSEE, PROPOSEE, "attente"]
    assert Reservation.objects.filter(etat=EtatReservation.PROPOSEE).count() == 2
    verifier()


def test_control_without_the_locks_two_workers_offer_the_same_place(file, monkeypatch):
    """If this one fails, the test above proves nothing: both judge before either writes."""
    _, _, _, attentes = file
    Creneau.objects.update(places=2)
    sans_verrou(monkeypatch)
    ensemble_juges, juger = Barrier(2), offrir._juger

    def juger_ensemble(*arguments):
        jugee = juger(*arguments)
        ensemble_juges.wait(timeout=20)
        return jugee

    monkeypatch.setattr(offrir, "_juger", juger_ensemble)
    with pytest.raises(IntegrityError):
        ensemble(*[lambda: traiter(attentes[0].pk)] * 2)


def test_control_without_the_locks_an_offer_is_accepted_twice(file, monkeypatch):
    _, dedans, dehors, attentes = file
    annuler(dedans[0], LUNDI_16)
    passer()
    sans_verrou(monkeypatch)
    jugees, refuser = Barrier(2), rules.refuser_la_reponse

    def refuser_ensemble(*arguments):
        non = refuser(*arguments)
        jugees.wait(timeout=20)
        return non

    monkeypatch.setattr(rules, "refuser_la_reponse", refuser_ensemble)
    maison = dehors[0]
    with pytest.raises(IntegrityError):
        ensemble(*[lambda: accepter(attentes[0].pk, auteur=maison.utilisateur, foyer=maison.foyer)] * 2)
