"""Step 5: the private home, its blocks in the guides' words, each member of the foyer, a child's agenda."""

import pytest

from demo.identites import PARENT, SEPARE
from espace_prive.famille.models import Enfant
from factures.facturation.models import Facture
from tests.journeys.gestes import PHRASE, reserver_par_http
from tests.tools.navigateur import deborde

pytestmark = pytest.mark.journey


@pytest.mark.feature("F055", "F058", "F060", "F062", "F063")
def test_the_home_says_what_is_to_do_and_leads_everywhere(portail, personne, famille_neuve):
    famille = famille_neuve("Tréguer", enfants=["Loeiza", "Corentin"], quotient="1000")
    reserver_par_http(portail, famille, "Loeiza", ["2026-11-16", "2026-11-17"])
    armelle = personne(largeur="téléphone")
    armelle.se_connecte(famille.identifiant, PHRASE)
    armelle.voit("Bonjour Madame Tréguer", "À faire", "Semaine du 16 novembre", "Déconnexion")
    armelle.voit("Rien n’est réservé pour Corentin", "Avant le jeu")
    titres = [" ".join(t.split()) for t in armelle.page.locator("main h2").all_inner_texts()]
    for bloc in ("Mon espace", "Mon tableau de bord", "Ma famille", "Membres du foyer"):
        assert bloc in titres
    assert titres.index("Semaine du 16 novembre") < titres.index("À faire") < titres.index("Mon espace")
    semaine = armelle.page.locator(".notre-semaine").inner_text().lower()
    assert "lundi" in semaine
    assert "réservé" in semaine
    armelle.photographie("accueil-prive")
    for tuile, arrivee in (
        ("Mes coordonnées", "06 39 98"),
        ("Mes identifiants", "Comment vous vous connectez"),
        ("Mon compte", "Aucune facture pour le moment"),
        ("Dernières demandes", "Réservation Loeiza"),
        ("Gérer mes réservations", "Choisissez l’enfant et l’activité"),
        ("Signaler une absence", "Qui sera absent, et quand"),
    ):
        if tuile == "Mes coordonnées":
            arrivee = "Téléphone mobile"
        armelle.page.locator("main a.tuile").filter(has_text=tuile).first.click()
        armelle.voit(arrivee)
        armelle.clique("Mon accueil", role="link")
        armelle.voit("Mon tableau de bord")
    armelle.clique("Déconnexion")
    armelle.voit("Vous êtes déconnecté", "Mon espace perso")
    armelle.va("/espace/")
    assert "/espace/connexion/" in armelle.page.url


@pytest.mark.feature("F070")
@pytest.mark.parametrize("largeur", [320, 390])
def test_on_a_small_screen_every_tile_is_there_without_arrows(personne, largeur):
    """A guide has arrows to reach the tiles that its small screen hides; here none is hidden."""
    camille = personne(largeur="téléphone", javascript=False)
    camille.page.set_viewport_size({"width": largeur, "height": 700})
    camille.se_connecte(PARENT.identifiant)
    camille.voit("Mon tableau de bord")
    tuiles = camille.page.locator("main .tuile")
    assert tuiles.count() >= 10
    for tuile in tuiles.all():
        boite = tuile.bounding_box()
        assert tuile.is_visible()
        assert boite["x"] >= 0
        assert boite["x"] + boite["width"] <= largeur
    assert not deborde(camille.page)


@pytest.mark.feature("F064", "F065", "F066", "F093", "F094")
def test_each_member_of_the_foyer_opens(portail, personne, famille_neuve):
    famille = famille_neuve("Kerhoas", enfants=["Youna"], quotient="1000")
    reserver_par_http(portail, famille, "Youna", ["2026-11-16", "2026-11-17"])
    armelle = personne(largeur="téléphone")
    armelle.se_connecte(famille.identifiant, PHRASE)
    membres = armelle.page.locator("section", has=armelle.page.get_by_role("heading", name="Membres du foyer"))
    # The child, the adult, and the people around them.
    assert len(membres.get_by_role("link").all()) == 3
    membres.get_by_role("link", name="Youna").click()
    armelle.voit("Mon agenda – novembre 2026", "Lundi 16 novembre", "Mardi 17 novembre", "École Aimé-Césaire, CE2")
    armelle.photographie("enfant")
    armelle.clique("Mois suivant", role="link")
    armelle.voit("Mon agenda – décembre 2026", "Votre agenda ne comporte aucun événement")
    armelle.clique("Restauration scolaire", role="link", exact=False)
    armelle.voit("1,00 €", "Depuis le", "Prochains jours réservés", "Lundi 16 novembre")
    armelle.clique("Mon accueil", role="link")
    membres.get_by_role("link", name="Armelle").click()
    armelle.voit("Mes coordonnées", "Kerhoas", "Mère de Youna")


@pytest.mark.feature("F003")
def test_a_separated_parent_sees_the_shared_child_and_nothing_of_the_other_home(portail, personne):
    yann = personne(largeur="téléphone")
    yann.se_connecte(SEPARE.identifiant)
    yann.voit("Zoé")
    yann.ne_voit_pas("Malo")
    yann.ne_voit_pas(PARENT.nom)
    malo = portail.objets(Enfant).get(prenom="Malo", nom=PARENT.nom).pk
    facture = portail.objets(Facture).filter(debiteur__contains=PARENT.nom).order_by("pk").first().pk
    for chemin in (f"/espace/enfants/{malo}/", f"/espace/factures/{facture}/", f"/paiement/payer/{facture}/"):
        assert yann.va(chemin).status == 404
        yann.voit("Cette page n’existe pas")
