"""Who may see whom."""

from datetime import date

import pytest
from django.db import transaction

from common.clock import aujourdhui
from common.database.locks import lock_all
from espace_prive.famille.models import (
    Appartenance,
    Enfant,
    Foyer,
    LienParental,
    Payeur,
    QuotientFamilial,
    Rattachement,
    Responsable,
)
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import DEBUT, FoyerFactory, ResponsableFactory, famille

pytestmark = pytest.mark.django_db
HIER = date(2026, 11, 9)


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=2)


def adulte(foyer, **champs):
    """Give an adult with an account who lives in the foyer."""
    responsable = ResponsableFactory(utilisateur=UtilisateurFactory(), **champs)
    Appartenance.objects.create(responsable=responsable, foyer=foyer, du=DEBUT)
    return responsable


def vus(acteur):
    return {
        "foyers": set(Foyer.objects.pour(acteur)),
        "enfants": set(Enfant.objects.pour(acteur)),
        "adultes": set(Responsable.objects.pour(acteur)),
        "quotients": QuotientFamilial.objects.pour(acteur).count(),
        "payeurs": set(Payeur.objects.pour(acteur)),
    }


def test_a_parent_sees_the_own_household_and_nothing_else(maison, donges):
    famille(donges, enfants=1)
    assert vus(maison.utilisateur) == {
        "foyers": {maison.foyer},
        "enfants": set(maison.enfants),
        "adultes": {maison.responsable},
        "quotients": 1,
        "payeurs": {maison.payeur},
    }


def test_a_separated_couple_sees_the_child_and_never_the_other_home(maison):
    ailleurs = FoyerFactory(nom="Kerdoncuff")
    autre = adulte(ailleurs, nom="Kerdoncuff", prenoms="Malo")
    payeur = Payeur.objects.create(foyer=ailleurs)
    partage = maison.enfants[0]
    Rattachement.objects.create(enfant=partage, foyer=ailleurs, du=DEBUT)
    LienParental.objects.create(enfant=partage, responsable=autre, qualite="pere", du=DEBUT)
    assert vus(autre.utilisateur) == {
        "foyers": {ailleurs},
        "enfants": {partage},
        "adultes": {autre},
        "quotients": 0,
        "payeurs": {payeur},
    }
    assert vus(maison.utilisateur)["foyers"] == {maison.foyer}
    assert vus(maison.utilisateur)["adultes"] == {maison.responsable}


def test_a_step_parent_sees_the_household_and_no_child_of_it(maison):
    beau_parent = adulte(maison.foyer, prenoms="Sacha")
    vu = vus(beau_parent.utilisateur)
    assert vu["enfants"] == set()
    assert vu["foyers"] == {maison.foyer}
    assert vu["adultes"] == {maison.responsable, beau_parent}


def test_a_parent_kept_away_by_a_court_sees_nothing_of_the_child(maison):
    ecarte = adulte(FoyerFactory(), prenoms="Erwan")
    for enfant in maison.enfants:
        LienParental.objects.create(
            enfant=enfant, responsable=ecarte, qualite="pere", autorite_parentale=False, restreint=True, du=DEBUT
        )
    assert vus(ecarte.utilisateur)["enfants"] == set()
    assert vus(ecarte.utilisateur)["adultes"] == {ecarte}


def test_a_forgotten_membership_does_not_show_the_home_of_a_child_kept_away(maison):
    ecarte = adulte(maison.foyer, prenoms="Erwan")
    LienParental.objects.create(enfant=maison.enfants[0], responsable=ecarte, qualite="pere", restreint=True, du=DEBUT)
    assert vus(ecarte.utilisateur) == {
        "foyers": set(), "enfants": set(), "adultes": {ecarte}, "quotients": 0, "payeurs": set(),
    }  # fmt: skip


def test_a_restriction_that_ended_ends(maison):
    parent = adulte(FoyerFactory(), prenoms="Erwan")
    enfant = maison.enfants[0]
    LienParental.objects.create(enfant=enfant, responsable=parent, qualite="pere", restreint=True, du=DEBUT, au=HIER)
    assert not Enfant.objects.pour(parent.utilisateur)
    LienParental.objects.create(enfant=enfant, responsable=parent, qualite="pere", du=aujourdhui())
    assert list(Enfant.objects.pour(parent.utilisateur)) == [enfant]


def test_who_moved_away_sees_the_own_person_only(maison):
    Appartenance.objects.update(au=HIER)
    vu = vus(maison.utilisateur)
    assert (vu["foyers"], vu["adultes"], vu["quotients"]) == (set(), {maison.responsable}, 0)
    assert vu["enfants"] == set(maison.enfants)


def test_who_moves_in_tomorrow_sees_nothing_yet(maison):
    Appartenance.objects.update(du=date(2026, 11, 11))
    assert not Foyer.objects.pour(maison.utilisateur)


def test_a_link_that_ended_hides_the_child(maison):
    LienParental.objects.update(au=HIER)
    assert not Enfant.objects.pour(maison.utilisateur)


def test_a_closed_account_sees_nothing(maison):
    maison.utilisateur.is_active = False
    assert vus(maison.utilisateur) == {
        "foyers": set(), "enfants": set(), "adultes": set(), "quotients": 0, "payeurs": set(),
    }  # fmt: skip


def test_a_scope_can_be_locked(maison):
    with transaction.atomic():
        assert lock_all(Foyer.objects.pour(maison.utilisateur)) == [maison.foyer]


@pytest.mark.parametrize(
    "saisie",
    [
        "riviere",
        "RIVIÈRE",
        "Rivie",
        "zoe",
        "Zoé riv",
        "oeillet",
        "jean luc",
        "d'Arc",
        "2042",
        "camille.r@",
        "parent riviere zoe",
    ],
)
def test_a_family_is_found_whatever_one_remembers(donges, saisie):
    maison = famille(donges, enfants=1, numero=2042)
    parent, enfant = maison.responsable, maison.enfants[0]
    parent.prenoms, parent.nom_naissance, parent.email = (
        "Jean-Luc Parent",
        "Œillet d’Arc",
        "Camille.R@courriel.example",
    )
    parent.save(update_fields=["prenoms", "nom_naissance", "email"])
    enfant.prenom = "Zoé"
    enfant.save()
    autre = famille(donges, enfants=0, nom="Autre", numero=3000).responsable
    autre.nom = autre.prenoms = "Autre"
    autre.save()
    assert list(Foyer.objects.recherche(saisie)) == [maison.foyer]


@pytest.mark.parametrize("saisie", ["inconnu", "riviere inconnu", "%", "_", "'; DROP TABLE", "٢٠٤٢", "9" * 30, "漢字"])
def test_nothing_is_found_for_what_is_nobody(donges, saisie):
    famille(donges, enfants=1)
    assert not Foyer.objects.recherche(saisie)
