"""The layers, as tests: imports by import-linter's contracts, relations and template tags by a walk."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

RACINE = Path(__file__).resolve().parent.parent
# From the bottom up; a domain may point to itself and to what stands before it.
ORDRE = [
    "common",
    "commune",
    "cms_pages",
    "comptes",
    "documents",
    "messagerie",
    "famille",
    "demarches",
    "activites",
    "tarifs",
    "planning",
    "facturation",
    "paiements",
    "dossier",
    "accueil",
    "demo",
]
DOSSIERS = {
    "common": "site/common",
    "commune": "site/commune",
    "cms_pages": "cms_pages",
    "comptes": "espace_prive/comptes",
    "documents": "espace_prive/documents",
    "messagerie": "espace_prive/messagerie",
    "famille": "espace_prive/famille",
    "demarches": "espace_prive/demarches",
    "activites": "reservations/activites",
    "tarifs": "factures/tarifs",
    "planning": "reservations/planning",
    "facturation": "factures/facturation",
    "paiements": "factures/paiements",
    "dossier": "espace_prive/dossier",
    "accueil": "espace_prive/accueil",
}
ECRITURES = {"save", "delete", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}


def test_imports_follow_the_contracts(monkeypatch):
    from importlinter.cli import lint_imports

    monkeypatch.chdir(RACINE)
    # Its own set-up of logging silences every logger already there, for the tests that follow.
    monkeypatch.setattr("importlinter.cli.logging_config.dictConfig", lambda reglages: None)
    assert lint_imports(no_logo=True, cache_dir=None) == 0


def test_relations_point_down_only():
    fautes = []
    for modele in apps.get_models():
        app = modele._meta.app_label
        if app not in ORDRE:
            continue
        for champ in modele._meta.get_fields():
            if champ.auto_created or not champ.is_relation or champ.related_model is None:
                continue
            if champ.model._meta.app_label not in ORDRE:  # what Wagtail's Page brings
                continue
            vers = champ.related_model._meta.app_label
            if vers in ORDRE and ORDRE.index(vers) > ORDRE.index(app):
                fautes.append(f"{modele._meta.label}.{champ.name} → {champ.related_model._meta.label}")
    assert fautes == []


def test_public_pages_hold_no_relation_to_families():
    prives = set(ORDRE[ORDRE.index("famille") :])
    for modele in apps.get_app_config("cms_pages").get_models():
        for champ in modele._meta.get_fields():
            if champ.is_relation and champ.related_model and not champ.auto_created:
                assert champ.related_model._meta.app_label not in prives, champ


def modules(app):
    for fichier in sorted((RACINE / DOSSIERS[app]).rglob("*.py")):
        if "migrations" not in fichier.parts:
            yield fichier, ast.parse(fichier.read_text())


@pytest.mark.parametrize("app", DOSSIERS)
def test_only_services_write(app):
    """Views, forms, querysets and rules call no method that writes rows; tasks and services do."""
    permis = {
        "services",
        "services.py",
        "tasks.py",
        "courriels.py",
        "journal.py",
        "management",
        "freins.py",
        "facteur.py",
    }
    fautes = []
    for fichier, arbre in modules(app):
        if permis & set(fichier.parts):
            continue
        for noeud in ast.walk(arbre):
            if (
                isinstance(noeud, ast.Call)
                and isinstance(noeud.func, ast.Attribute)
                and noeud.func.attr in ECRITURES
                and "objects" in ast.unparse(noeud.func)
            ):
                fautes.append(f"{fichier.relative_to(RACINE)}:{noeud.lineno} {ast.unparse(noeud.func)}")
    assert fautes == []


@pytest.mark.parametrize("app", DOSSIERS)
def test_time_is_asked_of_the_clock(app):
    """Nobody but common.clock reads the time: a frozen clock freezes everything."""
    permis = {"second_facteur.py"}  # the lock of django-otp is dated by its own clock, on purpose never frozen
    interdits = {"timezone.now", "datetime.now", "date.today", "datetime.today", "timezone.localdate"}
    fautes = [
        f"{fichier.relative_to(RACINE)}:{noeud.lineno}"
        for fichier, arbre in modules(app)
        if fichier.name != "clock.py" and fichier.name not in permis
        for noeud in ast.walk(arbre)
        if isinstance(noeud, ast.Attribute) and ast.unparse(noeud) in interdits
    ]
    assert fautes == []


@pytest.mark.parametrize("app", DOSSIERS)
def test_files_stay_rooms(app):
    longs = {str(f.relative_to(RACINE)): len(f.read_text().splitlines()) for f, _ in modules(app)}
    assert {nom: lignes for nom, lignes in longs.items() if lignes > 450} == {}


@pytest.mark.parametrize("app", DOSSIERS)
def test_locks_name_their_table(app):
    """select_for_update without of= locks what select_related joined: somebody else's rows."""
    fautes = [
        f"{fichier.relative_to(RACINE)}:{noeud.lineno}"
        for fichier, arbre in modules(app)
        for noeud in ast.walk(arbre)
        if isinstance(noeud, ast.Call)
        and isinstance(noeud.func, ast.Attribute)
        and noeud.func.attr == "select_for_update"
        and "of" not in {k.arg for k in noeud.keywords}
    ]
    assert fautes == []


CLES_NOMMEES = {"pk", "uid", "genre", "factures", "[avoir]", "[nouvelle]", "sujets"}


def est_un_identifiant(noeud):
    """Tell whether the argument of a task is an id, a list of ids, or a date in text: nothing that says who."""
    texte = ast.unparse(noeud)
    if isinstance(noeud, (ast.ListComp, ast.List)):
        return est_un_identifiant(noeud.elt if isinstance(noeud, ast.ListComp) else noeud.elts[0])
    return texte.endswith((".pk", ".isoformat()", "_id", "_ids", "pks", "cles")) or texte in CLES_NOMMEES


# What gives work to another process.
DIFFERENT = ("async_task", "courriels.promettre", "courriels.promettre_tous")


def test_tasks_get_ids_only():
    """What waits in the queue is unsigned in its results and outlives the family: ids, never names."""
    fautes, vues = [], 0
    for app in DOSSIERS:
        for fichier, arbre in modules(app):
            for noeud in ast.walk(arbre):
                if not (isinstance(noeud, ast.Call) and ast.unparse(noeud.func).endswith(DIFFERENT)):
                    continue
                vues += 1
                fautes += [
                    f"{fichier.relative_to(RACINE)}:{noeud.lineno} {ast.unparse(a)}"
                    for a in noeud.args[1:]
                    if not est_un_identifiant(a)
                ]
    assert fautes == []
    assert vues >= 6
