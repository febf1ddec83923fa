"""The towns of the demonstration."""

import re

import pytest

from demo.lancer import VILLES

COORDONNEES = re.compile(r"\b0\d(?:[ .]\d{2}){4}\b|\b[\w.-]+@[\w.-]+\.\w+")
FICHES = {"telephone", "courriel", "courriel_factures", "delegue_donnees", "numero_unique"}


@pytest.mark.parametrize("chemin", sorted(VILLES.glob("*.toml")), ids=lambda c: c.stem)
def test_telephones_and_addresses_are_written_once_in_the_town_s_own_rows(chemin):
    """A page that names a number takes it from the settings, a service or a place: one place to change it."""
    ailleurs = [
        ligne
        for ligne in chemin.read_text().splitlines()
        if COORDONNEES.search(ligne) and ligne.split("=")[0].strip() not in FICHES
    ]
    assert ailleurs == []
