"""The shape of the house, as tests: everything here is derived from pyproject.toml and from INSTALLED_APPS."""

import ast
import re
import tomllib
from pathlib import Path

import grimp
import pytest
from django.apps import apps

from common.actions import ActionJournal
from common.database.locks import Advisory
from common.registry import Registry

RACINE = Path(__file__).resolve().parent.parent
PROJET = tomllib.loads((RACINE / "pyproject.toml").read_text())["tool"]
(COUCHES,) = [c["layers"] for c in PROJET["importlinter"]["contracts"] if c["type"] == "layers"]
# From the bottom up; a domain may point to itself and to what stands before it.
PAQUETS = [paquet for couche in reversed(COUCHES) for paquet in re.split(r" [|:] ", couche)]
NOTRES = {
    config.name: config
    for config in apps.get_app_configs()
    if Path(config.path).is_relative_to(RACINE) and ".venv" not in Path(config.path).parts and config.name != "demo"
}
ORDRE = [NOTRES[paquet].label for paquet in PAQUETS if paquet in NOTRES]
DOSSIERS = {config.label: Path(config.path) for config in NOTRES.values() if config.name in PAQUETS}
RANGS = {nom: rang for rang, noms in enumerate(PROJET["portail"]["modules"]) for nom in noms}
DOMAINES = [label for label in DOSSIERS if label != "common"]
# What may be long: one list of facts a town writes, or migrations, which nobody reads.
LIGNES_MAX, MODULES_MAX = 400, 25
PURES_SANS = ("django", "wagtail", "requests", "psycopg")


def modules(app):
    for fichier in sorted(DOSSIERS[app].rglob("*.py")):
        if "migrations" not in fichier.parts:
            yield fichier, ast.parse(fichier.read_text())


def nomme(fichier, noeud):
    return f"{fichier.relative_to(RACINE)}:{noeud.lineno} {ast.unparse(noeud)[:80]}"


# The list, and what says the same.


def test_imports_follow_the_contracts(monkeypatch):
    from importlinter.cli import lint_imports

    monkeypatch.chdir(RACINE)
    # Its own set-up of logging silences every logger already there, for the tests that follow.
    monkeypatch.setattr("importlinter.cli.logging_config.dictConfig", lambda reglages: None)
    assert lint_imports(no_logo=True, cache_dir=None) == 0


def test_every_app_of_ours_has_its_layer():
    from django.conf import settings

    installees = [nom for nom in settings.INSTALLED_APPS if nom in PAQUETS]
    assert set(installees) == set(NOTRES) & set(PAQUETS) == set(PAQUETS) - {"config", "demo"}


def test_the_readme_draws_the_same_map():
    """Every domain has its line on the map and its place in the sentence; every module name and point is told."""
    lisez = (RACINE / "README.md").read_text()
    carte = lisez[lisez.index("## The map") : lisez.index("## The rules of the house")]
    lignes = {m.group(1) for m in re.finditer(r"^ {4,10}(\w+)/", carte, re.M)}
    assert {paquet.split(".")[-1] for paquet in PAQUETS} <= lignes
    phrase = re.search(r"Domains look down only: (.*?)\.\s", carte, re.S).group(1)
    dites = [re.sub(r"[`\s]+", " ", couche).strip() for couche in phrase.split("(")[0].split("→")]
    assert dites == [re.sub(r"[\w.]+\.", "", couche) for couche in COUCHES]
    noms = [nom for noms in PROJET["portail"]["modules"] for nom in noms]
    assert [nom for nom in [*noms, *Registry.everywhere] if f"`{nom}`" not in carte] == []


@pytest.mark.parametrize("app", DOMAINES)
def test_a_domain_is_made_of_known_modules_that_look_down(app):
    """A module's rank is that of « a.b » or of « a », in the list of pyproject; it imports its rank and below."""
    racine, paquet = DOSSIERS[app], next(nom for nom, config in NOTRES.items() if config.label == app)

    def rang(chemin):
        noms = [".".join(chemin[:2]), chemin[0], chemin[0].split("_")[0] + "*"]
        return next((RANGS[nom] for nom in noms if nom in RANGS), None)

    fautes = []
    for fichier, arbre in modules(app):
        ici = fichier.relative_to(racine).with_suffix("").parts
        if ici[0] in {"apps", "__init__"} or not arbre.body[1:]:  # the empty __init__ of a sub-package
            continue
        if rang(ici) is None:
            fautes.append(f"{fichier.relative_to(RACINE)}: a name without a layer")
            continue
        for noeud in ast.walk(arbre):
            if not (isinstance(noeud, ast.ImportFrom) and f"{noeud.module}.".startswith(f"{paquet}.")):
                continue
            for alias in noeud.names:
                la = [*noeud.module.split(".")[len(paquet.split(".")) :], alias.name]
                if la[0] != ici[0] and (rang(la) is None or rang(la) < rang(ici)):
                    fautes.append(f"{nomme(fichier, noeud)}: {'.'.join(ici)} is below {'.'.join(la)}")
    assert fautes == []


def test_rules_are_pure():
    """Every rules*.py, and the bank's protocol, reach neither Django nor the network, by however many steps."""
    paquets = PROJET["importlinter"]["root_packages"]
    graphe = grimp.build_graph(*paquets, include_external_packages=True, cache_dir=None)
    pures = [m for m in graphe.modules if m.split(".")[-1].startswith("rules") and m.split(".")[0] != "tests"]
    pures.append("factures.paiements.paybox.protocol")
    assert len(pures) >= 15
    dehors = [nom for nom in PURES_SANS if nom in graphe.modules]
    assert [c for pure in pures for nom in dehors if (c := graphe.find_shortest_chain(pure, nom))] == []


def test_files_and_packages_stay_rooms():
    longs, pleins = {}, {}
    for racine in ("site", "cms_pages", "espace_prive", "reservations", "factures", "tests"):
        for fichier in (RACINE / racine).rglob("*.py"):
            if "migrations" not in fichier.parts and (n := len(fichier.read_text().splitlines())) > LIGNES_MAX:
                longs[str(fichier.relative_to(RACINE))] = n
        for dossier in (RACINE / racine).rglob("__init__.py"):
            if (n := len([f for f in dossier.parent.glob("*.py") if f.name != "__init__.py"])) > MODULES_MAX:
                pleins[str(dossier.parent.relative_to(RACINE))] = n
    assert (longs, pleins) == ({}, {})


# What only some may do.

ECRITURES = {"save", "delete", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
# The kernel's own writers, each with its docstring; management commands are an engineer's hand.
ECRIVENT = {"services", "services.py", "tasks.py", "management", "migrations"}
NOYAU = {"courriels.py", "journal.py", "freins.py", "facteur.py", "conservation.py"}
# Each with its reason; one that no longer writes is to be taken out.
EXCEPTIONS = {
    "cms_pages/menus/agents/viewsets.py": "Wagtail's view saves its own form; what families must know goes with it",
    "espace_prive/comptes/agents/viewsets.py": "Wagtail's view saves its own form; the journal's line goes with it",
    "espace_prive/comptes/models.py": "Django's manager of users creates them",
    "espace_prive/modifications/instruction.py": "one form, several services, one transaction, until the engine",
    "site/common/web/une_fois.py": "the number of a form and its answer are kept together, or neither",
}


def ecrit(noeud):
    """Tell whether a call writes rows, or opens a transaction."""
    if not (isinstance(noeud, ast.Call) and isinstance(noeud.func, ast.Attribute)):
        return isinstance(noeud, ast.Attribute) and ast.unparse(noeud) == "transaction.atomic"
    nom, sujet = noeud.func.attr, ast.unparse(noeud.func.value)
    if nom == "update":  # a queryset's, not a dict's: it names columns
        return bool(noeud.keywords) and not noeud.args
    if nom == "execute":
        return bool(re.search(r"\b(INSERT|UPDATE|DELETE|TRUNCATE)\b", ast.unparse(noeud)))
    if nom == "save" and noeud.args:  # a file's
        return False
    return nom in ECRITURES and sujet not in {"super()", "cache"}


@pytest.mark.parametrize("app", DOSSIERS)
def test_only_services_write(app):
    """Views, forms, querysets and rules write no row and open no transaction; services and tasks do."""
    permis = ECRIVENT | (NOYAU if app == "common" else set())
    fautes, exceptions = [], set()
    for fichier, arbre in modules(app):
        chemin = str(fichier.relative_to(RACINE))
        if permis & set(fichier.relative_to(DOSSIERS[app]).parts):
            continue
        ecritures = [nomme(fichier, noeud) for noeud in ast.walk(arbre) if ecrit(noeud)]
        if chemin in EXCEPTIONS and ecritures:
            exceptions.add(chemin)
        else:
            fautes += ecritures
    assert fautes == []
    assert exceptions == {e for e in EXCEPTIONS if (RACINE / e).is_relative_to(DOSSIERS[app])}


@pytest.mark.parametrize("app", DOSSIERS)
def test_time_is_asked_of_the_clock(app):
    """Nobody but common.clock reads the time: a frozen clock freezes everything."""
    permis = {"clock.py", "second_facteur.py"}  # the lock of django-otp is dated by its own clock, never frozen
    interdits = {"timezone.now", "datetime.now", "date.today", "datetime.today", "timezone.localdate"}
    fautes = [
        nomme(fichier, noeud)
        for fichier, arbre in modules(app)
        if fichier.name not in permis
        for noeud in ast.walk(arbre)
        if isinstance(noeud, ast.Attribute) and ast.unparse(noeud) in interdits
    ]
    assert fautes == []


# Each with its reason; one that no longer locks is to be taken out.
VERROUILLENT = {
    "site/common/database/locks.py": "the one place",
    "site/common/database/compiled.py": "asks a queryset whether it locks, to refuse it outside a transaction",
    "site/common/mails/facteur.py": "several postmen: each skips the mails that another one holds",
}


def test_locks_are_taken_in_one_place():
    """common.database.locks names the table, follows the keys and wants a transaction; a number has its name there."""
    prennent = {
        str(fichier.relative_to(RACINE))
        for app in DOSSIERS
        for fichier, arbre in modules(app)
        for noeud in ast.walk(arbre)
        if (isinstance(noeud, ast.Attribute) and noeud.attr == "select_for_update")
        or (isinstance(noeud, ast.Constant) and noeud.value in set(Advisory))
    }
    assert prennent == set(VERROUILLENT)


def test_the_journal_is_told_actions_that_have_a_name():
    """No call types its words: who searches the lines of an action finds who writes them."""
    fautes, nommees = [], set()
    for app in DOSSIERS:
        for fichier, arbre in modules(app):
            for noeud in ast.walk(arbre):
                if isinstance(noeud, ast.Attribute) and ast.unparse(noeud.value) == "ActionJournal":
                    nommees.add(noeud.attr)
                if not isinstance(noeud, ast.Call):
                    continue
                appel = ast.unparse(noeud.func)
                dites = noeud.args[:1] if appel in {"journal.noter", "journal.noter_tous"} else []
                if "Journal" in appel:  # its rows, made or asked for
                    dites += [cle.value for cle in noeud.keywords if cle.arg.startswith("action")]
                if any(isinstance(dite, ast.Constant | ast.JoinedStr | ast.List | ast.Tuple) for dite in dites):
                    fautes.append(nomme(fichier, noeud))
    assert fautes == []
    assert nommees == set(ActionJournal.names)


@pytest.mark.parametrize("app", DOSSIERS)
def test_a_refusal_is_a_refus_or_a_non(app):
    """What says no gives ``Non`` or raises ``Refus``; a plain sentence, empty for yes, is neither."""
    fautes = [
        nomme(fichier, noeud)
        for fichier, arbre in modules(app)
        for noeud in ast.walk(arbre)
        if isinstance(noeud, ast.FunctionDef)
        and re.match(r"refus(er)?_", noeud.name)
        and noeud.returns is not None
        and "str" in ast.unparse(noeud.returns)
    ]
    assert fautes == []


# Relations.


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
                fautes += [nomme(fichier, a) for a in noeud.args[1:] if not est_un_identifiant(a)]
    assert fautes == []
    assert vues >= 6


# A pair that is the same thing twice, once as a row and once as a value, may share its name.
PAIRES = {"Tranche"}


def test_one_name_is_one_thing():
    """No two classes of ours have the same name: a reader who searches for one finds it."""
    connues = {}
    for app in DOSSIERS:
        for fichier, arbre in modules(app):
            for noeud in arbre.body:
                if isinstance(noeud, ast.ClassDef) and noeud.name != "Command":
                    connues.setdefault(noeud.name, []).append(str(fichier.relative_to(RACINE)))
    assert {nom: ou for nom, ou in connues.items() if len(ou) > 1 and nom not in PAIRES} == {}
