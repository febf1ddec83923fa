"""Reporting an absence or cancelling, from the page to the mail; what agents read and close."""

import uuid
from datetime import date

import pytest

from common.models import Courriel
from reservations.activites.models import Creneau
from reservations.planning.models import Absence, Reservation
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.reservations.conftest import LUNDI_16, MARDI_17
from tests.reservations.gestes import RECAPITULATIF, choix, cocher, maison, parent, valider
from tests.tools.html import erreurs, source, texte

__all__ = ["maison", "parent"]
pytestmark = pytest.mark.django_db


@pytest.mark.feature("F141", "F142")
def test_an_absence_in_one_page(parent, maison, ouverte):
    reservation = reserver_jours(maison, ouverte, [LUNDI_16], enfants=maison.enfants[:1])[0]
    page = texte(parent.get("/espace/reservations/absence/"))
    assert "le repas ne sera pas facturé" in page
    donnees = {"reservations": [reservation.pk], "motif": "maladie", "numero": uuid.uuid4()}
    reponses = [parent.post("/espace/reservations/absence/", donnees) for _ in range(2)]
    assert reponses[0].url == reponses[1].url
    assert Absence.objects.get().effet == "non_facturee"
    page = texte(parent.get(reponses[0].url))
    assert "Nous avons bien enregistré" in page
    assert "ne mangera pas au restaurant scolaire le lundi 16 novembre. Prévenu à temps" in page


def test_a_late_absence_says_that_the_meal_stays_billed(parent, maison, ouverte):
    reservation = reserver_jours(maison, ouverte, [date(2026, 11, 10)], enfants=maison.enfants[:1])[0]
    donnees = {"reservations": [reservation.pk], "motif": "maladie", "numero": uuid.uuid4()}
    page = texte(parent.get(parent.post("/espace/reservations/absence/", donnees).url))
    assert "Le repas est déjà commandé : il reste facturé (0,85 €)." in page
    assert "reste facturé" in Courriel.objects.get().texte


def test_a_cancellation_is_never_told_as_a_booking(parent, maison, ouverte):
    """The fact comes first, on the page and in the mail, and in the history."""
    reserver_jours(maison, ouverte, [LUNDI_16, MARDI_17], enfants=maison.enfants[:1])
    assert cocher(parent, retraits=[choix(maison.inscriptions[0], LUNDI_16)]).url == RECAPITULATIF
    page = texte(parent.get(valider(parent).url))
    prenom = maison.enfants[0].prenom
    fait = f"{prenom} ne mangera pas au restaurant scolaire le lundi 16 novembre."
    assert f"{fait} 0,85 € en moins sur votre facture de novembre 2026." in page
    assert f"Annulation {prenom} – Restauration scolaire" in page
    courriel = Courriel.objects.get()
    assert source(courriel.objet) == fait.rstrip(".")
    assert "Réservation" not in courriel.texte + page
    assert f"Annulation {prenom}" in texte(parent.get("/espace/demarches/"))


def test_a_forged_absence_is_refused_beside_the_field(parent, maison, ouverte):
    reserver_jours(maison, ouverte, [LUNDI_16])
    voisin = famille(ouverte)
    reservation = reserver_jours(voisin, ouverte, [LUNDI_16])[0]
    donnees = {"reservations": [reservation.pk], "motif": "maladie", "numero": uuid.uuid4()}
    reponse = parent.post("/espace/reservations/absence/", donnees)
    assert reponse.status_code == 422
    assert erreurs(reponse)["reservations"] == "Une des lignes cochées n’est plus dans la liste. Relisez-la."
    assert not Absence.objects.exists()


def test_every_booked_meal_can_be_reported_the_soonest_first(parent, maison, ouverte):
    jours = list(Creneau.objects.filter(date__gte=LUNDI_16).order_by("date").values_list("date", flat=True)[:35])
    derniere = reserver_jours(maison, ouverte, jours, enfants=maison.enfants[:1])[-1]
    page = texte(parent.get("/espace/reservations/absence/"))
    assert "Voici les 30 prochaines réservations" in page
    assert f'value="{derniere.pk}"' not in parent.get("/espace/reservations/absence/").content.decode()
    assert f'value="{derniere.pk}"' in parent.get("/espace/reservations/absence/?tous=1").content.decode()
    donnees = {"reservations": [derniere.pk], "motif": "maladie", "numero": uuid.uuid4()}
    assert parent.post("/espace/reservations/absence/", donnees).status_code == 302
    assert Absence.objects.get().reservation == derniere


def test_agents_see_who_eats_and_close_a_day(client_agent, maison, ouverte):
    reserver_jours(maison, ouverte, [LUNDI_16])
    lien = f"/gestion/effectifs/?activite={ouverte.cantine.pk}&jour=2026-11-16"
    page = texte(client_agent.get(lien))
    assert "2 repas à commander" in page
    assert maison.enfants[0].prenom in page
    donnees = {
        "activite": ouverte.cantine.pk,
        "lieux": [ouverte.restaurant.pk],
        "jour": "2026-11-16",
        "motif": "Grève",
    }
    assert "2 réservations de 1 famille" in texte(client_agent.post("/gestion/effectifs/fermer/", donnees))
    assert Reservation.objects.vivantes().count() == 2
    client_agent.post("/gestion/effectifs/fermer/", {**donnees, "confirmer": "1"})
    assert not Reservation.objects.vivantes().exists()
    assert "Fermé : Grève" in texte(client_agent.get(lien))


def test_a_cashier_closes_no_day(client_regisseur):
    assert client_regisseur.get("/gestion/effectifs/fermer/").status_code == 404
    assert client_regisseur.get("/gestion/effectifs/").status_code == 404
