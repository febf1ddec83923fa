"""Booked days that two homes swap: who pays follows the child, is said before, and comes back when it is undone."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from commune.models import Lieu
from espace_prive.famille.models import Payeur, QuotientFamilial
from espace_prive.garde.services import swaps
from reservations.activites.models import Creneau, Inscription
from reservations.activites.services.places import ouvrir
from reservations.planning.models import Absence, Reservation, SemaineHabituelle
from reservations.planning.services import habitudes
from tests.factories.famille import inscrire
from tests.factories.reservations import reserver_jours
from tests.garde.test_swaps import accepter, page, proposer
from tests.tools.html import source

pytestmark = pytest.mark.django_db
JEUDI, MARDI = date(2026, 11, 19), date(2026, 11, 24)  # his, hers
SIEN, SIENNE = ["2026-11-19-0", "2026-11-19-1"], ["2026-11-24-0", "2026-11-24-1"]


@pytest.fixture
def deux_payeurs(donges, partage):
    """Both homes registered the child at the canteen; he pays 2,60 € a meal, she 1,00 €."""
    enfant, elle, lui = partage
    ouvrir(donges.cantine, donges.restaurant, du=date(2026, 11, 1), au=date(2026, 12, 31), places=60)
    lui.payeur = Payeur.objects.get(foyer=lui.foyer)
    QuotientFamilial.objects.filter(foyer=lui.foyer).update(valeur=Decimal("1100"))
    lui.inscriptions = [inscrire(enfant, lui.payeur, donges)]
    lui.enfants = [enfant]
    reserver_jours(lui, donges, [JEUDI], enfants=[enfant])
    reserver_jours(elle, donges, [MARDI], enfants=[enfant])
    return enfant, elle, lui


def payeurs(enfant):
    return dict(Reservation.objects.vivantes().filter(enfant=enfant).values_list("date", "payeur"))


def effets(client, swap):
    lue = source(client.get(page(swap)))
    return lue.partition('id="effets"')[2].partition("</section>")[0]


def test_a_booked_day_passes_to_the_other_payer_at_its_own_price_and_each_reads_its_own(
    mere, pere, deux_payeurs
):  # fmt: skip
    enfant, elle, lui = deux_payeurs
    prises = list(Creneau.objects.order_by("pk").values_list("prises", flat=True))
    swap = proposer(mere, enfant, [*SIEN, *SIENNE])
    hers, his = effets(mere, swap), effets(pere, swap)
    assert "Jeudi 19 novembre, cantine : déjà réservé, vous est facturé." in hers
    assert "1,00 €" in hers
    assert "Mardi 24 novembre, cantine : ne vous est plus facturé." in hers
    assert "2,60" not in hers, "the price of the other home is nobody's else"
    assert "Jeudi 19 novembre, cantine : ne vous est plus facturé." in his
    assert "2,60 €" in his
    assert "1,00" not in his
    assert payeurs(enfant) == {JEUDI: lui.payeur.pk, MARDI: elle.payeur.pk}
    accepter(pere, swap)
    assert payeurs(enfant) == {JEUDI: elle.payeur.pk, MARDI: lui.payeur.pk}
    assert list(Creneau.objects.order_by("pk").values_list("prises", flat=True)) == prises, "the places stay taken"
    # What was said stays on the page, for each home its own.
    assert "Ce que cela a changé" in source(mere.get(page(swap)))
    assert "2,60" not in effets(mere, swap)


def test_undone_the_bookings_come_back_to_who_paid_them(mere, pere, deux_payeurs, agent):
    enfant, elle, lui = deux_payeurs
    Reservation.objects.filter(date=JEUDI).update(hors_delai=True)
    swap = proposer(mere, enfant, [*SIEN, *SIENNE])
    accepter(pere, swap)
    assert not Reservation.objects.get(date=JEUDI).hors_delai, "the surcharge of his lateness is not hers"
    swaps.defaire(swap, par=agent, motif="Jugement")
    assert payeurs(enfant) == {JEUDI: lui.payeur.pk, MARDI: elle.payeur.pk}
    assert Reservation.objects.get(date=JEUDI).hors_delai


def test_an_absence_told_since_stays_with_who_told_it_and_everybody_is_told(mere, pere, deux_payeurs, client_agent):
    enfant, elle, lui = deux_payeurs
    swap = proposer(mere, enfant, [*SIEN, *SIENNE])
    accepter(pere, swap)
    Absence.objects.create(reservation=Reservation.objects.get(date=JEUDI), motif="maladie", effet="facturee")
    adresse = f"/gestion/familles/{elle.foyer.pk}/enfants/{enfant.pk}/garde/echanges/{swap.pk}/defaire/"
    suite = client_agent.post(adresse, {"motif": "Jugement"}, follow=True)
    assert payeurs(enfant) == {JEUDI: elle.payeur.pk, MARDI: elle.payeur.pk}
    for lue in (source(suite), effets(mere, swap), effets(pere, swap)):
        assert "Jeudi 19 novembre, cantine : la réservation et son payeur restent comme" in lue
        assert "une absence est signalée" in lue


@pytest.mark.parametrize(
    ("apres", "rendue"),
    [(date(2026, 11, 12), False), (date(2026, 11, 17), False), (date(2026, 11, 19), True), (None, True)],
)
def test_a_booking_of_a_usual_week_stopped_since_is_not_brought_back(
    mere, pere, deux_payeurs, agent, apres, rendue
):  # fmt: skip
    enfant, elle, lui = deux_payeurs
    habitude = SemaineHabituelle.objects.create(
        inscription=lui.inscriptions[0], formule=Reservation.objects.get(date=JEUDI).formule, jours=[3],
        a_partir_de=date(2026, 11, 16), du=date(2026, 11, 16),
    )  # fmt: skip
    Reservation.objects.filter(date=JEUDI).update(habitude=habitude)
    swap = proposer(mere, enfant, [*SIEN, *SIENNE])
    accepter(pere, swap)
    if apres:
        # Before its first day, the week is taken back wholly: its row is no more.
        habitudes.arreter(habitude, apres=apres, par=lui.utilisateur)
    restes = swaps.restes(swaps.defaire(swap, par=agent, motif="Jugement"))
    connection.check_constraints()
    lue = Reservation.objects.get(date=JEUDI)
    assert (lue.payeur_id, lue.habitude_id) == ((lui.payeur.pk, habitude.pk) if rendue else (elle.payeur.pk, None))
    assert [("est arrêtée" in phrase) for phrase in restes] == ([] if rendue else [True])


def test_half_a_day_given_keeps_its_payer(mere, pere, deux_payeurs):
    enfant, elle, lui = deux_payeurs
    swap = proposer(mere, enfant, [SIEN[1]])
    assert "aucun jour réservé n’est touché" in effets(mere, swap)
    accepter(pere, swap)
    assert payeurs(enfant) == {JEUDI: lui.payeur.pk, MARDI: elle.payeur.pk}


def pas_inscrite(elle, **_):
    Inscription.objects.filter(payeur=elle.payeur).update(au=date(2026, 11, 18))


def ailleurs(elle, **_):
    Inscription.objects.filter(payeur=elle.payeur).update(lieu=Lieu.objects.exclude(pk=elle.lieu).first())


def absente(**_):
    Absence.objects.create(reservation=Reservation.objects.get(date=JEUDI), motif="maladie", effet="facturee")


def trop_tard(reglages, **_):
    reglages.HORLOGE = "2026-11-19T07:00:00+01:00"


@pytest.mark.parametrize(
    ("arrive", "raison"),
    [
        (pas_inscrite, "n’a pas inscrit l’enfant"),
        (ailleurs, "dans un autre lieu"),
        (absente, "une absence est signalée"),
        (trop_tard, "trop tard pour l’annuler"),
    ],
)
def test_what_cannot_pass_stays_billed_and_both_are_told(mere, pere, deux_payeurs, donges, settings, arrive, raison):
    enfant, elle, lui = deux_payeurs
    elle.lieu = donges.restaurant.pk
    arrive(elle=elle, lui=lui, reglages=settings)
    swap = proposer(mere, enfant, SIEN)
    assert "reste réservé, et reste facturé à l’autre parent" in effets(mere, swap)
    assert "reste réservé, et vous est toujours facturé" in effets(pere, swap)
    assert raison in effets(pere, swap)
    accepter(pere, swap)
    assert swap.__class__.objects.get(pk=swap.pk).etat == "accepte"
    assert payeurs(enfant)[JEUDI] == lui.payeur.pk


def test_a_booking_made_between_the_page_and_the_yes_is_shown_first(mere, pere, deux_payeurs, donges):
    enfant, elle, lui = deux_payeurs
    swap = proposer(mere, enfant, ["2026-11-17-0", "2026-11-17-1"])
    assert "aucun jour réservé n’est touché" in effets(pere, swap)
    vu = source(pere.get(page(swap))).partition('name="vu" value="')[2].partition('"')[0]
    reserver_jours(lui, donges, [date(2026, 11, 17)], enfants=[enfant])
    suite = source(pere.post(page(swap), {"geste": "accepter", "vu": vu}, follow=True))
    assert "n’est plus ce qui vous a été montré" in suite
    assert "Mardi 17 novembre, cantine : ne vous est plus facturé." in suite
    assert payeurs(enfant)[date(2026, 11, 17)] == lui.payeur.pk
