"""The towns of the guides, each from its file: it loads, its pages hold, its grids price, a parent books there."""

import re
import tomllib
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse
from wagtail.models import Page

from cms_pages.menus.plats import VIANDES
from common import clock
from common.components.couleurs import verifier_accent
from common.words.noms import sans_accents
from common.words.typo import typographier
from commune.models import AnneeScolaire
from commune.services import calendrier
from demo import description, pages
from demo.chargement import familles
from demo.chargement.commune import charger_calendrier, charger_commune, ouvrir_places
from demo.chargement.factures import charger_factures
from demo.chargement.personnel import charger_personnel
from demo.chargement.reservations import charger_reservations
from espace_prive.comptes.models import Utilisateur
from factures.facturation.models import Facture
from factures.tarifs.models import Grille
from factures.tarifs.rules import SituationDuFoyer, tarifer
from reservations.activites.models import Creneau, Inscription
from reservations.planning.models import Reservation
from tests.tools.html import arbre, liens, soupe, texte
from tests.tools.wagtail import replanter

VILLES = description.connues()
# The numbers that the regulator keeps for fiction, and nothing else.
FICTIFS = re.compile(r"(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d")
NUMEROS = re.compile(r"(?<!\d)0\d(?:[ .\u00a0\u202f-]?\d\d){4}(?!\d)")
COORDONNEES = re.compile(r"\b0\d(?:[ .]\d{2}){4}\b|\b[\w.-]+@[\w.-]+\.\w+")
FICHES = {"telephone", "courriel", "courriel_factures", "delegue_donnees", "numero_unique"}
ADRESSES = re.compile(r"[\w.+-]+@[\w.-]+|https?://[^/\s\"]+")
ZONES = {"bassens": "A", "bondoufle": "C", "bourges": "B", "donges": "B", "le-mesnil-saint-denis": "C"}
MARDI = date(2026, 11, 10)

# (town, activity, formule, quotient (or income), outside, rank among as many children, price to the cent).
EXEMPLES = [
    ("donges", "restauration-scolaire", "repas", "500", False, 1, "0.85"),
    ("donges", "restauration-scolaire", "repas", "500.01", False, 1, "1.00"),
    ("bourges", "vacances", "journee", "615", False, 1, "5.88"),
    ("bourges", "vacances", "journee", "700", False, 1, "7.08"),
    ("bourges", "vacances", "journee", "900", False, 1, "9.64"),
    ("bourges", "vacances", "journee", "1100", False, 1, "12.41"),
    ("bourges", "vacances", "journee", "1300", False, 1, "14.94"),
    ("bourges", "vacances", "journee", None, False, 1, "15.36"),
    ("bourges", "vacances", "journee", "700", True, 1, "31.52"),
    ("bourges", "mercredis", "journee", "315", False, 1, "0.42"),
    ("bourges", "mercredis", "journee", "340", False, 1, "1.47"),
    ("bourges", "mercredis", "demi-journee", "615", False, 1, "1.70"),
    ("bourges", "mercredis", "demi-journee", "2000", True, 1, "15.73"),
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


@pytest.fixture
def ville(request, db, monkeypatch):
    """Load the town of the test's parameter: neither drawings, PDF nor revisions of the pages; no family yet."""
    decrite = request.param if isinstance(request.param, dict) else description.lire(request.param)
    monkeypatch.setattr(pages, "_image", lambda *_: None)
    monkeypatch.setattr(pages, "rendre_pdf", lambda *_: b"%PDF-")
    monkeypatch.setattr(pages, "_publier", lambda parent, page: parent.add_child(instance=page))
    cache.clear()
    replanter()
    charger_commune(decrite)
    charger_calendrier(clock.aujourdhui(), zone=decrite["commune"]["zone"])
    cache.clear()
    return decrite


des_villes = pytest.mark.parametrize("ville", VILLES, indirect=True)


@pytest.mark.feature("F025", "F112", "F113")
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


def _plats_de(code):
    """Give the dishes that a file writes as (name, labels, allergens, origin, in place of another, vegetarian day)."""
    menus = description.lire(code)["menus"]
    jours = [(plats, True) for plats in menus["vegetariens"]] + [(plats, False) for plats in menus["jours"]]
    for plats, vegetarien in [*jours, *((p["plats"], False) for p in menus["particuliers"])]:
        for plat in plats:
            nom, labels, allergenes, origine = [partie.strip() for partie in f"{plat} | | |".split("|")[:4]]
            yield nom.lstrip("> "), labels.split(), allergenes.split(), origine, plat.startswith(">"), vegetarien


@pytest.mark.parametrize("code", VILLES)
def test_its_dishes_are_its_own_and_say_what_the_law_asks(code):
    """The origin of meats, neither meat nor fish on the vegetarian day, milk where there is cheese."""
    plats = list(_plats_de(code))
    d_ailleurs = {nom for autre in VILLES if autre != code for nom, *_ in _plats_de(autre)}
    siens = [nom for nom, *_ in plats if nom not in d_ailleurs]
    assert len(siens) >= max(20, len(plats) / 2)
    for nom, labels, allergenes, origine, en_remplacement, vegetarien in plats:
        viande = VIANDES.search(sans_accents(nom).lower()) and "vegetarien" not in labels and not en_remplacement
        assert not viande or origine, f"{nom}: where does the meat come from?"
        assert not (vegetarien and (viande or {"poissons", "crustaces", "mollusques"} & set(allergenes))), nom
        assert not re.search("yaourt|fromage|comt|edam|tomme", nom.lower()) or "lait" in allergenes, nom


# What the guide of a town shows, and its file must give: (town, what the file writes, words of each of them).
DES_GUIDES = [
    pytest.param("bassens", "actualites_des_familles", ["Restez connectés"], marks=pytest.mark.feature("F071")),
    pytest.param(
        "bourges", "actualites_des_familles", ["Bienvenue sur votre espace privé"], marks=pytest.mark.feature("F068")
    ),
    pytest.param(
        "bourges",
        "publications",
        ["centres de loisirs", "CATSS", "écoles de sport"],
        marks=pytest.mark.feature("F016"),
    ),
    pytest.param("bondoufle", "publications", ["Règlement"], marks=pytest.mark.feature("F018")),
]


@pytest.mark.parametrize(("code", "cle", "titres"), DES_GUIDES)
def test_a_town_has_what_its_guide_shows(code, cle, titres):
    """And every document published under a name is offered by an activity that families read."""
    ville = description.lire(code)
    ecrits = [ecrit["titre"] for ecrit in ville[cle]]
    assert [titre for titre in titres if not any(titre in ecrit for ecrit in ecrits)] == []
    offertes = {publication for page in ville["pages"] for publication in page.get("publications", [])}
    assert {p["code"] for p in ville.get("publications", [])} <= offertes


@pytest.mark.feature("F014")
@pytest.mark.parametrize("code", VILLES)
def test_what_is_booked_on_line_has_a_page_that_takes_its_deadlines_live(code):
    """Never typed twice: the page names the activity, and says no deadline of its own."""
    ville = description.lire(code)
    en_ligne = {activite["code"] for activite in ville["activites"] if activite.get("ouvertures")}
    pages_des_activites = [page for page in ville["pages"] if page["type"] == "activite"]
    assert en_ligne <= {page.get("code_activite") for page in pages_des_activites}
    assert [page["slug"] for page in pages_des_activites if page.get("code_activite") and page.get("delai")] == []


@pytest.mark.feature("F192")
def test_in_bassens_each_school_has_its_after_school_site_with_a_telephone_of_its_own():
    """As its guide lists them: two for the youngest, two for the others."""
    lieux = description.lire("bassens")["lieux"]
    ecoles, accueils = ([lieu for lieu in lieux if lieu["genre"] == genre] for genre in ("ecole", "centre"))
    assert len({accueil["telephone"] for accueil in accueils}) == len(accueils) == len(ecoles) == 4
    for ecole in ecoles:
        niveau, quartier = ecole["nom"].removeprefix("École ").split(maxsplit=1)
        assert [a["nom"] for a in accueils if niveau[:8] in a["nom"] and a["nom"].endswith(quartier)], ecole


def texte_de(mots):
    return " ".join(mots.split())


@pytest.mark.parametrize("code", VILLES)
def test_a_town_has_its_zone_its_colour_and_says_what_is_borrowed(code):
    ville = description.lire(code)
    assert ville["commune"]["zone"] == ZONES[code]
    assert verifier_accent(ville["commune"]["couleur"]) is None
    autres = [description.lire(v)["commune"] for v in VILLES if v != code]
    assert ville["commune"]["couleur"] not in [autre["couleur"] for autre in autres]
    entete = (description.VILLES / f"{code}.toml").read_text().partition("\n\n")[0]
    empruntees = [g for a in ville["activites"] for g in a.get("grilles", []) if "fictive" in g["nom"]]
    assert bool(empruntees) == ("FICTIONAL" in entete)


@pytest.mark.parametrize("fichier", [*description.VILLES.glob("*.toml"), description.COMMUNS], ids=lambda f: f.stem)
def test_nobody_real_can_be_called_or_written_to(fichier):
    ecrit = fichier.read_text()
    assert [n for n in NUMEROS.findall(ecrit) if not FICTIFS.fullmatch(n)] == []
    assert [a for a in ADRESSES.findall(ecrit) if not a.rstrip(".").endswith(".example")] == []
    # No person is named but those of [personnes], nor any civility, initial and name of somebody.
    assert not re.search(r"\b(M\.|Mme|Mr|Monsieur|Madame|Mlle) ", ecrit)


@pytest.mark.parametrize("fichier", [*description.VILLES.glob("*.toml"), description.COMMUNS], ids=lambda f: f.stem)
def test_telephones_and_addresses_are_written_once_in_the_town_s_own_rows(fichier):
    """A page that names a number takes it from the settings, a service or a place: one place to change it."""
    ailleurs = [
        ligne
        for ligne in fichier.read_text().splitlines()
        if COORDONNEES.search(ligne) and ligne.split("=")[0].strip() not in FICHES
    ]
    assert ailleurs == []


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


def reglages_code(ville):
    return next(code for code in VILLES if description.lire(code)["commune"]["nom"] == ville["commune"]["nom"])


def familles_et_reservations(ville, monkeypatch):
    """Load what is behind the sign-in: places, staff, three families, their bookings, a month of invoices."""
    monkeypatch.setattr(familles, "NOMBRE", 1)
    annee = AnneeScolaire.objects.get(du__lte=MARDI, au__gte=MARDI)
    ouvrir_places(ville, [annee])
    charger_personnel(ville)
    familles.charger_familles(ville, annee)
    charger_reservations(MARDI, depuis=annee.du)
    charger_factures(MARDI)


# The blocks of the private home, by their names in the guide of the town, in their order.
BLOCS = [
    pytest.param("le-mesnil-saint-denis", ["Mes informations", "Ma famille"], marks=pytest.mark.feature("F118")),
    ("bondoufle", ["Mon espace", "Mon tableau de bord", "Mes démarches famille", "Membres de votre famille"]),
    ("bassens", ["Mon espace", "Mon tableau de bord", "Ma famille"]),
    ("donges", ["Mon espace", "Mon tableau de bord", "Ma famille", "Membres du foyer"]),
    ("bourges", ["Simulation des tarifs"]),
]


@pytest.mark.parametrize(("ville", "blocs"), BLOCS, indirect=["ville"])
def test_the_private_home_has_the_words_of_the_guide(client, ville, blocs):
    personne = Utilisateur.objects.create_user("seule", "seule@courriel.example", "quatre-chevaux-verts")
    client.force_login(personne)
    page = arbre(client.get("/espace/"))
    dits = [texte(h2) for h2 in page.find_all("h2")]
    dits += [texte(span) for span in page.find_all("span") if span.get("class") == "tuile__titre"]
    assert [dit for dit in dits if dit in blocs] == blocs


@pytest.mark.parametrize(
    ("ville", "phrase"),
    [
        ("donges", "reçue par courrier"),
        ("bondoufle", "envoyée par courriel"),
        ("bourges", ""),
        ("le-mesnil-saint-denis", ""),
        ("bassens", ""),
    ],
    indirect=["ville"],
)
def test_each_town_says_of_the_key_what_its_guide_says(client, ville, phrase):
    pages.charger_pages(ville)
    lue = texte(arbre(client.get("/")).select_one("main"))
    assert ("Munissez-vous de votre clé enfance" in lue) == bool(phrase)
    assert phrase in lue


@pytest.mark.parametrize("code", VILLES)
def test_no_town_promises_what_the_portal_does_not_do(code):
    """The words of the guides for what is not there yet, as things to do in one's space."""
    lu = str(description.lire(code))
    for promesse in (
        "Créer une inscription", "télécharger mon attestation fiscale", "attestation fiscale, fiche famille",
        "adhérer au prélèvement automatique", "joignez le certificat médical", "Rangez vos justificatifs",
        "que la mairie ne voit pas", "Pour déclarer un nouvel enfant, un nouveau membre",
    ):  # fmt: skip
        assert promesse not in lu


@pytest.mark.feature("F141")
@pytest.mark.parametrize("ville", ["le-mesnil-saint-denis"], indirect=True)
def test_a_study_is_never_called_a_meal(client, ville, monkeypatch):
    """Four things in one day: each has its name, its hours and its word, in the order of the day."""
    familles_et_reservations(ville, monkeypatch)
    Reservation.objects.exclude(formule__activite__code__in=HORS_CANTINE).vivantes().update(
        etat="annulee", annulee_le=clock.maintenant()
    )
    client.force_login(Utilisateur.objects.get(identifiant="camille"))
    for adresse in ("/espace/", "/espace/reservations/absence/?tous=1"):
        lue = texte(arbre(client.get(adresse)).select_one("main"))
        assert "Malo" in lue
        assert not re.search(r"repas|command|mange", lue.replace("Journée avec repas", "").lower()), adresse
    # What a class does not do, nobody of that class is registered for.
    assert set(Inscription.objects.filter(activite__code="etude").values_list("enfant__prenom", flat=True)) >= {"Zoé"}
    assert not Inscription.objects.filter(activite__code="etude", enfant__prenom="Malo").exists()
    cases = [texte(c) for c in arbre(client.get("/espace/reservations/absence/?tous=1")).find_all("label")]
    cases = [c for c in cases if c.startswith(("Malo, ", "Zoé, "))]
    assert len(set(cases)) == len(cases) > 0
    du_jour = [c for c in cases if c.partition(" :")[0] == jour_le_plus_rempli(cases)]
    heures = [int(re.search(r"de (\d+)\sh", c)[1]) for c in du_jour]
    assert len(heures) > 1
    assert heures == sorted(heures)
    icones = {use["href"].rpartition("#")[2] for use in soupe(client.get("/espace/")).select("use")}
    assert {"matin", "soir", "ecole"} <= icones
    zoe = Inscription.objects.filter(enfant__prenom="Zoé").first().enfant_id
    agenda = texte(arbre(client.get(f"/espace/enfants/{zoe}/")).select_one("main"))
    assert "Étude surveillée, de 16 h 30 à 18 h" in agenda.replace("\xa0", " ")


HORS_CANTINE = ("accueil-du-matin", "etude", "accueil-du-soir")


def jour_le_plus_rempli(cases):
    """Give the child and the day that most lines name."""
    jours = [case.partition(" :")[0] for case in cases]
    return max(jours, key=jours.count)


@des_villes
def test_a_parent_of_the_demonstration_books_there(client, ville, monkeypatch):
    familles_et_reservations(ville, monkeypatch)
    parent = Utilisateur.objects.get(identifiant="camille")
    assert Facture.objects.filter(payeur__foyer__nom=parent.last_name, total__gt=0).exists()
    agent = Utilisateur.objects.get(identifiant="agent")
    assert agent.habilitations.get().service.code == ville["activites"][0]["service"]

    ouvertes = {a["code"] for a in ville["activites"] if a.get("ouvertures")}
    inscriptions = Inscription.objects.pour(parent)
    assert {i.activite.code for i in inscriptions} == ouvertes
    client.force_login(parent)
    for inscription in inscriptions.filter(enfant__prenom="Malo").order_by("activite"):
        libres = jours_libres(client, inscription)
        assert libres, f"no day to book: {inscription}"
        avant = Reservation.objects.vivantes().count()
        reserver(client, *libres[0])
        assert Reservation.objects.vivantes().count() == avant + 1, inscription


@des_villes
def test_an_activity_of_holidays_opens_in_holidays_only(ville):
    """And one of school days on none of them; the calendar decides, whatever the file opens."""
    annee = AnneeScolaire.objects.get(du__lte=MARDI, au__gte=MARDI)
    ouvrir_places(ville, [annee])
    ecole = calendrier()
    ouverts = {a["code"]: a for a in ville["activites"] if a.get("ouvertures")}
    assert any(a.get("pendant_les_vacances") for a in ouverts.values()) == (reglages_code(ville) != "donges")
    for code, activite in ouverts.items():
        jours = set(Creneau.objects.filter(unite__activite__code=code).values_list("date", flat=True))
        assert jours, code
        en_vacances = {jour for jour in jours if ecole.nom_des_vacances(jour)}
        if all(o.get("pendant") == "vacances" for o in activite["ouvertures"]):
            assert en_vacances == jours, (code, sorted(jours - en_vacances)[:3])
        elif not activite.get("pendant_les_vacances"):
            assert en_vacances == set(), (code, sorted(en_vacances)[:3])


def jours_libres(client, inscription):
    """Give the days that the calendar offers in the three months to come: (address, day, the page's form)."""
    trouves = []
    for an, mois in ((2026, 12), (2027, 1), (2027, 2)):
        url = reverse("planning:mois", args=[inscription.pk, an, mois])
        formulaire = formulaire_avec(arbre(client.get(url)), "vers", "csrfmiddlewaretoken")
        cases = [c for c in formulaire.find_all("input") if c.get("type") == "checkbox" and c.get("name") == "jour"]
        trouves += [(url, c.get("value"), champs(formulaire)) for c in cases if c.get("checked") is None]
    return trouves


def reserver(client, url, jour, donnees):
    """Tick a day and go through the recap, as a browser would."""
    donnees.setdefault("jour", []).append(jour)
    recap = client.post(url, donnees | {"vers": "etape2"}, follow=True)
    fin = client.post(recap.request["PATH_INFO"], champs(formulaire_avec(arbre(recap), "numero")))
    assert fin.status_code == 302, texte(arbre(fin).select_one("main"))


def formulaire_avec(page, *noms):
    """Give the form that has these fields or buttons."""
    for formulaire in page.find_all("form"):
        if set(noms) <= {champ.get("name") for champ in formulaire.select("input, button")}:
            return formulaire
    raise AssertionError(f"no form with {noms}")


def champs(formulaire):
    """Give what the form sends as it is."""
    donnees = {}
    for champ in formulaire.find_all("input"):
        if champ.get("type") not in ("checkbox", "radio") or champ.get("checked") is not None:
            donnees.setdefault(champ.get("name"), []).append(champ.get("value") or "")
    return donnees
