"""What becomes of an offer when something else changed meanwhile: the service, another tab, the account, the hour."""

import pytest

from common.errors import Refus
from espace_prive.famille.models import LienParental, Payeur, Rattachement
from reservations.activites.enums import FormeDelai, Geste, Suite
from reservations.activites.models import RegleDelai
from reservations.attente import liens
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.attente.services import accepter, laisser, passer
from reservations.interventions.enums import GesteIntervention
from reservations.interventions.services import Ordre, intervenir
from reservations.planning.enums import EtatReservation
from reservations.planning.models import Reservation
from tests.attente.gestes import LUNDI_16, MARDI_17, annuler, attendre, etats, pleine, verifier
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import famille
from tests.factories.reservations import piste_de
from tests.reservations.gestes import choix
from tests.tools.html import formulaire, taches, texte

pytestmark = pytest.mark.django_db
ATTENTES = "/espace/reservations/attente/"
OFFRE = f"{ATTENTES}offre/"


def suivre(client, maison, attente):
    return client.get(f"{OFFRE}{liens.ecrire(attente.pk, maison.responsable.pk)}/", follow=True)


@pytest.fixture
def offerte(donges):
    """Give a home to which a place of a full Monday is offered, and its waiting row."""
    dedans, (maison, *_) = pleine(donges, LUNDI_16)
    attente = attendre(maison, LUNDI_16)
    annuler(dedans[0], LUNDI_16)
    passer()
    assert etats(attente) == [EtatAttente.PROPOSEE]
    return maison, attente


def le_service_reserve(donges, maison):
    """The service books the offered place itself; the list is not looked at yet."""
    ordre = Ordre(
        GesteIntervention.AJOUT, donges.cantine, motif="Au téléphone", par=UtilisateurFactory(),
        formule=donges.formule.pk,
    )  # fmt: skip
    intervenir(ordre, [(maison.enfants[0].pk, LUNDI_16)])


def sa_reservation(attente):
    return Reservation.objects.get(attente=attente)


def test_leaving_cancels_nothing_that_the_service_booked_meanwhile(donges, offerte, client):
    maison, attente = offerte
    le_service_reserve(donges, maison)
    client.force_login(maison.utilisateur)
    page = client.post(f"{ATTENTES}{attente.pk}/", {"attente": attente.pk, "geste": "laisser"}, follow=True)
    assert "elle est réservée" in texte(page)
    assert sa_reservation(attente).etat == EtatReservation.CONFIRMEE
    assert etats(attente) == [EtatAttente.ACCEPTEE]
    with pytest.raises(Refus):
        laisser(attente.pk, par=None, motif="Erreur")
    verifier()


@pytest.mark.parametrize("vue", [False, True])
def test_accepting_what_the_service_booked_meanwhile_says_that_it_is_booked(donges, offerte, client, vue):
    maison, attente = offerte
    le_service_reserve(donges, maison)
    if vue:
        passer()
    client.force_login(maison.utilisateur)
    page = client.post(f"{ATTENTES}{attente.pk}/", {"attente": attente.pk, "geste": "accepter"}, follow=True)
    assert page.status_code == 200
    assert "La place est réservée : le service a répondu pour vous" in texte(page)
    assert accepter(attente.pk, auteur=None, foyer=maison.foyer).etat == EtatAttente.ACCEPTEE
    assert Attente.objects.get().reservation.etat == EtatReservation.CONFIRMEE
    verifier()


def test_the_button_of_a_tab_answers_the_offer_that_this_tab_shows_or_none(donges, client):
    dedans, (maison, *_) = pleine(donges, LUNDI_16, MARDI_17)
    lundi, mardi = attendre(maison, LUNDI_16), attendre(maison, MARDI_17)
    for jour in (LUNDI_16, MARDI_17):
        annuler(dedans[0], jour)
    passer()
    premier_onglet = suivre(client, maison, lundi)
    second_onglet = suivre(client, maison, mardi)
    reponse = client.post(OFFRE, formulaire(premier_onglet).champs | {"geste": "laisser"})
    assert reponse.status_code == 422
    assert "une autre proposition" in texte(reponse)
    assert "mardi 17 novembre" in texte(reponse)
    assert client.post(OFFRE, {"geste": "laisser"}).status_code == 422
    assert etats(lundi, mardi) == [EtatAttente.PROPOSEE] * 2
    client.post(OFFRE, formulaire(second_onglet).champs | {"geste": "laisser"})
    assert etats(lundi, mardi) == [EtatAttente.PROPOSEE, EtatAttente.DECLINEE]


def test_a_closed_account_answers_by_no_link(offerte, client):
    maison, attente = offerte
    maison.utilisateur.is_active = False
    maison.utilisateur.save()
    assert suivre(client, maison, attente).status_code == 410
    assert client.post(OFFRE, {"attente": attente.pk, "geste": "accepter"}).status_code == 410
    assert etats(attente) == [EtatAttente.PROPOSEE]


def test_an_offer_that_a_third_party_would_pay_is_told_to_the_homes_of_the_child(donges, mailoutbox, client):
    dedans, (maison, *_) = pleine(donges, LUNDI_16)
    inscription = maison.inscriptions[0]
    inscription.payeur = Payeur.objects.create(nom="CCAS")
    inscription.save()
    ecarte = famille(donges, enfants=0, nom="Talbot")
    Rattachement.objects.create(enfant=maison.enfants[0], foyer=ecarte.foyer, du="2026-09-01")
    LienParental.objects.create(
        enfant=maison.enfants[0], responsable=ecarte.responsable, qualite="pere", du="2026-09-01", restreint=True
    )
    attente = attendre(maison, LUNDI_16, piste=piste_de(inscription, foyers={maison.foyer.pk}))
    annuler(dedans[0], LUNDI_16)
    passer()
    assert [m.to for m in mailoutbox if "libérée" in m.subject] == [[maison.responsable.email]]
    client.force_login(maison.utilisateur)
    assert any("Une place pour" in titre for titre in taches(client))
    page = suivre(client, maison, attente)
    client.post(OFFRE, formulaire(page).champs | {"geste": "accepter"})
    assert etats(attente) == [EtatAttente.ACCEPTEE]


def test_who_asks_late_reads_of_the_surcharge_before_asking_and_before_accepting(donges, client, mailoutbox):
    RegleDelai.objects.create(
        activite=donges.cantine, geste=Geste.RESERVER, forme=FormeDelai.JOURS, valeur=10, heure="10:00",
        suite=Suite.MAJORATION,
    )  # fmt: skip
    dedans, (maison, *_) = pleine(donges, LUNDI_16)
    client.force_login(maison.utilisateur)
    valeur = choix(maison.inscriptions[0], LUNDI_16)
    assert "hors délai, avec une majoration" in texte(client.get(f"{ATTENTES}demander/?choix={valeur}"))
    attente = attendre(maison, LUNDI_16)
    annuler(dedans[0], LUNDI_16)
    passer()
    assert sa_reservation(attente).hors_delai
    (courriel,) = [m for m in mailoutbox if "libérée" in m.subject]
    assert "avec une majoration" in courriel.body
    assert "avec une majoration" in texte(suivre(client, maison, attente))
    assert "avec une majoration" in texte(client.get(ATTENTES))


def test_an_offer_whose_time_is_over_has_no_button_before_the_lists_are_looked_at(offerte, client, settings):
    maison, attente = offerte
    settings.HORLOGE = "2026-11-11T14:00:00+01:00"
    client.force_login(maison.utilisateur)
    for page in (suivre(client, maison, attente), client.get(f"{ATTENTES}{attente.pk}/"), client.get(ATTENTES)):
        assert "Accepter" not in texte(page)
        assert "n’est plus gardée" in texte(page)
    assert etats(attente) == [EtatAttente.PROPOSEE]
