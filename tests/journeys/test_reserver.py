"""Step 6: « Gérer mes réservations », from the choice of the child to the mail."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from espace_prive.demarches.models import Demarche
from reservations.activites.models import Creneau, Inscription
from reservations.planning.models import Reservation
from tests.journeys.gestes import PHRASE, Navette, cases, jour, ouvrir_le_planning, reserver
from tests.tools.html import un, valeurs

pytestmark = pytest.mark.journey


def reservations(portail, famille):
    """Count what a family has booked."""
    return portail.objets(Reservation).filter(payeur__foyer=famille.foyer).count()


@pytest.mark.feature("F116", "F117", "F119", "F123", "F124")
def test_a_parent_ticks_days_over_two_months_and_sees_the_changes_in_green(portail, personne, famille_neuve):
    famille = famille_neuve("Le Tallec", enfants=["Maya", "Liam"], quotient="500")
    armelle = personne(largeur="téléphone")
    armelle.se_connecte(famille.identifiant, PHRASE)
    maya, liam = famille.inscriptions.values()
    ouvrir_le_planning(armelle, "Maya")
    page = armelle.page
    armelle.voit("Semaine du 16 novembre", "Possible jusqu’au jeu. 12 à 9 h")
    assert "0,85" in page.locator("label.case").first.get_attribute("data-prix")
    armelle.photographie("planning")

    seize = page.locator("label.case", has=jour(armelle, "2026-11-16"))
    avant = seize.evaluate("e => getComputedStyle(e).backgroundColor")
    jour(armelle, "2026-11-16").check()
    armelle.voit("1 repas · + 0,85 €")
    apres = seize.evaluate("e => getComputedStyle(e).backgroundColor")
    rouge, vert, bleu = map(int, re.findall(r"\d+", apres)[:3])
    assert apres != avant
    assert vert > max(rouge, bleu)
    jour(armelle, "2026-11-17").check()
    armelle.voit("2 repas · + 1,70 €")
    assert jour(armelle, "2026-11-18").count() == 0  # a Wednesday has no box

    armelle.va("/espace/reservations/mois/2026-12/")
    armelle.voit("Décembre 2026", "2 repas · + 1,70 €")
    assert jour(armelle, "2026-12-03", liam).count() == 1
    jour(armelle, "2026-12-03", maya).check()
    armelle.voit("3 repas · + 2,55 €")
    armelle.va("/espace/reservations/mois/2026-11/")
    expect(jour(armelle, "2026-11-16", maya)).to_be_checked()
    assert jour(armelle, "2026-11-11").count() == 0  # a public holiday has no box
    assert jour(armelle, "2026-11-12").count() == 0  # nor a day past its deadline
    armelle.clique("Aller à l’étape 2")
    armelle.voit("Lundi 16 novembre", "Mardi 17 novembre", "Jeudi 3 décembre", "En plus sur vos factures")
    armelle.voit("Novembre 2026 :", "Décembre 2026 :")
    armelle.voit("+ 2,55 €")


@pytest.mark.feature("F125", "F126", "F127", "F128", "F129")
def test_the_same_request_for_another_child_is_validated_once_by_a_double_click(portail, personne, famille_neuve):
    famille = famille_neuve("Calvez", enfants=["Enora", "Titouan"], quotient="500.01")
    armelle = personne(largeur="téléphone")
    armelle.se_connecte(famille.identifiant, PHRASE)
    enora = famille.inscriptions["Enora"]
    armelle.va("/espace/reservations/semaine/2026-11-16/")
    jour(armelle, "2026-11-19", enora).check()
    jour(armelle, "2026-11-20", enora).check()
    armelle.voit("2 repas · + 2,00 €")
    armelle.clique("Copier Enora pour les autres")
    armelle.voit("4 repas · + 4,00 €")
    armelle.clique("Aller à l’étape 2")
    armelle.voit("Enora", "Titouan", "Jeudi 19 novembre", "+ 4,00 €", "Annulable jusqu’au mardi 17 novembre")
    armelle.photographie("recapitulatif")
    armelle.page.get_by_role("button", name="Valider").dblclick()
    armelle.voit("Nous avons bien enregistré votre demande", "Traitée positivement")
    armelle.photographie("confirmation")
    assert portail.objets(Demarche).filter(foyer=famille.foyer).count() == 1
    assert reservations(portail, famille) == 4


@pytest.mark.feature("F130", "F131", "F133", "F134", "F139")
def test_a_request_is_confirmed_by_mail_and_kept_in_the_history_and_a_day_is_cancelled(
    portail, personne, famille_neuve
):
    famille = famille_neuve("Gourmelen", enfants=["Nolan"])
    armelle = personne(largeur="téléphone")
    armelle.se_connecte(famille.identifiant, PHRASE)
    reserver(armelle, "Nolan", ["2026-11-23", "2026-11-24"])
    armelle.clique("cliquez ici", role="link")
    armelle.voit("Réservation Nolan", "du 23/11/2026 au 24/11/2026", "Affaires scolaires", "8,70 €")
    assert "traitée positivement" in portail.courriel(a=famille.courriel, objet="2 repas réservés pour Nolan")
    armelle.clique("Mon accueil", role="link")
    armelle.clique("Dernières demandes", role="link", exact=False)
    armelle.voit("Traitée positivement", "Réservation Nolan – Restauration scolaire")

    armelle.va("/espace/reservations/semaine/2026-11-23/")
    expect(jour(armelle, "2026-11-24")).to_be_checked()
    jour(armelle, "2026-11-24").uncheck()
    armelle.voit("1 repas annulé · − 4,35 €")
    armelle.clique("Aller à l’étape 2")
    armelle.voit("En moins sur votre facture de", "− 4,35 €")
    armelle.clique("Valider")
    armelle.voit("Nous avons bien enregistré votre demande", "1 repas annulé pour Nolan, le mardi 24 novembre")
    armelle.clique("Retour à l’accueil", role="link")
    armelle.va("/espace/reservations/semaine/2026-11-23/")
    expect(jour(armelle, "2026-11-23")).to_be_checked()
    expect(jour(armelle, "2026-11-24")).not_to_be_checked()


@pytest.mark.feature("F140")
def test_forged_days_are_refused_in_words_and_the_rest_is_kept(portail, personne, famille_neuve):
    famille = famille_neuve("Rosmorduc", enfants=["Soline"], quotient="640")
    inscription = famille.inscriptions["Soline"]
    complet = portail.complet("2027-01-29", inscription=inscription)
    parent = Navette(portail)
    parent.lire("/espace/connexion/")
    parent.enregistrer("/espace/connexion/", username=famille.identifiant, password=PHRASE)
    mois = "/espace/reservations/mois/2026-11/"
    page = parent.lire(mois)
    formule, version = cases(page)[0].split(":")[1], valeurs(page, "version")
    forge = [f"{inscription}:{formule}:2026-11-{jour}" for jour in ("26", "11", "12", "10")]
    page = parent.poster(mois, choix=forge, version=version, vers="etape2")
    assert page.status_code == 422
    for phrase in (
        "Le mercredi 11 novembre est fermé",
        "Il est trop tard pour réserver le jeudi 12 novembre",
        "Il est trop tard pour réserver le mardi 10 novembre",
        "Vos autres choix sont gardés",
    ):
        assert phrase in " ".join(page.text.split()), phrase
    assert un(page, f"[value='{forge[0]}']").has_attr("checked")
    version = valeurs(page, "version")
    janvier = f"{inscription}:{formule}:2027-01-29"
    page = parent.poster("/espace/reservations/mois/2027-01/", choix=janvier, version=version, vers="etape2")
    assert page.status_code == 422
    assert "Il n’y a plus de place le vendredi 29 janvier" in " ".join(page.text.split())

    # Straight to « Valider »: another amount is not booked, nor somebody else's child.
    recapitulatif = "/espace/reservations/recapitulatif/"
    page = parent.poster(recapitulatif, version=valeurs(page, "version"), numero=uuid4(), montant="0.01")
    assert "Le montant n’est plus celui qui vous a été montré" in page.text
    etrangere = portail.objets(Inscription).order_by("pk").first().pk
    page = parent.poster(mois, choix=f"{etrangere}:{formule}:2026-11-26", version=version, vers="confirmer")
    assert page.status_code == 404
    assert parent.get(f"{portail.adresse}/espace/reservations/{etrangere}/").status_code == 404
    assert portail.objets(Creneau).get(pk=complet.pk).prises == complet.prises
    assert reservations(portail, famille) == 0
