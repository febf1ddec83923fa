"""« Mon agenda »: the list, the month, the page of paper."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from espace_prive.agenda.extensions import EntreeDAgenda
from espace_prive.famille.models import LienParental, Rattachement
from espace_prive.garde import services as garde
from reservations.planning.models import Absence, Reservation
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.tools.html import soupe, source

pytestmark = pytest.mark.django_db
AGENDA = "/espace/agenda/"


def mots(noeud):
    return " ".join(noeud.get_text(" ").split())


def lignes(page):
    return [mots(li) for li in soupe(page).select(".agenda__ligne")]


@pytest.mark.feature("F093", "F094")
def test_the_list_has_the_days_of_all_children_then_of_one(parent, maison):
    aine, cadet = maison.enfants
    lues = lignes(parent.get(AGENDA))
    assert len(lues) == 3
    assert all("Cantine" in ligne and "Réservé" in ligne for ligne in lues)
    assert [aine.prenom in ligne for ligne in lues] == [True, False, True]
    une = parent.get(f"{AGENDA}?enfant={cadet.pk}")
    assert [cadet.prenom in ligne for ligne in lignes(une)] == [True]
    assert "Lundi 16 novembre" in source(une)
    assert f"/espace/reservations/mois/2026-11/?enfant={cadet.pk}" in source(une)


def test_the_past_days_of_this_month_are_folded_above_those_to_come(parent, maison, settings):
    settings.HORLOGE = "2026-11-17T09:00:00+01:00"
    page = soupe(parent.get(AGENDA))
    plies = page.select_one("details")
    assert "Les jours passés (1)" in mots(plies)
    assert "Lundi 16 novembre" in mots(plies)
    assert "Passé" not in mots(page.select_one("details + .agenda"))


def test_a_past_month_is_read_and_no_longer_changed_and_an_empty_one_says_so(parent):
    octobre = parent.get(f"{AGENDA}?mois=2026-10")
    assert "Passé" in lignes(octobre)[0]
    assert "Modifier les réservations" not in source(octobre)
    assert "Votre agenda ne comporte aucun événement" in source(parent.get(f"{AGENDA}?mois=2027-03"))


def test_the_month_is_whole_weeks_with_what_is_booked(parent, maison):
    page = parent.get(f"{AGENDA}?vue=mois")
    cases = soupe(page).select(".agenda-mois td")
    assert len(cases) == 42
    seize = next(c for c in cases if "lundi 16 novembre" in mots(c))
    assert all(f"{enfant.prenom}, Cantine" in mots(seize) for enfant in maison.enfants)
    assert soupe(page).select_one(".agenda-mois td[aria-current=date]") is not None
    assert "jour férié" in next(c for c in cases if "mercredi 11 novembre" in mots(c)).get_text()


def test_what_other_domains_add_is_there_with_its_hour_and_its_link(parent, maison, source_du_test):
    source_du_test.append(
        EntreeDAgenda(
            uid="rdv-1", jour=date(2026, 11, 18), titre="Rencontrer la directrice", lieu="École Aimé-Césaire",
            url="/espace/", enfant=maison.enfants[0].pk,
        )
    )  # fmt: skip
    lue = lignes(parent.get(AGENDA))[-1]
    assert "Rencontrer la directrice" in lue
    assert "École Aimé-Césaire" in lue
    assert "Réservé" not in lue


def test_an_absence_is_said_without_its_reason(parent, maison):
    reservee = Reservation.objects.get(enfant=maison.enfants[0], date="2026-11-17")
    Absence.objects.create(reservation=reservee, motif="maladie", effet="facturee")
    page = parent.get(AGENDA)
    assert "Absence signalée" in lignes(page)[-1]
    assert "malad" not in source(page).partition("<main")[2].partition("</main")[0].lower()


@pytest.mark.parametrize("suite", ["?mois=2026-99", "?mois=lune", "?enfant=0", "?enfant=abc", "?enfant=999999"])
def test_a_foolish_address_is_no_page(parent, suite):
    assert parent.get(AGENDA + suite).status_code == 404
    assert parent.get(f"{AGENDA}imprimer/{suite}").status_code == 404


def test_a_strange_view_is_the_list(parent):
    assert parent.get(f"{AGENDA}?vue=lune").status_code == 200


def test_the_month_is_printed_on_one_page_however_full(parent, maison, donges):
    jours = [date(2026, 11, n) for n in range(2, 31)]
    reserver_jours(maison, donges, [j for j in jours if j.day not in (16, 17)])
    reponse = parent.get(f"{AGENDA}imprimer/?mois=2026-11")
    lu = PdfReader(io.BytesIO(reponse.content))
    assert len(lu.pages) == 1
    largeur, hauteur = (float(cote) for cote in lu.pages[0].mediabox[2:])
    assert (round(largeur), round(hauteur)) == (842, 595)
    texte = lu.pages[0].extract_text()
    assert "Ma famille, novembre 2026" in texte
    assert texte.count("Cantine") == 29 * 2 - 1
    assert reponse["Content-Disposition"] == 'inline; filename="agenda-2026-11.pdf"'


@pytest.mark.usefixtures("memoire_longue")
def test_the_number_of_statements_does_not_grow_with_the_children(parent, maison, donges):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    parent.get(AGENDA)
    with CaptureQueriesContext(connection) as avant:
        parent.get(AGENDA)
    autre = famille(donges, enfants=3)
    for enfant in autre.enfants:
        LienParental.objects.create(enfant=enfant, responsable=maison.responsable, qualite="mere", du=date(2026, 9, 1))
    reserver_jours(autre, donges, [date(2026, 11, n) for n in (16, 17, 19, 20)])
    with CaptureQueriesContext(connection) as apres:
        parent.get(AGENDA)
    assert len(apres) <= len(avant), numeros(apres)


def numeros(requetes):
    return [q["sql"][:90] for q in requetes]


def test_whose_day_it_is_is_said_of_a_shared_child_and_a_barred_parent_reads_nothing(parent, maison, donges, client):
    enfant = maison.enfants[0]
    lui = famille(donges, enfants=0, nom="Talbot")
    lien = LienParental.objects.create(enfant=enfant, responsable=lui.responsable, qualite="pere", du=date(2026, 9, 1))
    Rattachement.objects.create(enfant=enfant, foyer=lui.foyer, du=date(2026, 9, 1))
    garde.appliquer_rythme(
        enfant, du=date(2026, 9, 1), version=enfant.version, par=None, premier=maison.foyer, second=lui.foyer,
        forme="semaines", parite="paires",
    )  # fmt: skip
    assert f"{enfant.prenom} : autre foyer" in source(parent.get(AGENDA))
    client.force_login(lui.utilisateur)
    assert f"{enfant.prenom} : chez vous" in source(client.get(AGENDA))
    lien.restreint = True
    lien.save()
    assert enfant.prenom not in source(client.get(AGENDA))
    assert client.get(f"{AGENDA}?enfant={enfant.pk}").status_code == 404
