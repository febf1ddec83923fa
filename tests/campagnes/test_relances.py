"""The mails of campaigns: to who has not answered, once each, by day, and right when the worker was stopped."""

import pytest

from common.models import Courriel
from espace_prive.famille.models import LienParental
from reservations.campagnes.models import Relance, ReponseDeCampagne
from reservations.campagnes.services import campagnes, relances
from tests.tools.courrier import lien

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
    assert Relance.objects.filter(etape="rappel-1").exists()


def test_a_worker_stopped_for_weeks_sends_one_mail_and_none_after_the_end_nor_at_night(maison, noel, settings):
    assert le(settings, "2026-11-29T23:30+01:00") == 0
    assert le(settings, "2026-11-30T08:00+01:00") == 1
    assert len(courriels()) == 1
    assert {r.etape for r in Relance.objects.all()} == {"ouverture", "rappel-7", "rappel-1"}
    Relance.objects.all().delete()
    Courriel.objects.all().delete()
    assert le(settings, "2026-11-30T18:00+01:00") == 0


def test_a_closed_campaign_reminds_nobody(maison, noel, settings):
    campagnes.fermer(noel.campagne, par=None)
    assert le(settings, "2026-11-10T09:00+01:00") == 0


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
