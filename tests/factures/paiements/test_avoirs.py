"""What an avoir changes for the family: in the mail, in print, on every page, to the cent."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from common.models import Courriel
from commune.models import Regie
from factures.facturation.models import Facture
from factures.facturation.pdf import facture_pdf
from factures.facturation.reading import credits
from factures.facturation.services import corriger, refacturer
from factures.facturation.services.courriels import promettre
from factures.paiements import services
from factures.paiements.models import Imputation
from tests.factories.factures import ECHEANCE, facture_brute, facturer, payer
from tests.factories.famille import famille
from tests.tools.html import source, texte

pytestmark = pytest.mark.django_db
D = Decimal
SEPTEMBRE = date(2026, 9, 1)


@pytest.fixture
def maison(donges):
    """One child, 1,00 € a meal."""
    return famille(donges, enfants=1, quotient="640")


@pytest.fixture
def parent(client, maison):
    client.force_login(maison.utilisateur)
    return client


def imprimee(facture):
    facture = Facture.objects.avec_reste().select_related("regie__service", "corrige", "avoir").get(pk=facture.pk)
    pages = PdfReader(BytesIO(facture_pdf(facture))).pages
    return source(" ".join(page.extract_text() for page in pages))


def courriels(facture):
    """Give the mail of an invoice: its text, and its HTML as read."""
    courriel = Courriel.objects.get(cle=f"facture:{facture.pk}")
    return source(courriel.texte), texte(courriel.html)


def page_de(parent, facture):
    return texte(parent.get(reverse("facturation:detail", args=[facture.pk])))


def avec_avoir(maison, donges, regisseur, total):
    """Have the family paid ``total``, then corrected: the avoir is theirs; give it."""
    ancienne = facture_brute(maison, donges, total=total, numero=700, mois=SEPTEMBRE)
    payer(ancienne)
    return corriger(ancienne, motif="Repas non pris", par=regisseur)


@pytest.mark.feature("F150", "F154")
def test_an_avoir_that_pays_it_all_leaves_nothing_to_pay(parent, maison, donges, regisseur):
    avoir = avec_avoir(maison, donges, regisseur, "12.30")
    facture = facturer(maison, donges, repas=8)
    for lu in courriels(facture):
        assert "Rien à payer : votre avoir de 8,00 € a réglé cette facture." in lu
        assert "Total de la facture" in lu
        assert f"Avoir {avoir.reference} déduit le 10 novembre 2026" in lu
        assert "− 8,00 €" in lu
        assert "Vous avez un avoir de 4,30 €. Il sera déduit de votre prochaine facture." in lu
        assert "payer avant le" not in lu
        assert "Consulter et payer" not in lu
    lu = imprimee(facture)
    assert "Rien à payer Votre avoir de 8,00 € a réglé cette facture." in lu
    assert f"Avoir {avoir.reference} déduit le 10 novembre 2026 − 8,00 €" in lu
    assert "Reste à payer 0,00 €" in lu
    assert "Pour payer" not in lu
    assert "avant le" not in lu
    lu = page_de(parent, facture)
    assert "Rien à payer : votre avoir de 8,00 € a réglé cette facture." in lu
    assert "Payer la facture" not in lu


@pytest.mark.feature("F150")
def test_an_avoir_that_pays_a_part_leaves_the_rest(parent, maison, donges, regisseur):
    avoir = avec_avoir(maison, donges, regisseur, "3.55")
    facture = facturer(maison, donges, repas=10)
    for lu in courriels(facture):
        assert "il reste 6,45 € à payer avant le 30 novembre 2026." in lu
        assert f"Avoir {avoir.reference} déduit le 10 novembre 2026" in lu
        assert "− 3,55 €" in lu
        assert "10,00 €" in lu
        assert "Consulter et payer ma facture" in lu
        assert "Vous avez un avoir" not in lu
    lu = imprimee(facture)
    assert "À payer 6,45 € avant le 30 novembre 2026 Votre avoir de 3,55 € est déduit." in lu
    assert f"Avoir {avoir.reference} déduit le 10 novembre 2026 − 3,55 € Reste à payer 6,45 €" in lu
    assert "Pour payer" in lu
    assert "6,45 € à payer" in page_de(parent, facture)
    assert "Votre avoir de 3,55 € est déduit." in page_de(parent, facture)


def test_an_invoice_of_nothing_asks_for_nothing(parent, maison, donges):
    facture = facture_brute(maison, donges, total="0.00")
    promettre([facture])
    for lu in (*courriels(facture), page_de(parent, facture)):
        assert "Rien à payer : le montant de cette facture est nul." in lu
        assert "avant le" not in lu
    lu = imprimee(facture)
    assert "Rien à payer Le montant de cette facture est nul." in lu
    assert "Pour payer" not in lu


def test_money_paid_twice_is_told_as_what_it_is(maison, donges, banque):
    ancienne = facture_brute(maison, donges, total="5.00", mois=SEPTEMBRE)
    for tentative in [services.ouvrir_tentative(ancienne, auteur=maison.utilisateur) for _ in range(2)]:
        services.constater(banque.message(tentative))
    facture = facturer(maison, donges, repas=8)
    assert "Trop payé auparavant, déduit le 10 novembre 2026 − 5,00 € Reste à payer 3,00 €" in imprimee(facture)
    assert "il reste 3,00 € à payer" in courriels(facture)[0]
    services.constater(banque.message(services.ouvrir_tentative(facture, auteur=maison.utilisateur)))
    lu = imprimee(facture)
    assert "Rien à payer Cette facture est réglée." in lu
    assert "Payé par carte bancaire le 10 novembre 2026 − 3,00 €" in lu


def test_a_mail_that_leaves_late_tells_the_present(maison, donges, regisseur, banque):
    """The worker was down: the invoice was paid, or cancelled, before its mail was written."""
    payee, annulee = (facture_brute(maison, donges, total="5.00") for _ in range(2))
    services.constater(banque.message(services.ouvrir_tentative(payee, auteur=maison.utilisateur)))
    avoir = corriger(annulee, motif="Erreur", par=regisseur)
    for facture in (payee, annulee):
        promettre([facture])
    assert "Rien à payer : cette facture est réglée." in courriels(payee)[0]
    assert f"Rien à payer : l’avoir {avoir.reference} annule cette facture." in courriels(annulee)[0]
    assert f"Avoir {avoir.reference} établi le 10 novembre 2026 − 5,00 €" in imprimee(annulee)


def test_the_mail_of_an_avoir_says_what_becomes_of_it(maison, donges, regisseur):
    """Unpaid: nothing to pay. Paid: the amount comes off the next invoice, or off one still to pay, if asked."""
    impayee = facture_brute(maison, donges, total="5.00")
    for lu in courriels(corriger(impayee, motif="Erreur", par=regisseur)):
        assert "un avoir de 5,00 € vient d’être établi" in lu
        assert "Vous n’avez rien à payer pour cette facture." in lu
        assert "Vous avez un avoir" not in lu
    payee = facture_brute(maison, donges, total="7.00")
    payer(payee)
    facture_brute(maison, donges, total="1.00")
    for lu in courriels(corriger(payee, motif="Erreur", par=regisseur)):
        assert "Vous avez un avoir de 7,00 €. Il sera déduit de votre prochaine facture, ou de celle à payer" in lu


def test_an_avoir_goes_to_the_new_invoice_and_to_no_older_one_unasked(maison, donges, regisseur, banque):
    """What the family reads: the next invoice, or one still to pay if it asks the régie."""
    ancienne = facture_brute(maison, donges, total="22.00", numero=710, mois=SEPTEMBRE)
    payee = facturer(maison, donges, repas=10)
    services.constater(banque.message(services.ouvrir_tentative(payee, auteur=maison.utilisateur)))
    corriger(payee, motif="Prix à revoir", par=regisseur)
    nouvelle = refacturer(payee, echeance=ECHEANCE, par=regisseur)
    assert services.reste_du(nouvelle) == D("0.00")
    assert services.reste_du(ancienne) == D("22.00")
    corriger(nouvelle, motif="Encore", par=regisseur)
    assert services.imputer_credit(maison.payeur, donges.regie, par=regisseur) == D("10.00")
    assert services.reste_du(ancienne) == D("12.00")


@pytest.mark.feature("F154")
def test_my_account_says_what_the_town_owes(parent, maison, donges, regisseur):
    phrase = "Vous avez un avoir de 9,30 €. Il sera déduit de votre prochaine facture."
    adresses = {"/espace/": "Aucune facture à régler", "/espace/factures/": "Toutes vos factures sont réglées"}
    for adresse in adresses:
        assert "Vous avez un avoir" not in texte(parent.get(adresse))
    avec_avoir(maison, donges, regisseur, "9.30")
    for adresse, etat in adresses.items():
        lu = texte(parent.get(adresse))
        assert phrase in lu
        assert etat in lu
    facturer(maison, donges, repas=10)
    for adresse in adresses:
        lu = texte(parent.get(adresse))
        assert "Vous avez un avoir" not in lu
        assert "0,70 €" in lu


def test_the_credit_is_counted_by_regie_and_by_foyer(maison, donges, regisseur):
    avec_avoir(maison, donges, regisseur, "12.30")
    autre = Regie.objects.create(code="petite-enfance", nom="Petite Enfance", service=donges.service)
    facture = facture_brute(maison, donges, total="4.00", regie=autre)
    payer(facture)
    corriger(facture, motif="Erreur", par=regisseur)
    voisine = famille(donges)
    payer(facture_brute(voisine, donges, total="9.00", numero=701), "2.00")
    foyer, regie = maison.foyer.pk, donges.regie.nom
    assert credits(foyers=[foyer, voisine.foyer.pk]) == [(regie, D("12.30")), ("Petite Enfance", D("4.00"))]
    assert credits(foyers=[voisine.foyer.pk]) == []
    assert credits(foyers=[]) == []


def test_what_pages_say_is_what_the_cashier_counts(maison, donges, regisseur, banque):
    """Paid, corrected, billed again for less: the new invoice takes its part, the rest stays, sums agree."""
    facture = facturer(maison, donges, repas=10)
    services.constater(banque.message(services.ouvrir_tentative(facture, auteur=maison.utilisateur)))
    corriger(facture, motif="Quotient mal saisi", par=regisseur)
    maison.foyer.quotients.update(valeur=D("500"))
    nouvelle = refacturer(facture, echeance=ECHEANCE, par=regisseur)
    assert nouvelle.total == D("8.50")
    assert "Rien à payer : votre avoir de 8,50 € a réglé cette facture." in courriels(nouvelle)[0]
    ((_, reste),) = credits(foyers=[maison.foyer.pk])
    assert reste == services.credit(maison.payeur, donges.regie) == D("1.50")
    assert services.solde(maison.payeur, donges.regie) == D("-1.50")
    assert Imputation.objects.filter(facture=nouvelle).get().montant == D("8.50")
