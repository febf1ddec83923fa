"""Appointments: offered, taken, changed, left, taken back, recalled. Never two on one."""

from datetime import date, timedelta

import pytest

from common.models import Courriel
from espace_prive.agenda.extensions import EVENEMENTS
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import LienParental, Rattachement
from reservations.campagnes.models import Rencontre, RendezVous
from reservations.campagnes.presentation import evenements
from reservations.campagnes.rules import decouper
from reservations.campagnes.services import rendezvous
from tests.campagnes.conftest import instant
from tests.factories.famille import famille
from tests.tools.html import formulaire, soupe, source, taches, texte

pytestmark = pytest.mark.django_db


@pytest.fixture
def directrice(donges):
    """Give four appointments of a quarter of an hour, on Tuesday 17 at half past five, for a school."""
    rencontre = rendezvous.enregistrer(
        Rencontre(
            titre="Rencontrer la directrice", lieu="École, bureau", service=donges.service, ouvre_le=instant(9),
            ferme_le=instant(16, 18),
        ),
        ecoles=[donges.ecole], activites=[], par=None,
    )  # fmt: skip
    debut = instant(17, 17) + timedelta(minutes=30)
    rendezvous.proposer(rencontre, debut=debut, fin=debut + timedelta(hours=1), minutes=15, par=None)
    return rencontre


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=2)


@pytest.fixture
def parent(client, maison, directrice):
    client.force_login(maison.utilisateur)
    return client


def page_de(rencontre):
    return f"/espace/campagnes/rendez-vous/{rencontre.pk}/"


def choisir(client, rencontre, enfant, rendez_vous):
    donnees = {"enfant": enfant.pk, f"e{enfant.pk}-rendez_vous": rendez_vous.pk}
    return client.post(page_de(rencontre), donnees, follow=True)


def de_la_rencontre(client):
    return {t: v for t, v in taches(client).items() if "la directrice" in t}


def courriels():
    return [
        c.objet.replace("\u00a0", " ") for c in Courriel.objects.filter(cle__startswith="rendez-vous-").order_by("pk")
    ]


def test_a_stretch_is_cut_and_what_is_left_makes_none():
    debut = instant(17, 17)
    assert [c.debut.minute for c in decouper(debut, debut + timedelta(minutes=50), 15)] == [0, 15, 30]
    assert decouper(debut, debut + timedelta(minutes=10), 15) == []


def test_one_for_each_child_taken_changed_and_left(parent, maison, directrice):
    premiere, deuxieme, troisieme, _ = RendezVous.objects.all()
    zoe, malo = maison.enfants
    ((titre, (dite, adresse)),) = de_la_rencontre(parent).items()
    assert titre == "Choisir un rendez-vous : Rencontrer la directrice"
    assert "Pour Malo et Zoé." in dite
    assert "C’est noté" in source(choisir(parent, directrice, zoe, premiere))
    assert "Pour Malo." in next(iter(de_la_rencontre(parent).values()))[0]
    choisir(parent, directrice, malo, deuxieme)
    assert de_la_rencontre(parent) == {}
    assert courriels() == ["Rendez-vous pris : Rencontrer la directrice"] * 2
    # Another hour takes the place of the first one, which is free again.
    choisir(parent, directrice, zoe, troisieme)
    assert {r.pk: r.enfant for r in RendezVous.objects.exclude(enfant=None)} == {
        deuxieme.pk: malo, troisieme.pk: zoe,
    }  # fmt: skip
    parent.post(f"{page_de(directrice)}{zoe.pk}/laisser/")
    assert RendezVous.objects.exclude(enfant=None).count() == 1
    assert len(de_la_rencontre(parent)) == 1
    assert adresse == page_de(directrice)


def test_the_same_choice_sent_twice_changes_nothing_and_mails_once(parent, maison, directrice):
    premiere = RendezVous.objects.first()
    for _ in range(2):
        assert choisir(parent, directrice, maison.enfants[0], premiere).status_code == 200
    assert RendezVous.objects.exclude(enfant=None).count() == 1
    assert len(courriels()) == 1


def test_what_another_family_took_is_said_with_what_is_left(client, parent, donges, maison, directrice):
    premiere = RendezVous.objects.first()
    voisin = famille(donges, nom="Talbot")
    choisir(parent, directrice, maison.enfants[0], premiere)
    client.force_login(voisin.utilisateur)
    reponse = choisir(client, directrice, voisin.enfants[0], premiere)
    assert reponse.status_code == 422
    assert "n’est plus libre" in source(reponse)
    assert len(soupe(reponse).select("main input[type=radio]")) == 3
    premiere.refresh_from_db()
    assert premiere.enfant == maison.enfants[0]
    assert str(maison.enfants[0]) not in texte(reponse)
    # Nor can it be given back by who did not take it.
    client.post(f"{page_de(directrice)}{voisin.enfants[0].pk}/laisser/")
    assert client.post(f"{page_de(directrice)}{maison.enfants[0].pk}/laisser/").status_code == 404
    assert RendezVous.objects.exclude(enfant=None).count() == 1


@pytest.fixture
def autre_foyer(donges, maison):
    """Give another home of the first child, where its father lives."""
    autre, enfant = famille(donges, enfants=0, nom="Talbot"), maison.enfants[0]
    Rattachement.objects.create(enfant=enfant, foyer=autre.foyer, du=date(2026, 9, 1))
    LienParental.objects.create(enfant=enfant, responsable=autre.responsable, qualite="pere", du=date(2026, 9, 1))
    return autre


def ecrits():
    return [(c.destinataire, c.objet.split(":")[0].strip()) for c in Courriel.objects.order_by("pk")]


def test_the_home_whose_appointment_another_home_moves_or_leaves_is_told(
    client, parent, maison, directrice, autre_foyer
):  # fmt: skip
    enfant, elle, lui = maison.enfants[0], maison.utilisateur.email, autre_foyer.utilisateur.email
    une, deux, trois, *_ = RendezVous.objects.order_by("debut")
    choisir(parent, directrice, enfant, une)
    # One's own is moved without a word to oneself but the new one.
    choisir(parent, directrice, enfant, deux)
    assert ecrits() == [(elle, "Rendez-vous pris")] * 2
    Courriel.objects.all().delete()
    client.force_login(autre_foyer.utilisateur)
    choisir(client, directrice, enfant, trois)
    assert ecrits() == [(elle, "Rendez-vous déplacé"), (lui, "Rendez-vous pris")]
    lu = Courriel.objects.order_by("pk")[0].texte
    assert "17 h 45" in lu.replace("\u00a0", " ")
    assert "L’autre foyer de l’enfant a choisi une autre heure" in lu
    Courriel.objects.all().delete()
    client.force_login(maison.utilisateur)
    client.post(f"{page_de(directrice)}{enfant.pk}/laisser/")
    assert ecrits() == [(lui, "Rendez-vous laissé")]


@pytest.mark.parametrize("adresse", ["elle@exemple.fr", ""])
def test_when_an_agent_acts_the_parent_is_written_to_never_the_agent(maison, directrice, agent, adresse):
    adulte = maison.responsable
    adulte.utilisateur.email = adresse
    agent.agit_pour = adulte
    rendezvous.prendre(RendezVous.objects.first().pk, enfant=maison.enfants[0].pk, foyer=maison.foyer.pk, par=agent)
    assert [c.destinataire for c in Courriel.objects.all()] == ([adresse] if adresse else [])


@pytest.mark.parametrize("quand", ["2026-11-16T18:00+01:00", "2026-11-08T09:00+01:00"])
def test_out_of_its_dates_a_sentence_says_so(parent, maison, directrice, settings, quand):
    premiere = RendezVous.objects.first()
    settings.HORLOGE = quand
    reponse = choisir(parent, directrice, maison.enfants[0], premiere)
    assert reponse.status_code == 422
    assert "clos depuis" in source(reponse) or "Vous pourrez choisir dès" in source(reponse)
    assert not RendezVous.objects.exclude(enfant=None).exists()


def test_who_is_not_invited_finds_nothing(client, donges, directrice, maison):
    ailleurs = famille(donges, nom="Talbot")
    ailleurs.enfants[0].scolarites.all().delete()
    client.force_login(ailleurs.utilisateur)
    assert client.get(page_de(directrice)).status_code == 404
    assert choisir(client, directrice, maison.enfants[0], RendezVous.objects.first()).status_code == 404
    assert de_la_rencontre(client) == {}


def test_it_is_in_the_agenda_and_recalled_the_evening_before_once(parent, maison, directrice, settings):
    premiere = RendezVous.objects.first()
    choisir(parent, directrice, maison.enfants[0], premiere)
    assert evenements in list(EVENEMENTS)
    (dit,) = evenements(perimetre(maison.utilisateur), date(2026, 11, 16), date(2026, 11, 22))
    assert (dit.jour, dit.debut.hour, dit.lieu, dit.enfant) == (
        date(2026, 11, 17), 17, "École, bureau", maison.enfants[0].pk,
    )  # fmt: skip
    for quand, attendu in (
        ("2026-11-16T17:55+01:00", 0),
        ("2026-11-16T18:05+01:00", 1),
        ("2026-11-16T18:10+01:00", 0),
    ):
        settings.HORLOGE = quand
        assert rendezvous.rappeler() == attendu
    assert courriels()[-1] == "Rendez-vous demain : Rencontrer la directrice"


def test_a_worker_stopped_that_night_recalls_in_the_morning_and_not_afterwards(parent, maison, directrice, settings):
    choisir(parent, directrice, maison.enfants[0], RendezVous.objects.first())
    settings.HORLOGE = "2026-11-17T17:30+01:00"
    assert rendezvous.rappeler() == 0
    settings.HORLOGE = "2026-11-17T08:00+01:00"
    assert rendezvous.rappeler() == 1


def test_the_service_offers_hours_and_takes_them_back(client_agent, donges, maison, client):
    reponse = client_agent.post(
        "/gestion/campagnes/rendez-vous/nouveau/",
        {
            "titre": "Préparer un PAI", "lieu": "Mairie", "service": donges.service.pk, "ecoles": [donges.ecole.pk],
            "ouvre_le": "2026-11-09T09:00", "ferme_le": "2026-11-20T18:00",
        },
        follow=True,
    )  # fmt: skip
    rencontre = Rencontre.objects.get(titre="Préparer un PAI")
    fiche = f"/gestion/campagnes/rendez-vous/{rencontre.pk}/"
    assert "Aucune heure n’est encore proposée." in source(reponse)
    heures = {"jour": "2026-11-19", "debut": "17:00", "fin": "18:00", "minutes": "20"}
    assert "Les heures sont proposées" in source(client_agent.post(fiche, heures, follow=True))
    assert RendezVous.objects.count() == 3
    assert "Il y a déjà des rendez-vous à ces heures." in source(client_agent.post(fiche, heures))
    client.force_login(maison.utilisateur)
    premiere = RendezVous.objects.first()
    choisir(client, rencontre, maison.enfants[0], premiere)
    assert str(maison.enfants[0]) in source(client_agent.get(fiche))
    client_agent.post(f"{fiche}retirer/{premiere.pk}/")
    assert RendezVous.objects.count() == 2
    assert courriels()[-1] == "Rendez-vous annulé par la mairie : Préparer un PAI"


@pytest.mark.parametrize(
    ("faux", "phrase"),
    [
        ({"jour": "2026-11-02"}, "seraient déjà passés"),
        ({"fin": "16:00"}, "La fin est après le début."),
        ({"minutes": "90"}, "Aucun rendez-vous de cette durée"),
        ({"minutes": "1"}, ""),
        ({"debut": "midi"}, ""),
    ],
)
def test_hours_that_are_none_are_said_beside_their_field(client_agent, directrice, faux, phrase):
    saisie = {"jour": "2026-11-19", "debut": "17:00", "fin": "18:00", "minutes": "20"} | faux
    reponse = client_agent.post(f"/gestion/campagnes/rendez-vous/{directrice.pk}/", saisie)
    assert reponse.status_code == 422
    assert phrase in source(reponse)
    assert RendezVous.objects.count() == 4


def test_the_form_of_each_child_is_its_own(parent, directrice, maison):
    page = parent.get(page_de(directrice))
    noms = {champ["name"] for champ in soupe(page).select("main input[type=radio]")}
    assert noms == {f"e{e.pk}-rendez_vous" for e in maison.enfants}
    assert formulaire(page).champs["enfant"]
