"""Several activities and formules for one child: what excludes what, groups of ages, quarters of an hour."""

import uuid
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache

from common.errors import Refus
from commune.models import Lieu
from espace_prive.famille.models import Enfant
from reservations.activites.models import Activite, Creneau, Inscription
from reservations.activites.rules_quantites import quantite
from reservations.activites.services.catalogue import catalogue
from reservations.planning.enums import Sens
from reservations.planning.models import Brouillon, Reservation
from reservations.planning.services import enregistrer_demande, etudier, montant_montre
from reservations.planning.services.confirmations import agenda, lignes_acceptees
from reservations.planning.services.defaire import defaire, peut_defaire
from reservations.planning.verification import ecarts
from tests.factories.activites import activite, centre, garderie, inscrire_a, ouvrir_jours
from tests.factories.famille import famille
from tests.factories.reservations import piste_de, souhaiter
from tests.reservations.conftest import LUNDI_16, MARDI_17
from tests.reservations.gestes import RECAPITULATIF, SEMAINE, choix, cocher, parent, valider
from tests.tools.html import formulaire, soupe, texte, un

__all__ = ["parent"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def maison(ouverte):
    return famille(ouverte, enfants=2, quotient="500")


@pytest.fixture
def loisirs(ouverte, maison):
    """Give the centre, open on two days, the first child registered."""
    fait = centre(ouverte)
    ouvrir_jours(fait, fait.lieu, [LUNDI_16, MARDI_17], places=10, par_groupe={fait.petits: 5, fait.grands: 1})
    fait.piste = piste_de(inscrire_a(fait, maison.enfants[0], maison.payeur, fait.lieu))
    return fait


def demander(maison, *souhaits):
    reponses, _ = etudier(souhaits)
    return enregistrer_demande(
        list(souhaits), numero=uuid.uuid4(), foyer=maison.foyer, auteur=maison.utilisateur,
        montant_vu=montant_montre(reponses),
    )  # fmt: skip


def codes(demarche):
    return {ligne.code for ligne in demarche.demande_reservation.lignes.all() if ligne.code}


def formule(piste, nom):
    return next(f for f in piste.formules if f.nom == nom)


def test_the_formules_that_exclude_each_other_make_one_family(ouverte, maison, loisirs):
    soins = garderie(ouverte)
    connu = catalogue()
    assert [[f.nom for f in famille] for famille in connu.familles[loisirs.activite.pk]] == [["Journee", "Matinee"]]
    assert [[f.nom for f in famille] for famille in connu.familles[soins.activite.pk]] == [["Matin"], ["Soir"]]


@pytest.mark.feature("F110", "F111")
def test_a_day_at_the_centre_takes_a_place_of_the_centre_and_of_the_group(maison, loisirs):
    demarche = demander(maison, souhaiter(loisirs.piste, LUNDI_16, Sens.AJOUT))
    assert demarche.etat == "positive"
    prises = Creneau.objects.filter(date=LUNDI_16, unite__activite=loisirs.activite)
    assert set(prises.filter(groupe=None).values_list("prises", flat=True)) == {1}
    assert set(prises.filter(groupe=loisirs.grands).values_list("prises", flat=True)) == {1}
    assert set(prises.filter(groupe=loisirs.petits).values_list("prises", flat=True)) == {0}
    assert ecarts() == []


def test_a_full_group_is_full_though_the_centre_is_not(maison, loisirs):
    autre = piste_de(inscrire_a(loisirs, maison.enfants[1], maison.payeur, loisirs.lieu))
    demarche = demander(maison, souhaiter(loisirs.piste, LUNDI_16, Sens.AJOUT), souhaiter(autre, LUNDI_16, Sens.AJOUT))
    assert demarche.etat == "partielle"
    assert codes(demarche) == {"complet"}
    assert ecarts() == []


def test_age_is_taken_on_the_day(maison, loisirs):
    """Six years old on the Tuesday: the little ones' group on Monday, the others' the day after."""
    Enfant.objects.filter(pk=maison.enfants[0].pk).update(naissance=date(2020, 11, 17))
    piste = piste_de(loisirs.piste.inscription)
    demander(maison, souhaiter(piste, LUNDI_16, Sens.AJOUT), souhaiter(piste, MARDI_17, Sens.AJOUT))
    groupes = Creneau.objects.filter(unite__activite=loisirs.activite, groupe__isnull=False, prises=1)
    assert set(groupes.values_list("date", "groupe")) == {
        (LUNDI_16, loisirs.petits.pk), (MARDI_17, loisirs.grands.pk),
    }  # fmt: skip


def test_who_no_group_welcomes_is_told_so(maison, loisirs):
    Enfant.objects.filter(pk=maison.enfants[0].pk).update(naissance=date(2010, 1, 1))
    demarche = demander(maison, souhaiter(piste_de(loisirs.piste.inscription), LUNDI_16, Sens.AJOUT))
    assert codes(demarche) == {"age"}


def test_a_day_at_the_centre_holds_its_meal_so_the_canteen_is_taken(maison, ouverte, loisirs):
    cantine = piste_de(maison.inscriptions[0])
    demarche = demander(
        maison, souhaiter(loisirs.piste, LUNDI_16, Sens.AJOUT), souhaiter(cantine, LUNDI_16, Sens.AJOUT)
    )
    assert demarche.etat == "partielle"
    assert codes(demarche) == {"occupe"}
    matinee = formule(loisirs.piste, "Matinee")
    demander(maison, souhaiter(loisirs.piste, LUNDI_16, Sens.RETRAIT))
    demarche = demander(
        maison, souhaiter(loisirs.piste, LUNDI_16, Sens.AJOUT, matinee), souhaiter(cantine, LUNDI_16, Sens.AJOUT)
    )
    assert demarche.etat == "positive"


def test_a_pair_that_the_town_declares_compatible_does_not_exclude(maison, ouverte, loisirs):
    ouverte.repas.compatibles.add(loisirs.unites["repas"])
    cantine = piste_de(maison.inscriptions[0])
    demarche = demander(
        maison, souhaiter(piste_de(loisirs.piste.inscription), LUNDI_16, Sens.AJOUT),
        souhaiter(cantine, LUNDI_16, Sens.AJOUT),
    )  # fmt: skip
    assert demarche.etat == "positive"


def test_a_child_changes_of_formule_in_one_request_even_at_the_last_place(maison, loisirs):
    matinee = formule(loisirs.piste, "Matinee")
    demander(maison, souhaiter(loisirs.piste, LUNDI_16, Sens.AJOUT))
    demarche = demander(
        maison,
        souhaiter(loisirs.piste, LUNDI_16, Sens.AJOUT, matinee),
        souhaiter(loisirs.piste, LUNDI_16, Sens.RETRAIT),
    )
    assert demarche.etat == "positive"
    assert Reservation.objects.vivantes().get().formule_id == matinee.pk
    assert ecarts() == []


@pytest.mark.feature("F108")
def test_planned_hours_are_billed_by_the_started_quarter(maison, ouverte):
    soins = garderie(ouverte)
    ouvrir_jours(soins, ouverte.ecole.lieu, [LUNDI_16])
    piste = piste_de(inscrire_a(soins, maison.enfants[0], maison.payeur, ouverte.ecole.lieu))
    matin, soir = formule(piste, "Matin"), formule(piste, "Soir")
    souhaits = [
        souhaiter(piste, LUNDI_16, Sens.AJOUT, matin, arrivee=time(8, 5)),
        souhaiter(piste, LUNDI_16, Sens.AJOUT, soir, depart=time(17, 31)),
    ]
    reponses, _ = etudier(souhaits)
    # 25 minutes are two quarters; 61 minutes are five.
    assert [r.montant for r in reponses] == [Decimal("0.56"), Decimal("1.40")]
    demander(maison, *souhaits)
    assert set(Reservation.objects.vivantes().values_list("arrivee", "depart")) == {
        (time(8, 5), None), (None, time(17, 31)),
    }  # fmt: skip


@pytest.mark.parametrize(("arrivee", "depart"), [(time(6), None), (None, time(9)), (time(8, 20), time(8, 10))])
def test_hours_outside_of_the_formule_are_refused_with_a_sentence(maison, ouverte, arrivee, depart):
    soins = garderie(ouverte)
    ouvrir_jours(soins, ouverte.ecole.lieu, [LUNDI_16])
    piste = piste_de(inscrire_a(soins, maison.enfants[0], maison.payeur, ouverte.ecole.lieu))
    (reponse,) = etudier(
        [souhaiter(piste, LUNDI_16, Sens.AJOUT, formule(piste, "Matin"), arrivee=arrivee, depart=depart)]
    )[0]
    assert reponse.non.code == "heures"
    assert "entre 7 h 30 et 8 h 30" in reponse.non.phrase.replace("\u00a0", " ")


def test_a_formule_of_one_price_counts_once(maison, loisirs):
    assert quantite(loisirs.piste.formules[0], None, None) == 1


@pytest.mark.feature("F098")
def test_what_is_booked_at_the_desk_only_is_refused_on_line(maison, loisirs):
    loisirs.activite.reservation_en_ligne = False
    loisirs.activite.save()
    demarche = demander(maison, souhaiter(piste_de(loisirs.piste.inscription), LUNDI_16, Sens.AJOUT))
    assert codes(demarche) == {"guichet"}


def test_a_request_is_undone_in_one_go_once(maison, loisirs):
    cantine = piste_de(maison.inscriptions[0])
    pistes = [loisirs.piste, cantine]
    demarche = demander(
        maison, souhaiter(loisirs.piste, LUNDI_16, Sens.AJOUT), souhaiter(cantine, MARDI_17, Sens.AJOUT)
    )
    assert peut_defaire(demarche, pistes)
    contraire = defaire(demarche, pistes=pistes, auteur=maison.utilisateur)
    assert contraire.etat == "positive"
    assert not Reservation.objects.vivantes().exists()
    assert not peut_defaire(demarche, pistes)
    with pytest.raises(Refus):
        defaire(demarche, pistes=pistes, auteur=maison.utilisateur)
    # The undoing is a request like another: it is undone too.
    assert peut_defaire(contraire, pistes)
    assert ecarts() == []


def test_what_is_past_its_deadline_is_not_undone(maison, loisirs, monkeypatch):
    demarche = demander(maison, souhaiter(loisirs.piste, LUNDI_16, Sens.AJOUT))
    monkeypatch.setattr(
        "common.clock.maintenant",
        lambda: __import__("datetime").datetime(
            2026, 11, 15, 20, tzinfo=__import__("zoneinfo").ZoneInfo("Europe/Paris")
        ),
    )
    assert not peut_defaire(demarche, [loisirs.piste])
    assert Reservation.objects.vivantes().exists()


@pytest.fixture
def soir(ouverte, maison):
    """Give the row of the evening, and its formule."""
    soins = garderie(ouverte)
    ouvrir_jours(soins, ouverte.ecole.lieu, [LUNDI_16])
    piste = piste_de(inscrire_a(soins, maison.enfants[0], maison.payeur, ouverte.ecole.lieu))
    return piste, formule(piste, "Soir")


def heures():
    return list(Reservation.objects.vivantes().values_list("depart", flat=True))


def champ(soir):
    piste, du_soir = soir
    return f"heures-{piste.cle}-{du_soir.pk}-{LUNDI_16.isoformat()}"


def test_a_cancellation_undone_gives_back_the_planned_hour(maison, soir):
    piste, du_soir = soir
    demander(maison, souhaiter(piste, LUNDI_16, Sens.AJOUT, du_soir, depart=time(17, 15)))
    annulation = demander(maison, souhaiter(piste, LUNDI_16, Sens.RETRAIT, du_soir))
    defaire(annulation, pistes=[piste], auteur=maison.utilisateur)
    assert heures() == [time(17, 15)]
    assert ecarts() == []


@pytest.mark.feature("F108")
def test_the_hour_of_a_booked_day_is_changed_and_the_receipt_says_both(parent, maison, soir):
    piste, du_soir = soir
    demander(maison, souhaiter(piste, LUNDI_16, Sens.AJOUT, du_soir, depart=time(17)))
    cocher(parent, **{champ(soir): "17:45"})
    page = parent.get(SEMAINE)
    assert un(page, f"[name='{champ(soir)}']")["value"] == "17:45"
    assert "1,40" in un(page, f"label:has([value^='{piste.cle}:{du_soir.pk}:'])")["data-prix"]
    assert "annulé" not in texte(un(page, ".barre-semaine")).split("Lundi")[0]
    recu = texte(parent.get(RECAPITULATIF))
    assert "jusqu’à 17 h" in recu
    assert "jusqu’à 17 h 45" in recu
    valider(parent)
    assert heures() == [time(17, 45)]
    demande = maison.foyer.demarches.latest("pk")
    assert agenda(demande, lignes_acceptees(demande)).count("BEGIN:VEVENT") == 1
    # And back, in one go.
    defaire(demande, pistes=[piste], auteur=maison.utilisateur)
    assert heures() == [time(17)]
    assert ecarts() == []


def test_a_page_sent_again_with_the_same_hour_changes_nothing(parent, maison, soir):
    piste, du_soir = soir
    demander(maison, souhaiter(piste, LUNDI_16, Sens.AJOUT, du_soir, depart=time(17)))
    cocher(parent)
    assert not Brouillon.objects.exclude(souhaits=[]).exists()


@pytest.mark.parametrize("heure", ["17h", "25:00", "abc"])
def test_an_hour_that_is_none_is_said_and_not_taken_for_the_longest(parent, soir, heure):
    piste, du_soir = soir
    valeur = choix(piste.inscription, LUNDI_16, du_soir)
    reponse = cocher(parent, valeur, **{champ(soir): heure})
    assert reponse.status_code == 422
    assert "écrivez l’heure ainsi : 17:30" in texte(reponse)
    assert not Reservation.objects.exists()


def test_hours_that_cannot_be_leave_the_booking_as_it_was(maison, soir):
    piste, du_soir = soir
    demander(maison, souhaiter(piste, LUNDI_16, Sens.AJOUT, du_soir, depart=time(17)))
    demarche = demander(
        maison,
        souhaiter(piste, LUNDI_16, Sens.RETRAIT, du_soir),
        souhaiter(piste, LUNDI_16, Sens.AJOUT, du_soir, depart=time(22)),
    )
    assert demarche.etat == "refusee"
    assert set(demarche.demande_reservation.lignes.values_list("code", flat=True)) == {"garde", "heures"}
    assert heures() == [time(17)]
    assert ecarts() == []


def test_who_cannot_have_the_whole_day_keeps_its_morning(ouverte, maison):
    loisirs = centre(ouverte)
    ouvrir_jours(loisirs, loisirs.lieu, [LUNDI_16], places=1)
    aine, cadet = (piste_de(inscrire_a(loisirs, e, maison.payeur, loisirs.lieu)) for e in maison.enfants)
    journee, matinee = formule(aine, "Journee"), formule(aine, "Matinee")
    Creneau.objects.filter(unite=loisirs.unites["matin"]).update(places=2)
    demander(maison, souhaiter(aine, LUNDI_16, Sens.AJOUT, journee))
    demander(maison, souhaiter(cadet, LUNDI_16, Sens.AJOUT, matinee))
    echange = [souhaiter(cadet, LUNDI_16, Sens.RETRAIT, matinee), souhaiter(cadet, LUNDI_16, Sens.AJOUT, journee)]
    assert demander(maison, *echange).etat == "refusee"
    assert Reservation.objects.vivantes().filter(enfant=cadet.enfant, formule=matinee.pk).exists()
    # What the elder gives up in the same request is enough.
    autre = [souhaiter(aine, LUNDI_16, Sens.RETRAIT, journee), souhaiter(aine, LUNDI_16, Sens.AJOUT, matinee)]
    assert demander(maison, *echange, *autre).etat == "positive"
    assert ecarts() == []


JOURS = [LUNDI_16 + timedelta(days=n) for n in range(5)]


@pytest.fixture
def tout(ouverte):
    """Give a family of three children who have all that the guides' towns offer, open all week."""
    foyer = famille(ouverte, enfants=3, quotient="500")
    ecole, seance = (
        ouverte.ecole.lieu,
        {"unites": {"s": (time(16, 30), time(18))}, "formules": {"seance": (["s"], None)}},
    )
    jours = {"jours": [0, 1, 2, 3, 4]}
    stjo = Lieu.objects.create(code="st-joseph", nom="Restaurant St Joseph", genre="restaurant")
    faites = {
        "F108": (garderie(ouverte), ecole), "F109": (activite(ouverte, "etude", prestation="seance", **seance), ecole),
        "F110": (centre(ouverte), None),
        "F113": (
            activite(
                ouverte, "restaurant-st-joseph", prestation="repas", unites={"r": (time(12), time(13, 30))},
                formules={"repas-st-joseph": (["r"], None)},
            ),
            stjo,
        ),
        "F112": (activite(ouverte, "transport-scolaire", fonctionnement="abonnement", **seance), ecole),
    }  # fmt: skip
    for faite, lieu in faites.values():
        Activite.objects.filter(pk=faite.activite.pk).update(**jours)
        ouvrir_jours(faite, lieu or faite.lieu, JOURS)
        for enfant in foyer.enfants:
            inscrire_a(faite, enfant, foyer.payeur, lieu or faite.lieu)
    cache.delete("memoire.catalogue")
    return foyer


@pytest.fixture
def semaine(client, tout):
    client.force_login(tout.utilisateur)
    return client.get(SEMAINE)


@pytest.mark.parametrize(
    "ligne",
    [
        pytest.param("Cantine", marks=pytest.mark.feature("F107")),
        pytest.param("Garderie, matin", marks=pytest.mark.feature("F108")),
        pytest.param("Garderie, soir", marks=pytest.mark.feature("F108")),
        pytest.param("Etude", marks=pytest.mark.feature("F109")),
        pytest.param("Centre de loisirs", marks=pytest.mark.feature("F110", "F111")),
        pytest.param("Restaurant st joseph", marks=pytest.mark.feature("F113")),
    ],
)
def test_each_service_of_the_guides_has_its_row_in_the_week_with_days_to_tick(semaine, tout, ligne):
    for enfant in tout.enfants:
        cases = [c for c in soupe(semaine).select(".case [name=choix]") if titre_de(c) == f"{enfant.prenom}, {ligne}"]
        assert len(cases) >= 4, ligne


def titre_de(case):
    return case.find_parent(attrs={"data-titre": True})["data-titre"]


@pytest.mark.feature("F112")
def test_school_transport_is_shown_by_the_year_without_ticks(semaine, tout):
    notes = {n["data-titre"]: texte(n) for n in soupe(semaine).select(".notre-semaine__note")}
    assert notes == {f"{e.prenom}, Transport scolaire": "Par abonnement, à l’année." for e in tout.enfants}


def test_the_whole_page_of_three_children_and_six_activities_has_900_elements_at_most(semaine, client, tout):
    vide = soupe(semaine)
    rangees = vide.select(".notre-semaine__rangee, .notre-semaine__note")
    assert len(rangees) == 3 * 7  # the morning and the evening of one activity are two rows
    assert len(vide.find_all(True)) <= 900
    # Everything ticked, the receipt unfolded in the bar.
    cocher(client, vers="toute")
    pleine = soupe(client.get(SEMAINE))
    assert pleine.select(".barre-semaine__recu li")
    assert len(pleine.find_all(True)) <= 900


@pytest.mark.feature("F112")
def test_a_service_that_is_not_booked_is_refused_if_its_day_is_forged(client, tout):
    client.force_login(tout.utilisateur)
    inscription = Inscription.objects.filter(activite__code="transport-scolaire").first()
    page = formulaire(client.get(SEMAINE), "form.formulaire-semaine").champs
    forge = page | {"choix": [choix(inscription, LUNDI_16)], "vers": "confirmer"}
    assert client.post(SEMAINE, forge).status_code == 404
    assert not Reservation.objects.exists()
