"""Steps 3 to 9 in one breath: a family unknown to the town becomes a family that has paid."""

import re

import pytest

from factures.facturation.models import Facture
from factures.paiements.models import Notification, Paiement
from tests.journeys.gestes import CLE, decocher, deplier, fermer_le_mois, payer, reserver, signaler
from tests.journeys.personnel.test_agent import ajouter_un_enfant, imprimer_la_cle, ouvrir_une_famille
from tests.journeys.test_creer_espace import remplir

pytestmark = pytest.mark.journey
NOM = "Cariou"
NAISSANCE_D_YUNA = {"naissance_0": "23", "naissance_1": "5", "naissance_2": "2018"}
JOURS = ["2026-11-16", "2026-11-17", "2026-11-19", "2026-11-20", "2026-11-23"]


def creer_son_espace(portail, personne, cle):
    """Create a space with the key, activate it by the mail, sign in."""
    armelle = personne(largeur="téléphone")
    armelle.va("/")
    armelle.clique("Créer mon espace", role="link")
    remplir(armelle, cle=cle, courriel="armelle-cariou@courriel.example", naissance=NAISSANCE_D_YUNA)
    armelle.voit("Nous vous avons envoyé un courriel")
    armelle.va(portail.lien_du_courriel(a="armelle-cariou@courriel.example", objet="Activez"))
    armelle.clique("Activer mon espace")
    armelle.voit(f"Bonjour Madame {NOM}", "Membres du foyer", "Yuna")
    return armelle


@pytest.mark.feature("F060", "F129", "F149", "F151", "F157")
def test_a_new_family_books_is_billed_and_pays(portail, personne, agent):
    ronan = agent("agent")
    ouvrir_une_famille(ronan, NOM)
    ajouter_un_enfant(ronan, "Yuna", ecole="École Aimé-Césaire", restaurant="Restaurant Aimé-Césaire")
    cle = CLE.search(imprimer_la_cle(ronan, portail))[0]

    armelle = creer_son_espace(portail, personne, cle)
    reserver(armelle, "Yuna", JOURS)
    armelle.va("/espace/reservations/absence/")
    deplier(armelle)
    decocher(armelle)
    armelle.page.get_by_label("lundi 23 novembre", exact=False).check()
    armelle.page.get_by_label("Raison familiale").check()
    signaler(armelle)
    armelle.voit("Nous avons bien enregistré votre demande")

    portail.il_est("2026-12-02T09:00:00+01:00")
    maelle = agent("regie")
    fermer_le_mois(maelle, "novembre 2026")
    # Four meals; the fifth was called off in time. Nobody knew the quotient: the highest tariff.
    assert "17,40" in portail.courriel(a="armelle-cariou@courriel.example", objet="facture")

    armelle.va("/espace/")
    armelle.voit("Vous avez 1 facture non réglée", "17,40 €")
    armelle.clique("Mon compte", role="link", exact=False)
    armelle.page.locator("main th a").first.click()
    armelle.voit("Facture de novembre 2026", "16, 17, 19 et 20 novembre", "4,35 €")
    imprime = armelle.telecharge(armelle.page.get_by_role("link", name=re.compile("^Télécharger")))
    assert "17,40" in imprime
    facture = portail.objets(Facture).get(debiteur__contains=NOM, mois="2026-11-01")
    payer(armelle)
    armelle.voit("Votre paiement est confirmé")
    paiement = portail.objets(Paiement).get(tentative__facture=facture)
    notification = portail.objets(Notification).get(tentative=paiement.tentative_id)
    assert (notification.verdict, str(paiement.montant)) == ("prise", "17.40")
    armelle.clique("Voir la facture", role="link")
    armelle.voit("Réglée", "Reste à payer 0,00 €")
    assert "17,40" in portail.courriel(a="armelle-cariou@courriel.example", objet="Votre paiement")
    armelle.va("/espace/")
    armelle.voit("Aucune facture à régler")
    maelle.va("/gestion/factures/tableau/?mois=2026-11-01")
    maelle.voit("17,40 €")
