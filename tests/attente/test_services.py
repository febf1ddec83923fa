"""Wait, be offered, accept, leave, expire: in order, once, within the town's hours."""

import uuid

import pytest

from common import clock, tasks
from common.errors import Refus
from espace_prive.demarches.models import Demarche
from reservations.activites.models import Capacite, Creneau, Inscription
from reservations.activites.services.ouvertures import appliquer_capacites
from reservations.attente import reading
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.attente.services import Voulue, accepter, demander, laisser, numero_de, passer
from reservations.interventions.enums import GesteIntervention
from reservations.interventions.services import Ordre, annuler_intervention, intervenir
from reservations.planning.enums import Cause, EtatReservation, Sens
from reservations.planning.models import Reservation
from reservations.planning.services import Ou, enregistrer_demande, etudier, fermer, montant_montre
from reservations.planning.services.defaire import defaire
from tests.attente.gestes import (
    LUNDI_16,
    MARDI_17,
    annuler,
    attendre,
    etats,
    pleine,
    reserver,
    sa_piste,
    verifier,
)
from tests.factories.activites import centre, inscrire_a, ouvrir_jours
from tests.factories.famille import famille
from tests.factories.reservations import piste_de, souhaiter

pytestmark = pytest.mark.django_db
ATTENTE, PROPOSEE, ACCEPTEE, DECLINEE, EXPIREE, RETIREE, IMPOSSIBLE = (str(e) for e in EtatAttente)


@pytest.fixture
def file(donges):
    """Give a full Monday, who is in, and three who wait in order."""
    dedans, dehors = pleine(donges, LUNDI_16)
    attentes = [attendre(maison, LUNDI_16) for maison in dehors]
    return donges, dedans, dehors, attentes


def test_who_asks_waits_at_its_rank_and_the_row_counts_it(file):
    _, _, _, attentes = file
    assert reading.rangs([a.pk for a in attentes]) == {a.pk: n for n, a in enumerate(attentes, start=1)}
    assert Creneau.objects.get(date=LUNDI_16).attendus == 3
    verifier()


def test_a_freed_place_goes_to_the_first_and_nobody_else_takes_it(file):
    donges, dedans, dehors, attentes = file
    annuler(dedans[0], LUNDI_16)
    # Before the list is looked at already.
    with pytest.raises(Refus) as refus:
        reserver(dedans[0], LUNDI_16)
    assert refus.value.code == "refusee"
    assert passer() == 1
    assert etats(*attentes) == [PROPOSEE, ATTENTE, ATTENTE]
    assert reading.rangs([attentes[1].pk, attentes[2].pk]) == {attentes[1].pk: 1, attentes[2].pk: 2}
    offre = Attente.objects.get(pk=attentes[0].pk)
    assert offre.reservation.etat == EtatReservation.PROPOSEE
    assert offre.reservation.expire_le == offre.expire_le
    assert passer() == 0
    verifier()


def test_an_accepted_offer_is_a_booking_with_its_request_and_is_undone_as_any(file):
    _, dedans, dehors, attentes = file
    annuler(dedans[0], LUNDI_16)
    passer()
    maison = dehors[0]
    for _ in range(2):
        accepter(attentes[0].pk, auteur=maison.utilisateur, foyer=maison.foyer)
    demarche = Demarche.objects.get(numero=numero_de(attentes[0]))
    assert "réservé" in demarche.constat
    assert Reservation.objects.vivantes().filter(enfant=maison.enfants[0], date=LUNDI_16).count() == 1
    defaire(demarche, pistes=[sa_piste(maison)], auteur=maison.utilisateur)
    assert not Reservation.objects.vivantes().filter(enfant=maison.enfants[0]).exists()
    passer()
    assert etats(*attentes) == [ACCEPTEE, PROPOSEE, ATTENTE]
    verifier()


def test_a_place_that_is_left_goes_to_the_next(file):
    _, dedans, dehors, attentes = file
    annuler(dedans[0], LUNDI_16)
    passer()
    for _ in range(2):
        laisser(attentes[0].pk, par=dehors[0].utilisateur)
    passer()
    assert etats(*attentes) == [DECLINEE, PROPOSEE, ATTENTE]
    assert Attente.objects.get(pk=attentes[0].pk).reservation.cause == Cause.OFFRE
    with pytest.raises(Refus) as refus:
        accepter(attentes[0].pk, auteur=dehors[0].utilisateur, foyer=dehors[0].foyer)
    assert refus.value.code == "declinee"
    verifier()


def test_an_offer_expires_and_passes_on_also_when_the_worker_was_stopped_that_night(file, settings):
    _, dedans, dehors, attentes = file
    annuler(dedans[0], LUNDI_16)
    passer()
    # Nobody looked at the lists since: the offer is over all the same.
    settings.HORLOGE = "2026-11-11T14:00:00+01:00"
    with pytest.raises(Refus) as refus:
        accepter(attentes[0].pk, auteur=dehors[0].utilisateur, foyer=dehors[0].foyer)
    assert refus.value.code == "expiree"
    tasks.souvent()
    assert etats(*attentes) == [EXPIREE, PROPOSEE, ATTENTE]
    tasks.souvent()
    assert etats(*attentes) == [EXPIREE, PROPOSEE, ATTENTE]
    verifier()


def test_nothing_is_offered_by_night_and_the_place_is_kept_until_morning(file, settings):
    donges, dedans, dehors, attentes = file
    settings.HORLOGE = "2026-11-10T23:00:00+01:00"
    annuler(dedans[0], LUNDI_16)
    assert passer() == 0
    with pytest.raises(Refus):
        reserver(dedans[0], LUNDI_16)
    verifier()
    settings.HORLOGE = "2026-11-11T08:00:00+01:00"
    assert passer() == 1
    assert etats(*attentes)[0] == PROPOSEE


def test_at_the_deadline_who_got_none_is_told(file, settings, mailoutbox):
    _, _, _, attentes = file
    settings.HORLOGE = "2026-11-14T12:00:00+01:00"
    passer()
    assert etats(*attentes) == [IMPOSSIBLE] * 3
    assert "Aucune place ne s’est libérée à temps" in Attente.objects.get(pk=attentes[0].pk).motif
    assert sum("Pas de place" in m.subject for m in mailoutbox) == 3
    assert Creneau.objects.get(date=LUNDI_16).attendus == 0
    verifier()


def test_a_capacity_that_is_raised_leads_to_offers(file):
    donges, _, _, attentes = file
    Capacite.objects.filter(activite=donges.cantine).update(places=3)
    appliquer_capacites(donges.cantine, [donges.restaurant], motif="", par=None)
    assert passer() == 2
    assert etats(*attentes) == [PROPOSEE, PROPOSEE, ATTENTE]
    verifier()


def test_the_list_is_looked_at_as_soon_as_a_place_is_freed(file, django_capture_on_commit_callbacks):
    _, dedans, _, attentes = file
    with django_capture_on_commit_callbacks(execute=True) as faits:
        annuler(dedans[0], LUNDI_16)
    assert len(faits) == 1
    assert etats(*attentes)[0] == PROPOSEE


@pytest.mark.parametrize("geste", ["fin", "ferme"])
def test_who_can_no_longer_have_it_keeps_nobody_from_the_place(file, geste):
    donges, dedans, dehors, attentes = file
    if geste == "fin":
        Inscription.objects.filter(pk=dehors[0].inscriptions[0].pk).update(au="2026-11-11")
        annuler(dedans[0], LUNDI_16)
        passer()
        assert etats(*attentes) == [IMPOSSIBLE, PROPOSEE, ATTENTE]
    else:
        annuler(dedans[0], LUNDI_16)
        passer()
        fermer(ou=[Ou(donges.cantine, donges.restaurant)], jours=[LUNDI_16], motif="Grève", par=None)
        with pytest.raises(Refus):
            accepter(attentes[0].pk, auteur=dehors[0].utilisateur, foyer=dehors[0].foyer)
        passer()
        assert etats(*attentes) == [IMPOSSIBLE] * 3
        assert "Grève" in Attente.objects.get(pk=attentes[0].pk).motif
    verifier()


def test_one_waits_only_for_what_is_full_and_may_be_had(donges, settings):
    dedans, (maison, *_) = pleine(donges, LUNDI_16, places=2)
    annuler(dedans[0], LUNDI_16)

    def refus():
        (reponse,) = demander([Voulue(sa_piste(maison), sa_piste(maison).formules[0], LUNDI_16)], par=None)
        return reponse.non and reponse.non.code

    assert refus() == "libre"
    reserver(dedans[0], LUNDI_16)
    donges.cantine.liste_attente = False
    donges.cantine.save()
    assert refus() == "sans_liste"
    donges.cantine.liste_attente = True
    donges.cantine.save()
    settings.HORLOGE = "2026-11-13T08:30:00+01:00"
    assert refus() in ("delai", "trop_tard")
    settings.HORLOGE = "2026-11-10T10:00:00+01:00"
    assert refus() is None
    assert refus() == "deja"
    assert Attente.objects.count() == 1
    with pytest.raises(Refus):
        demander([], par=None)


def test_a_family_changes_its_own_booking_past_who_waits(donges):
    """A child that gives its place back and takes it again in one request keeps it; a brother does not get it."""
    loisirs = centre(donges)
    ouvrir_jours(loisirs, loisirs.lieu, [LUNDI_16], places=1)
    maison, autre = famille(donges, enfants=2), famille(donges)
    pistes = [piste_de(inscrire_a(loisirs, e, maison.payeur, loisirs.lieu)) for e in maison.enfants]
    journee = next(f for f in pistes[0].formules if len(f.unites) == 3)
    matin = next(f for f in pistes[0].formules if len(f.unites) == 1)
    enregistrer([souhaiter(pistes[0], LUNDI_16, Sens.AJOUT, journee)], maison)
    sienne = piste_de(inscrire_a(loisirs, autre.enfants[0], autre.payeur, loisirs.lieu))
    attendre(autre, LUNDI_16, piste=sienne, formule=matin)
    echange = [
        souhaiter(pistes[0], LUNDI_16, Sens.RETRAIT, journee),
        souhaiter(pistes[0], LUNDI_16, Sens.AJOUT, matin),
        souhaiter(pistes[1], LUNDI_16, Sens.AJOUT, matin),
    ]
    reponses, _ = etudier(echange)
    assert [r.non and r.non.code for r in reponses] == [None, None, "complet"]


def enregistrer(souhaits, maison):
    reponses, _ = etudier(souhaits)
    return enregistrer_demande(
        souhaits, numero=uuid.uuid4(), foyer=maison.foyer, auteur=maison.utilisateur,
        montant_vu=montant_montre(reponses), entiere=True,
    )  # fmt: skip


def test_an_offer_keeps_the_child_from_another_booking_and_says_so(file):
    donges, dedans, dehors, attentes = file
    annuler(dedans[0], LUNDI_16)
    passer()
    piste = sa_piste(dehors[0])
    for sens in (Sens.AJOUT, Sens.RETRAIT):
        ((reponse,), _) = etudier([souhaiter(piste, LUNDI_16, sens)])
        assert reponse.non.code == "proposee"
        assert "jusqu’au" in reponse.non.phrase


def test_the_service_answers_for_the_family_and_takes_it_back(file):
    donges, dedans, dehors, attentes = file
    annuler(dedans[0], LUNDI_16)
    passer()
    enfant = dehors[0].enfants[0]
    cible = [(enfant.pk, LUNDI_16)]
    refusee = Ordre(GesteIntervention.ANNULATION, donges.cantine, motif="Erreur")
    with pytest.raises(Refus) as refus:
        intervenir(refusee, cible)
    assert "proposée" in refus.value.phrase
    ajout = intervenir(
        Ordre(GesteIntervention.AJOUT, donges.cantine, formule=donges.formule.pk, motif="Au téléphone"), cible
    )
    passer()
    assert etats(*attentes)[0] == ACCEPTEE
    annuler_intervention(ajout, motif="Erreur", par=None)
    assert not Reservation.objects.qui_prennent().filter(enfant=enfant).exists()
    passer()
    assert etats(*attentes) == [ACCEPTEE, PROPOSEE, ATTENTE]
    verifier()


def test_the_service_books_beyond_the_places_without_taking_the_awaited_one(file):
    donges, dedans, dehors, attentes = file
    annuler(dedans[0], LUNDI_16)
    intervenir(
        Ordre(GesteIntervention.AJOUT, donges.cantine, formule=donges.formule.pk, au_dela=True, motif="Urgence"),
        [(dedans[0].enfants[0].pk, LUNDI_16)],
    )
    passer()
    assert etats(*attentes)[0] == PROPOSEE
    verifier()


def test_who_lacks_two_places_leaves_the_one_it_cannot_use(donges):
    """A whole day before a morning: when it is left, the morning is for who wants the morning."""
    loisirs = centre(donges)
    ouvrir_jours(loisirs, loisirs.lieu, [LUNDI_16], places=1)
    maisons = [famille(donges) for _ in range(3)]
    pistes = [piste_de(inscrire_a(loisirs, m.enfants[0], m.payeur, loisirs.lieu)) for m in maisons]
    journee = next(f for f in pistes[0].formules if len(f.unites) == 3)
    matin = next(f for f in pistes[0].formules if len(f.unites) == 1)
    enregistrer([souhaiter(pistes[0], LUNDI_16, Sens.AJOUT, journee)], maisons[0])
    premiere = attendre(maisons[1], LUNDI_16, piste=pistes[1], formule=journee)
    seconde = attendre(maisons[2], LUNDI_16, piste=pistes[2], formule=matin)
    enregistrer([souhaiter(pistes[0], LUNDI_16, Sens.RETRAIT, journee)], maisons[0])
    passer()
    assert etats(premiere, seconde) == [PROPOSEE, ATTENTE]
    laisser(premiere.pk, par=None)
    passer()
    assert etats(premiere, seconde) == [DECLINEE, PROPOSEE]
    verifier()


def test_a_surcharge_is_of_who_asked_late_not_of_a_place_that_came_late(file):
    _, dedans, _, attentes = file
    annuler(dedans[0], LUNDI_16)
    passer()
    assert Attente.objects.get(pk=attentes[0].pk).reservation.hors_delai is False


def test_days_of_others_are_not_looked_at_where_nobody_waits(donges, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert passer() == 0
    assert clock.aujourdhui() < MARDI_17
