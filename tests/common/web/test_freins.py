"""Throttles are forgotten when they serve no more."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from common import clock
from common.errors import Refus
from common.models import Frein
from common.tasks import menage
from common.web import freins

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


ECRITES = [
    ("203.0.113.9", "203.0.113.9"),
    ("203.0.113.9:4711", "203.0.113.9"),
    ("2001:db8::1", "2001:db8::1"),
    ("[2001:db8::1]:4711", "2001:db8::1"),
    ('"[2001:DB8::1]:4711"', "2001:db8::1"),
    ("[2001:db8::1]", "2001:db8::1"),
    ("fe80::1%eth0", "fe80::1"),
    ("::ffff:203.0.113.9", "203.0.113.9"),
    *((inconnue, "") for inconnue in ("unknown", "_hidden", "", "?", "1", ":", "[", "]:4711", "é", "\0", "9" * 5000)),
]


@pytest.mark.parametrize(("ecrite", "lue"), ECRITES)
def test_an_address_is_read_as_proxies_write_it_or_is_nothing(ecrite, lue, rf, settings):
    assert freins.lire_adresse(ecrite) == lue
    settings.MANDATAIRES = 1
    assert freins.adresse(rf.get("/", headers={"X-Forwarded-For": f"198.51.100.1, {ecrite or 'x'}"})) == lue
    settings.MANDATAIRES = 0
    assert freins.adresse(rf.get("/", REMOTE_ADDR=ecrite)) == lue


def test_without_what_the_proxy_should_write_the_nearest_address_is_taken(rf, settings):
    settings.MANDATAIRES = 2
    assert (
        freins.adresse(rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": "203.0.113.9"})) == "192.0.2.1"
    )


def test_the_addresses_of_one_subscriber_count_as_one():
    assert freins.reseau("2001:db8:0:1::1") == freins.reseau("[2001:db8:0:1:ffff::2]:443") == "2001:db8:0:1::/64"
    assert freins.reseau("2001:db8:0:2::1") != freins.reseau("2001:db8:0:1::1")
    assert freins.reseau("::ffff:203.0.113.9") == freins.reseau("203.0.113.9") == "203.0.113.9"
    assert freins.reseau("unknown") == freins.reseau("") == ""


RACINE = Path(__file__).parents[3]
# A key made of an address as it is: « f"lien:{adresse}" ».
CLE_SANS_RESEAU = re.compile(r"[a-z]:\{(?:adresse\w*|freins\.adresse\([^}]*)\}")


def test_no_throttle_counts_an_address_alone():
    dossiers = [RACINE / nom for nom in ("espace_prive", "factures", "reservations", "cms_pages", "site")]
    comptent = [f for d in dossiers for f in d.rglob("*.py") if "freins." in f.read_text()]
    assert len(comptent) > 8
    assert [f.name for f in comptent if CLE_SANS_RESEAU.search(f.read_text())] == []
