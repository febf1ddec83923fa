"""`make features`: which tests prove which of the features F001-F193.

A test names its features: ``@pytest.mark.feature("F119", "F128")``, five at most. Only tests that passed count.
"""

import re
from collections import defaultdict

import pytest

TOUTES = [f"F{n:03d}" for n in range(1, 194)]


def pytest_addoption(parser):
    parser.addoption("--features", action="store_true", help="print the features with the passing tests of each")


def pytest_collection_modifyitems(items):
    for item in items:
        numeros = [n for marque in item.iter_markers("feature") for n in marque.args]
        mauvais = [n for n in numeros if not re.fullmatch(r"F\d{3}", n) or n not in TOUTES]
        if mauvais or len(numeros) > 5:
            raise pytest.UsageError(f"{item.nodeid}: wrong feature numbers {mauvais or numeros}")
        item.user_properties.append(("features", " ".join(numeros)))


def pytest_terminal_summary(terminalreporter, config):
    if not config.getoption("--features"):
        return
    preuves = defaultdict(list)
    for rapport in terminalreporter.stats.get("passed", []):
        if rapport.when == "call":
            for numero in dict(rapport.user_properties).get("features", "").split():
                preuves[numero].append(rapport.nodeid)
    terminalreporter.section("features")
    for numero in TOUTES:
        tests = sorted(set(preuves[numero]))
        terminalreporter.write_line(f"{numero}  {', '.join(tests) if tests else '—'}")
    sans = sum(1 for numero in TOUTES if not preuves[numero])
    terminalreporter.write_line(f"{len(TOUTES) - sans} features proven, {sans} without a test")
