"""Step 5: the private home: its blocks in the guides' words, its members; how many taps a parent needs from there."""

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from demo.identites import PARENT, SEPARE
from espace_prive.famille.models import Enfant
from factures.facturation.models import Facture
from reservations.planning.models import Reservation
from tests.journeys.gestes import PHRASE, jour, reserver_par_http
from tests.tools.html import texte, un
from tests.tools.navigateur import deborde

pytestmark = pytest.mark.journey
ECRAN = 844


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


class Parent:
    """A parent whose taps are counted, on the private home of a phone."""

    def __init__(self, quelqu_un, famille, *, javascript=True):
        self.javascript = javascript
        self.quelqu_un, self.page, self.touches = quelqu_un, quelqu_un.page, 0
        quelqu_un.se_connecte(famille.identifiant, PHRASE)
        quelqu_un.voit("Mon tableau de bord")

    def touche(self, nom, role="button"):
        self.touches += 1
        self.quelqu_un.clique(nom, role=role)

    def touche_le_jour(self, *args):
        self.touches += 1
        jour(self.quelqu_un, *args).click()


@pytest.fixture(params=[True, False], ids=["with a script", "without"])
def javascript(request):
    return request.param


@pytest.fixture
def parent(javascript, personne):
    """Give ``parent(famille)``: signed in, their taps counted, with JavaScript and without."""
    return lambda famille: Parent(personne(largeur="téléphone", javascript=javascript), famille, javascript=javascript)


@pytest.fixture
def foyer(javascript, famille_neuve):
    """Give ``foyer("Pennec", "Zélie", "Marin")``: a family of its own for each way."""
    return lambda nom, *prenoms: famille_neuve(
        nom, enfants=prenoms, quotient="500", identifiant=f"{nom.lower()}-{'js' if javascript else 'sans'}"
    )


def reserves(portail, famille, lundi="2026-11-16", vendredi="2026-11-20"):
    """Count what a family has booked between two days."""
    siennes = portail.objets(Reservation).filter(payeur__foyer=famille.foyer, annulee_le__isnull=True)
    return siennes.filter(date__range=(lundi, vendredi)).count()


@pytest.mark.feature("F119", "F127", "F139")
def test_a_week_of_two_children_is_booked_then_undone(portail, foyer, parent):
    famille = foyer("Pennec", "Zélie", "Marin")
    deux = parent(famille)
    deux.touche("Toute la semaine")
    deux.quelqu_un.voit("8 repas · + 6,80 €")
    deux.touche("Confirmer")
    deux.quelqu_un.voit("Nous avons bien enregistré votre demande")
    assert deux.touches <= 4
    assert reserves(portail, famille) == 8
    deux.touches = 0
    deux.touche("Annuler cette demande")
    deux.quelqu_un.voit("Nous avons bien enregistré votre demande")
    assert deux.touches == 1
    assert reserves(portail, famille) == 0


@pytest.mark.feature("F119", "F125")
def test_last_week_is_booked_again_for_two_children(portail, foyer, parent):
    famille = foyer("Floch", "Awen", "Naïg")
    for prenom in famille.inscriptions:
        reserver_par_http(portail, famille, prenom, ["2026-11-16", "2026-11-19"])
    portail.il_est("2026-11-18T10:00:00+01:00")
    deux = parent(famille)
    deux.page.goto(f"{portail.adresse}/espace/reservations/semaine/2026-11-23/")
    deux.touche("Comme la semaine dernière")
    deux.quelqu_un.voit("4 repas · + 3,40 €")
    deux.touche("Confirmer")
    deux.quelqu_un.voit("Nous avons bien enregistré votre demande")
    assert deux.touches == 2
    assert reserves(portail, famille, "2026-11-23", "2026-11-27") == 4


@pytest.mark.feature("F139")
def test_a_day_is_cancelled_in_two_taps(portail, foyer, parent):
    famille = foyer("Lagadec", "Malou")
    reserver_par_http(portail, famille, "Malou", ["2026-11-16", "2026-11-17"])
    une = parent(famille)
    une.touche_le_jour("2026-11-17")
    if une.javascript:
        une.quelqu_un.voit("1 repas annulé · − 0,85 €")
        une.touche("Confirmer")
    else:
        une.touche("Aller à l’étape 2")
        une.touche("Valider")
    une.quelqu_un.voit("1 repas annulé pour Malou, le mardi 17 novembre")
    assert une.touches == (2 if une.javascript else 3)
    assert reserves(portail, famille) == 1


@pytest.mark.feature("F123")
def test_a_month_of_two_children_is_booked(portail, foyer, parent):
    famille = foyer("Salou", "Erell", "Tao")
    deux = parent(famille)
    deux.touche("Le mois", role="link")
    deux.touche("Mois suivant")
    deux.touche("Tout le mois")
    deux.touche("Confirmer")
    deux.quelqu_un.voit("Nous avons bien enregistré votre demande")
    assert deux.touches <= 5
    assert reserves(portail, famille, "2026-12-01", "2026-12-31") == 22


def test_a_usual_week_costs_no_tap(portail, famille_neuve, personne):
    famille = famille_neuve("Quéré", enfants=["Ninon"], quotient="500")
    parent = Parent(personne(largeur="téléphone"), famille)
    parent.quelqu_un.va("/espace/reservations/habitudes/")
    for libelle in ("Lundi", "Jeudi"):
        parent.page.get_by_label(libelle, exact=True).check()
    parent.quelqu_un.clique("Voir ce qui sera réservé")
    parent.quelqu_un.voit("Un mois ordinaire :")
    parent.quelqu_un.clique("Valider")
    parent.quelqu_un.va("/espace/")
    parent.touches = 0
    expect(jour(parent.quelqu_un, "2026-11-16")).to_be_checked()
    expect(jour(parent.quelqu_un, "2026-11-19")).to_be_checked()
    assert reserves(portail, famille) == 2
    assert parent.touches == 0
    # The weeks after it keep to it too.
    assert reserves(portail, famille, "2026-12-07", "2026-12-11") == 2


@pytest.mark.feature("F060", "F063", "F064")
def test_the_home_of_the_demonstration_fits_on_three_screens(personne):
    camille = personne(largeur="téléphone")
    camille.se_connecte(PARENT.identifiant)
    camille.voit("Mon tableau de bord", "À faire", "Membres du foyer")
    camille.photographie("accueil-trois-ecrans")
    assert camille.page.evaluate("document.documentElement.scrollHeight") <= 3 * ECRAN
    # Nothing is chosen: nothing stays over the week but the five places.
    assert not camille.page.locator(".barre-semaine").is_visible()


def test_the_week_and_the_month_are_printed_on_one_page_each(personne, tmp_path):
    camille = personne()
    camille.se_connecte(PARENT.identifiant)
    for nom, chemin in (("semaine", "semaine/2026-11-16/"), ("mois", "mois/2026-12/")):
        camille.va(f"/espace/reservations/{chemin}")
        camille.page.pdf(path=tmp_path / nom, prefer_css_page_size=True, format="A4")
        (page,) = PdfReader(tmp_path / nom).pages
        lu = " ".join(page.extract_text().split())
        assert "Cantine" in lu
        assert "Réservé" in lu
        for ecran in ("Copier", "Tous les jours", "Confirmer", "Mon accueil"):
            assert ecran not in lu


@pytest.mark.feature("F061")
def test_the_menu_of_a_wide_screen_leads_to_the_week_the_invoices_the_requests_and_the_family(personne):
    camille = personne()
    camille.se_connecte(PARENT.identifiant)
    menu = camille.page.get_by_role("navigation", name="Menu de mon espace")
    titres = ["Mon accueil", "Semaine", "Factures", "Démarches", "Ma famille"]
    assert [t.strip() for t in menu.get_by_role("link").all_inner_texts()] == titres
    for titre in titres[1:]:
        menu.get_by_role("link", name=titre).click()
        courante = un(camille.page.content(), ".rubriques__siennes [aria-current]")
        assert texte(courante) == titre
    camille.page.set_viewport_size({"width": 390, "height": ECRAN})
    assert not menu.is_visible()
    bas = camille.page.get_by_role("navigation", name="Mon espace")
    assert [t.strip() for t in bas.get_by_role("link").all_inner_texts()] == [
        "Accueil", "Semaine", "Factures", "Démarches", "Plus",
    ]  # fmt: skip
