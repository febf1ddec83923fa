"""What the pages of the week read: so many statements whatever the family and the town, none without its children."""

import re
from datetime import date, time

import pytest

from reservations.activites.models import Creneau
from reservations.planning.models import Reservation
from tests.factories.activites import activite, inscrire_a, ouvrir_jours
from tests.factories.famille import famille
from tests.factories.reservations import reserver_en_nombre, reserver_jours
from tests.reservations.conftest import LUNDI_16, MARDI_17
from tests.reservations.gestes import RECAPITULATIF, SEMAINE, cocher
from tests.tools.html import valeurs
from tests.tools.requetes import requetes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memoire_longue")]
MOIS = "/espace/reservations/mois/2026-11/"
PAGES = [SEMAINE, MOIS, "/espace/"]
NOVEMBRE = [date(2026, 11, j) for j in range(10, 31)]
# A booking is read by child, by payer, by its key, or counted in a row of places that the statement names.
NOMMENT = re.compile(r"(enfant_id|payeur_id|reservation_id|\"id\"|creneau_id|habitude_id|demande_id)\"? ?(=|IN|in)")


def grande(ouverte, enfants=3):
    """Give a home whose children have the canteen and five more activities each, open all the month."""
    maison = famille(ouverte, enfants=enfants, quotient="500")
    for rang in range(5):
        faite = activite(
            ouverte, f"atelier-{enfants}-{rang}", jours=[0, 1, 2, 3, 4],
            unites={"seance": (time(16 + rang // 4, 15 * (rang % 4)), time(16 + rang // 4, 15 * (rang % 4) + 14))},
            formules={"seance": (["seance"], None)},
        )  # fmt: skip
        ouvrir_jours(faite, ouverte.restaurant, NOVEMBRE, places=400)
        for enfant in maison.enfants:
            inscrire_a(faite, enfant, maison.payeur, ouverte.restaurant)
    reserver_jours(maison, ouverte, [LUNDI_16, MARDI_17])
    return maison


def lire(client, page):
    client.get(page)
    with requetes() as faites:
        assert client.get(page).status_code == 200
    return faites


@pytest.mark.parametrize("page", PAGES)
def test_three_children_and_six_activities_cost_few_statements(client, ouverte, page):
    client.force_login(grande(ouverte).utilisateur)
    faites = lire(client, page)
    assert len(faites) <= (20 if page == "/espace/" else 15), str(faites)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_for_eighteen_rows_and_for_three_hundred(client, ouverte, page):
    petite, nombreuse = grande(ouverte), grande(ouverte, enfants=50)
    client.force_login(petite.utilisateur)
    peu = len(lire(client, page))
    client.force_login(nombreuse.utilisateur)
    assert len(lire(client, page)) == peu


def peupler(ouverte, familles):
    Creneau.objects.update(places=None)
    maisons = [famille(ouverte, enfants=1, compte=False) for _ in range(familles)]
    reserver_en_nombre([(m.enfants[0], m.payeur) for m in maisons], ouverte, [LUNDI_16, MARDI_17])


@pytest.mark.parametrize("page", PAGES)
def test_no_statement_reads_bookings_without_naming_whose(client, ouverte, page):
    """A town of ten thousand families costs what one of a hundred does: places come from their counters."""
    client.force_login(grande(ouverte).utilisateur)
    avant = lire(client, page)
    lues = [sql for sql in avant if re.search(r'FROM "planning_(reservation|prise|absence)"', sql)]
    assert lues
    for sql in lues:
        assert NOMMENT.search(sql[sql.index(" WHERE ") :]), sql
    peupler(ouverte, 60)
    assert len(lire(client, page)) == len(avant)


def test_sixty_wishes_cost_thirty_statements(client, ouverte, settings):
    settings.COURRIELS_SYNCHRONES = False
    maison = grande(ouverte)
    client.force_login(maison.utilisateur)
    cocher(client, page=MOIS, vers="toute")
    page = client.get(RECAPITULATIF).content.decode()
    donnees = {nom: valeurs(page, nom) for nom in ("numero", "montant", "version")}
    avant = Reservation.objects.count()
    with requetes() as faites:
        assert client.post(RECAPITULATIF, donnees).status_code == 302
    assert Reservation.objects.count() - avant >= 60
    assert len(faites) <= 30, str(faites)
    lues = [sql for sql in faites if re.search(r'FROM "planning_(reservation|prise|absence)"', sql)]
    for sql in lues:
        assert NOMMENT.search(sql[sql.index(" WHERE ") :]), sql
