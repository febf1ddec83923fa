"""The cashier's screens: credits to use, answers to check, payments to find."""

from decimal import Decimal

import pytest

from common.models import Journal
from factures.facturation.services import corriger
from factures.paiements import services
from factures.paiements.agents import tableau
from factures.paiements.enums import Verdict
from factures.paiements.models import Imputation
from tests.factories.factures import facture_brute, payer
from tests.factories.famille import famille
from tests.tools.banque import ATTENTE, Banque
from tests.tools.html import brut, source

A_REGARDER, IMPUTER = "/gestion/paiements/", "/gestion/paiements/imputer/"
RECUS, BANQUE = "/gestion/paiements/recus/", "/gestion/paiements/banque/"


@pytest.fixture
def tentative(facture, maison):
    return services.ouvrir_tentative(facture, auteur=maison.utilisateur)


def lire(client, adresse):
    reponse = client.get(adresse)
    assert reponse.status_code == 200
    return brut(reponse)


@pytest.mark.parametrize("adresse", [A_REGARDER, RECUS, BANQUE, IMPUTER])
def test_the_screens_are_the_cashier_s_alone(client, client_agent, maison, adresse):
    methode = "post" if adresse == IMPUTER else "get"
    assert getattr(client, methode)(adresse)["Location"].startswith("/espace/connexion/")
    assert getattr(client_agent, methode)(adresse).status_code == 404
    client.force_login(maison.utilisateur)
    assert getattr(client, methode)(adresse).status_code in (302, 404)


def test_the_menu_shows_them_to_the_cashier_alone(client_regisseur, client_agent):
    assert A_REGARDER in lire(client_regisseur, "/gestion/")
    assert A_REGARDER not in lire(client_agent, "/gestion/")


def test_nothing_to_look_at_is_said(client_regisseur, facture):
    payer(facture)
    assert "Rien ne demande votre attention" in lire(client_regisseur, A_REGARDER)


def test_a_credit_is_shown_and_pays_the_family_s_invoices(client_regisseur, regisseur, facture, maison, donges):
    payer(facture)
    corriger(facture, motif="Repas facturés à tort", par=regisseur)
    assert "À rembourser" in lire(client_regisseur, A_REGARDER)
    suivante = facture_brute(maison, donges, total="40.00")
    page = lire(client_regisseur, A_REGARDER)
    assert "58,56\u202f€" in page
    assert "Régler 40,00\u202f€ de factures" in page

    qui = {"payeur": maison.payeur.pk, "regie": donges.regie.pk}
    reponse = client_regisseur.post(IMPUTER, qui, follow=True)
    assert "40,00\u202f€ de crédit ont payé" in reponse.content.decode()
    assert services.reste_du(suivante) == 0
    assert Journal.objects.get(action="imputer le crédit").acteur_id == regisseur.pk
    reponse = client_regisseur.post(IMPUTER, qui, follow=True)
    assert "pas de facture à payer" in reponse.content.decode()
    assert Imputation.objects.count() == 2


@pytest.mark.parametrize("payeur", ["", "abc", "²", "99999999", "9" * 30])
def test_a_payer_that_does_not_exist_is_not_found(client_regisseur, donges, payeur):
    assert client_regisseur.post(IMPUTER, {"payeur": payeur, "regie": donges.regie.pk}).status_code == 404


def test_answers_that_match_nothing_are_shown(client_regisseur, tentative, banque):
    services.constater(banque.message(tentative, M="1"))
    services.constater(banque.message(tentative, R="inconnue"))
    services.constater(b"<script>alert(1)</script>")
    page = lire(client_regisseur, A_REGARDER)
    for attendu in ("Montant différent", "Référence inconnue", "Accepté par la banque", tentative.reference):
        assert attendu in page
    assert "<strong>1 message</strong> depuis 60 jours. Il n’a rien changé" in source(page)
    assert "Signature refusée" in page
    assert "<script>alert" not in page
    page = lire(client_regisseur, BANQUE)
    assert "Signature refusée" in page
    assert "<script>alert" not in page
    page = lire(client_regisseur, f"{BANQUE}?verdict=reference")
    assert "R=inconnue" in page
    assert "&lt;script" not in page


def test_forged_notifications_are_counted_and_shown_even_alone(client_regisseur, tentative, banque):
    """« La banque n’a rien envoyé d’inattendu » is not said to a cashier whose portal is being lied to."""
    for _ in range(12):
        services.constater(Banque("faussaire").message(tentative), adresse="203.0.113.7")
    page = lire(client_regisseur, A_REGARDER)
    assert "Rien ne demande votre attention" not in page
    assert "<strong>12 messages</strong> depuis 60 jours. Ils n’ont rien changé" in source(page)
    assert page.count("203.0.113.7") == 10
    assert "10 novembre 2026" in page.replace("\u00a0", " ")
    assert services.reste_du(tentative.facture) == tentative.facture.total


def test_what_the_bank_left_pending_is_shown(client_regisseur, tentative, banque):
    services.constater(banque.message(tentative, code=ATTENTE))
    assert "Laissés en attente par la banque" in lire(client_regisseur, A_REGARDER)


def test_payments_are_listed_and_found(client_regisseur, tentative, banque, donges):
    services.constater(banque.message(tentative, transaction="9912345678", autorisation="456789"))
    payer(facture_brute(famille(donges, nom="Le Goff"), donges, total="7.00"))
    page = lire(client_regisseur, RECUS)
    for attendu in (tentative.reference, "9912345678", "456789", "58,56\u202f€", "Règle ses factures", "Le Goff"):
        assert attendu in page
    for cherche in (tentative.reference, "9912345678", "456789"):
        page = lire(client_regisseur, f"{RECUS}?q={cherche}")
        assert "58,56\u202f€" in page
        assert "Le Goff" not in page
    assert "Aucun paiement ne répond" in lire(client_regisseur, f"{RECUS}?q=personne")


def test_credits_take_the_same_queries_for_three_and_for_nine(donges, django_assert_num_queries, regisseur):
    def crediter(nombre):
        for _ in range(nombre):
            facture = facture_brute(famille(donges), donges, total="5.00")
            payer(facture)
            corriger(facture, motif="Erreur", par=regisseur)

    crediter(3)
    with django_assert_num_queries(6):
        assert [c.montant for c in tableau.credits()] == [Decimal("5.00")] * 3
    crediter(6)
    with django_assert_num_queries(6):
        assert len(tableau.credits()) == 9


def test_a_credit_is_an_alert_only_as_a_credit(facture, maison, banque):
    for tentative in [services.ouvrir_tentative(facture, auteur=maison.utilisateur) for _ in range(2)]:
        verdict = services.constater(banque.message(tentative))
    assert verdict == Verdict.EXCEDENT
    assert list(tableau.alertes()) == []
    assert [credit.montant for credit in tableau.credits()] == [facture.total]


@pytest.mark.parametrize(
    ("code", "dit"),
    [
        ("00105", "Refusé par la banque : la banque n’a pas autorisé le paiement"),
        ("00151", "Refusé par la banque : provision insuffisante"),
        ("00143", "Refusé par la banque : carte refusée"),
        ("00199", "Refusé par la banque : carte refusée"),
        ("00001", "Abandonné par le payeur"),
        ("99999", "La banque n’a pas encore répondu"),
        ("00000", "Accepté par la banque"),
    ],
)
def test_the_bank_is_told_in_words_with_the_amount_the_invoice_and_the_family(
    client_regisseur, tentative, banque, code, dit
):
    services.constater(banque.message(tentative, code=code))
    page = source(client_regisseur.get(BANQUE))
    assert dit in page
    assert f'/gestion/factures/{tentative.facture_id}/">{tentative.facture.reference}<' in page
    assert tentative.facture.debiteur in page
    assert "58,56 €" in page
    assert page.index("<details>") < page.index(f"E={code}")
    assert "volée" not in page


def test_what_nobody_signed_is_not_believed(client_regisseur, tentative, banque):
    services.constater(Banque("faussaire").message(tentative))
    page = lire(client_regisseur, BANQUE)
    assert "Accepté par la banque" not in page
    assert "58,56" not in page


def test_payments_are_found_by_day_with_their_sum_and_given_in_a_file(client_regisseur, donges, settings):
    maison = famille(donges)
    payer(facture_brute(maison, donges, total="7.00"))
    settings.HORLOGE = "2026-11-20T10:00:00+01:00"
    payer(facture_brute(maison, donges, total="11.00"))
    tout = source(client_regisseur.get(RECUS))
    assert "2 paiements, <strong>18,00 €</strong>" in tout
    un_jour = source(client_regisseur.get(f"{RECUS}?du=2026-11-20&au=2026-11-20"))
    assert "1 paiement, <strong>11,00 €</strong>" in un_jour
    assert "Aucun paiement ne répond" in lire(client_regisseur, f"{RECUS}?au=2026-11-01")
    fichier = client_regisseur.get(f"{RECUS}?du=2026-11-20&format=csv").content.decode("utf-8-sig").splitlines()
    assert len(fichier) == 2
    assert ";11,00;" in fichier[1]
