"""The estimate of a month: the numbers of its closing before it, for one family, and nobody else's."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from common import clock
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import LienParental, Rattachement
from factures.facturation.models import Facture
from factures.facturation.presentation import estimer
from factures.facturation.services import lancer_cloture
from factures.tarifs.enums import NatureMajoration
from factures.tarifs.models import Majoration
from reservations.planning.models import Absence, Reservation
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours
from tests.tools.html import brut, source, texte
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db
NOVEMBRE, OCTOBRE = date(2026, 11, 1), date(2026, 10, 1)
PAGE = "/espace/factures/estimation/"


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=2, quotient="640")


@pytest.fixture
def parent(client, maison):
    client.force_login(maison.utilisateur)
    return client


def clore(donges, settings, mois=NOVEMBRE):
    settings.HORLOGE = "2026-12-02T09:00+01:00"
    lancer_cloture(regie=donges.regie, mois=mois, echeance=date(2026, 12, 31), par=None)


def absent(reservation, effet):
    return Absence.objects.create(reservation=reservation, motif="maladie", effet=effet, phrase="Dite.")


def test_it_says_each_child_and_each_line_as_the_invoice_will(parent, maison, donges, settings):
    jours = jours_d_ecole(NOVEMBRE)[:6]
    reserver_jours(maison, donges, jours)
    Reservation.objects.filter(date=jours[0]).update(hors_delai=True)
    Majoration.objects.create(
        activite=donges.cantine,
        nature=NatureMajoration.HORS_DELAI,
        forme="montant",
        valeur=Decimal("1.50"),
        du=date(2026, 9, 1),
    )
    absent(Reservation.objects.filter(date=jours[1]).first(), "non_facturee")
    estimee = estimer(perimetre(maison.utilisateur), NOVEMBRE)
    page = parent.get(PAGE)
    assert "Estimation de novembre 2026" in source(page)
    assert all(enfant.prenom in source(page) for enfant in maison.enfants)
    assert "majoration hors délai" in source(page)
    assert "n’est pas facturée" in source(page)
    clore(donges, settings)
    facture = Facture.objects.get(payeur=maison.payeur)
    assert estimee.total == facture.total > 0
    lignes = [(li.libelle, li.quantite_en_mots, li.montant) for g in estimee.groupes for li in g.lignes]
    assert lignes == [(li.libelle, li.quantite_en_mots, li.montant) for li in facture.lignes.all()]


def test_once_billed_it_says_so_and_counts_nothing_twice(parent, maison, donges, settings):
    reserver_jours(maison, donges, jours_d_ecole(NOVEMBRE)[:3])
    avant = estimer(perimetre(maison.utilisateur), NOVEMBRE)
    clore(donges, settings)
    facture = Facture.objects.get(payeur=maison.payeur)
    apres = estimer(perimetre(maison.utilisateur), NOVEMBRE)
    assert (apres.total, apres.total_du_mois) == (0, avant.total)
    page = source(parent.get(f"{PAGE}?mois=2026-11"))
    assert f"facture {facture.reference}" in page


def test_a_certificate_awaited_is_counted_until_it_is_given(maison, donges):
    (une,) = reserver_jours(maison, donges, [date(2026, 11, 9)], enfants=maison.enfants[:1])
    absence = absent(une, "a_justifier")
    estimee = estimer(perimetre(maison.utilisateur), NOVEMBRE)
    assert estimee.total > 0
    assert "certificat" in estimee.absences[0]
    absence.effet = "non_facturee"
    absence.save()
    assert estimer(perimetre(maison.utilisateur), NOVEMBRE).total == 0


def test_the_other_home_and_the_neighbours_see_nothing_of_it(client, maison, donges):
    reserver_jours(maison, donges, jours_d_ecole(NOVEMBRE)[:3])
    voisin = famille(donges, nom="Talbot")
    client.force_login(voisin.utilisateur)
    assert "Rien à facturer ce mois-là" in source(client.get(PAGE))
    assert estimer(perimetre(voisin.utilisateur), NOVEMBRE).vide


def test_mon_compte_leads_to_it_and_the_months_follow_one_another(parent, maison, donges):
    assert f'href="{PAGE}"' in brut(parent.get("/espace/factures/"))
    assert "Octobre 2026 Décembre 2026" in " ".join(texte(parent.get(PAGE)).split())
    assert parent.get(f"{PAGE}?mois=2026-12").status_code == 200
    for mois in ("2026-09", "2027-03", "novembre", "2026-13"):
        assert parent.get(f"{PAGE}?mois={mois}").status_code == 404


@pytest.mark.usefixtures("memoire_longue")
def test_it_costs_the_same_for_one_child_and_for_twelve(client, donges):
    comptes = []
    for nombre in (1, 12):
        maison = famille(donges, enfants=nombre)
        reserver_jours(maison, donges, jours_d_ecole(NOVEMBRE)[:4])
        client.force_login(maison.utilisateur)
        client.get(PAGE)
        with requetes() as faites:
            client.get(PAGE)
        comptes.append(len(faites))
    assert comptes[0] == comptes[1]


def test_a_child_whom_the_reader_may_know_no_more_has_no_name_nor_day(parent, maison, donges):
    """Barred from a child that left its home: what the home pays is said, nothing of the child."""
    reserver_jours(maison, donges, [date(2026, 11, 3)])
    enfant = maison.enfants[0]
    LienParental.objects.filter(enfant=enfant, responsable=maison.responsable).update(restreint=True)
    Rattachement.objects.filter(enfant=enfant).update(au=clock.aujourdhui() - timedelta(days=1))
    lu = texte(parent.get(PAGE))
    assert enfant.prenom not in lu
    assert "Un autre enfant" in lu
    assert "3 novembre" not in lu.split("Un autre enfant")[1].split("Malo")[0]
