"""What the files of the towns write: nobody real, nothing twice, nothing that the portal does not do."""

import re

import pytest

from cms_pages.menus.plats import VIANDES
from common.components.couleurs import verifier_accent
from common.words.noms import sans_accents
from demo import description
from tests.demo.villes import VILLES, ville

__all__ = ["ville"]


# The numbers that the regulator keeps for fiction, and nothing else.
FICTIFS = re.compile(r"(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d")
NUMEROS = re.compile(r"(?<!\d)0\d(?:[ .\u00a0\u202f-]?\d\d){4}(?!\d)")
COORDONNEES = re.compile(r"\b0\d(?:[ .]\d{2}){4}\b|\b[\w.-]+@[\w.-]+\.\w+")
FICHES = {"telephone", "courriel", "courriel_factures", "delegue_donnees", "numero_unique", "commande_adresses"}
ADRESSES = re.compile(r"[\w.+-]+@[\w.-]+|https?://[^/\s\"]+")
ZONES = {"bassens": "A", "bondoufle": "C", "bourges": "B", "donges": "B", "le-mesnil-saint-denis": "C"}


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


def sans_reservation(ville):
    """Give the activities that one attends without booking, or by a yearly subscription."""
    return [a for a in ville["activites"] if a.get("fonctionnement", "reservation") != "reservation"]


@pytest.mark.feature("F014")
@pytest.mark.parametrize("code", VILLES)
def test_what_is_booked_on_line_has_a_page_that_takes_its_deadlines_live(code):
    """Never typed twice: the page names the activity, and says no deadline of its own."""
    ville = description.lire(code)
    en_ligne = {a["code"] for a in ville["activites"] if a.get("ouvertures") and a not in sans_reservation(ville)}
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


@pytest.mark.parametrize("code", VILLES)
def test_a_town_has_its_zone_its_colour_and_says_what_is_borrowed(code):
    ville = description.lire(code)
    assert ville["commune"]["zone"] == ZONES[code]
    assert verifier_accent(ville["commune"]["couleur"]) is None
    autres = [description.lire(v)["commune"] for v in VILLES if v != code]
    assert ville["commune"]["couleur"] not in [autre["couleur"] for autre in autres]
    entete = (description.VILLES / f"{code}.toml").read_text().partition("\n\n")[0]
    empruntees = [g for a in ville["activites"] for g in a.get("grilles", []) if re.search("ficti(f|ve)", g["nom"])]
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
