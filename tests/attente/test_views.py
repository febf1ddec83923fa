"""The families' screens: ask, be offered by mail, accept in one tap; bad links and late answers."""

import re
from datetime import timedelta

import pytest

from reservations.activites.services.places import ouvrir
from reservations.attente import liens
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.attente.services import passer
from reservations.planning.models import Brouillon, Reservation
from tests.attente.gestes import LUNDI_16, MARDI_17, annuler, attendre, pleine, reserver, verifier
from tests.factories.famille import famille
from tests.reservations.gestes import choix, cocher
from tests.tools.html import formulaire, taches, texte, un
from tests.tools.html import liens as liens_de

pytestmark = pytest.mark.django_db
SEMAINE = "/espace/reservations/semaine/2026-11-16/"
ATTENTES = "/espace/reservations/attente/"


@pytest.fixture
def file(donges):
    """Give a full Monday and Tuesday, and three homes outside."""
    dedans, dehors = pleine(donges, LUNDI_16, MARDI_17)
    return dedans, dehors


def entrer(client, maison):
    client.force_login(maison.utilisateur)
    return client


def offrir(dedans, jour=LUNDI_16):
    annuler(dedans[0], jour)
    passer()


def lien_du(courriel):
    return re.search(r"http://[^/]+(/espace/reservations/attente/offre/\S+/)", courriel.body).group(1)


def test_a_full_day_offers_to_be_told_and_loses_nothing_of_what_was_ticked(client, file, donges):
    _, (maison, *_) = file
    entrer(client, maison)
    valeur = choix(maison.inscriptions[0], LUNDI_16)
    assert "Être prévenu" in texte(client.get(SEMAINE))
    reponse = cocher(client, vers=f"attendre-{valeur}")
    assert reponse.url == f"{ATTENTES}demander/?choix={valeur}"
    page = client.get(reponse.url)
    lu = texte(page)
    assert f"{maison.enfants[0].prenom}, mardi 17 novembre" in lu
    assert "personne n’attend encore" in lu
    envoi = formulaire(page).champs
    assert envoi["choix"] == [valeur]
    reponse = client.post(reponse.url, envoi, follow=True)
    assert "Sur la liste d’attente" in texte(reponse)
    assert "En attente, 1re position" in texte(reponse)
    assert Attente.objects.get().par == maison.utilisateur
    semaine = texte(client.get(SEMAINE))
    assert "En attente, 1re position" in semaine
    assert semaine.count("Être prévenu") == 1


def test_what_was_ticked_before_asking_is_in_the_draft(client, file, donges):
    _, (maison, *_) = file
    ouvrir(donges.cantine, donges.restaurant, du=LUNDI_16 + timedelta(days=3), au=LUNDI_16 + timedelta(days=3))
    entrer(client, maison)
    jeudi = choix(maison.inscriptions[0], LUNDI_16 + timedelta(days=3))
    cocher(client, jeudi, vers=f"attendre-{choix(maison.inscriptions[0], LUNDI_16)}")
    assert [s["jour"] for s in Brouillon.objects.get().souhaits] == ["2026-11-19"]


def test_an_offer_is_accepted_in_one_tap_from_its_mail(client, file, mailoutbox):
    dedans, (maison, *_) = file
    attente = attendre(maison, LUNDI_16)
    mailoutbox.clear()
    offrir(dedans)
    (courriel,) = [m for m in mailoutbox if "Une place s’est libérée" in m.subject]
    assert courriel.to == [maison.responsable.email]
    page = client.get(lien_du(courriel), follow=True)
    lu = texte(page)
    assert f"{maison.enfants[0].prenom}, lundi 16 novembre" in lu
    assert "€" in lu
    assert "Gardée pour vous jusqu’au mercredi 11 novembre" in lu
    # Opened by a program of mails, it accepts nothing.
    assert Attente.objects.get(pk=attente.pk).etat == EtatAttente.PROPOSEE
    reponse = client.post("/espace/reservations/attente/offre/", formulaire(page).champs | {"geste": "accepter"})
    assert "Place acceptée" in texte(reponse)
    assert Reservation.objects.vivantes().filter(enfant=maison.enfants[0]).count() == 1
    assert any(maison.utilisateur.email in m.to and "réserv" in m.subject.lower() for m in mailoutbox)
    again = client.post("/espace/reservations/attente/offre/", {"attente": attente.pk, "geste": "accepter"})
    assert again.status_code == 200
    verifier()


def test_an_offer_is_left_from_its_mail_and_the_next_family_gets_one(client, file, mailoutbox):
    dedans, (maison, autre, _) = file
    sienne = attendre(maison, LUNDI_16)
    suivante = attendre(autre, LUNDI_16)
    offrir(dedans)
    client.get(lien_du(next(m for m in mailoutbox if "libérée" in m.subject)))
    reponse = client.post("/espace/reservations/attente/offre/", {"attente": sienne.pk, "geste": "laisser"})
    assert "laissé cette place" in texte(reponse)
    passer()
    assert Attente.objects.get(pk=suivante.pk).etat == EtatAttente.PROPOSEE


def test_who_answers_too_late_reads_a_sentence_and_loses_nothing(client, file, mailoutbox, settings):
    dedans, (maison, *_) = file
    attente = attendre(maison, LUNDI_16)
    offrir(dedans)
    client.get(lien_du(mailoutbox[-1]))
    settings.HORLOGE = "2026-11-11T10:00:00+01:00"
    envoi = {"attente": attente.pk, "geste": "accepter"}
    reponse = client.post("/espace/reservations/attente/offre/", envoi)
    assert reponse.status_code == 422
    assert "n’est plus gardée" in texte(reponse)
    passer()
    assert "n’est plus gardée" in texte(client.get("/espace/reservations/attente/offre/"))
    assert any("n’est plus gardée" in m.subject for m in mailoutbox)


@pytest.mark.parametrize("jeton", ["faux", "WzEsMV0:1abc:xyz", "é", "a" * 600])
def test_a_forged_link_opens_nothing(client, file, jeton):
    reponse = client.get(f"/espace/reservations/attente/offre/{jeton}/", follow=True)
    assert reponse.status_code == 410
    assert "Rien n’a changé" in texte(reponse)


def test_a_link_of_another_family_or_of_an_old_offer_opens_nothing(client, file, settings):
    dedans, (maison, autre, _) = file
    attente = attendre(maison, LUNDI_16)
    client.get(f"/espace/reservations/attente/offre/{liens.ecrire(attente.pk, autre.responsable.pk)}/")
    assert client.get("/espace/reservations/attente/offre/").status_code == 410
    assert client.post("/espace/reservations/attente/offre/", {"geste": "laisser"}).status_code == 410
    assert Attente.objects.get().etat == EtatAttente.EN_ATTENTE


def test_the_town_may_want_a_sign_in_before(client, file, donges, mailoutbox):
    dedans, (maison, *_) = file
    attente = attendre(maison, LUNDI_16)
    offrir(dedans)
    donges.reglages.offres_connexion = True
    donges.reglages.save()
    reponse = client.get(lien_du(mailoutbox[-1]), follow=True)
    assert reponse.request["PATH_INFO"] == "/espace/connexion/"
    envoi = {"attente": attente.pk, "geste": "accepter"}
    assert client.post("/espace/reservations/attente/offre/", envoi).status_code == 302
    assert Attente.objects.get().etat == EtatAttente.PROPOSEE
    entrer(client, maison)
    assert client.get(f"{ATTENTES}{attente.pk}/").status_code == 200


def test_the_home_asks_to_answer_while_there_is_time(client, file):
    dedans, (maison, *_) = file
    attente = attendre(maison, LUNDI_16)
    entrer(client, maison)
    assert "Une place pour" not in texte(client.get("/espace/"))
    offrir(dedans)
    assert any("Une place pour" in titre for titre in taches(client))
    assert liens_de(client.get(SEMAINE))["Répondre"] == f"{ATTENTES}{attente.pk}/"
    assert "Place proposée" in texte(client.get(SEMAINE))
    reponse = client.post(f"{ATTENTES}{attente.pk}/", {"geste": "accepter"})
    assert "/demandes/" in reponse.url
    assert "réservé" in texte(client.get(reponse.url))
    assert not any("Une place pour" in titre for titre in taches(client))


def test_a_neighbour_neither_reads_nor_answers(client, file):
    dedans, (maison, autre, _) = file
    attente = attendre(maison, LUNDI_16)
    entrer(client, autre)
    for methode in (client.get, client.post):
        assert methode(f"{ATTENTES}{attente.pk}/").status_code == 404
    valeur = choix(maison.inscriptions[0], LUNDI_16)
    assert client.get(f"{ATTENTES}demander/?choix={valeur}").status_code == 404
    assert client.post(f"{ATTENTES}demander/", {"choix": valeur}).status_code == 404


@pytest.mark.parametrize("suite", ["", "?choix=", "?choix=1", "?choix=a:b:c", "?choix=1:1:2026-99-99"])
def test_an_absurd_address_leads_back_to_the_week(client, file, suite):
    entrer(client, file[1][0])
    assert client.get(f"{ATTENTES}demander/{suite}").status_code == 302


def test_nothing_ticked_is_told_beside_the_days(client, file):
    _, (maison, *_) = file
    entrer(client, maison)
    valeur = choix(maison.inscriptions[0], LUNDI_16)
    reponse = client.post(f"{ATTENTES}demander/", {"semaine": valeur})
    assert reponse.status_code == 422
    assert "Cochez au moins un jour" in texte(un(reponse, ".resume-erreurs"))


def test_a_day_that_got_a_place_meanwhile_says_to_book_it(client, file):
    dedans, (maison, *_) = file
    entrer(client, maison)
    annuler(dedans[0], LUNDI_16)
    valeur = choix(maison.inscriptions[0], LUNDI_16)
    reponse = client.post(f"{ATTENTES}demander/", {"choix": valeur}, follow=True)
    assert "Il reste une place" in texte(reponse)
    reserver(maison, LUNDI_16)


def test_the_pages_cost_the_same_with_many_who_wait(client, donges, django_assert_max_num_queries, memoire_longue):
    _, dehors = pleine(donges, LUNDI_16, attendent=8)
    for maison in dehors:
        attendre(maison, LUNDI_16)
    entrer(client, dehors[-1])
    client.get(ATTENTES)
    with django_assert_max_num_queries(20):
        client.get(ATTENTES)
    assert "8e position" in texte(client.get(ATTENTES))
    entrer(client, famille(donges))
    assert "Vous n’attendez aucune place" in texte(client.get(ATTENTES))
