"""The towns of the guides, each from its file: it loads, its pages hold, its grids price, a parent books there."""

import re
import tomllib
from decimal import Decimal

import pytest
from wagtail.models import Page

from common.models import Journal
from common.words.typo import typographier
from commune.models import AnneeScolaire
from demo import pages
from demo.chargement.commune import charger_commune
from demo.chargement.ouvertures import ouvrir_places
from factures.tarifs.models import Grille
from factures.tarifs.rules import SituationDuFoyer, tarifer
from reservations.activites.models import Creneau
from reservations.planning.models import Reservation
from tests.demo.villes import MARDI, VILLES, des_villes, familles_et_reservations, reglages_code, ville
from tests.tools.html import arbre, liens, texte

__all__ = ["ville"]


# (town, activity, formule, quotient (or income), outside, rank among as many children, price to the cent).
EXEMPLES = [
    ("donges", "restauration-scolaire", "repas", "500", False, 1, "0.85"),
    ("donges", "restauration-scolaire", "repas", "500.01", False, 1, "1.00"),
    ("donges", "restauration-saint-joseph", "repas", "1275.01", False, 1, "3.65"),
    ("donges", "accueil-periscolaire", "soir", "1275", False, 1, "0.45"),
    ("donges", "accueil-periscolaire", "gouter", "1275", False, 1, "0.60"),
    ("donges", "centre-de-loisirs", "matin", "800", False, 1, "3.36"),
    ("donges", "centre-de-loisirs", "journee", "800", False, 1, "10.67"),
    ("donges", "centre-de-loisirs", "journee", "300", False, 1, "6.61"),
    ("donges", "centre-de-loisirs", "matin-repas", "300", False, 1, "5.28"),
    ("donges", "centre-de-loisirs", "journee-sans-repas", "2000", True, 1, "12.84"),
    ("donges", "panier-repas", "panier", "2000", True, 1, "0.50"),
    ("bourges", "vacances", "journee", "615", False, 1, "5.88"),
    ("bourges", "vacances", "journee", "700", False, 1, "7.08"),
    ("bourges", "vacances", "journee", "900", False, 1, "9.64"),
    ("bourges", "vacances", "journee", "1100", False, 1, "12.41"),
    ("bourges", "vacances", "journee", "1300", False, 1, "14.94"),
    ("bourges", "vacances", "journee", None, False, 1, "15.36"),
    ("bourges", "vacances", "journee", "700", True, 1, "31.52"),
    ("bourges", "mercredis", "journee", "315", False, 1, "0.42"),
    ("bourges", "mercredis", "journee", "340", False, 1, "1.47"),
    ("bourges", "mercredis", "matin", "615", False, 1, "1.70"),
    ("bourges", "vacances", "apres-midi", "2000", True, 1, "15.73"),
    ("bourges", "panier-repas", "panier", "640", False, 1, "0.80"),
    ("bondoufle", "restauration-scolaire", "repas", "500", False, 1, "2.60"),
    ("bondoufle", "restauration-scolaire", "repas", "1000", False, 1, "3.60"),
    ("bondoufle", "restauration-scolaire", "repas", "1000", True, 1, "4.50"),
    ("bondoufle", "restauration-scolaire", "repas", "2000", False, 1, "4.50"),
    ("bondoufle", "restauration-scolaire", "repas", None, False, 1, "4.50"),
    ("bondoufle", "vacances", "journee", "500", False, 1, "5.53"),
    ("bondoufle", "vacances", "journee", "500.01", False, 2, "7.10"),
    ("bondoufle", "vacances", "journee", "1401", False, 5, "7.82"),
    ("bondoufle", "mercredis", "journee", "500", True, 2, "13.00"),
    ("bassens", "restauration-scolaire", "repas", "300", False, 1, "1.00"),
    ("bassens", "restauration-scolaire", "repas", "700", False, 1, "2.01"),
    ("bassens", "restauration-scolaire", "repas", "3000", False, 1, "5.97"),
    ("bassens", "alsh-vacances", "journee", "800", False, 3, "6.42"),
    ("bassens", "alsh-mercredis", "journee", "800", True, 3, "14.00"),
    ("bassens", "transport-scolaire", "annee", None, False, 1, "30.00"),
    ("bassens", "transport-scolaire", "annee", None, False, 2, "15.00"),
    ("le-mesnil-saint-denis", "restauration-scolaire", "repas", "999.99", False, 1, "1.00"),
    ("le-mesnil-saint-denis", "restauration-scolaire", "repas", "1000", False, 1, "3.67"),
    ("le-mesnil-saint-denis", "restauration-scolaire", "repas", "1000", True, 1, "5.51"),
    ("le-mesnil-saint-denis", "accueil-du-soir", "soir", "1000", False, 2, "1.98"),
    ("le-mesnil-saint-denis", "accueil-du-soir", "soir", "640", False, 3, "1.28"),
    ("le-mesnil-saint-denis", "mercredis", "journee", "800", False, 1, "10.67"),
    ("le-mesnil-saint-denis", "mercredis", "journee", "200", False, 1, "6.61"),
    ("le-mesnil-saint-denis", "etude", "etude", None, True, 1, "4.35"),
    ("bondoufle", "service-jeunesse", "adhesion", "500", False, 1, "12.00"),
    ("bondoufle", "service-jeunesse", "adhesion", "500", True, 1, "18.00"),
    ("bondoufle", "petite-enfance", "heure", "500", False, 1, "0.50"),
    ("bondoufle", "petite-enfance", "heure", "3000", False, 2, "1.55"),
    ("bondoufle", "petite-enfance", "heure", "9000", False, 1, "5.26"),
]


# The least that a file says: a town more is this, and nothing in the code.
SIXIEME = """
menus_de = "donges"
[commune]
nom = "Ville de Sixville"
couleur = "#1f5f8b"
adresse = "1 rue Haute"
code_postal = "99999"
telephone = "03 53 01 00 10"
courriel = "mairie@sixville.example"
zone = "A"
directeur_publication = "Le maire"
delegue_donnees = "donnees@sixville.example"
[familles]
rues = ["rue Haute"]
[[services]]
code = "enfance"
nom = "Enfance"
[[lieux]]
code = "restaurant"
nom = "Restaurant"
genre = "restaurant"
[[lieux]]
code = "ecole"
nom = "École"
genre = "ecole"
niveaux = "PS MS GS CP CE1 CE2 CM1 CM2"
restaurant = "restaurant"
[[regies]]
code = "enfance"
nom = "Enfance"
service = "enfance"
[[activites]]
code = "cantine"
nom = "Cantine"
nom_courant = "cantine"
service = "enfance"
regie = "enfance"
unites = [{ code = "repas", nom = "Repas" }]
formules = [{ code = "repas", nom = "Repas", unites = ["repas"] }]
ouvertures = [{ lieu = "restaurant", places = 20 }]
[[activites.grilles]]
formule = "repas"
nom = "Cantine (grille fictive)"
du = 2025-09-01
forme = "unique"
tranches = "3,00"
[accueil]
titre = "Bienvenue à Sixville"
chapeau = ""
accroche = "Créez votre espace."
bienvenue = "Bonjour."
tuiles = [["menus", "menu", "Les repas"]]
[[pages]]
type = "actualites"
slug = "actualites"
titre = "Actualités"
icone = "actualite"
[[pages]]
type = "menus"
slug = "menus"
titre = "Menus"
icone = "menu"
[[pages]]
type = "tarifs"
slug = "tarifs"
titre = "Tarifs"
icone = "tarif"
"""


@pytest.mark.feature("F025")
@pytest.mark.parametrize("ville", [v for v in VILLES if v != "donges"], indirect=True)  # tests/cms_pages reads Donges
def test_every_page_of_the_town_is_whole(client, ville):
    pages.charger_pages(ville)
    codes = {s["code"] for s in ville["services"]}
    assert {p.get("service", "") for p in ville["pages"]} <= codes | {""}
    ecrites, menees = set(), set()
    for page in Page.objects.live().public().filter(depth__gte=2):
        reponse = client.get(page.url)
        assert reponse.status_code == 200, page.url
        lue = arbre(reponse)
        assert len(list(lue.find_all("h1"))) == 1, page.url
        assert not re.search(r"[{}]", texte(lue.select_one("main"))), page.url
        assert_legere(lue, page.url, len(reponse.content))
        ecrites.add(page.url)
        menees |= {url.partition("#")[0] for url in liens(lue.select_one("main")).values() if url.startswith("/")}
    muets = {url for url in menees - ecrites if client.get(url).status_code not in (200, 302)}
    assert {url for url in muets if not url.startswith("/documents/")} == set()
    accueil = arbre(client.get("/"))
    assert texte_de(typographier(ville["commune"]["slogan"])) in texte(accueil.select_one("footer"))
    assert f"Zone {ville['commune']['zone']}" in texte(accueil.select_one("main"))


def assert_legere(page, url, octets):
    """The budgets of an A of EcoIndex, as far as the page alone tells them (a browser weighs Donges's)."""
    assert len(page.find_all(True)) <= 390, url
    demandes = [e.get("src") for e in page.find_all(True) if e.name in ("img", "script") and e.get("src")]
    demandes += [e.get("href") for e in page.find_all("link") if e.get("rel") in ("stylesheet", "icon", "preload")]
    demandes = {demande for demande in demandes if not demande.startswith("data:")}
    assert all(demande.startswith("/") and not demande.startswith("//") for demande in demandes), (url, demandes)
    # The page itself, and the symbols that its icons are drawn from.
    assert len(demandes) + 2 <= (8 if url == "/" else 6), (url, demandes)
    assert octets <= 40_000, url


@pytest.mark.parametrize("ville", [tomllib.loads(SIXIEME)], indirect=True, ids=["sixville"])
def test_a_town_more_is_one_file(client, ville, monkeypatch):
    pages.charger_pages(ville)
    assert "Ville de Sixville" in texte(arbre(client.get("/")))
    assert "1 rue Haute, 99999 Sixville" in texte(arbre(client.get("/mentions-legales/")))
    familles_et_reservations(ville, monkeypatch)
    assert Reservation.objects.vivantes().exists()


@des_villes
def test_a_file_read_again_writes_nothing_and_what_it_changes_reaches_the_open_days(ville):
    annee = AnneeScolaire.objects.get(du__lte=MARDI, au__gte=MARDI)
    ouvrir_places(ville, annee)
    avant = Journal.objects.count()
    charger_commune(ville)
    ouvrir_places(ville, annee)
    assert Journal.objects.count() == avant
    premiere = ville["activites"][0]
    premiere["ouvertures"][0]["places"] = 7
    charger_commune(ville)
    ici = Creneau.objects.filter(
        unite__activite__code=premiere["code"], lieu__code=premiere["ouvertures"][0]["lieu"], date__gte=MARDI
    )
    assert set(ici.values_list("places", flat=True)) == {7}


def texte_de(mots):
    return " ".join(mots.split())


@pytest.mark.feature("F146", "F147", "F148")
@des_villes
def test_its_grids_price_to_the_cent(ville):
    exemples = [e[1:] for e in EXEMPLES if e[0] == reglages_code(ville)]
    assert exemples
    for activite, formule, quotient, exterieur, rang, prix in exemples:
        grille = Grille.objects.get(formule__activite__code=activite, formule__code=formule)
        revenu = quotient and Decimal(quotient)
        situation = SituationDuFoyer(revenu, ressources=revenu, exterieur=exterieur, rang=rang, enfants=rang)
        assert tarifer(grille.bareme(), situation).montant == Decimal(prix), (activite, quotient, exterieur, rang)
