"""The door of the bank: what is signed is recorded, what is not has no effect and learns nothing."""

import base64
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, get_resolver

from factures.paiements import services
from factures.paiements.enums import EtatTentative, Verdict
from factures.paiements.models import Imputation, Notification, Paiement
from tests.factures.paiements.gestes import PORTE, _banque_en_service, frapper, tentative
from tests.tools.banque import REFUS, Banque

__all__ = ["_banque_en_service", "tentative"]


@pytest.mark.django_db
def test_the_door_opens_to_nobody_signed_in_and_answers_nothing(client, tentative, banque):
    message = banque.message(tentative)
    for _ in range(2):
        reponse = frapper(client, message)
        assert (reponse.status_code, reponse.content) == (200, b"")
        assert not reponse.cookies
    assert Paiement.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "poids", ["9" * 5000, "9" * 19, "٣", "-1", "+5", "0x10", "", "1e3", "\x00"], ids=lambda poids: poids[:6]
)
def test_a_length_that_is_none_is_refused_before_anything_is_read(client, tentative, banque, poids):
    assert frapper(client, banque.message(tentative), CONTENT_LENGTH=poids).status_code == 400
    assert not Notification.objects.exists()


ENTETES = [
    "unknown", "203.0.113.9:4711", "[2001:db8::1]:4711", "_hidden", "", "203.0.113.9", "::ffff:203.0.113.9", "\x00",
    "é<script>", ",,,", "9" * 5000, "fe80::1%eth0",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("entete", ENTETES)
def test_money_is_recorded_whatever_the_proxy_says_of_the_address(client, tentative, banque, settings, entete):
    settings.MANDATAIRES = 1
    reponse = frapper(client, banque.message(tentative), HTTP_X_FORWARDED_FOR=entete, HTTP_USER_AGENT="é\x00" * 3000)
    assert reponse.status_code == 200
    assert Paiement.objects.get().montant == tentative.montant
    tentative.refresh_from_db()
    assert tentative.etat == EtatTentative.PAYEE
    attendue = {"203.0.113.9:4711": "203.0.113.9", "[2001:db8::1]:4711": "2001:db8::1", "203.0.113.9": "203.0.113.9",
                "::ffff:203.0.113.9": "203.0.113.9", "fe80::1%eth0": "fe80::1", "": "127.0.0.1",
                ",,,": "127.0.0.1"}  # fmt: skip
    assert Notification.objects.get().adresse == attendue.get(entete)


@pytest.mark.django_db
@pytest.mark.parametrize("detail", ["\0", "x" * 300, "%00", "%C3%A9%00%FF"])
def test_money_is_recorded_whatever_the_bank_says_beside_it(client, tentative, banque, detail):
    assert frapper(client, banque.message(tentative, T=detail, A=detail, S=f"12{detail}")).status_code == 200
    assert Paiement.objects.get().montant == tentative.montant


def test_the_door_asks_for_no_token(maison, tentative, banque):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert frapper(strict, banque.message(tentative)).status_code == 200


def mutations(tentative, banque):
    """Give twelve messages that are not what the bank wrote."""
    bon = banque.message(tentative)
    signe, _, scellement = bon.rpartition(b"&K=")
    faux = base64.b64encode(b"\x00" * 256).decode()
    return {
        "autre clé": Banque("faussaire").message(tentative),
        "montant changé": bon.replace(b"M=5856", b"M=0001"),
        "référence changée": bon.replace(b"-A1", b"-A2"),
        "refus devenu accord": banque.message(tentative, code=REFUS).replace(b"E=00105", b"E=00000"),
        "signature absente": signe,
        "signature vide": signe + b"&K=",
        "signature de zéros": signe + b"&K=" + quote(faux, safe="").encode(),
        "signature tronquée": bon[:-8],
        "variable ajoutée devant": b"M=1&" + bon,
        "variable ajoutée derrière": bon + b"&M=1",
        "ordre changé": b"&".join(reversed(signe.split(b"&"))) + b"&K=" + scellement,
        "encodage changé": bon.replace(b"-R", b"%2DR", 1),
    }


FORGES = (
    "autre clé", "montant changé", "référence changée", "refus devenu accord", "signature absente", "signature vide",
    "signature de zéros", "signature tronquée", "variable ajoutée devant", "variable ajoutée derrière",
    "ordre changé", "encodage changé",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("forge", FORGES)
def test_a_forged_notification_has_no_effect_and_learns_nothing(client, facture, tentative, banque, forge, caplog):
    reponse = frapper(client, mutations(tentative, banque)[forge])

    assert (reponse.status_code, reponse.content) == (403, b"")
    assert not Paiement.objects.exists()
    assert not Imputation.objects.exists()
    tentative.refresh_from_db()
    assert (tentative.etat, tentative.code) == (EtatTentative.OUVERTE, "")
    assert services.reste_du(facture) == facture.total
    assert Notification.objects.get().verdict == Verdict.SIGNATURE
    assert [ligne.levelname for ligne in caplog.records if ligne.name.startswith("factures.")] == ["WARNING"]


@pytest.mark.django_db
def test_signed_but_meaningless_is_a_bad_request_and_an_unknown_reference_is_heard(client, tentative, banque):
    assert frapper(client, banque.message(tentative, E=None)).status_code == 400
    assert frapper(client, banque.message(tentative, R="inconnue")).status_code == 200
    assert frapper(client, banque.message(tentative, M="1")).status_code == 200
    assert not Paiement.objects.exists()


@pytest.mark.django_db
def test_a_body_too_long_is_refused_unread(client):
    reponse = frapper(client, b"A=" + b"a" * 10_000)
    assert (reponse.status_code, reponse.content) == (400, b"")
    assert not Notification.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("methode", ["get", "head", "put", "delete", "patch"])
def test_the_door_takes_posts_only(client, methode):
    reponse = getattr(client, methode)(PORTE)
    assert reponse.status_code == 405
    assert not Notification.objects.exists()


def test_a_broken_configuration_is_an_error_that_the_bank_sees(client, db, settings):
    settings.PAYBOX = {}
    with pytest.raises(ImproperlyConfigured):
        frapper(client, b"M=1&K=")


def _vues(motifs):
    for motif in motifs:
        if isinstance(motif, URLPattern):
            yield motif.callback
        else:
            yield from _vues(motif.url_patterns)


# Wagtail's read-only API for its own admin: its framework exempts every view, then checks the token itself.
DE_WAGTAIL = {
    "wagtail.admin.api.views.PagesAdminAPIViewSet",
    "wagtail.documents.api.admin.views.DocumentsAdminAPIViewSet",
    "wagtail.images.api.admin.views.ImagesAdminAPIViewSet",
}


def test_the_bank_s_door_is_the_only_view_without_csrf_protection():
    exemptees = {
        f"{vue.__module__}.{vue.__name__}"
        for vue in _vues(get_resolver().url_patterns)
        if getattr(vue, "csrf_exempt", False)
    }
    assert exemptees - DE_WAGTAIL == {"factures.paiements.views.notification"}
