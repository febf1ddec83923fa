"""The evening before: who gets the mail, once, and what its page books in one tap."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache

from common.models import Courriel
from espace_prive.famille.models import LienParental
from reservations.activites.models import Creneau
from reservations.planning.models import Reservation
from reservations.planning.verification import ecarts
from reservations.veille import services
from reservations.veille.models import RefusDeRappel, Soiree
from tests.conftest import ClientQuiLit
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.tools.courrier import lien
from tests.tools.html import formulaire, source

pytestmark = pytest.mark.django_db

LUNDI = date(2026, 11, 23)
PAGE = f"/espace/reservations/comme-d-habitude/{LUNDI.isoformat()}/"
# For Monday 23, bookings end on Thursday 19 at 9.
SOIR, MATIN, TROP_TARD = "2026-11-18T18:05+01:00", "2026-11-19T07:00+01:00", "2026-11-19T09:05+01:00"
# Mondays and Thursdays of the weeks before: 11 November is a day off.
HABITUDE = [date(2026, 11, j) for j in (2, 5, 9, 12, 16, 19)]


@pytest.fixture
def maison(ouverte):
    maison = famille(ouverte, enfants=1)
    reserver_jours(maison, ouverte, HABITUDE)
    return maison


@pytest.fixture
def parent(client, maison):
    client.force_login(maison.utilisateur)
    return client


def le_soir(settings, quand=SOIR):
    settings.HORLOGE = quand
    return services.rappeler()


def rappels():
    return list(Courriel.objects.filter(cle__startswith="veille-").order_by("pk"))


def test_one_mail_the_evening_before_and_never_two(maison, settings):
    assert le_soir(settings, "2026-11-18T17:55+01:00") == 0
    assert le_soir(settings) == 1
    (courriel,) = rappels()
    prenom = maison.enfants[0].prenom
    assert courriel.objet.replace("\u00a0", " ") == f"Rien n’est réservé pour {prenom} la semaine du 23 novembre"
    assert courriel.destinataire == maison.responsable.email
    assert f"{prenom}\u00a0: lundi et jeudi" in courriel.texte
    assert "jeudi 19\u00a0novembre à\u00a09\u00a0h" in courriel.texte
    assert lien(courriel) == PAGE
    assert "€" not in courriel.texte
    # Mail programs show a button for it: the page asks before anything is changed.
    assert "/espace/rappel-de-la-veille/" in mail.outbox[0].extra_headers["List-Unsubscribe"]
    for quand in (SOIR, MATIN, "2026-11-19T18:05+01:00"):
        assert le_soir(settings, quand) == 0
    assert len(rappels()) == 1


def test_a_worker_stopped_that_night_tells_it_in_the_morning_and_not_after_the_deadline(maison, settings):
    assert le_soir(settings, MATIN) == 1
    Courriel.objects.all().delete()
    Soiree.objects.all().delete()
    assert le_soir(settings, TROP_TARD) == 0
    assert rappels() == []


def test_an_evening_cut_short_is_done_again_and_nobody_is_told_twice(maison, settings, ouverte, monkeypatch):
    autre = famille(ouverte, enfants=1, nom="Talbot")
    reserver_jours(autre, ouverte, HABITUDE)
    vrai, vus = services.envoyer, []

    def une_panne(**contenu):
        vus.append(contenu["a"])
        if len(vus) == 2:
            raise RuntimeError("stopped")
        return vrai(**contenu)

    monkeypatch.setattr(services, "envoyer", une_panne)
    with pytest.raises(RuntimeError):
        le_soir(settings)
    assert le_soir(settings) == 2
    assert sorted(c.destinataire for c in rappels()) == sorted(m.responsable.email for m in (maison, autre))


@pytest.mark.parametrize(
    "raison",
    ["booked", "given up", "rarely", "left", "switched off", "refused", "no account", "full", "closed", "absence"],
)
def test_who_has_no_reason_to_be_told_is_not(maison, ouverte, settings, raison):
    match raison:
        case "booked":
            reserver_jours(maison, ouverte, [LUNDI + timedelta(days=4)])
        case "given up" | "absence":
            reserver_jours(maison, ouverte, [LUNDI])
            cause = "famille" if raison == "given up" else "absence"
            Reservation.objects.filter(date=LUNDI).update(etat="annulee", annulee_le="2026-11-10T12:00Z", cause=cause)
        case "rarely":
            Reservation.objects.filter(date__lt=date(2026, 11, 16)).delete()
        case "left":
            type(maison.inscriptions[0]).objects.update(au=date(2026, 11, 20))
        case "switched off":
            type(ouverte.reglages).objects.update(heure_de_la_veille=None)
            cache.clear()
        case "refused":
            RefusDeRappel.objects.create(responsable=maison.responsable)
        case "no account":
            type(maison.utilisateur).objects.update(is_active=False)
        case "full":
            Creneau.objects.filter(date__gte=LUNDI).update(places=0)
        case "closed":
            Creneau.objects.filter(date__gte=LUNDI).update(ferme=True, motif="Travaux")
    assert le_soir(settings) == 0
    assert rappels() == []


def test_the_control_of_those_reasons(maison, settings):
    assert le_soir(settings) == 1


def test_a_parent_kept_from_the_child_is_told_nothing(maison, settings):
    LienParental.objects.update(restreint=True)
    assert le_soir(settings) == 0


def test_the_page_books_the_usual_days_in_one_tap_and_once(parent, maison, settings):
    le_soir(settings)
    (courriel,) = rappels()
    page = parent.get(lien(courriel))
    assert "Lundi 23" in source(page)
    assert "Jeudi 26" in source(page)
    envoi = formulaire(page, "main form.actions")
    reponse = parent.post(PAGE, envoi.champs, follow=True)
    assert "2 repas" in source(reponse)
    vivantes = Reservation.objects.vivantes().filter(date__gte=LUNDI)
    assert sorted(vivantes.values_list("date", flat=True)) == [LUNDI, LUNDI + timedelta(days=3)]
    # The same page sent again gives the same answer; opened again, it has nothing more to offer.
    assert parent.post(PAGE, envoi.champs).url == reponse.redirect_chain[-1][0]
    assert vivantes.count() == 2
    assert "Rien à réserver comme d’habitude" in source(parent.get(PAGE))
    assert not ecarts()


def test_what_changed_meanwhile_is_said_and_books_nothing_else(parent, maison, settings):
    settings.HORLOGE = SOIR
    envoi = formulaire(parent.get(PAGE), "main form.actions")
    Creneau.objects.filter(date=LUNDI).update(places=0)
    reponse = parent.post(PAGE, envoi.champs)
    assert reponse.status_code == 422
    assert "Relisez le récapitulatif" in source(reponse)
    assert not Reservation.objects.filter(date__gte=LUNDI).exists()
    settings.HORLOGE = "2026-11-26T12:00+01:00"
    tard = parent.post(PAGE, envoi.champs)
    assert tard.status_code == 422
    assert "Il n’y a plus rien à réserver ici" in source(tard)


@pytest.mark.parametrize("lundi", ["2026-11-24", "2026-11-02", "2030-01-07", "hier"])
def test_a_week_that_is_none_is_not_found(parent, lundi):
    assert parent.get(f"/espace/reservations/comme-d-habitude/{lundi}/").status_code == 404


def test_a_usual_week_is_proposed_as_it_is_said(parent, maison, ouverte, settings):
    """Its days were put off by a refusal: what the family said counts, not what it took before."""
    from reservations.planning.models import SemaineHabituelle

    Reservation.objects.all().delete()
    SemaineHabituelle.objects.create(
        inscription=maison.inscriptions[0], formule=ouverte.formule, jours=[1], a_partir_de=date(2026, 11, 16),
        du=date(2026, 11, 16),
    )  # fmt: skip
    # For Tuesday 24, bookings end on Friday 20 at 9.
    assert le_soir(settings) == 0
    assert le_soir(settings, "2026-11-19T18:05+01:00") == 1
    assert "mardi" in rappels()[0].texte


def arreter(courriel):
    return [mot for mot in courriel.texte.split() if "/rappel-de-la-veille/" in mot][0].split(".example", 1)[-1]


def test_the_mail_can_be_stopped_without_a_sign_in_and_had_again(maison, settings, parent):
    le_soir(settings)
    adresse = "/espace/rappel-de-la-veille/" + arreter(rappels()[0]).split("/rappel-de-la-veille/")[1]
    personne = ClientQuiLit()
    page = personne.get(adresse, follow=True)
    # Opened by a program that opens links, it changes nothing.
    assert not RefusDeRappel.objects.exists()
    assert adresse.split("/")[-2] not in page.request["PATH_INFO"]
    envoi = formulaire(page)
    assert "ne recevrez plus" in source(personne.post("/espace/rappel-de-la-veille/", envoi.champs, follow=True))
    assert RefusDeRappel.objects.filter(responsable=maison.responsable).count() == 1
    # From one's own space.
    envoi = formulaire(parent.get("/espace/rappel-de-la-veille/"))
    parent.post("/espace/rappel-de-la-veille/", envoi.champs)
    assert not RefusDeRappel.objects.exists()


def test_in_a_shared_browser_the_link_of_another_speaks_for_nobody_else(maison, ouverte, client):
    autre = famille(ouverte, nom="Talbot")
    client.get(f"/espace/rappel-de-la-veille/{services.signer(maison.responsable)}/")
    client.force_login(autre.utilisateur)
    page = client.get("/espace/rappel-de-la-veille/")
    assert str(maison.responsable) not in source(page)
    client.get(f"/espace/rappel-de-la-veille/{services.signer(maison.responsable)}/")
    client.post("/espace/rappel-de-la-veille/", formulaire(page).champs)
    assert [r.responsable for r in RefusDeRappel.objects.all()] == [autre.responsable]
    # Nor does it wait in the browser for who comes next.
    client.logout()
    assert client.get("/espace/rappel-de-la-veille/").status_code == 302


def test_the_link_names_whose_it_is_and_serves_once(maison):
    personne = ClientQuiLit()
    adresse = f"/espace/rappel-de-la-veille/{services.signer(maison.responsable)}/"
    page = personne.get(adresse, follow=True)
    assert f"Ce lien est celui de {maison.responsable}" in source(page)
    faite = personne.post("/espace/rappel-de-la-veille/", formulaire(page).champs)
    assert "ne recevrez plus ce rappel" in source(faite)
    assert personne.get("/espace/rappel-de-la-veille/").status_code == 302
    assert "Vous ne recevez pas ce rappel." in source(personne.get(adresse, follow=True))


@pytest.mark.parametrize("jeton", ["1", "faux:jeton:signe", "é"])
def test_a_forged_link_says_nothing_of_anybody(jeton, maison):
    personne = ClientQuiLit()
    reponse = personne.get(f"/espace/rappel-de-la-veille/{jeton}/", follow=True)
    assert reponse.request["PATH_INFO"] == "/espace/connexion/"
    assert personne.post("/espace/rappel-de-la-veille/", {"recevoir": "non"}).status_code == 302
    assert not RefusDeRappel.objects.exists()
