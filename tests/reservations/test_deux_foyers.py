"""Two homes of one child: who sees what, who may cancel, whose prices."""

import pytest

from common.models import Courriel
from espace_prive.famille.models import LienParental, Rattachement
from espace_prive.garde.models import PeriodeDeGarde
from reservations.planning.models import Absence, Reservation
from tests.factories.famille import famille, inscrire
from tests.factories.reservations import reserver_jours
from tests.reservations.conftest import LUNDI_16, MARDI_17
from tests.reservations.gestes import SEMAINE, choix, cocher, maison, valider
from tests.tools.html import soupe, texte, un

__all__ = ["maison"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def autre(ouverte, maison):
    """Give the other home of the first child, with a parent's account and no registration of its own."""
    ailleurs = famille(ouverte, enfants=0, quotient="2000")
    LienParental.objects.create(
        enfant=maison.enfants[0], responsable=ailleurs.responsable, qualite="pere", du=ouverte.annee.du
    )
    return ailleurs


def test_two_homes_of_one_child_see_whose_booking_it_is(client, maison, ouverte, autre):
    inscription = inscrire(maison.enfants[0], autre.payeur, ouverte)
    reserver_jours(maison, ouverte, [LUNDI_16], enfants=maison.enfants[:1])
    client.force_login(autre.utilisateur)
    page = client.get(SEMAINE)
    assert "Réservé et payé par l’autre foyer" in texte(page)
    assert choix(inscription, LUNDI_16) not in page.content.decode()
    assert choix(inscription, MARDI_17) in page.content.decode()


def test_who_has_the_child_that_day_cancels_what_the_other_home_booked(client, maison, ouverte, autre):
    """Whoever booked: and the other parent is told by mail."""
    Rattachement.objects.create(enfant=maison.enfants[0], foyer=autre.foyer, du=ouverte.annee.du)
    PeriodeDeGarde.objects.create(
        enfant=maison.enfants[0], foyer=autre.foyer, du=LUNDI_16, du_demi=0, au=LUNDI_16, au_demi=1
    )
    reserver_jours(maison, ouverte, [LUNDI_16, MARDI_17], enfants=maison.enfants[:1])
    client.force_login(autre.utilisateur)
    page = client.get(SEMAINE)
    siennes = [c["value"] for c in soupe(page).select("input[name=choix]")]
    assert siennes == [choix(maison.inscriptions[0], LUNDI_16)]
    assert "Réservé et payé par l’autre foyer" in texte(page)
    assert "€" not in texte(un(page, ".notre-semaine"))
    cocher(client, retraits=siennes)
    valider(client)
    assert list(Reservation.objects.vivantes().values_list("date", flat=True)) == [MARDI_17]
    assert {c.destinataire for c in Courriel.objects.all()} == {autre.utilisateur.email, maison.responsable.email}


def test_what_the_other_home_booked_has_no_price_here_even_reported_absent(client, maison, ouverte, autre):
    inscrire(maison.enfants[0], autre.payeur, ouverte)
    (reservation,) = reserver_jours(maison, ouverte, [LUNDI_16], enfants=maison.enfants[:1])
    Absence.objects.create(reservation=reservation, motif="maladie", effet="facturee", phrase="Facturé.")
    client.force_login(autre.utilisateur)
    case = un(client.get(SEMAINE), ".case[data-etat=absence]")
    assert "Absence signalée" in texte(case)
    assert "€" not in texte(case)
