import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies

from common.errors import Refus
from common.models import Courriel
from espace_prive.demarches import services as demarches
from espace_prive.demarches.models import Demarche
from reservations.activites.models import Creneau, Inscription
from reservations.activites.services.places import ouvrir
from reservations.planning.consommations import a_consommer
from reservations.planning.enums import EtatReservation, MotifAbsence, Sens
from reservations.planning.models import Absence, LigneDemande, Prise, Reservation
from reservations.planning.services import (
    Ou,
    enregistrer_demande,
    etudier,
    fermer,
    montant_montre,
    rouvrir,
    signaler_absences,
)
from reservations.planning.verification import ecarts
from tests.factories.famille import famille, inscrire
from tests.factories.reservations import souhaiter
from tests.reservations.conftest import JEUDI_12, LUNDI_16, MARDI_17
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db


def demander(maison, pose, *souhaits, montant=None, numero=None):
    """Validate (registration rank, day, way) wishes as the pages do."""
    poses = [pose(i) for i in maison.inscriptions]
    liste = [souhaiter(poses[rang], jour, sens) for rang, jour, sens in souhaits]
    vu = montant if montant is not None else montant_montre(etudier(liste)[0])
    return enregistrer_demande(
        liste, numero=numero or uuid.uuid4(), foyer=maison.foyer, auteur=maison.utilisateur, montant_vu=vu
    )


@pytest.fixture
def maison(ouverte):
    return famille(ouverte, enfants=2, quotient="500")


@pytest.mark.feature("F117", "F119", "F128", "F133")
def test_a_request_within_the_rules_is_answered_at_once(maison, pose, ouverte):
    demarche = demander(maison, pose, (0, LUNDI_16, Sens.AJOUT), (1, MARDI_17, Sens.AJOUT))
    assert demarche.etat == "positive"
    assert Reservation.objects.vivantes().count() == Prise.objects.count() == 2
    assert Creneau.objects.get(date=LUNDI_16).prises == 1
    lignes = LigneDemande.objects.all()
    assert {(ligne.prix, ligne.quotient) for ligne in lignes} == {(Decimal("0.85"), Decimal("500"))}
    assert Courriel.objects.get().destinataire == maison.utilisateur.email
    assert ecarts() == []


def test_a_second_year_keeps_what_is_open(ouverte):
    assert ouvrir(ouverte.cantine, ouverte.restaurant, du=ouverte.annee.du, au=ouverte.annee.au, places=10) == 0
    assert Creneau.objects.filter(places=60).count() == Creneau.objects.count() > 130


@pytest.mark.feature("F139")
def test_unticking_gives_the_place_and_the_price_back(maison, pose):
    demander(maison, pose, (0, LUNDI_16, Sens.AJOUT))
    demarche = demander(maison, pose, (0, LUNDI_16, Sens.RETRAIT), montant=Decimal("-0.85"))
    assert demarche.etat == "positive"
    assert Creneau.objects.get(date=LUNDI_16).prises == 0
    assert Reservation.objects.get().etat == EtatReservation.ANNULEE
    demander(maison, pose, (0, LUNDI_16, Sens.AJOUT))
    assert Reservation.objects.vivantes().count() == 1
    assert ecarts() == []


@pytest.mark.parametrize(
    ("jour", "code"),
    [
        (JEUDI_12, "delai"),  # deadline Monday 9, 9 h; it is Tuesday 10
        (date(2026, 11, 11), "ferme"),
        (date(2026, 10, 20), "ferme"),
        (date(2030, 1, 7), "ferme"),
    ],
)
def test_a_forged_day_is_refused_with_its_reason(maison, pose, jour, code):
    demarche = demander(maison, pose, (0, jour, Sens.AJOUT), (0, LUNDI_16, Sens.AJOUT))
    assert demarche.etat == "partielle"
    refusee = LigneDemande.objects.get(resultat="refusee")
    assert (refusee.date, refusee.code) == (jour, code)
    assert Reservation.objects.get().date == LUNDI_16


def test_a_full_day_is_refused_and_two_children_share_what_is_left(maison, pose):
    Creneau.objects.filter(date=LUNDI_16).update(places=1)
    demarche = demander(maison, pose, (0, LUNDI_16, Sens.AJOUT), (1, LUNDI_16, Sens.AJOUT))
    assert demarche.etat == "partielle"
    assert Creneau.objects.get(date=LUNDI_16).prises == 1
    assert LigneDemande.objects.get(resultat="refusee").code == "complet"


def test_the_same_request_sent_twice_is_answered_once(maison, pose):
    numero = uuid.uuid4()
    premiere = demander(maison, pose, (0, LUNDI_16, Sens.AJOUT), numero=numero)
    seconde = demander(maison, pose, (0, LUNDI_16, Sens.AJOUT), numero=numero, montant=Decimal("0.85"))
    assert premiere == seconde
    assert (Reservation.objects.count(), Demarche.objects.count(), Courriel.objects.count()) == (1, 1, 1)


def test_the_same_number_with_another_content_is_refused(maison, pose):
    numero = uuid.uuid4()
    demander(maison, pose, (0, LUNDI_16, Sens.AJOUT), numero=numero)
    with pytest.raises(Refus) as refus:
        demander(maison, pose, (0, MARDI_17, Sens.AJOUT), numero=numero)
    assert refus.value.code == "autre_contenu"


def test_a_tampered_amount_books_nothing(maison, pose):
    with pytest.raises(Refus) as refus:
        demander(maison, pose, (0, LUNDI_16, Sens.AJOUT), montant=Decimal("0.01"))
    assert refus.value.code == "montant"
    assert not Reservation.objects.exists()
    assert not Demarche.objects.exists()


def test_a_tampered_amount_hides_behind_no_refused_line(maison, pose):
    with pytest.raises(Refus) as refus:
        demander(maison, pose, (0, JEUDI_12, Sens.AJOUT), (0, LUNDI_16, Sens.AJOUT), montant=Decimal("0.01"))
    assert refus.value.code == "montant"
    assert not Reservation.objects.exists()


def test_the_last_place_gone_meanwhile_loses_nothing_else(maison, pose):
    """The page showed both days: that is the amount the parent saw, and what is left is booked."""
    Creneau.objects.filter(date=LUNDI_16).update(places=0)
    deux = [(0, LUNDI_16, Sens.AJOUT), (0, MARDI_17, Sens.AJOUT)]
    assert demander(maison, pose, *deux, montant=Decimal("1.70")).etat == "partielle"
    assert Reservation.objects.get().date == MARDI_17


def test_a_price_changed_meanwhile_is_told_even_when_a_place_is_gone(maison, pose):
    Creneau.objects.filter(date=LUNDI_16).update(places=0)
    deux = [(0, LUNDI_16, Sens.AJOUT), (0, MARDI_17, Sens.AJOUT)]
    maison.foyer.quotients.update(valeur=Decimal("500.01"))
    with pytest.raises(Refus) as refus:
        demander(maison, pose, *deux, montant=Decimal("1.70"))
    assert refus.value.code == "montant"
    assert demander(maison, pose, *deux, montant=Decimal("2.00")).etat == "partielle"


JOURS_DIVERS = [JEUDI_12, LUNDI_16, MARDI_17, date(2026, 11, 15), date(2026, 11, 19)]  # late, full, open, Sunday, open


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    voulus=strategies.sets(
        strategies.tuples(strategies.sampled_from([0, 1]), strategies.sampled_from(JOURS_DIVERS)), min_size=1
    ),
    retires=strategies.sets(strategies.sampled_from([0, 1])),
    ecart=strategies.one_of(strategies.just(0), strategies.integers(-500, 500)),
)
def test_no_amount_but_the_one_shown_is_ever_accepted(maison, pose, voulus, retires, ecart):
    """Whatever the days, and whichever are refused: another amount books nothing, the right one books the rest."""
    with transaction.atomic():
        Creneau.objects.filter(date=LUNDI_16).update(places=1)
        vendredi = date(2026, 11, 20)
        demander(maison, pose, (0, vendredi, Sens.AJOUT))  # the second child has nothing to cancel: a refused line
        avant = set(Reservation.objects.vivantes().values_list("pk", flat=True))
        souhaits = [(rang, jour, Sens.AJOUT) for rang, jour in voulus]
        souhaits += [(rang, vendredi, Sens.RETRAIT) for rang in retires]
        montre = Decimal("0.85") * (len(voulus) - len(retires)) + Decimal(ecart) / 100
        if ecart:
            with pytest.raises(Refus) as refus:
                demander(maison, pose, *souhaits, montant=montre)
            assert refus.value.code == "montant"
            assert set(Reservation.objects.vivantes().values_list("pk", flat=True)) == avant
        else:
            demander(maison, pose, *souhaits, montant=montre)
            derniere = LigneDemande.objects.filter(demande__demarche=Demarche.objects.order_by("pk").last())
            assert derniere.count() == len(souhaits)
            acceptees = derniere.filter(resultat="acceptee")
            ecart_attendu = sum(1 if ligne.sens == Sens.AJOUT else -1 for ligne in acceptees)
            assert Reservation.objects.vivantes().count() == len(avant) + ecart_attendu
        assert ecarts() == []
        transaction.set_rollback(True)


def test_the_other_home_pays_its_own_days_and_touches_no_other(ouverte, maison, pose):
    autre = famille(ouverte, enfants=0, quotient=None)
    autre.inscriptions = [inscrire(maison.enfants[0], autre.payeur, ouverte)]
    demander(maison, pose, (0, LUNDI_16, Sens.AJOUT))
    demarche = demander(autre, pose, (0, LUNDI_16, Sens.RETRAIT), (0, MARDI_17, Sens.AJOUT))
    assert demarche.etat == "partielle"
    assert LigneDemande.objects.get(resultat="refusee").code == "autre_foyer"
    assert Reservation.objects.get(date=MARDI_17).payeur == autre.payeur
    # Without a known quotient the highest price applies.
    assert LigneDemande.objects.get(date=MARDI_17).prix == Decimal("4.35")


@pytest.mark.feature("F141", "F142")
def test_an_absence_in_time_gives_the_place_back(maison, pose):
    demander(maison, pose, (0, LUNDI_16, Sens.AJOUT))
    reservation = Reservation.objects.get()
    numero = uuid.uuid4()
    for _ in range(2):
        signaler_absences(
            [reservation], motif=MotifAbsence.MALADIE, numero=numero, foyer=maison.foyer, auteur=maison.utilisateur
        )
    assert Absence.objects.get().effet == "non_facturee"
    assert not Reservation.objects.vivantes().exists()
    assert Creneau.objects.get(date=LUNDI_16).prises == 0
    assert ecarts() == []


def test_a_late_absence_keeps_the_meal_billed(maison, pose, settings, ouverte):
    demander(maison, pose, (0, LUNDI_16, Sens.AJOUT))
    settings.HORLOGE = "2026-11-16T08:00:00+01:00"
    signaler_absences(
        [Reservation.objects.get()],
        motif=MotifAbsence.MALADIE,
        numero=uuid.uuid4(),
        foyer=maison.foyer,
        auteur=maison.utilisateur,
    )
    absence = Absence.objects.get()
    assert absence.effet == "facturee"
    assert "0,85" in absence.phrase
    consommees = a_consommer(ouverte.regie, LUNDI_16, LUNDI_16)
    assert [c.du for c in consommees if c.nature == "reservation"] == [LUNDI_16]
    settings.HORLOGE = "2026-11-17T08:00:00+01:00"
    with pytest.raises(Refus):
        signaler_absences([absence.reservation], motif="maladie", numero=uuid.uuid4(), foyer=maison.foyer, auteur=None)


def test_closing_a_day_cancels_tells_and_bills_nothing(maison, pose, agent, ouverte):
    demander(maison, pose, (0, LUNDI_16, Sens.AJOUT), (1, LUNDI_16, Sens.AJOUT))
    Courriel.objects.all().delete()
    operation = fermer(ou=[Ou(ouverte.cantine, ouverte.restaurant)], jours=[LUNDI_16], motif="Grève", par=agent)
    assert Courriel.objects.get().destinataire == maison.responsable.email
    assert not Reservation.objects.vivantes().exists()
    assert demander(maison, pose, (0, LUNDI_16, Sens.AJOUT)).etat == "refusee"
    rouvrir(operation.fermetures.all(), par=agent)
    assert Reservation.objects.vivantes().count() == 2
    assert ecarts() == []


def test_forty_days_cost_a_bounded_number_of_queries(maison, pose, memoire_longue, settings):
    settings.COURRIELS_SYNCHRONES = False
    jours = list(Creneau.objects.filter(date__gte=LUNDI_16).order_by("date").values_list("date", flat=True)[:20])
    souhaits = [souhaiter(p, jour, Sens.AJOUT) for p in map(pose, maison.inscriptions) for jour in jours]
    with requetes() as faites:
        enregistrer_demande(
            souhaits,
            numero=uuid.uuid4(),
            foyer=maison.foyer,
            auteur=maison.utilisateur,
            montant_vu=Decimal("0.85") * 40,
        )
    assert Reservation.objects.count() == 40
    assert len(faites) <= 20, str(faites)


def test_a_number_taken_meanwhile_for_another_child_books_nothing(maison, pose, monkeypatch):
    """Two tabs with one number and two children share no lock: the database says so, and nothing is booked twice."""
    numero = uuid.uuid4()
    demander(maison, pose, (0, LUNDI_16, Sens.AJOUT), numero=numero)
    connue, aveugle = demarches.connue, iter([True])
    monkeypatch.setattr(demarches, "connue", lambda n: None if next(aveugle, False) else connue(n))
    with pytest.raises(Refus) as refus:
        demander(maison, pose, (1, LUNDI_16, Sens.AJOUT), numero=numero)
    assert refus.value.code == "autre_contenu"
    assert Reservation.objects.count() == 1
    assert ecarts() == []


@pytest.mark.parametrize("change", [{"au": date(2026, 11, 13)}, {"etat": "terminee"}])
def test_a_registration_that_an_agent_has_just_ended_books_nothing_more(maison, pose, change):
    """The page was read before: what counts is what is under the lock."""
    souhait = souhaiter(pose(maison.inscriptions[0]), LUNDI_16, Sens.AJOUT)
    Inscription.objects.filter(pk=maison.inscriptions[0].pk).update(**change)
    demarche = enregistrer_demande(
        [souhait], numero=uuid.uuid4(), foyer=maison.foyer, auteur=maison.utilisateur, montant_vu=Decimal("0.85")
    )
    assert demarche.etat == "refusee"
    assert not Reservation.objects.exists()


def test_a_deadline_writes_its_hour_as_people_say_it(donges):
    from datetime import time

    from reservations.activites.models import RegleDelai

    regle = RegleDelai.objects.first()
    regle.heure = time(10)
    assert str(regle).endswith(" à\u00a010\u00a0h")
    regle.heure = time(9, 30)
    assert str(regle).endswith(" à\u00a09\u00a0h\u00a030")
