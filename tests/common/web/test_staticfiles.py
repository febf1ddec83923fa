"""What a browser downloads: one stylesheet, hashed modules, few bytes."""

import gzip
import os
import re
import time
from pathlib import Path

import pytest
from django.core.management import call_command

STATIQUE = Path(__file__).parents[3] / "static"


@pytest.fixture
def collecte(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "common.web.staticfiles.StockageStatique"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


# gzip bytes: what every visitor downloads, and what only a family's week, or its absences, add.
@pytest.mark.parametrize(
    ("entree", "budget"), [("portail", 12_000), ("semaine", 4_000), ("absence", 1_500), ("famille", 2_500)]
)
def test_the_page_loads_its_stylesheet_within_its_budget(collecte, entree, budget):
    feuille = next((collecte / "css").glob(f"{entree}.????????????.css")).read_bytes()
    assert b"@import" not in feuille
    assert b"/*" not in feuille, "comments stay in the source"
    assert len(gzip.compress(feuille)) <= budget
    assert feuille.count(b"{") == feuille.count(b"}")


def test_every_stylesheet_is_imported_once():
    entrees = ("portail.css", "semaine.css", "absence.css", "famille.css")
    declarees = [
        nom
        for entree in entrees
        for nom in re.findall(r'@import url\("([^"]+)"\)', (STATIQUE / "css" / entree).read_text())
    ]
    ecrites = {str(f.relative_to(STATIQUE / "css")) for f in (STATIQUE / "css").rglob("*.css")} - set(entrees)
    assert sorted(declarees) == sorted(ecrites)


def test_a_second_collection_takes_the_sheets_that_changed(tmp_path, settings):
    source, cible = tmp_path / "source", tmp_path / "cible"
    (source / "css").mkdir(parents=True)
    (source / "css/portail.css").write_text('@import url("titre.css") layer(base);')
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = cible, [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "common.web.staticfiles.StockageStatique"}}
    for couleur in ("red", "blue"):
        titre = source / "css/titre.css"
        titre.write_text(f"h1 {{ color: {couleur}; }}")
        os.utime(titre, (time.time() + 60 * (couleur == "blue"),) * 2)
        call_command("collectstatic", interactive=False, verbosity=0)
        assert couleur in (cible / "css/portail.css").read_text()


def test_modules_import_hashed_modules_that_exist(collecte):
    entree = next((collecte / "js").glob("portail.????????????.js")).read_text()
    importes = re.findall(r'import\("\./(elements/[^"]+)"\)', entree)
    assert len(importes) == len(list((STATIQUE / "js/elements").glob("*.js")))
    for nom in importes:
        assert re.search(r"\.[0-9a-f]{12}\.js$", nom)
        assert (collecte / "js" / nom).exists()
        for partage in re.findall(r'from "\.\./([^"]+)"', (collecte / "js" / nom).read_text()):
            assert re.search(r"^suivi\.[0-9a-f]{12}\.js$", partage)
            assert (collecte / "js" / partage).exists()


def test_scripts_stay_within_their_budget():
    tout = b"".join(f.read_bytes() for f in (STATIQUE / "js").rglob("*.js"))
    assert len(gzip.compress(tout)) <= 6_000


def test_widths_are_those_that_the_sheet_names_and_what_is_only_read_aloud_has_one_recipe():
    nommees = set(re.findall(r"^ +(\d+)rem ", (STATIQUE / "css/portail.css").read_text(), re.M))
    feuilles = "".join(f.read_text() for f in (STATIQUE / "css").rglob("*.css"))
    largeurs = set(re.findall(r"@media[^{]*\((?:min|max)-(?:width|height): ([\d.]+)rem\)", feuilles))
    assert nommees == {"30", "40", "48", "60"}
    assert {str(round(float(largeur))) for largeur in largeurs} == nommees
    assert feuilles.count("inset(50%)") == 1
