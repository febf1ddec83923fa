"""Conventions that a reader should not have to check."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.template.loader import get_template

RACINE = Path(__file__).resolve().parent.parent
GABARITS = sorted((RACINE / "templates").rglob("*.*"))
NOS_APPS = {
    "common", "commune", "cms_pages", "comptes", "messagerie", "famille", "demarches", "activites", "tarifs",
    "planning", "facturation", "paiements", "documents", "dossier",
}  # fmt: skip


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("chemin", GABARITS, ids=lambda c: str(c.relative_to(RACINE / "templates")))
def test_templates_compile_and_load_one_library_a_line(chemin):
    if chemin.suffix not in {".html", ".txt", ".xml"}:
        return
    get_template(str(chemin.relative_to(RACINE / "templates")))
    assert 'href="tel:' not in chemin.read_text(), f"{chemin}: the filter `telephone` writes what is called"
    for charge in re.findall(r"{% load ([^%]+) %}", chemin.read_text()):
        assert " from " in charge or len(charge.split()) == 1, f"{chemin}: {charge}"


def test_template_lines_are_no_longer_than_those_of_python():
    """Not those of the text mails: a line there is a paragraph of the mail."""
    longues = [
        f"{c.relative_to(RACINE)}:{numero}"
        for c in GABARITS
        if c.suffix != ".txt"
        for numero, ligne in enumerate(c.read_text().splitlines(), start=1)
        if len(ligne) > 119
    ]
    assert longues == []


def test_no_template_turns_escaping_off_for_html():
    fautes = [
        str(c.relative_to(RACINE))
        for c in GABARITS
        if c.suffix == ".html" and re.search(r"\|safe\b|autoescape off", c.read_text())
    ]
    assert fautes == []


def test_every_box_of_the_admin_has_the_icon_that_its_room_is_kept_for():
    boites = re.compile(r'<div class="help-block[^>]*>(?!\s*{% icon )')
    assert [str(c.relative_to(RACINE)) for c in GABARITS if c.suffix == ".html" and boites.search(c.read_text())] == []


def test_verbose_names_are_lower_case_and_ours():
    for modele in apps.get_models():
        if modele._meta.app_label in NOS_APPS and not modele._meta.auto_created:
            nom = str(modele._meta.verbose_name)
            assert nom[0].islower(), modele


def test_every_check_of_the_database_speaks_to_people_or_cannot_be_met_by_them():
    """A constraint that a form can break has a French sentence; the default one names a constraint."""
    for modele in apps.get_models():
        if modele._meta.app_label not in NOS_APPS:
            continue
        for contrainte in modele._meta.constraints:
            assert "%(name)s" not in str(contrainte.violation_error_message) or contrainte.name, contrainte


def test_lock_files_name_no_address():
    for verrou in RACINE.glob("*.lock"):
        assert "://" not in verrou.read_text()


def test_nothing_asks_another_host_for_a_file():
    """Styles, scripts and templates fetch nothing from elsewhere."""
    fautes = []
    for dossier in ("templates", "static"):
        for fichier in (RACINE / dossier).rglob("*"):
            if fichier.suffix in {".css", ".js", ".html"}:
                for adresse in re.findall(
                    r"(?:src|href|url)\s*[=(]\s*[\"']?(https?://[^\"')\s]+)", fichier.read_text()
                ):
                    if "w3.org" not in adresse and "<a" not in adresse:
                        fautes.append(f"{fichier.relative_to(RACINE)}: {adresse}")
    assert [f for f in fautes if "demo" not in f] == []


TRI_PAR_NOM = re.compile(
    r"""(?:order_by\(|ordering\s*=\s*\[|Prefetch\()[^\])]*["'-](?:\w+__)*(?:nom|prenoms?|titre|last_name)["']"""
    r"""|\bkey=lambda \w+: \(?(?:\w+\.)+(?:nom|prenoms?|titre)\b"""
)


def test_names_are_sorted_by_their_key_of_sorting():
    """The database's own order puts « Évenou » after « Zola »: rows are sorted by ``tri`` (``CleDeTri``)."""
    fautes = [
        f"{chemin.relative_to(RACINE)}: {trouve.group()}"
        for dossier in ("site", "cms_pages", "espace_prive", "reservations", "factures")
        for chemin in (RACINE / dossier).rglob("*.py")
        if "migrations" not in chemin.parts
        for trouve in TRI_PAR_NOM.finditer(chemin.read_text())
    ]
    assert fautes == []
