"""« Vous avez 1 facture non réglée » → « Payer la facture » → the bank → paid, by the signed notification alone."""

import re

import pytest

from demo.banque.reglages import CARTE_REFUSEE
from factures.paiements.models import Paiement
from tests.journeys.gestes import PHRASE, saisir_la_carte

pytestmark = pytest.mark.journey


def non_reglees(quelqu_un):
    """Read on « Mon compte » how many invoices are unpaid."""
    quelqu_un.va("/espace/factures/")
    trouve = re.search(r"Vous avez (\d+) facture", quelqu_un.page.locator("main").inner_text())
    return int(trouve[1]) if trouve else 0


def vers_la_banque(quelqu_un):
    quelqu_un.clique("Payer la facture", role="link")
    quelqu_un.voit("Régie Affaires scolaires")
    quelqu_un.page.get_by_role("button", name=re.compile("^Payer ")).click()
    quelqu_un.voit("Banque de démonstration")


@pytest.mark.feature("F149", "F151", "F157", "F159", "F161")
def test_a_parent_pays_an_invoice_and_gets_a_receipt(portail, personne, agent, famille_facturee):
    famille = famille_facturee("Postec", jours=["2026-06-01", "2026-06-02"])
    armelle = personne(largeur="téléphone")
    armelle.se_connecte(famille.identifiant, PHRASE)
    armelle.voit("Vous avez 1 facture non réglée")
    nombre = non_reglees(armelle)
    assert nombre == 1
    due = armelle.page.locator("tr").filter(has_text="Non réglée").last
    due.get_by_role("link").first.click()
    adresse = armelle.page.url

    # Turned back, then refused: said in words, and the invoice stays unpaid.
    vers_la_banque(armelle)
    armelle.clique("Annuler")
    armelle.voit("Le paiement est annulé")
    vers_la_banque(armelle)
    saisir_la_carte(armelle, CARTE_REFUSEE)
    armelle.voit("Le paiement n’est pas passé")
    assert non_reglees(armelle) == nombre

    armelle.va(adresse)
    vers_la_banque(armelle)
    saisir_la_carte(armelle)
    armelle.voit("Votre paiement est confirmé")
    armelle.photographie("paiement-confirme")
    armelle.clique("Voir la facture", role="link")
    armelle.voit("Réglée")
    armelle.ne_voit_pas("Payer la facture")
    assert non_reglees(armelle) == nombre - 1

    paiement = portail.objets(Paiement).filter(tentative__isnull=False).latest("pk")
    reference = paiement.tentative.reference
    assert reference in portail.courriel(a=famille.courriel, objet="Votre paiement")
    regie = agent("regie")
    regie.va(f"/gestion/paiements/recus/?q={reference}")
    regie.voit(paiement.transaction)
    regie.va("/gestion/paiements/banque/")
    regie.voit("Accepté par la banque")
