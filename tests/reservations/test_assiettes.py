"""The plate in the calendar: the dish with its labels, and what it holds of what a child's file names."""

from datetime import date

import pytest

from cms_pages.menus.models import Menu, Plat
from espace_prive.famille.models import LienParental
from espace_prive.sante.models import FicheSanitaire
from reservations.activites.services.places import ouvrir
from reservations.planning.models import Absence, Reservation
from tests.conftest import ClientQuiLit
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.tools.html import soupe, source

pytestmark = pytest.mark.django_db
LUNDI, MARDI = date(2026, 11, 16), date(2026, 11, 17)
SEMAINE = "/espace/reservations/semaine/2026-11-16/"


def menu(jour, *plats, restaurant=None):
    servi = Menu.objects.create(date=jour, restaurant=restaurant)
    for rang, (service, nom, labels, allergenes) in enumerate(plats):
        Plat.objects.create(
            menu=servi, service=service, nom=nom, labels=labels, allergenes=allergenes, sort_order=rang
        )
    return servi


@pytest.fixture
def maison(donges):
    """Two children who eat on Monday; the elder is allergic to peanuts and brings its own meal."""
    ouvrir(donges.cantine, donges.restaurant, du=date(2026, 11, 1), au=date(2026, 12, 31), places=60)
    maison = famille(donges, enfants=2)
    reserver_jours(maison, donges, [LUNDI])
    FicheSanitaire.objects.create(
        enfant=maison.enfants[0], allergies="Arachide", pai="allergie", pai_fin="2027-07-01", pai_panier=True
    )
    menu(
        LUNDI, (2, "Hachis parmentier", ["bio", "local"], ["lait"]), (5, "Brownie", [], ["arachides", "oeufs"]),
    )  # fmt: skip
    menu(MARDI, (2, "Riz", [], ["arachides"]))
    return maison


@pytest.fixture
def parent(maison):
    client = ClientQuiLit()
    client.force_login(maison.utilisateur)
    return client


def assiettes(client, adresse=SEMAINE):
    return [" ".join(li.get_text(" ").split()) for li in soupe(client.get(adresse)).select(".assiettes li")]


def test_the_day_says_its_dish_with_its_labels(parent):
    assert "Hachis parmentier (Bio, Local)" in source(parent.get(SEMAINE))


def test_who_keeps_the_file_reads_where_it_meets_the_plate(parent, maison):
    prenom = maison.enfants[0].prenom
    attendue = f"Lundi 16 novembre, {prenom} : arachides dans « Brownie » (dessert) ; son panier-repas est attendu."
    assert assiettes(parent) == [attendue], "the day that is booked, of the child whose file says so"
    assert assiettes(parent, "/espace/reservations/mois/2026-11/") == [attendue]
    assert "ne garantit pas" in source(parent.get(SEMAINE)).replace("\n", " ")


def test_without_a_basket_none_is_awaited(parent, maison):
    FicheSanitaire.objects.update(pai_panier=False)
    assert assiettes(parent)[0].endswith("(dessert).")


def test_the_restaurant_that_cooks_for_itself_has_its_own_plate(parent, donges):
    menu(LUNDI, (2, "Soupe au lait", [], ["lait"]), restaurant=donges.restaurant)
    page = source(parent.get(SEMAINE))
    assert "Soupe au lait" in page
    assert "Hachis" not in page
    assert assiettes(parent) == []


def sans_autorite(maison):
    LienParental.objects.update(autorite_parentale=False)


def absent(maison):
    reservee = Reservation.objects.get(enfant=maison.enfants[0])
    Absence.objects.create(reservation=reservee, motif="maladie", effet="facturee")


def autre_allergie(maison):
    FicheSanitaire.objects.update(allergies="Pollen")


@pytest.mark.parametrize("arrive", [sans_autorite, absent, autre_allergie])
def test_nothing_is_said(parent, maison, arrive):
    arrive(maison)
    assert assiettes(parent) == []
    assert "arachides" not in source(parent.get(SEMAINE)).lower()


def test_it_is_neither_in_the_feed_nor_on_paper_nor_on_the_agenda(parent):
    for adresse in ("/espace/agenda/", "/espace/agenda/?vue=mois", "/espace/"):
        assert "arachides" not in source(parent.get(adresse)).lower(), adresse


def test_a_family_without_allergy_pays_no_statement_for_it(donges, maison, django_assert_num_queries, monkeypatch):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    monkeypatch.setattr("common.web.memory.SECONDES", 600)
    autre = famille(donges)
    client = ClientQuiLit()
    client.force_login(autre.utilisateur)
    client.get(SEMAINE)
    with CaptureQueriesContext(connection) as lues:
        client.get(SEMAINE)
    assert not [q for q in lues if "fichesanitaire" in q["sql"]]
