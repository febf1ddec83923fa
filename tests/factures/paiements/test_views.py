"""The pages of a payment, and the bank's door over HTTP."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common import clock
from factures.paiements import services
from factures.paiements.models import Tentative
from factures.paiements.paybox.protocol import signer
from tests.factories.factures import avoir_brut, facture_brute
from tests.factories.famille import famille
from tests.factures.paiements.gestes import PORTE, _banque_en_service, adresse_retour, parent, tentative
from tests.tools.banque import ATTENTE, REFUS
from tests.tools.html import liens, soupe, texte, textes, un

__all__ = ["_banque_en_service", "parent", "tentative"]


HOTE = "http://127.0.0.1:9"


def adresse_payer(facture):
    return reverse("paiements:payer", args=[facture.pk])


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
