"""The agents' screens of corrections: from the list to the undo, and who may open them."""

from datetime import date

import pytest
from django.urls import reverse

from espace_prive.famille.models import LienParental
from reservations.activites.models import Creneau, Formule
from reservations.interventions.models import Intervention
from reservations.planning.models import Reservation
from tests.conftest import connecter_agent
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.tools.confirmation import confirmee
from tests.tools.html import texte

pytestmark = pytest.mark.django_db
JOUR = date(2026, 11, 5)


@pytest.fixture
def maison(donges):
    maison = famille(donges, quotient="640")
    reserver_jours(maison, donges, [JOUR])
    return maison


def adresse(donges, **suite):
    return (
        reverse("corriger_reservations")
        + "?"
        + "&".join(
            f"{nom}={v}" for nom, v in ({"activite": donges.cantine.pk, "jour": JOUR.isoformat()} | suite).items()
        )
    )


def saisie(maison, **autres):
    return {"enfants": [maison.enfants[0].pk], "geste": "annulation", "motif": "Noté par erreur"} | autres


def test_an_agent_sees_what_will_be_done_to_the_cent_then_does_it_then_undoes_it(client_agent, donges, maison):
    page = client_agent.get(adresse(donges, enfants=maison.enfants[0].pk))
    assert page.status_code == 200
    assert maison.enfants[0].nom in texte(page)
    montree = client_agent.post(adresse(donges), saisie(maison))
    lu = texte(montree)
    assert "1 ligne sur 1 sera faite" in lu
    assert "factures à venir : − 1,00 €" in lu
    assert Reservation.objects.vivantes().count() == 1
    vu = montree.context["vu"]
    fait = client_agent.post(adresse(donges), confirmee(saisie(maison)) | {"vu": vu}, follow=True)
    assert "1 réservation corrigée" in texte(fait)
    assert Reservation.objects.vivantes().count() == 0
    une = Intervention.objects.get()
    page = client_agent.get(reverse("correction", args=[une.pk]))
    assert "Revenir en arrière" in texte(page)
    rendue = client_agent.post(reverse("correction", args=[une.pk]), {"motif": "Il était bien là"}, follow=True)
    assert "1 réservation corrigée" in texte(rendue)
    assert Reservation.objects.vivantes().count() == 1
    liste = texte(client_agent.get(reverse("corrections")))
    assert "Noté par erreur" in liste
    assert "annulée" in liste


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(client_agent, donges, maison):
    page = client_agent.post(adresse(donges), saisie(maison, geste="deplacement"))
    assert page.status_code == 422
    assert "Dites à quel jour" in texte(page)
    assert "Noté par erreur" in page.content.decode()
    page = client_agent.post(adresse(donges), saisie(maison, enfants=[]))
    assert "Cochez au moins un enfant" in texte(page)
    page = client_agent.post(adresse(donges), saisie(maison, geste="absence"))
    assert "raison de l’absence" in texte(page)
    page = client_agent.get(adresse(donges, au="2026-11-01"))
    assert page.status_code == 422


def test_a_whole_class_is_corrected_at_once_with_an_answer_for_each(client_agent, donges, maison):
    autre = famille(donges, quotient="640").enfants[0]
    Creneau.objects.filter(date=JOUR).update(places=2)
    page = client_agent.get(adresse(donges, niveau="CE1", ecole=donges.ecole.pk))
    assert len(page.context["enfants"]) == 2
    assert not client_agent.get(adresse(donges, niveau="CP")).context["enfants"]
    donnees = saisie(maison, geste="ajout", enfants=[maison.enfants[0].pk, autre.pk])
    lu = texte(client_agent.post(adresse(donges), donnees))
    assert "1 ligne sur 2 sera faite" in lu
    assert "est déjà réservé" in lu


def test_a_child_that_the_list_does_not_show_cannot_be_corrected(client_agent, donges, maison):
    page = client_agent.post(adresse(donges), saisie(maison, enfants=[999999]))
    assert page.status_code == 422
    assert not Intervention.objects.exists()


def test_absurd_values_are_said_and_never_break_the_page(client_agent, donges, maison):
    for brut in ("²", "9" * 5000):
        assert client_agent.post(adresse(donges), saisie(maison, enfants=[brut])).status_code == 422
    page = client_agent.post(
        adresse(donges), saisie(maison, geste="deplacement", vers="9999-12-31", formule=donges.formule.pk)
    )
    assert "Rien n’est ouvert" in texte(page)
    assert client_agent.get(adresse(donges, du="9999-12-01", au="9999-12-31")).status_code in (200, 422)


def test_a_day_on_which_nothing_is_open_is_said_not_the_children_who_are_ticked(client_agent, donges, maison):
    page = client_agent.post(adresse(donges, jour="2026-11-08"), saisie(maison))
    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == ["Rien n’est ouvert ces jours-là pour cette activité."]
    assert not page.context["form"].errors.get("enfants")


def test_hours_in_the_wrong_order_are_said_beside_their_field(client_agent, donges, maison):
    Formule.objects.filter(pk=donges.formule.pk).update(pas=15)
    heures = {"geste": "ajout", "formule": donges.formule.pk, "arrivee": "18:00", "depart": "17:00"}
    Reservation.objects.filter(enfant=maison.enfants[0]).delete()
    page = client_agent.post(adresse(donges), saisie(maison, **heures))
    assert page.status_code == 422
    assert "Le départ est après l’arrivée" in str(page.context["form"].errors["depart"])


def test_a_correction_of_a_child_that_the_agent_is_barred_from_is_not_read(client_agent, agent, donges, maison):
    client_agent.post(adresse(donges), saisie(maison))
    vu = client_agent.post(adresse(donges), saisie(maison)).context["vu"]
    client_agent.post(adresse(donges), confirmee(saisie(maison)) | {"vu": vu})
    une = Intervention.objects.get()
    Intervention.objects.update(par=None)
    parent = famille(donges, enfants=0).responsable
    parent.utilisateur = agent
    parent.save()
    LienParental.objects.create(
        enfant=maison.enfants[0], responsable=parent, qualite="pere", restreint=True, du=date(2026, 9, 1)
    )
    assert client_agent.get(reverse("correction", args=[une.pk])).status_code == 404
    assert "Noté par erreur" not in texte(client_agent.get(reverse("corrections")))


def test_who_may_not_correct_finds_nothing(client, client_regisseur, donges, maison):
    for nom in ("corriger_reservations", "corrections"):
        assert client_regisseur.get(reverse(nom)).status_code == 404
    personne = connecter_agent(client, UtilisateurFactory(is_staff=True))
    assert personne.get(adresse(donges)).status_code in (302, 404)
