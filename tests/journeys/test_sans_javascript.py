"""Every journey of parents, without JavaScript: create a space, sign in, book, report an absence, pay.

Creating a space without JavaScript is proven in test_creer_espace too, both ways.
"""

import pytest

from espace_prive.demarches.models import Demarche
from tests.journeys.gestes import PHRASE, jour, payer

pytestmark = pytest.mark.journey


@pytest.fixture
def armelle(personne):
    """Give ``armelle(famille)``: the parent, signed in, in a browser without JavaScript."""

    def entrer(famille):
        quelqu_un = personne(largeur="téléphone", javascript=False)
        quelqu_un.va("/")
        quelqu_un.page.locator("main input[name=username]").fill(famille.identifiant)
        quelqu_un.page.locator("main input[name=password]").fill(PHRASE)
        quelqu_un.clique("Connexion")
        quelqu_un.voit("Mon tableau de bord")
        return quelqu_un

    return entrer


def test_a_parent_books_and_reports_an_absence(portail, armelle, famille_neuve):
    famille = famille_neuve("Riou-Penn", enfants=["Glenn", "Aziliz"], quotient="1275")
    parent = armelle(famille)
    glenn, aziliz = famille.inscriptions.values()
    parent.va("/espace/reservations/mois/2026-11/")
    jour(parent, "2026-11-16", glenn).check()
    jour(parent, "2026-11-16", aziliz).check()
    assert parent.page.get_by_text("Sera réservé").locator("visible=true").count() in (0, 2)  # the green is CSS alone
    parent.clique("Mois suivant")
    jour(parent, "2026-12-01", glenn).check()
    jour(parent, "2026-12-01", aziliz).check()
    parent.clique("Aller à l’étape 2")
    parent.voit("Lundi 16 novembre", "Mardi 1er décembre", "+ 10,40 €")
    parent.page.get_by_role("button", name="Valider").dblclick()
    parent.voit("Nous avons bien enregistré votre demande")
    assert portail.objets(Demarche).filter(foyer=famille.foyer).count() == 1

    parent.va("/espace/reservations/absence/")
    glenn, aziliz = (parent.page.get_by_label(f"{nom}, lundi 16 novembre", exact=False) for nom in ("Glenn", "Aziliz"))
    glenn.uncheck()
    aziliz.uncheck()
    parent.clique("Signaler l’absence")
    parent.voit("Cochez au moins une ligne")
    glenn.check()
    parent.page.get_by_label("Raison familiale").check()
    parent.clique("Signaler l’absence")
    parent.voit("Rien n’est encore envoyé", "1 absence · rien ne sera facturé")
    parent.clique("Signaler l’absence")
    parent.voit("Nous avons bien enregistré votre demande")


def test_a_parent_pays(portail, armelle, famille_facturee):
    famille = famille_facturee("Gaonac’h", jours=["2026-04-02", "2026-04-03"])
    parent = armelle(famille)
    parent.voit("Vous avez 1 facture non réglée")
    parent.clique("Mon compte", role="link", exact=False)
    parent.page.locator("main th a").first.click()
    payer(parent, javascript=False)
    parent.voit("Votre paiement est confirmé")
    parent.va("/espace/factures/")
    parent.voit("Toutes vos factures sont réglées")
    assert "8,70" in portail.courriel(a=famille.courriel, objet="Votre paiement")
