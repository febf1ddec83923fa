"""The mails of campaigns: to who has not answered, once each, by day, and right when the worker was stopped."""

from datetime import date

import pytest

from common.models import Courriel
from espace_prive.famille.models import LienParental, Rattachement
from reservations.campagnes.models import Relance, ReponseDeCampagne
from reservations.campagnes.services import campagnes, relances
from reservations.planning.models import Reservation
from tests.campagnes.conftest import JOURS, instant
from tests.factories.activites import inscrire_a
from tests.factories.famille import famille
from tests.tools.courrier import lien
from tests.tools.html import taches

pytestmark = pytest.mark.django_db


def le(settings, quand):
    settings.HORLOGE = quand
    return relances.relancer()


def courriels():
    return list(Courriel.objects.filter(cle__startswith="campagne-").order_by("pk"))


def dire(maison, noel, rang, dit="non", souhaits=()):
    return ReponseDeCampagne.objects.create(
        campagne=noel.campagne, enfant=maison.enfants[rang], foyer=maison.foyer, dit=dit, souhaits=list(souhaits)
    )


def test_the_opening_is_told_once_to_each_parent(maison, noel, settings):
    assert le(settings, "2026-11-10T09:00+01:00") == 1
    (courriel,) = courriels()
    assert courriel.destinataire == maison.responsable.email
    assert courriel.objet.replace("\u00a0", " ") == "Vacances de Noël : votre réponse pour Zoé et Malo"
    assert lien(courriel) == f"/espace/campagnes/{noel.campagne.pk}/"
    for quand in ("2026-11-10T09:05+01:00", "2026-11-12T09:00+01:00"):
        assert le(settings, quand) == 0
    assert len(courriels()) == 1


def test_reminders_go_to_who_has_not_answered(maison, noel, settings):
    le(settings, "2026-11-10T09:00+01:00")
    dire(maison, noel, 0)
    assert le(settings, "2026-11-23T18:05+01:00") == 1
    assert courriels()[-1].objet.endswith(f"votre réponse pour {maison.enfants[1].prenom}")
    dire(maison, noel, 1, "oui")
    assert le(settings, "2026-11-29T18:05+01:00") == 0
    assert Relance.objects.filter(etape="rappel-1-20261130").exists()


def test_a_worker_stopped_for_weeks_sends_one_mail_and_none_after_the_end_nor_at_night(maison, noel, settings):
    assert le(settings, "2026-11-29T23:30+01:00") == 0
    assert le(settings, "2026-11-30T08:00+01:00") == 1
    assert len(courriels()) == 1
    assert {r.etape for r in Relance.objects.all()} == {"ouverture", "rappel-7-20261130", "rappel-1-20261130"}
    Relance.objects.all().delete()
    Courriel.objects.all().delete()
    assert le(settings, "2026-11-30T18:00+01:00") == 0


def test_a_closed_campaign_reminds_nobody(maison, noel, settings):
    campagnes.fermer(noel.campagne, par=None)
    assert le(settings, "2026-11-10T09:00+01:00") == 0


def test_a_campaign_that_is_extended_reminds_again(maison, noel, settings):
    for quand in ("2026-11-10T09:00+01:00", "2026-11-23T18:05+01:00", "2026-11-29T18:05+01:00"):
        assert le(settings, quand) == 1
    noel.campagne.ferme_le = instant(14, 18, mois=12)
    campagnes.enregistrer(noel.campagne, [noel.periode], par=None)
    for quand, attendu in (
        ("2026-11-29T18:10+01:00", 0),
        ("2026-12-07T18:05+01:00", 1),
        ("2026-12-07T18:10+01:00", 0),
        ("2026-12-13T18:05+01:00", 1),
    ):
        assert le(settings, quand) == attendu


def test_another_title_leaves_closed_what_was_closed_by_hand_another_end_reopens_it(noel):
    campagne = campagnes.fermer(noel.campagne, par=None)
    campagne.titre = "Noël"
    campagnes.enregistrer(campagne, [noel.periode], par=None)
    campagne.refresh_from_db()
    assert (campagne.titre, campagne.etat) == ("Noël", "close")
    campagne.ferme_le = instant(14, 18, mois=12)
    campagnes.enregistrer(campagne, [noel.periode], par=None)
    assert campagne.etat == "ouverte"


@pytest.mark.parametrize("comment", ["repond", "reserve"])
def test_a_home_answers_for_itself_alone(maison, noel, settings, comment, client):
    enfant, autre = maison.enfants[0], famille(noel.donges, enfants=0, nom="Talbot")
    Rattachement.objects.create(enfant=enfant, foyer=autre.foyer, du=date(2026, 9, 1))
    LienParental.objects.create(enfant=enfant, responsable=autre.responsable, qualite="pere", du=date(2026, 9, 1))
    inscrire_a(noel.loisirs, enfant, autre.payeur, noel.loisirs.lieu)
    dire(maison, noel, 1)
    if comment == "repond":
        dire(maison, noel, 0)
    else:
        Reservation.objects.create(
            enfant=enfant, formule=noel.loisirs.formules["journee"], lieu=noel.loisirs.lieu, payeur=maison.payeur,
            date=JOURS[0],
        )  # fmt: skip
    assert le(settings, "2026-11-23T18:05+01:00") == 1
    (courriel,) = courriels()
    assert courriel.destinataire == autre.responsable.email
    for qui, attendu in ((autre, True), (maison, False)):
        client.force_login(qui.utilisateur)
        assert ("Répondre : Vacances de Noël" in taches(client)) is attendu


def test_who_is_kept_from_a_child_is_asked_nothing_of_it(maison, noel, settings):
    LienParental.objects.filter(enfant=maison.enfants[0]).update(restreint=True)
    le(settings, "2026-11-10T09:00+01:00")
    assert courriels() == []


def test_who_wished_is_told_when_bookings_open(maison, noel, settings):
    le(settings, "2026-11-10T09:00+01:00")
    souhait = {
        "inscription": maison.au_centre[0].pk, "formule": noel.loisirs.formules["journee"].pk, "jour": "2026-12-21",
    }  # fmt: skip
    dire(maison, noel, 0, "oui", [souhait])
    dire(maison, noel, 1)
    assert le(settings, "2026-11-20T08:55+01:00") == 0
    assert le(settings, "2026-11-20T09:05+01:00") == 1
    assert lien(courriels()[-1]) == f"/espace/campagnes/{noel.campagne.pk}/reserver/"
    assert le(settings, "2026-11-20T09:10+01:00") == 0


def test_an_evening_cut_short_is_done_again_and_nobody_is_told_twice(maison, noel, settings, monkeypatch):
    monkeypatch.setattr(Relance.objects.__class__, "get_or_create", _panne)
    with pytest.raises(RuntimeError):
        le(settings, "2026-11-10T09:00+01:00")
    monkeypatch.undo()
    le(settings, "2026-11-10T09:05+01:00")
    assert len(courriels()) == 1


def _panne(*args, **kwargs):
    raise RuntimeError("stopped")
