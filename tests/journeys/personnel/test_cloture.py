"""Step 8: the cashier closes October; what a family gets; a wrong invoice; the director's screen."""

import re

import pytest
from django.db.models import Sum

from factures.facturation.models import Facture
from tests.journeys.gestes import PHRASE, fermer_le_mois, jour

pytestmark = pytest.mark.journey
OCTOBRE = ["2026-10-05", "2026-10-06", "2026-10-08", "2026-10-09"]


def reserver_en_octobre(personne, famille, prenom, autre=None):
    """Book four days of October."""
    parent = personne(largeur="téléphone")
    parent.se_connecte(famille.identifiant, PHRASE)
    parent.va("/espace/reservations/mois/2026-10/")
    parent.voit("Octobre 2026")
    for iso in OCTOBRE:
        jour(parent, iso, famille.inscriptions[prenom]).check()
        if autre:
            jour(parent, iso, famille.inscriptions[autre]).check()
    parent.clique("Aller à l’étape 2")
    parent.clique("Valider")
    parent.voit("Traitée positivement")
    return parent


@pytest.mark.feature("F149", "F150", "F152", "F154", "F156")
def test_the_cashier_closes_october_and_corrects_a_wrong_invoice(portail, personne, agent, famille_neuve):
    portail.il_est("2026-09-24T10:00:00+02:00")
    exacte = famille_neuve("Le Guennec", enfants=["Ael", "Bran"], quotient="500")
    parent = reserver_en_octobre(personne, exacte, "Ael", autre="Bran")
    sans_quotient = famille_neuve("Menguy", enfants=["Coline"])
    lea = reserver_en_octobre(personne, sans_quotient, "Coline")

    portail.il_est("2026-11-10T10:00:00+01:00")
    maelle = agent("regie")
    fermer_le_mois(maelle, "octobre 2026")
    maelle.photographie("gestion-cloture")
    numeros = list(portail.objets(Facture).order_by("numero").values_list("numero", flat=True))
    assert numeros == list(range(1, len(numeros) + 1))  # one series, without a hole
    payeurs = list(portail.objets(Facture).filter(mois="2026-10-01").values_list("payeur", flat=True))
    assert len(payeurs) == len(set(payeurs))

    # Four meals for each child at 0.85: the bound of the grid is included.
    courriel = portail.courriel(a=exacte.courriel, objet="facture")
    assert "6,80" in courriel
    parent.va("/espace/")
    parent.clique("Mon compte", role="link", exact=False)
    parent.voit("Vous avez 1 facture non réglée", "octobre 2026", "6,80 €", "Affaires scolaires")
    parent.page.locator("main th a").first.click()
    parent.voit("Ael Le Guennec", "Bran Le Guennec", "0,85 €", "5, 6, 8 et 9 octobre", "3,40 €")
    parent.photographie("facture")
    imprime = " ".join(parent.telecharge(parent.page.get_by_role("link", name="Télécharger (PDF)")).split())
    for texte in ("Facture", "octobre 2026", "Ael Le Guennec", "0,85", "6,80"):
        assert texte in imprime.replace("\u202f", " ").replace("\xa0", " "), texte

    # Nobody knew Menguy's quotient: the highest tariff. The family brings it late, from before October.
    lea.va("/espace/factures/")
    lea.voit("17,40 €")
    lea.page.locator("main th a").first.click()
    lea.voit("4,35 €", "quotient")
    ronan = agent("agent")
    ronan.va(f"/gestion/familles/{sans_quotient.foyer}/quotient/")
    ronan.page.locator("[name=valeur]").fill("500.01")
    ronan.page.locator("[name=source]").select_option("CAF")
    ronan.page.locator("[name=date_effet]").fill("2026-09-01")
    ronan.clique("Enregistrer")
    ronan.voit("500,01")
    corriger(maelle, portail, sans_quotient)
    lea.va("/espace/factures/")
    lea.voit("Vous avez 1 facture non réglée", "4,00 €", "− 17,40 €", "annulée par un avoir")
    assert "17,40" in portail.courriel(a=sans_quotient.courriel, objet="Votre avoir d’octobre")

    lire_le_tableau(maelle, portail)


def corriger(maelle, portail, famille):
    """Cancel the invoice of October by an avoir, bill again with the quotient known now."""
    maelle.va("/gestion/factures/")
    maelle.page.locator("[name=texte]").fill(famille.nom)
    maelle.clique("Chercher")
    maelle.page.locator("main th a").first.click()
    maelle.clique("Corriger par un avoir", role="link")
    bouton = maelle.page.get_by_role("button", name=re.compile("Annuler la facture"))
    maelle.page.locator("[name=motif]").fill("Quotient familial arrivé en retard")
    maelle.page.locator("[name=confirmation]").check()
    bouton.click()
    maelle.voit("annule la facture", "Établir une nouvelle facture")
    assert maelle.page.get_by_role("link", name="Corriger par un avoir").count() == 0
    maelle.clique("Établir la nouvelle facture")
    maelle.voit("remplace la facture", "4,00 €")
    siennes = portail.objets(Facture).filter(payeur__foyer=famille.foyer).order_by("numero")
    assert [(f.nature, str(f.total)) for f in siennes] == [
        ("facture", "17.40"), ("avoir", "-17.40"), ("facture", "4.00"),
    ]  # fmt: skip


def lire_le_tableau(maelle, portail):
    """Check the director's screen against the database."""
    maelle.va("/gestion/factures/tableau/?mois=2026-10-01")
    maelle.voit("Prestations d’octobre", "Facturé", "Payé", "Dû par les familles")
    maelle.photographie("gestion-tableau")
    facture = portail.objets(Facture).filter(mois="2026-10-01").aggregate(somme=Sum("total"))["somme"]
    attendu = f"{facture:,.2f}".replace(",", " ").replace(".", ",")
    assert attendu in maelle.lit()


def test_a_month_that_runs_is_not_closed(portail, agent):
    maelle = agent("regie")
    maelle.va("/gestion/factures/cloturer/")
    choix = maelle.page.locator("[name=mois] option").all_inner_texts()
    assert choix[0] == "octobre 2026"
    assert "novembre 2026" not in choix
    maelle.page.locator("[name=mois]").select_option("août 2026")
    maelle.page.locator("[name=echeance]").fill("2026-11-10")
    maelle.clique("Voir ce qui sera facturé")
    maelle.voit("La date limite de paiement doit être après aujourd’hui")
    maelle.page.locator("[name=echeance]").fill("2026-12-10")
    maelle.clique("Voir ce qui sera facturé")
    maelle.voit("Il n’y a rien à facturer pour ce mois")
