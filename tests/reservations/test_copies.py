"""« Copier » : what can be copied, what its preview says, what is booked."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache

from reservations.activites.models import Creneau
from reservations.planning.models import Reservation
from tests.factories.activites import garderie, inscrire_a, ouvrir_jours
from tests.factories.reservations import reserver_jours
from tests.reservations.conftest import LUNDI_16, MARDI_17
from tests.reservations.gestes import RECAPITULATIF, SEMAINE, choix, cocher, maison, parent, valider
from tests.tools.html import soupe, source, texte, textes, un

__all__ = ["maison", "parent"]
pytestmark = pytest.mark.django_db
COPIER = "/espace/reservations/copier/"
CETTE_SEMAINE = f"{COPIER}?vers=2026-11-16"
DECEMBRE = f"{COPIER}?vers=2026-12"


def modeles(client, page=CETTE_SEMAINE):
    """Give what the page offers to copy: value → words."""
    lu = soupe(client.get(page))
    return {i["value"]: texte(lu.select_one(f"label[for='{i['id']}']")) for i in lu.select("[name=modele]")}


def copier(client, modele, page=CETTE_SEMAINE):
    """Copy, and give the preview."""
    reponse = client.post(page, {"modele": modele})
    assert reponse.status_code == 302, source(reponse)
    return client.get(reponse.url)


def reserves(enfant=None, du=LUNDI_16, au=date(2026, 11, 20)):
    siennes = Reservation.objects.vivantes().filter(date__range=(du, au))
    return sorted((siennes.filter(enfant=enfant) if enfant else siennes).values_list("date", flat=True))


@pytest.mark.feature("F120", "F127", "F128")
def test_another_week_is_copied_after_a_preview_of_days_refusals_and_the_cost_of_a_month(parent, maison, ouverte):
    reserver_jours(maison, ouverte, [date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 5)])
    Creneau.objects.filter(date=MARDI_17).update(places=0)
    assert cocher(parent, vers="copies").url == CETTE_SEMAINE
    assert modeles(parent)["semaine:2026-11-02"] == "La semaine du 2 novembre, 6 réservations"
    apercu = texte(copier(parent, "semaine:2026-11-02"))
    for phrase in (
        "Lundi 16 novembre", "Jeudi 19 novembre", "Il n’y a plus de place le mardi 17 novembre", "+ 3,40 €",
        "Un mois ordinaire de quatre semaines comme celle-ci : 13,60 €",
    ):  # fmt: skip
        assert phrase in apercu
    assert reserves() == []
    valider(parent)
    assert reserves() == [LUNDI_16] * 2 + [date(2026, 11, 19)] * 2


@pytest.mark.feature("F120")
def test_last_month_and_that_of_last_year_are_copied_by_the_rank_of_their_days(parent, maison, ouverte):
    """The second Tuesday for the second Tuesday; a day that is closed this time is told."""
    reserver_jours(maison, ouverte, [date(2026, 11, 3), date(2026, 11, 10)], enfants=maison.enfants[:1])
    an_dernier = reserver_jours(maison, ouverte, [date(2026, 11, 5)], enfants=maison.enfants[:1])
    Reservation.objects.filter(pk__in=[r.pk for r in an_dernier]).update(date=date(2025, 12, 4))
    connus = modeles(parent, DECEMBRE)
    assert connus["mois:2026-11"] == "Le mois dernier, novembre 2026, 2 réservations"
    assert connus["mois:2025-12"] == "Le même mois de l’an dernier, décembre 2025, 1 réservation"
    apercu = texte(copier(parent, "mois:2026-11", DECEMBRE))
    assert "Un mois ordinaire comme celui-ci : 1,70 €" in apercu
    valider(parent)
    assert reserves(au=date(2026, 12, 31), du=date(2026, 12, 1)) == [date(2026, 12, 1), date(2026, 12, 8)]
    copier(parent, "mois:2025-12", DECEMBRE)
    valider(parent)
    assert date(2026, 12, 3) in reserves(au=date(2026, 12, 31), du=date(2026, 12, 1))


@pytest.mark.feature("F125")
def test_a_brother_gets_what_his_sister_has_the_draft_too(parent, maison, ouverte):
    zoe, malo = maison.enfants
    reserver_jours(maison, ouverte, [LUNDI_16], enfants=[zoe])
    cocher(parent, choix(maison.inscriptions[0], MARDI_17), vers="rester")
    assert modeles(parent)[f"enfant:{zoe.pk}"] == f"Ce que {zoe.prenom} a ces jours-là, pour les autres"
    copier(parent, f"enfant:{zoe.pk}")
    valider(parent)
    assert reserves(malo) == reserves(zoe) == [LUNDI_16, MARDI_17]


def test_nothing_to_copy_and_what_is_no_model_are_said(parent, maison, ouverte):
    assert "Rien à copier pour le moment" in texte(parent.get(CETTE_SEMAINE))
    reserver_jours(maison, ouverte, [date(2026, 11, 9), LUNDI_16])
    assert "Choisissez ce que vous voulez copier" in texte(parent.post(CETTE_SEMAINE, {}))
    for forge in ("semaine:2026-11-16", "mois:2030-01", "enfant:0", "x"):
        assert parent.post(CETTE_SEMAINE, {"modele": forge}).status_code == 422
    reponse = parent.post(CETTE_SEMAINE, {"modele": "semaine:2026-11-09"})
    assert reponse.status_code == 422
    assert "Ces jours ont déjà tout" in texte(reponse)
    for ailleurs in ("2026-11-17", "2026-11-09x", "2026-10", "2030-01", "x"):
        assert parent.get(f"{COPIER}?vers={ailleurs}").status_code == 404
    assert parent.get(COPIER).status_code == 200


def test_what_the_receipt_said_impossible_does_not_stop_the_rest(parent, maison):
    """A place lost since it was ticked: the receipt counts without it, and what it counted is booked."""
    zoe = maison.inscriptions[0]
    cocher(parent, choix(zoe, LUNDI_16), choix(zoe, MARDI_17), vers="rester")
    Creneau.objects.filter(date=MARDI_17).update(places=0)
    page = parent.get(RECAPITULATIF)
    assert "Ces jours ne font pas partie de la demande" in texte(page)
    assert Decimal(un(page, "[name=montant]")["value"]) == Decimal("0.85")
    reponse = valider(parent)
    assert "Traitée positivement" in texte(parent.get(reponse.url))
    assert reserves() == [LUNDI_16]


def test_a_place_lost_between_the_receipt_and_its_validation_is_answered_line_by_line(parent, maison):
    zoe = maison.inscriptions[0]
    cocher(parent, choix(zoe, LUNDI_16), choix(zoe, MARDI_17), vers="rester")
    page = parent.get(RECAPITULATIF)
    Creneau.objects.filter(date=MARDI_17).update(places=0)
    envoi = {nom: un(page, f"[name={nom}]")["value"] for nom in ("numero", "montant", "version")}
    confirmation = parent.get(parent.post(RECAPITULATIF, envoi).url)
    assert "Ce qui n’a pas pu être réservé" in texte(confirmation)
    assert reserves() == [LUNDI_16]


def test_a_copy_keeps_what_was_ticked_elsewhere(parent, maison, ouverte):
    reserver_jours(maison, ouverte, [date(2026, 11, 9)])
    loin = LUNDI_16 + timedelta(days=7)
    cocher(parent, choix(maison.inscriptions[0], loin), vers="rester", page="/espace/reservations/semaine/2026-11-23/")
    apercu = copier(parent, "semaine:2026-11-09")
    assert len(textes(apercu, ".recap__lignes li")) == 3
    # What it could not book is told once: the next copy says its own refusals alone.
    Creneau.objects.filter(date=LUNDI_16).update(places=0)
    assert "Il n’y a plus de place le lundi 16" in texte(parent.get(RECAPITULATIF))
    suivante = f"{COPIER}?vers=2026-11-30"
    reserver_jours(maison, ouverte, [date(2026, 11, 24)])
    assert "Il n’y a plus de place" not in texte(copier(parent, "semaine:2026-11-23", suivante))
    assert "Lundi 23 novembre" in texte(apercu)
    assert SEMAINE in source(apercu)


def test_prices_that_come_about_differently_say_of_what(parent, maison, ouverte):
    cantine, soins = maison.inscriptions[0], garderie(ouverte)
    ouvrir_jours(soins, ouverte.ecole.lieu, [LUNDI_16])
    cache.delete("memoire.catalogue")
    du_soir = choix(inscrire_a(soins, cantine.enfant, maison.payeur, ouverte.ecole.lieu), LUNDI_16)
    cocher(parent, choix(cantine, MARDI_17))
    assert "(cantine)" not in texte(parent.get(RECAPITULATIF))
    cocher(parent, du_soir)
    recu = texte(parent.get(RECAPITULATIF))
    assert "Prix unique, quel que soit le quotient (garderie)." in recu
    assert "Quotient familial 500" in recu
    assert "(cantine)." in recu


@pytest.mark.parametrize("derniere", ["mois/2027-11/", "semaine/2027-11-15/"])
def test_no_button_leads_beyond_the_last_page_there_is(parent, maison, derniere):
    page = soupe(parent.get(f"/espace/reservations/{derniere}"))
    assert page.select_one("button[value=precedente]")
    assert not page.select_one("button[value=suivante]")
    assert soupe(parent.get(SEMAINE)).select_one("button[value=suivante]")
