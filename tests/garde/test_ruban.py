"""The ribbon on the pages: the same half-days for both homes, each in its own words."""

from datetime import date

import pytest

from commune.models import Vacances
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import LienParental
from espace_prive.garde import services
from espace_prive.garde.planche import lire_valeur, rubans, valeur
from espace_prive.garde.rules import APRES_MIDI, Borne
from tests.conftest import ClientQuiLit
from tests.tools.html import source

pytestmark = pytest.mark.django_db
LUNDI = date(2026, 11, 9)


def lu(maison, **options):
    """Give the only ribbon of that home, as (half-day, where)."""
    moi = perimetre(maison.utilisateur)
    (un,) = rubans(maison.enfants or [options.pop("enfant")], moi, du=LUNDI, **options)
    return un, [(v, m.ou) for s in un.semaines for j in s.jours for m in j.moities for v in m.valeurs]


def test_both_homes_read_the_same_half_days_the_other_way_round(partage):
    enfant, elle, lui = partage
    _, hers = lu(elle)
    _, his = lu(lui, enfant=enfant)
    assert [v for v, _ in hers] == [v for v, _ in his]
    assert len({v for v, _ in hers}) == 70
    autre = {"ici": "ailleurs", "ailleurs": "ici"}
    assert [autre[ou] for _, ou in hers] == [ou for _, ou in his]
    assert {ou for _, ou in hers} == {"ici", "ailleurs"}


def test_the_other_parent_has_its_first_name_for_who_has_authority_only(partage):
    enfant, elle, lui = partage
    assert lu(elle)[0].autres == ["chez Yann"]
    LienParental.objects.filter(enfant=enfant, responsable=elle.responsable).update(autorite_parentale=False)
    assert lu(elle)[0].autres == ["dans son autre foyer"]
    # Who is no parent with authority is not named either.
    assert lu(lui, enfant=enfant)[0].autres == ["dans son autre foyer"]


def test_a_half_day_that_changes_is_told_apart_and_exceptions_are_marked(partage):
    enfant, elle, lui = partage
    services.poser_exception(
        enfant, lui.foyer, du=Borne(date(2026, 11, 10), APRES_MIDI), au=Borne(date(2026, 11, 10), APRES_MIDI),
        motif="Anniversaire", version=enfant.version, par=None,
    )  # fmt: skip
    un, _ = lu(elle)
    mardi = un.semaines[0].jours[1]
    assert [(m.quand, m.chez, m.main) for m in mardi.moities] == [
        ("le matin", "chez vous", False),
        ("l’après-midi", "chez Yann", True),
    ]
    assert un.exceptions
    assert len(un.semaines[0].jours[0].moities) == 1
    choix, _ = lu(elle, entiers=False)
    assert all(len(j.moities) == 2 for s in choix.semaines for j in s.jours)


def test_holidays_week_ends_and_public_holidays_are_said(partage):
    _, elle, _ = partage
    Vacances.objects.create(zone="B", nom="Vacances d’essai", du=date(2026, 11, 14), au=date(2026, 11, 17))
    un, _ = lu(elle)
    assert un.semaines[0].vacances == "Vacances d’essai"
    assert un.semaines[2].vacances == ""
    mercredi = un.semaines[0].jours[2]
    assert mercredi.jour == date(2026, 11, 11)
    assert "Armistice" in mercredi.ferie
    assert [j.week_end for j in un.semaines[0].jours] == [False] * 5 + [True] * 2
    assert [s.numero for s in un.semaines] == [46, 47, 48, 49, 50]


def test_the_ribbon_is_on_the_pages_of_the_child_and_of_the_family_for_both(partage, django_assert_max_num_queries):
    enfant, elle, lui = partage
    for maison, autre in ((elle, "Chez Yann"), (lui, "Chez Camille")):
        client = ClientQuiLit()
        client.force_login(maison.utilisateur)
        for adresse in ("/espace/famille/", f"/espace/enfants/{enfant.pk}/", f"/espace/enfants/{enfant.pk}/dossier/"):
            page = source(client.get(adresse))
            assert page.count('<table class="ruban"') == 1, adresse
            assert "Semaine 46" in page
            assert autre in page
            assert "lundi 9 novembre" in page
    moi = perimetre(elle.utilisateur)
    with django_assert_max_num_queries(6):
        rubans(elle.enfants, moi)


def test_a_child_of_one_home_has_none(partage):
    _, elle, _ = partage
    assert rubans(elle.enfants[1:], perimetre(elle.utilisateur)) == []


@pytest.mark.parametrize(
    "texte", ["", "2026-11-10", "2026-11-10-2", "2026-13-10-0", "x-0", "20261110-0", "2026-11-10--1"]
)
def test_what_is_no_half_day_is_read_as_none(texte):
    assert lire_valeur(texte) is None
    assert lire_valeur(valeur(Borne(LUNDI, 1))) == Borne(LUNDI, 1)
