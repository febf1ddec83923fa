"""What only tells who asked (address, browser, name) never stops what was asked: signing in, writing, a link."""

import pytest

from common.models import Courriel, Journal
from common.web import freins
from espace_prive.comptes.models import Appareil
from espace_prive.messagerie import services as messagerie
from espace_prive.messagerie.models import Message
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory

pytestmark = pytest.mark.django_db
ENTETES = [
    {"HTTP_X_FORWARDED_FOR": "unknown"},
    {"HTTP_X_FORWARDED_FOR": "203.0.113.9:4711, [2001:db8::1]:99999"},
    {"HTTP_X_FORWARDED_FOR": "\u00e9\x00" * 3000},
    {"HTTP_X_FORWARDED_FOR": "," * 5000},
    {"HTTP_X_FORWARDED_FOR": "1.2.3.4, ::ffff:999.1.1.1"},
    {"HTTP_X_FORWARDED_FOR": "fe80::1%eth0'; DROP TABLE x"},
    {"HTTP_USER_AGENT": ""},
    {"HTTP_USER_AGENT": "Firefox\x00\ud7ff" + "9" * 100_000},
    {"HTTP_USER_AGENT": "<script>alert(1)</script>%s %(a)s {{ b }} iPhone Safari"},
    {"REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "unix:"},
]


@pytest.fixture(params=range(len(ENTETES)))
def entetes(request, settings):
    settings.MANDATAIRES = 1
    return ENTETES[request.param]


def test_one_signs_in_and_asks_for_a_link_whatever_the_headers_say(client, donges, entetes):
    UtilisateurFactory(identifiant="camille", first_name="é" * 150, last_name="Ł" * 150)
    envoi = {"username": "camille", "password": MOT_DE_PASSE}
    assert client.post("/espace/connexion/", envoi, **entetes).status_code == 302
    assert "_auth_user_id" in client.session
    assert Appareil.objects.count() == 1
    assert Journal.objects.filter(action="connexion").count() == 1
    client.logout()
    assert client.post("/espace/mot-de-passe-oublie/", {"nom": "camille"}, **entetes).status_code == 200
    assert Courriel.objects.filter(destinataire__contains="@").count() == 1


@pytest.mark.parametrize("adresse", ["", "unknown", "\0", "9" * 5000, "2001:db8::1%x", None])
def test_a_message_is_received_whatever_the_address_is(donges, adresse):
    messagerie.recevoir(
        numero="00000000-0000-0000-0000-000000000001", adresse=adresse or "", texte="Bonjour", nom="N" * 100,
        courriel="a@courriel.example",
    )  # fmt: skip
    assert Message.objects.count() == 1


# Addresses that count as one subscriber, however they are written, and a stranger's beside them.
@pytest.mark.parametrize(
    ("une", "meme", "autre"),
    [
        ("2001:db8:0:1::1", "[2001:0DB8:0000:0001:ffff:ffff:ffff:ffff]:443", "2001:db8:0:2::1"),
        ("203.0.113.9", "::ffff:203.0.113.9", "::ffff:203.0.113.10"),
        ("203.0.113.9", "::FFFF:CB00:7109", "203.0.113.10"),
        ("203.0.113.9", '"[::ffff:203.0.113.9]:80"', "203.0.113.8"),
        ("203.0.113.9", "2002:cb00:7109::1", "2002:cb00:710a::1"),
        ("203.0.113.9", "2002:cb00:7109:ffff::2", "2002:cb00:710a:ffff::2"),
        ("203.0.113.9", "64:ff9b::203.0.113.9", "64:ff9b::203.0.113.10"),
    ],
)
def test_a_subscriber_counts_as_one_however_the_address_is_written(rf, settings, une, meme, autre):
    settings.MANDATAIRES = 1
    reseaux = [
        freins.reseau(freins.adresse(rf.get("/", headers={"X-Forwarded-For": f"198.51.100.7, {ecrite}"})))
        for ecrite in (une, meme, autre)
    ]
    assert reseaux[0] == reseaux[1] != reseaux[2]


@pytest.mark.parametrize(("mandataires", "lue"), [(0, "192.0.2.1"), (1, "203.0.113.3"), (2, "203.0.113.2")])
def test_what_a_visitor_writes_before_the_proxies_is_never_read(rf, settings, mandataires, lue):
    settings.MANDATAIRES = mandataires
    chaine = ", ".join([*(f"198.51.100.{n}" for n in range(200)), "203.0.113.2", "203.0.113.3"])
    autres = {"HTTP_X_REAL_IP": "198.51.100.9", "HTTP_FORWARDED": "for=198.51.100.9", "HTTP_CLIENT_IP": "198.51.100.9"}
    demande = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=chaine, **autres)
    assert freins.adresse(demande) == lue
