"""The pages of a payment, and the bank's door over HTTP."""

import base64
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, get_resolver, reverse

from common import clock
from factures.paiements import services
from factures.paiements.enums import EtatTentative, Verdict
from factures.paiements.models import Imputation, Notification, Paiement, Tentative
from factures.paiements.paybox import client as client_paybox
from factures.paiements.paybox.protocol import signer
from tests.factories.factures import avoir_brut, facture_brute
from tests.factories.famille import famille
from tests.tools.banque import ANNULATION, ATTENTE, REFUS, Banque
from tests.tools.html import liens, soupe, texte, textes, un

PORTE = "/paiement/paybox/notification/"
FORMULAIRE = "application/x-www-form-urlencoded"
HOTE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def _banque_en_service(monkeypatch):
    client_paybox.oublier()
    monkeypatch.setattr(client_paybox, "est_en_service", lambda hote: True)
    yield
    client_paybox.oublier()


@pytest.fixture
def parent(client, maison):
    client.force_login(maison.utilisateur)
    return client


@pytest.fixture
def tentative(facture, maison):
    return services.ouvrir_tentative(facture, auteur=maison.utilisateur)


def adresse_payer(facture):
    return reverse("paiements:payer", args=[facture.pk])


def adresse_retour(tentative, issue="effectue", message=b""):
    return reverse("paiements:retour", args=[tentative.reference, issue]) + (f"?{message.decode()}" if message else "")


def frapper(client, corps, **entetes):
    return client.post(PORTE, corps, content_type=FORMULAIRE, **entetes)


# ---------------------------------------------------------------- before the bank


@pytest.mark.feature("F160")
def test_the_recap_names_the_regie_that_is_paid(parent, facture):
    facture.regie.nom = "Recettes de la petite enfance"
    facture.regie.save()
    page = soupe(parent.get(adresse_payer(facture)))
    avant = str(page).partition('id="contenu"')[2].partition("<form")[0]
    assert "Régie Recettes de la petite enfance" in texte(avant)


@pytest.mark.feature("F157", "F161")
def test_the_recap_says_what_is_paid_to_whom_and_what_will_happen(parent, facture):
    page = parent.get(adresse_payer(facture)).content.decode()
    for attendu in (
        "Payer la facture",
        "Régie Affaires scolaires",
        facture.reference,
        "Payer 58,56\u202f€",
        "page sécurisée de la banque",
        "Annuler",
    ):
        assert attendu in page
    assert "Un paiement est en cours" not in page
    assert not Tentative.objects.exists()


def test_an_attempt_under_way_is_said(parent, facture, tentative):
    page = parent.get(adresse_payer(facture)).content.decode()
    assert "Un paiement est en cours" in page
    assert adresse_retour(tentative, "attente") in page


def test_an_old_attempt_is_not_under_way_unless_the_bank_said_wait(parent, facture, tentative, settings, banque):
    settings.HORLOGE = (clock.maintenant() + timedelta(hours=1)).isoformat()
    assert "Un paiement est en cours" not in parent.get(adresse_payer(facture)).content.decode()
    services.constater(banque.message(tentative, code=ATTENTE))
    assert "Un paiement est en cours" in parent.get(adresse_payer(facture)).content.decode()


def test_nobody_is_told_to_pay_again_while_the_bank_says_wait(parent, facture, tentative, banque):
    """The invoice, the payment page and the return say the same thing."""
    detail = reverse("facturation:detail", args=[facture.pk])
    for adresse in (detail, adresse_payer(facture)):
        page = parent.get(adresse).content.decode()
        assert "Recommencez seulement si vous avez quitté la page de la banque" in page
        assert "ne payez pas une seconde fois" not in page
    services.constater(banque.message(tentative, code=ATTENTE))
    for adresse in (detail, adresse_payer(facture)):
        page = parent.get(adresse).content.decode()
        assert "ne payez pas une seconde fois" in page
        assert "Recommencez" not in page
        assert adresse_retour(tentative, "attente") in page
    services.constater(banque.message(tentative))
    assert "Un paiement est en cours" not in parent.get(detail).content.decode()


def boutons_qui_paient(page):
    """Give the words of what leads to the bank, or to the page that does."""
    return [mots for mots in textes(page, "a, button") if mots.startswith("Payer")]


def test_nothing_offers_to_pay_while_a_payment_waits(parent, facture, tentative, banque):
    """Not the home, the list, the invoice, the page that pays; and a page kept open is refused."""
    pages = ["/espace/", "/espace/factures/", reverse("facturation:detail", args=[facture.pk]), adresse_payer(facture)]
    for _ in range(2):
        for adresse in pages:
            page = parent.get(adresse).content.decode()
            assert "aiement en cours" in texte(page) or "Un paiement est en cours" in page, adresse
            assert boutons_qui_paient(page) == [], adresse
        services.constater(banque.message(tentative, code=ATTENTE))
    page = parent.get(adresse_payer(facture)).content.decode()
    assert "Recommencer" not in page
    assert "Rien n’a changé après deux jours" in page
    assert parent.post(adresse_payer(facture)).status_code == 302
    assert Tentative.objects.count() == 1
    services.constater(banque.message(tentative, code=REFUS))
    for adresse in pages:
        assert boutons_qui_paient(parent.get(adresse).content.decode()), adresse


def test_who_left_the_bank_without_paying_starts_again(parent, facture, tentative, banque):
    page = parent.get(reverse("facturation:detail", args=[facture.pk]))
    assert liens(page)["J’ai quitté la banque sans payer"] == adresse_payer(facture)
    assert "Recommencer le paiement de 58,56" in parent.get(adresse_payer(facture)).content.decode()
    assert parent.post(adresse_payer(facture)).status_code == 200
    assert Tentative.objects.count() == 2


def test_one_invoice_is_two_taps_from_the_home_to_the_bank(parent, facture, banque):
    """« Payer » on the home, « Payer 58,56 € »: then the form of the bank, which leaves by itself."""
    assert texte(un(parent.get("/espace/"), f"a[href='{adresse_payer(facture)}']")).startswith("Payer")
    depart = parent.post(adresse_payer(facture))
    assert un(depart, "vers-la-banque > form[method=post]")["action"] == f"{HOTE}/php/"


def test_what_was_paid_in_part_is_deducted(parent, facture, maison, donges, banque):
    ancienne = facture_brute(maison, donges, total="50.00")
    services.constater(banque.message(services.ouvrir_tentative(ancienne, auteur=maison.utilisateur)))
    services.imputer_avoir(avoir_brut(ancienne))
    services.imputer_credit(maison.payeur, facture.regie)
    page = parent.get(adresse_payer(facture)).content.decode()
    assert "Déjà réglé" in page
    assert "Payer 8,56\u202f€" in page


@pytest.mark.feature("F159", "F161")
def test_paying_gives_a_signed_form_for_the_bank_and_a_policy_that_allows_only_it(parent, facture, settings, banque):
    settings.PAYBOX = settings.PAYBOX | {"HOTES": [HOTE, "http://127.0.0.2:9"]}
    reponse = parent.post(adresse_payer(facture))

    tentative = Tentative.objects.get()
    page = reponse.content.decode()
    champs = reponse.context["champs"]
    assert [nom for nom, _ in champs][-1] == "PBX_HMAC"
    assert champs[-1][1] == signer(champs[:-1], settings.PAYBOX["CLE"])
    valeurs = dict(champs)
    assert (valeurs["PBX_TOTAL"], valeurs["PBX_CMD"]) == ("5856", tentative.reference)
    assert valeurs["PBX_REPONDRE_A"] == "http://127.0.0.1:8000" + PORTE
    assert valeurs["PBX_EFFECTUE"] == "http://127.0.0.1:8000" + adresse_retour(tentative)
    # The bank signs again what it receives, in the order in which it receives it.
    assert [page.index(f'name="{nom}"') for nom, _ in champs] == sorted(page.index(f'name="{n}"') for n, _ in champs)
    assert f'action="{HOTE}/php/"' in page
    for attendu in ("Continuer vers la banque", "Annuler", facture.reference, "Affaires scolaires", "58,56"):
        assert attendu in page
    assert tentative.reference not in texte(page)
    politique = reponse["Content-Security-Policy"]
    assert f"form-action 'self' {HOTE} http://127.0.0.2:9;" in politique + ";"
    assert HOTE not in parent.get(adresse_payer(facture))["Content-Security-Policy"]


def test_a_tampered_amount_changes_nothing(parent, facture, banque):
    reponse = parent.post(adresse_payer(facture), {"montant": "0.01", "PBX_TOTAL": "1", "facture": "999"})
    assert dict(reponse.context["champs"])["PBX_TOTAL"] == "5856"
    assert str(Tentative.objects.get().montant) == "58.56"


@pytest.mark.parametrize("email", ["", "a@b", "hélène@courriel.example"])
def test_a_payer_without_a_usable_address_can_pay(parent, maison, facture, banque, email):
    maison.utilisateur.email = email
    maison.utilisateur.save()
    reponse = parent.post(adresse_payer(facture))
    assert dict(reponse.context["champs"])["PBX_PORTEUR"] == "espace-famille@portail.example"


def test_a_paid_invoice_starts_no_payment(parent, facture, tentative, banque):
    services.constater(banque.message(tentative))
    page = parent.get(adresse_payer(facture)).content.decode()
    assert "Cette facture est réglée" in page
    assert "Payer 0" not in page
    reponse = parent.post(adresse_payer(facture))
    assert reponse["Location"] == reverse("facturation:detail", args=[facture.pk])
    assert Tentative.objects.count() == 1


def test_an_unknown_or_foreign_invoice_or_attempt_is_not_found(parent, facture, tentative, donges, banque):
    voisins = famille(donges)
    la_leur = facture_brute(voisins, donges)
    leur_tentative = services.ouvrir_tentative(la_leur, auteur=voisins.utilisateur)
    for adresse in (
        adresse_payer(la_leur),
        "/paiement/payer/99999999/",
        adresse_payer(avoir_brut(facture)),
        adresse_retour(leur_tentative),
        "/paiement/retour/F2026000001-R1-A1/effectue/",
        adresse_retour(tentative, "gagne"),
    ):
        assert parent.get(adresse).status_code == 404, adresse
    assert parent.post(adresse_payer(la_leur)).status_code == 404
    assert Tentative.objects.count() == 2


@pytest.mark.django_db
def test_nobody_pays_without_signing_in(client, facture, tentative):
    for adresse in (adresse_payer(facture), adresse_retour(tentative)):
        assert client.get(adresse)["Location"].startswith("/espace/connexion/?next=")


# ---------------------------------------------------------------- back from the bank


@pytest.mark.feature("F159")
def test_the_return_never_makes_an_invoice_paid(parent, facture, tentative, banque):
    message = banque.message(tentative)
    page = parent.get(adresse_retour(tentative, "effectue", message)).content.decode()

    assert "Paiement en cours de confirmation" in page
    assert "Ne payez pas une seconde fois" in page
    assert "Payer la facture</span>" not in page
    assert services.reste_du(facture) == facture.total
    assert not Paiement.objects.exists()
    assert not Notification.objects.exists()


def test_the_return_says_confirmed_once_the_notification_came(parent, tentative, banque):
    message = banque.message(tentative)
    frapper(parent, message)
    for adresse in (adresse_retour(tentative, "effectue", message), adresse_retour(tentative, "annule")):
        page = parent.get(adresse).content.decode()
        assert "Votre paiement est confirmé" in page
        assert "en cours" not in page
        assert "data-termine" in page


@pytest.mark.parametrize(
    ("code", "issue", "titre"),
    [
        (REFUS, "refuse", "Le paiement n’est pas passé"),
        (ANNULATION, "annule", "Le paiement est annulé"),
        (ATTENTE, "attente", "Paiement en cours de confirmation"),
    ],
)
@pytest.mark.parametrize("par", ["retour", "notification"])
def test_each_answer_is_said_in_words_whichever_way_it_came(parent, tentative, banque, code, issue, titre, par):
    message = banque.message(tentative, code=code)
    if par == "notification":
        frapper(parent, message)
    page = parent.get(adresse_retour(tentative, issue, message if par == "retour" else b"")).content.decode()
    assert titre in page
    assert ("Rien n’a été débité" in page) == (code != ATTENTE)
    assert ("Payer la facture</span>" in page) == (code != ATTENTE)
    tentative.refresh_from_db()
    assert (tentative.etat == EtatTentative.OUVERTE) == (par == "retour" or code == ATTENTE)


@pytest.mark.parametrize("forge", ["sans signature", "autre clé", "autre tentative", "octets"])
def test_an_unsigned_return_is_not_believed(parent, tentative, facture, maison, banque, forge):
    autre = services.ouvrir_tentative(facture, auteur=maison.utilisateur)
    requete = {
        "sans signature": f"R={tentative.reference}&M=5856&E={REFUS}".encode(),
        "autre clé": Banque("faussaire").message(tentative, code=REFUS),
        "autre tentative": banque.message(autre, code=REFUS),
        "octets": b"%ff%00&K=",
    }[forge]
    page = parent.get(adresse_retour(tentative, "refuse", requete)).content.decode()
    assert "Paiement en cours de confirmation" in page


def test_a_bank_that_never_answers_is_not_waited_for(parent, tentative, settings):
    settings.HORLOGE = (clock.maintenant() + timedelta(hours=1)).isoformat()
    page = parent.get(adresse_retour(tentative)).content.decode()
    assert "Pas de réponse de la banque" in page
    assert "adressez-vous à la régie" in page
    assert "suivi-tache" not in page


def test_a_refused_attempt_of_a_paid_invoice_proposes_no_payment(parent, facture, maison, tentative, banque):
    frapper(parent, banque.message(services.ouvrir_tentative(facture, auteur=maison.utilisateur)))
    frapper(parent, banque.message(tentative, code=REFUS))
    assert "Payer la facture</span>" not in parent.get(adresse_retour(tentative, "refuse")).content.decode()


def test_a_second_payment_says_where_the_money_is(parent, facture, maison, tentative, banque):
    frapper(parent, banque.message(services.ouvrir_tentative(facture, auteur=maison.utilisateur)))
    frapper(parent, banque.message(tentative))
    assert "58,56\u202f€ restent à votre crédit" in parent.get(adresse_retour(tentative)).content.decode()


# ---------------------------------------------------------------- the bank's door


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
