"""Throttles are forgotten when they serve no more."""

from datetime import timedelta

import pytest

from common import clock, freins
from common.errors import Refus
from common.models import Frein
from common.tasks import menage

pytestmark = pytest.mark.django_db


def essayer(cle, fenetre=timedelta(days=1)):
    freins.compter(cle, limite=1, fenetre=fenetre, phrase="Attendez.")


def test_the_nightly_purge_forgets_what_is_over_and_keeps_what_still_slows_down(settings):
    essayer("ancien")
    settings.HORLOGE = (clock.maintenant() + timedelta(hours=24, minutes=1)).isoformat()
    essayer("recent")
    for _ in range(2):
        menage()
        assert Frein.objects.count() == 1
    with pytest.raises(Refus):
        essayer("recent")
    essayer("ancien")


def test_a_window_longer_than_the_purge_is_refused():
    with pytest.raises(ValueError, match="purge"):
        essayer("long", timedelta(days=2))
