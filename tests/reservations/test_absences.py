"""Reporting an absence or cancelling, from the page to the mail; what agents read and close."""

import uuid
from datetime import date

import pytest

from common.models import Courriel
from common.web.memory import forget
from espace_prive.famille.models import LienParental, Rattachement
from espace_prive.garde.models import PeriodeDeGarde
from reservations.activites.models import Activite, Creneau
from reservations.planning.consommations import a_consommer
from reservations.planning.models import Absence, Reservation
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.reservations.conftest import LUNDI_16, MARDI_17
from tests.reservations.gestes import ABSENCE, RECAPITULATIF, choix, cocher, maison, parent, signaler, valider
from tests.reservations.test_reglages import annoncee
from tests.tools.fichiers import image
from tests.tools.html import erreurs, liens, soupe, source, texte

__all__ = ["maison", "parent"]
pytestmark = pytest.mark.django_db


@pytest.mark.feature("F141", "F142")
def test_an_absence_in_one_page(parent, maison, ouverte):
    reservation = reserver_jours(maison, ouverte, [LUNDI_16], enfants=maison.enfants[:1])[0]
    page = texte(parent.get("/espace/reservations/absence/"))
    assert "le repas ne sera pas facturé" in page
    numero = uuid.uuid4()
    reponses = [signaler(parent, reservation, numero=numero) for _ in range(2)]
    assert reponses[0].url == reponses[1].url
    assert Absence.objects.get().effet == "non_facturee"
    page = texte(parent.get(reponses[0].url))
    assert "Nous avons bien enregistré" in page
    assert "ne mangera pas au restaurant scolaire le lundi 16 novembre. Prévenu à temps" in page


def test_a_late_absence_says_that_the_meal_stays_billed(parent, maison, ouverte):
    reservation = reserver_jours(maison, ouverte, [date(2026, 11, 10)], enfants=maison.enfants[:1])[0]
    page = texte(parent.get(signaler(parent, reservation).url))
    assert "Le repas est déjà commandé : il reste facturé (0,85 €)." in page
    assert "reste facturé" in Courriel.objects.get().texte


def test_what_stays_billed_says_of_whom_when_children_differ(parent, maison, ouverte):
    zoe, malo = maison.enfants
    tard = reserver_jours(maison, ouverte, [date(2026, 11, 10)], enfants=[zoe])
    a_temps = reserver_jours(maison, ouverte, [LUNDI_16], enfants=[malo])
    page = texte(parent.get(signaler(parent, *tard, *a_temps).url))
    assert f"Pour {zoe.prenom} : Le repas est déjà commandé" in page
    assert f"Pour {malo.prenom} : Prévenu à temps" in page


def test_a_cancellation_is_never_told_as_a_booking(parent, maison, ouverte):
    """The fact comes first, on the page and in the mail, and in the history."""
    reserver_jours(maison, ouverte, [LUNDI_16, MARDI_17], enfants=maison.enfants[:1])
    assert cocher(parent, retraits=[choix(maison.inscriptions[0], LUNDI_16)]).url == RECAPITULATIF
    page = texte(parent.get(valider(parent).url))
    prenom = maison.enfants[0].prenom
    assert f"1 repas annulé pour {prenom}, le lundi 16 novembre, 0,85 € en moins" in page
    assert "En moins sur votre facture de novembre 2026." in page
    assert f"Annulation {prenom} – Restauration scolaire" in page
    courriel = Courriel.objects.get()
    assert source(courriel.objet) == f"1 repas annulé pour {prenom}, le lundi 16 novembre, 0,85 € en moins"
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
    assert signaler(parent, derniere).status_code == 302
    assert Absence.objects.get().reservation == derniere


def test_agents_see_who_eats_and_close_a_day(client_agent, maison, ouverte):
    reserver_jours(maison, ouverte, [LUNDI_16])
    lien = f"/gestion/effectifs/?activite={ouverte.cantine.pk}&jour=2026-11-16"
    page = texte(client_agent.get(lien))
    assert "2 repas à commander" in page
    assert maison.enfants[0].prenom in page
    donnees = {"ou": [f"{ouverte.cantine.pk}:{ouverte.restaurant.pk}"], "du": "2026-11-16", "motif": "Grève"}
    vue = client_agent.post("/gestion/effectifs/fermer/", donnees)
    assert "2 réservations de 1 famille" in texte(vue)
    assert Reservation.objects.vivantes().count() == 2
    client_agent.post("/gestion/effectifs/fermer/", donnees | {"confirmer": annoncee(vue)})
    assert not Reservation.objects.vivantes().exists()
    assert "Fermé : Grève" in texte(client_agent.get(lien))


def test_a_cashier_closes_no_day(client_regisseur):
    assert client_regisseur.get("/gestion/effectifs/fermer/").status_code == 404
    assert client_regisseur.get("/gestion/effectifs/").status_code == 404


@pytest.fixture
def regle_maladie(ouverte):
    """Two waiting days, a certificate within seven days, one declaration a year."""
    Activite.objects.filter(pk=ouverte.cantine.pk).update(carence=0, certificat_sous=7, declarations=1)
    forget("catalogue")


@pytest.mark.feature("F141", "F142")
def test_the_next_booked_day_is_ticked_for_all_and_the_others_are_folded(parent, maison, ouverte):
    """Not each child's next day: one of them may be a week away."""
    reserver_jours(maison, ouverte, [LUNDI_16])
    reserver_jours(maison, ouverte, [MARDI_17])
    Reservation.objects.filter(enfant=maison.enfants[1], date=LUNDI_16).update(date=date(2026, 11, 23))
    page = soupe(parent.get(ABSENCE))
    coches = {case["value"] for case in page.select("fieldset input[type=checkbox][checked]")}
    attendus = Reservation.objects.filter(date=LUNDI_16)
    assert attendus.count() == 1
    assert coches == {str(r.pk) for r in attendus}
    assert len(page.select("details.deplier")) == 2
    assert page.select_one("input[name=motif][checked]")["value"] == "maladie"
    assert liens(page)["mar. 17 nov."].endswith("?jours=2026-11-17")
    page = soupe(parent.get(f"{ABSENCE}?jours=2026-11-17"))
    assert len(page.select("fieldset input[type=checkbox][checked]")) == 2


@pytest.mark.feature("F141")
def test_an_address_fills_everything(parent, maison, ouverte):
    reserver_jours(maison, ouverte, [LUNDI_16, MARDI_17])
    zoe = maison.enfants[0]
    page = soupe(parent.get(f"{ABSENCE}?jours=2026-11-17,n-importe&enfants={zoe.pk}&motif=famille"))
    sienne = Reservation.objects.get(enfant=zoe, date=MARDI_17)
    assert [c["value"] for c in page.select("input[type=checkbox][checked]")] == [str(sienne.pk)]
    assert page.select_one("input[name=motif][checked]")["value"] == "famille"


@pytest.mark.feature("F142", "F144")
def test_sickness_takes_a_declaration_then_expects_a_certificate(parent, maison, ouverte, regle_maladie, settings):
    aine = maison.enfants[:1]
    premiere, seconde = reserver_jours(maison, ouverte, [LUNDI_16, date(2026, 11, 30)], enfants=aine)
    settings.HORLOGE = "2026-11-16T08:00:00+01:00"
    assert "Votre déclaration suffit, sans certificat" in texte(parent.get(ABSENCE))
    signaler(parent, premiere)
    assert premiere.absence.effet == "non_facturee"
    # The kitchen has it: the place is kept.
    assert Reservation.objects.vivantes().filter(pk=premiere.pk).exists()
    settings.HORLOGE = "2026-11-30T08:00:00+01:00"
    signaler(parent, seconde)
    assert seconde.absence.effet == "a_justifier"
    assert seconde.absence.a_justifier_avant == date(2026, 12, 7)
    adresse = f"{ABSENCE}{seconde.absence.pk}/certificat/"
    assert adresse in parent.get(ABSENCE).content.decode()
    assert parent.post(adresse, {}).status_code == 422
    settings.HORLOGE = "2026-12-07T20:00:00+01:00"
    reponse = parent.post(adresse, {"document": image()}, follow=True)
    assert "Certificat donné : le repas ne sera pas facturé." in texte(reponse)
    seconde.absence.refresh_from_db()
    assert (seconde.absence.effet, seconde.absence.justificatif is not None) == ("non_facturee", True)
    assert not any(c.due for c in a_consommer(ouverte.regie, LUNDI_16, date(2026, 12, 31)))


@pytest.mark.feature("F144")
def test_a_certificate_given_with_the_report_is_kept_and_one_given_too_late_is_refused(
    parent, maison, ouverte, regle_maladie, settings
):
    un, deux = reserver_jours(maison, ouverte, [LUNDI_16, date(2026, 11, 30)], enfants=maison.enfants[:1])
    settings.HORLOGE = "2026-11-16T10:00:00+01:00"
    signaler(parent, un, document=image())
    assert (un.absence.effet, un.absence.justificatif is not None) == ("non_facturee", True)
    settings.HORLOGE = "2026-11-30T10:00:00+01:00"
    signaler(parent, deux)
    assert deux.absence.effet == "a_justifier"
    settings.HORLOGE = "2026-12-08T00:00:00+01:00"
    reponse = parent.post(f"{ABSENCE}{deux.absence.pk}/certificat/", {"document": image()})
    assert reponse.status_code == 422
    assert "Le certificat était attendu au plus tard le lundi 7 décembre" in erreurs(reponse)["document"]


@pytest.mark.feature("F141")
def test_an_absence_is_taken_back_until_the_meal_begins(parent, maison, ouverte, settings):
    (reservation,) = reserver_jours(maison, ouverte, [LUNDI_16], enfants=maison.enfants[:1])
    settings.HORLOGE = "2026-11-15T20:00:00+01:00"
    signaler(parent, reservation)
    adresse = f"{ABSENCE}{reservation.absence.pk}/reprendre/"
    assert "Rien ne change sur votre facture : le repas était déjà facturé." in texte(parent.get(ABSENCE))
    reponse = parent.post(adresse, follow=True)
    assert f"{maison.enfants[0].prenom} viendra le lundi 16 novembre." in texte(reponse)
    assert not Absence.objects.exists()
    assert parent.post(adresse).status_code == 404


def test_a_place_given_back_is_not_taken_again_without_booking(parent, maison, ouverte):
    (reservation,) = reserver_jours(maison, ouverte, [LUNDI_16], enfants=maison.enfants[:1])
    signaler(parent, reservation)
    reponse = parent.post(f"{ABSENCE}{reservation.absence.pk}/reprendre/", follow=True)
    assert "Sa place a été rendue" in texte(reponse)
    assert Absence.objects.exists()


def test_a_neighbour_follows_no_absence(client, parent, maison, ouverte):
    (reservation,) = reserver_jours(maison, ouverte, [LUNDI_16], enfants=maison.enfants[:1])
    signaler(parent, reservation)
    client.force_login(famille(ouverte).utilisateur)
    for suite in ("certificat", "reprendre"):
        assert client.post(f"{ABSENCE}{reservation.absence.pk}/{suite}/").status_code == 404


@pytest.mark.feature("F141")
def test_whoever_has_the_child_that_day_reports_and_who_booked_is_told(client, maison, ouverte):
    reserver_jours(maison, ouverte, [LUNDI_16, MARDI_17], enfants=maison.enfants[:1])
    lui, aine, rentree = famille(ouverte, enfants=0, nom="Talbot"), maison.enfants[0], date(2026, 9, 1)
    LienParental.objects.create(enfant=aine, responsable=lui.responsable, qualite="pere", du=rentree)
    Rattachement.objects.create(enfant=aine, foyer=lui.foyer, du=rentree)
    PeriodeDeGarde.objects.create(enfant=aine, foyer=lui.foyer, du=LUNDI_16, au=LUNDI_16)
    PeriodeDeGarde.objects.create(enfant=aine, foyer=maison.foyer, du=MARDI_17, au=MARDI_17)
    client.force_login(lui.utilisateur)
    page = texte(client.get(ABSENCE))
    assert "lundi 16 novembre" in page
    assert "mardi 17 novembre" not in page
    assert "€" not in page, "what the other home pays is its own"
    reponse = signaler(client, Reservation.objects.get(date=LUNDI_16))
    assert reponse.status_code == 302
    assert Absence.objects.get().demarche.foyer == lui.foyer
    assert Courriel.objects.filter(destinataire=maison.responsable.email, texte__contains="ne viendra pas").exists()
    # The other day is not his to report.
    assert signaler(client, Reservation.objects.get(date=MARDI_17)).status_code == 422
