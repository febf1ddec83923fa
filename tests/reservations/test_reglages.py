"""« Activités » in the admin: everything that the town decides, from nothing, without code."""

from datetime import date, time

import pytest
from django.urls import reverse

from common.models import Journal
from reservations.activites.enums import FormeDelai, Geste
from reservations.activites.models import (
    Activite,
    Capacite,
    Creneau,
    Formule,
    Groupe,
    PeriodeReservation,
    RegleDelai,
    Unite,
)
from reservations.activites.rules_encadrement import adultes_requis, avertir
from reservations.activites.services.delais import delais_de
from tests.factories.famille import famille
from tests.tools.html import soupe, texte, un

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrateur(client_administrateur):
    return client_administrateur


def envoyer(client, adresse, /, *args, attendu=302, **valeurs):
    """Send a form, then confirm it where the page first says what it changes."""
    adresse = reverse(adresse, args=args)
    reponse = client.post(adresse, valeurs)
    if reponse.status_code == 200:
        assert "Rien n’est encore enregistré" in reponse.content.decode()
        reponse = client.post(adresse, valeurs | {"confirmer": annoncee(reponse)})
    assert reponse.status_code == attendu, reponse.content.decode()[:3000]
    return reponse


def annoncee(page):
    """Give what the button « Enregistrer » sends back of what the page announced."""
    return un(page, "button[name=confirmer]")["value"]


@pytest.mark.parametrize(
    ("encadrement", "age_min", "places", "requis"),
    [
        ("extrascolaire", 3, 24, 3), ("extrascolaire", 3, 25, 4), ("extrascolaire", 6, 24, 2),
        ("periscolaire", 3, 30, 3), ("periscolaire", 6, 30, 3), ("periscolaire", 6, 28, 2),
        ("pedt_long", 3, 20, 2), ("pedt", 3, 28, 2), ("pedt", 6, 36, 2), ("pedt", 6, 37, 3),
        ("", 3, 100, 0), ("extrascolaire", 3, None, 0), ("extrascolaire", 3, 0, 0),
    ],
)  # fmt: skip
def test_the_legal_minimum_of_adults(encadrement, age_min, places, requis):
    assert adultes_requis(encadrement, age_min=age_min, places=places) == requis


def test_a_lack_of_adults_is_said_in_words():
    def dire(encadrants):
        return avertir("extrascolaire", age_min=3, places=30, encadrants=encadrants)

    assert dire(3) == "30 places demandent 4 encadrants au moins : 3 sont prévus."
    assert "un seul est prévu" in dire(1)
    assert "aucun n’est prévu" in dire(0)
    assert dire(4) == dire(None) == ""


def test_a_restaurant_goes_from_nothing_to_its_deadlines_by_screens_alone(donges, administrateur):
    liste = texte(administrateur.get(reverse("activites_reglees")))
    assert "Nouvelle activité" in liste
    envoyer(
        administrateur, "creer_activite", nom="Restaurant de la Pommeraye", nom_courant="cantine",
        service=donges.service.pk, regie=donges.regie.pk, prestation="repas", icone="repas",
        fonctionnement="reservation", jours=["0", "1", "3", "4"], reservation_en_ligne="on", absence_en_ligne="on",
        carence="2",
    )  # fmt: skip
    activite = Activite.objects.get(nom="Restaurant de la Pommeraye")
    assert (activite.code, activite.jours, activite.jours_vacances) == ("restaurant-de-la-pommeraye", [0, 1, 3, 4], [])
    assert "il reste à dire" in administrateur.get(reverse("activite_reglee", args=[activite.pk])).content.decode()

    envoyer(administrateur, "ajouter_partie", activite.pk, "unites", nom="Repas", debut="12:00", fin="13:30")
    unite = Unite.objects.get(activite=activite)
    envoyer(administrateur, "ajouter_partie", activite.pk, "formules", nom="Repas", unites=[unite.pk])
    lieu = donges.restaurant
    envoyer(
        administrateur, "ajouter_partie", activite.pk, "groupes", nom="Petits", lieu=lieu.pk, age_min=3, age_max=5,
        encadrants=2,
    )  # fmt: skip
    groupe = Groupe.objects.get(activite=activite)
    envoyer(administrateur, "ajouter_partie", activite.pk, "capacites", lieu=lieu.pk, places=120, jours=["2"])
    envoyer(administrateur, "ajouter_partie", activite.pk, "capacites", lieu=lieu.pk, groupe=groupe.pk, places=30)
    envoyer(
        administrateur, "ajouter_partie", activite.pk, "periodes", nom="Premier trimestre", du="2027-01-04",
        au="2027-03-31", ouvre_le="2026-12-01T09:00",
    )  # fmt: skip
    envoyer(
        administrateur, "ajouter_partie", activite.pk, "delais", geste="reserver", forme="ecole", valeur=1,
        heure="11:00", suite="refus",
    )  # fmt: skip
    assert Formule.objects.get(activite=activite).unites.get() == unite
    assert [c.places for c in Capacite.objects.filter(activite=activite).order_by("places")] == [30, 120]
    assert PeriodeReservation.objects.get(activite=activite).ouvre_le.isoformat() == "2026-12-01T08:00:00+00:00"
    limite = delais_de({activite.pk}).limite(activite.pk, Geste.RESERVER, date(2026, 11, 16))
    assert (limite.date(), limite.time()) == (date(2026, 11, 13), time(11))

    page = texte(administrateur.get(reverse("activite_reglee", args=[activite.pk])))
    assert "il reste à dire" not in page
    assert "jusqu’au jour d’école précédent, à 11 h" in page
    assert Journal.objects.filter(objet="activites.activite", objet_id=activite.pk).count() == 8


def test_a_deadline_says_itself_with_three_days_before_it_is_saved(donges, administrateur):
    valeurs = {"geste": "annuler", "forme": "dernier", "valeur": 0, "jour_fixe": 3, "heure": "09:00", "jours": ["0"],
               "suite": "refus"}  # fmt: skip
    adresse = reverse("ajouter_partie", args=[donges.cantine.pk, "delais"])
    avant = RegleDelai.objects.count()
    page = administrateur.post(adresse, valeurs)
    lu = texte(page)
    assert page.status_code == 200
    assert RegleDelai.objects.count() == avant
    assert "Annuler, le lundi : jusqu’au jeudi précédent, à 9 h" in lu
    assert "pour le lundi 16 novembre : jusqu’au jeudi 12 à 9 h" in lu
    assert lu.count("Par exemple") == 3
    # Changed since: what is saved is never other than what was said.
    autre = administrateur.post(adresse, valeurs | {"confirmer": annoncee(page), "heure": "10:00"})
    assert (autre.status_code, RegleDelai.objects.count()) == (200, avant)
    assert "au jeudi précédent, à 10 h" in texte(autre)
    assert administrateur.post(adresse, valeurs | {"confirmer": annoncee(page)}).status_code == 302
    assert RegleDelai.objects.count() == avant + 1


@pytest.mark.parametrize(
    ("valeurs", "phrase"),
    [
        ({"forme": "semaine", "jour_fixe": ""}, "Dites quel jour de la semaine."),
        ({"forme": "semaine", "jour_fixe": "9"}, "Choisissez une des réponses proposées"),
        ({"valeur": "-1"}, "Ce nombre est trop petit."),
        ({"heure": "25:00"}, "heure"),
        ({"forme": "lunaire"}, "Choisissez une"),
        # The factory's rule says the same.
        ({}, "Un délai existe déjà pour ce geste."),
    ],
)
@pytest.mark.parametrize("confirmer", [{}, {"confirmer": "1"}])
def test_a_deadline_that_cannot_be_is_refused_beside_its_field(donges, administrateur, valeurs, phrase, confirmer):
    avant = RegleDelai.objects.count()
    bon = {"geste": "reserver", "forme": "ouvres", "valeur": "2", "heure": "09:00", "suite": "refus"}
    adresse = reverse("ajouter_partie", args=[donges.cantine.pk, "delais"])
    page = administrateur.post(adresse, bon | valeurs | confirmer)
    assert page.status_code == 422
    assert phrase in texte(page)
    assert RegleDelai.objects.count() == avant


def test_what_is_used_is_not_removed_and_the_refusal_says_by_what(ouverte, administrateur):
    cantine, repas = ouverte.cantine, ouverte.repas
    page = administrateur.post(reverse("retirer_partie", args=[cantine.pk, "unites", repas.pk]), follow=True)
    assert "sert encore" in page.content.decode()
    assert "créneaux" in page.content.decode()
    assert Unite.objects.filter(pk=repas.pk).exists()
    page = administrateur.post(reverse("supprimer_activite", args=[cantine.pk]), follow=True)
    assert "sert encore" in page.content.decode()
    assert Activite.objects.filter(pk=cantine.pk).exists()


def test_what_nothing_uses_is_removed(donges, administrateur):
    Creneau.objects.all().delete()
    unite = Unite.objects.create(activite=donges.cantine, code="gouter", nom="Goûter")
    envoyer(administrateur, "retirer_partie", donges.cantine.pk, "unites", unite.pk)
    assert not Unite.objects.filter(pk=unite.pk).exists()
    regle = RegleDelai.objects.filter(activite=donges.cantine).first()
    envoyer(administrateur, "retirer_partie", donges.cantine.pk, "delais", regle.pk)
    assert not RegleDelai.objects.filter(pk=regle.pk).exists()


def test_a_change_says_first_what_families_will_see(donges, administrateur):
    cantine = donges.cantine
    valeurs = {
        "nom": cantine.nom, "nom_courant": "cantine", "service": donges.service.pk, "regie": donges.regie.pk,
        "prestation": "repas", "icone": "repas", "fonctionnement": "reservation", "jours": ["0", "1", "2", "3", "4"],
        "absence_en_ligne": "on", "carence": "0",
    }  # fmt: skip
    adresse = reverse("modifier_activite", args=[cantine.pk])
    page = administrateur.post(adresse, valeurs)
    lu = texte(page)
    assert "Les familles ne pourront plus réserver ni annuler en ligne" in lu
    assert "Les jours déjà ouverts le restent" in lu
    cantine.refresh_from_db()
    assert cantine.reservation_en_ligne
    administrateur.post(adresse, valeurs | {"confirmer": annoncee(page)})
    cantine.refresh_from_db()
    assert (cantine.reservation_en_ligne, cantine.jours) == (False, [0, 1, 2, 3, 4])


def test_a_lack_of_adults_is_said_before_it_is_saved_and_on_the_page(donges, administrateur):
    Activite.objects.filter(pk=donges.cantine.pk).update(encadrement="extrascolaire")
    groupe = Groupe.objects.create(
        activite=donges.cantine, lieu=donges.restaurant, nom="Petits", age_min=3, age_max=5, encadrants=1
    )
    valeurs = {"lieu": donges.restaurant.pk, "groupe": groupe.pk, "places": 16}
    adresse = reverse("ajouter_partie", args=[donges.cantine.pk, "capacites"])
    assert "16 places demandent 2 encadrants au moins" in texte(administrateur.post(adresse, valeurs))
    envoyer(administrateur, "ajouter_partie", donges.cantine.pk, "capacites", **valeurs)
    page = texte(administrateur.get(reverse("activite_reglee", args=[donges.cantine.pk])))
    assert "16 places demandent 2 encadrants au moins" in page


def test_parts_of_another_activity_are_not_its_own(donges, administrateur, client_agent):
    autre = Activite.objects.create(
        service=donges.service, regie=donges.regie, code="autre", nom="Autre", nom_courant="autre"
    )
    adresse = reverse("modifier_partie", args=[autre.pk, "unites", donges.repas.pk])
    assert administrateur.get(adresse).status_code == 404
    assert administrateur.get(reverse("ajouter_partie", args=[autre.pk, "secrets"])).status_code == 404
    page = administrateur.post(
        reverse("ajouter_partie", args=[autre.pk, "formules"]), {"nom": "Volée", "unites": [donges.repas.pk]}
    )
    assert page.status_code == 422
    # An agent who keeps bookings sets no rule.
    assert client_agent.get(reverse("activites_reglees")).status_code == 404


def test_a_choice_of_every_form_of_deadline_can_be_said(donges, administrateur):
    for forme in FormeDelai:
        valeurs = {"geste": "reserver", "forme": forme, "valeur": 3, "heure": "09:00", "suite": "majoration"}
        valeurs |= {"jour_fixe": 1} if forme.au_jour_fixe else {}
        page = administrateur.post(reverse("ajouter_partie", args=[donges.cantine.pk, "delais"]), valeurs)
        assert page.status_code == 200, forme
        assert "sans majoration" in texte(page)


@pytest.mark.parametrize(
    ("genre", "saisie", "phrase"),
    [
        ("periodes", {"nom": "Noël", "du": "2027-01-03", "au": "2026-12-19", "ouvre_le": "2026-11-20T09:00"},
         "La fin précède le début."),
        ("periodes", {"nom": "Noël", "du": "2026-12-19", "au": "2027-01-03", "ouvre_le": "2026-11-20T09:00",
                      "ferme_le": "2026-11-01T09:00"}, "Les réservations ferment avant d’ouvrir."),
        ("groupes", {"nom": "Petits", "age_min": 6, "age_max": 3}, "L’âge minimum dépasse l’âge maximum."),
        ("capacites", {"places": 10, "du": "2027-01-03", "au": "2026-12-19"}, "la fin après le début"),
        ("capacites", {"places": 10, "du": "2027-01-03"}, "la fin après le début"),
        ("capacites", {"places": 99999999999}, "trop grand"),
        ("unites", {"nom": "Soir", "debut": "18:00", "fin": "16:00"}, "la fin après le début"),
        ("periodes", {"nom": "Noël", "du": "2026-12-19", "au": "2027-01-03", "ouvre_le": "2027-01-04T00:00"},
         "après le dernier jour, le dimanche 3 janvier 2027"),
        ("delais", {"geste": "reserver", "forme": "ecole", "valeur": 32767, "heure": "09:00"}, "trop grand"),
    ],
)  # fmt: skip
def test_what_is_upside_down_is_refused_in_words(donges, administrateur, genre, saisie, phrase):
    saisie = saisie | ({"lieu": donges.restaurant.pk} if genre in ("groupes", "capacites") else {})
    page = administrateur.post(reverse("ajouter_partie", args=[donges.cantine.pk, genre]), saisie)
    assert page.status_code == 422
    assert phrase in texte(page)


def test_a_removal_says_first_what_it_changes(donges, administrateur):
    ligne = Capacite.objects.create(activite=donges.cantine, lieu=donges.restaurant, places=60)
    adresse = reverse("retirer_partie", args=[donges.cantine.pk, "capacites", ligne.pk])
    assert administrateur.get(adresse).status_code == 200
    page = administrateur.post(adresse)
    assert "Les jours déjà ouverts gardent leurs places" in texte(page)
    assert "corriger ci-dessous" not in texte(page), "there is nothing to correct"
    assert [b.get("name") for b in soupe(page).select("main form button[type=submit]")] == ["confirmer"]
    assert Capacite.objects.exists()
    administrateur.post(adresse, {"confirmer": annoncee(page)})
    assert not Capacite.objects.exists()
    regle = RegleDelai.objects.get(activite=donges.cantine, geste=Geste.ABSENCE)
    page = administrateur.post(reverse("retirer_partie", args=[donges.cantine.pk, "delais", regle.pk]))
    assert "ce sera possible jusqu’au début du jour" in texte(page)
    assert RegleDelai.objects.filter(pk=regle.pk).exists()


def test_who_may_register_says_whom_it_touches(donges, administrateur):
    famille(donges, enfants=2)
    cantine = donges.cantine
    valeurs = {
        "nom": cantine.nom, "nom_courant": "cantine", "service": donges.service.pk, "regie": donges.regie.pk,
        "prestation": "repas", "icone": "repas", "fonctionnement": "reservation", "jours": ["0", "1", "3", "4"],
        "reservation_en_ligne": "on", "absence_en_ligne": "on", "carence": "0", "age_min": "6", "sans_impaye": "on",
    }  # fmt: skip
    lu = texte(administrateur.post(reverse("modifier_activite", args=[cantine.pk]), valeurs))
    assert "Rien ne change pour les 2 enfants déjà inscrits." in lu
    assert "Les familles qui ont une facture échue ne pourront plus réserver, dès maintenant." in lu


def test_two_of_one_name_cannot_be_told_apart_and_are_refused_beside_the_name(donges, administrateur):
    cantine = donges.cantine
    unite = Unite.objects.create(activite=cantine, code="soir", nom="Goûter du soir")
    Formule.objects.create(activite=cantine, code="soir", nom="Goûter du soir").unites.add(unite)
    Groupe.objects.create(activite=cantine, lieu=donges.restaurant, nom="Goûter du soir", age_min=3, age_max=5)
    groupe = {"lieu": donges.restaurant.pk, "age_min": 6, "age_max": 9}
    for genre, saisie in (("unites", {}), ("formules", {"unites": [unite.pk]}), ("groupes", groupe)):
        adresse = reverse("ajouter_partie", args=[cantine.pk, genre])
        page = administrateur.post(adresse, saisie | {"nom": "gouter du  SOIR"})
        assert page.status_code == 422, genre
        assert "existe déjà : donnez un autre nom" in texte(page), genre
    page = administrateur.post(
        reverse("copier_activite", args=[cantine.pk]), {"nom": cantine.nom.upper(), "nom_courant": "cantine"}
    )
    assert page.status_code == 422
    assert "existe déjà" in texte(page)
    # Its own name is not another's.
    envoyer(administrateur, "modifier_partie", cantine.pk, "unites", unite.pk, nom="Goûter du soir")


def test_the_hours_of_a_period_are_the_towns_not_the_databases(donges, administrateur):
    envoyer(
        administrateur, "ajouter_partie", donges.cantine.pk, "periodes", nom="Noël", du="2026-12-19",
        au="2027-01-03", ouvre_le="2026-11-20T00:00",
    )  # fmt: skip
    fiche = texte(administrateur.get(reverse("activite_reglee", args=[donges.cantine.pk])))
    assert "se réserve dès le vendredi 20 novembre 2026 à 0 h" in fiche


def test_a_deadline_that_nobody_can_meet_is_said_so(donges, administrateur):
    saisie = {
        "geste": "annuler", "forme": "jours", "valeur": 366, "heure": "09:00", "formule": donges.formule.pk,
        "suite": "refus",
    }  # fmt: skip
    page = administrateur.post(reverse("ajouter_partie", args=[donges.cantine.pk, "delais"]), saisie)
    assert "le délai de tous est déjà passé" in texte(page)
