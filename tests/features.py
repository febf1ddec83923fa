"""`make features`: which tests prove which of the features F001-F193.

A test names its features: ``@pytest.mark.feature("F119", "F128")``, five at most. Only tests that passed count. Each
run leaves what it proved in a folder; ``python -m tests.features FOLDER`` prints the sum.
"""

import json
import os
import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

TOUTES = [f"F{n:03d}" for n in range(1, 194)]


def pytest_addoption(parser):
    parser.addoption("--features", metavar="FOLDER", help="leave there the features that passing tests proved")


def pytest_collection_modifyitems(items):
    for item in items:
        numeros = [n for marque in item.iter_markers("feature") for n in marque.args]
        mauvais = [n for n in numeros if not re.fullmatch(r"F\d{3}", n) or n not in TOUTES]
        if mauvais or len(numeros) > 5:
            raise pytest.UsageError(f"{item.nodeid}: wrong feature numbers {mauvais or numeros}")
        item.user_properties.append(("features", " ".join(numeros)))


def pytest_terminal_summary(terminalreporter, config):
    dossier = config.getoption("--features")
    if not dossier:
        return
    preuves = defaultdict(list)
    for rapport in terminalreporter.stats.get("passed", []):
        if rapport.when == "call":
            for numero in dict(rapport.user_properties).get("features", "").split():
                preuves[numero].append(rapport.nodeid)
    Path(dossier).mkdir(parents=True, exist_ok=True)
    (Path(dossier) / f"{os.getpid()}.json").write_text(json.dumps(preuves))


def afficher(dossier):
    """Print the features with the tests that every run of ``dossier`` saw pass."""
    preuves = defaultdict(set)
    for fichier in Path(dossier).glob("*.json"):
        for numero, tests in json.loads(fichier.read_text()).items():
            preuves[numero].update(tests)
    for numero in TOUTES:
        sys.stdout.write(f"{numero}  {', '.join(sorted(preuves[numero])) or '—'}\n")
    sans = sum(1 for numero in TOUTES if not preuves[numero])
    sys.stdout.write(f"{len(TOUTES) - sans} features proven, {sans} without a test\n")


if __name__ == "__main__":
    afficher(sys.argv[1])
