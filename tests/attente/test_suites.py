"""The registration of who waits changes: another payer keeps its rank and pays its offer, another place ends it."""

from datetime import date

import pytest

from common.errors import Refus
from commune.models import Lieu
from espace_prive.famille.models import Rattachement
from reservations.activites.models import Inscription
from reservations.activites.services.changements import (
    InscriptionVoulue,
    annoncer_changement,
    annoncer_retour,
    changer,
    defaire,
)
from reservations.activites.services.places import ouvrir
from reservations.attente import reading
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.attente.services import accepter, passer
from tests.attente.gestes import LUNDI_16, annuler, attendre, etats, pleine, verifier
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import famille
from tests.factories.reservations import piste_de

pytestmark = pytest.mark.django_db
MARDI_10 = date(2026, 11, 10)


@pytest.fixture
def partagee(donges):
    """Give who is in on a full Monday, a home whose child waits, another of its homes, and a second that waits."""
    dedans, (maison, seconde, *_) = pleine(donges, LUNDI_16)
    autre = famille(donges, enfants=0, nom="Talbot")
    Rattachement.objects.create(enfant=maison.enfants[0], foyer=autre.foyer, du=date(2026, 9, 1))
    return dedans[0], maison, autre, seconde


def voulue(maison, **autres):
    lue = Inscription.objects.select_related("enfant", "activite__service", "lieu", "payeur__foyer")
    i = lue.get(pk=maison.inscriptions[0].pk)
    valeurs = {"lieu": i.lieu, "payeur": i.payeur, "du": i.du, "au": i.au, "depuis": MARDI_10} | autres
    return InscriptionVoulue(inscription=i, **valeurs)


def confier(maison, **autres):
    return changer(voulue(maison, **autres), motif="Séparation", par=UtilisateurFactory())


def test_another_payer_from_a_day_on_keeps_the_rank_and_undoing_gives_it_back(partagee):
    _, maison, autre, seconde = partagee
    attente, suivante = attendre(maison, LUNDI_16), attendre(seconde, LUNDI_16)
    assert any("garde son rang" in dit for dit in annoncer_changement(voulue(maison, payeur=autre.payeur)))
    ligne = confier(maison, payeur=autre.payeur)
    passer()
    assert etats(attente, suivante) == [EtatAttente.EN_ATTENTE] * 2
    assert reading.rangs([attente.pk])[attente.pk] == 1
    assert Attente.objects.get(pk=attente.pk).inscription.payeur == autre.payeur
    assert any("revient avec l’inscription" in dit for dit in annoncer_retour(ligne))
    defaire(ligne, par=UtilisateurFactory())
    assert Attente.objects.get(pk=attente.pk).inscription == maison.inscriptions[0]
    passer()
    assert etats(attente, suivante) == [EtatAttente.EN_ATTENTE] * 2
    verifier()


def test_a_change_is_undone_even_when_somebody_waits_by_what_followed(partagee):
    _, maison, autre, _ = partagee
    ligne = confier(maison, payeur=autre.payeur)
    attente = attendre(autre, LUNDI_16, piste=piste_de(ligne.suite))
    defaire(ligne, par=UtilisateurFactory())
    assert Attente.objects.get(pk=attente.pk).inscription == maison.inscriptions[0]
    verifier()


@pytest.mark.parametrize("en_place", [True, False])
def test_an_offer_is_paid_by_who_pays_the_registration_now_and_who_is_told(
    partagee, mailoutbox, django_capture_on_commit_callbacks, en_place
):
    dedans, maison, autre, _ = partagee
    attente = attendre(maison, LUNDI_16)
    annuler(dedans, LUNDI_16)
    passer()
    depuis = maison.inscriptions[0].du if en_place else MARDI_10
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        ligne = confier(maison, payeur=autre.payeur, depuis=depuis)
    assert [m.to for m in mailoutbox if "libérée" in m.subject] == [[autre.responsable.email]]
    passer()
    assert etats(attente) == [EtatAttente.PROPOSEE]
    assert Attente.objects.get().reservation.payeur == autre.payeur
    defaire(ligne, par=UtilisateurFactory())
    assert Attente.objects.get().reservation.payeur == maison.payeur
    accepter(attente.pk, auteur=maison.utilisateur, foyer=maison.foyer)
    verifier()


def test_an_offer_that_did_not_follow_its_registration_ends(partagee):
    dedans, maison, autre, seconde = partagee
    attente, suivante = attendre(maison, LUNDI_16), attendre(seconde, LUNDI_16)
    annuler(dedans, LUNDI_16)
    passer()
    Inscription.objects.filter(pk=maison.inscriptions[0].pk).update(payeur=autre.payeur)
    with pytest.raises(Refus) as refus:
        accepter(attente.pk, auteur=autre.utilisateur, foyer=autre.foyer)
    assert refus.value.code == "impossible"
    passer()
    assert etats(attente, suivante) == [EtatAttente.IMPOSSIBLE, EtatAttente.PROPOSEE]
    assert "L’inscription a changé" in Attente.objects.get(pk=attente.pk).motif
    verifier()


def test_a_list_is_of_one_place_who_goes_elsewhere_waits_there_no_more_and_is_told(donges, partagee, mailoutbox):
    _, maison, _, _ = partagee
    attente = attendre(maison, LUNDI_16)
    port = Lieu.objects.create(code="restaurant-du-port", nom="Restaurant du Port", genre="restaurant")
    ouvrir(donges.cantine, port, du=LUNDI_16, au=LUNDI_16, places=10)
    assert any("n’attend plus" in dit for dit in annoncer_changement(voulue(maison, lieu=port)))
    confier(maison, lieu=port)
    passer()
    assert etats(attente) == [EtatAttente.IMPOSSIBLE]
    assert any("Pas de place" in m.subject for m in mailoutbox)
    verifier()
