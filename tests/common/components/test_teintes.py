"""The colours of children: legible, and told apart by eyes that see no red, no green or no blue."""

import itertools
import math
import re
from pathlib import Path

import pytest

from common.components.couleurs import _rvb_lineaire, contraste

FEUILLE = (Path(__file__).parents[3] / "static/css/components/avatar.css").read_text()
TEINTES = [
    (teinte, encre)
    for teinte, encre in re.findall(r'\[data-teinte="\d"\] \{ --teinte: (#\w{6}); --encre: (#\w{6}); \}', FEUILLE)
]
# Machado, Oliveira, Fernandes, « A Physiologically-based Model for Simulation of Color Vision Deficiency », IEEE TVCG
# 15(6), 2009, table 1, severity 1: what linear sRGB becomes.
VUES = {
    "ordinary": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def _oklab(couleur, matrice):
    lineaire = _rvb_lineaire(couleur)
    r, v, b = (min(max(sum(m * c for m, c in zip(rang, lineaire, strict=True)), 0), 1) for rang in matrice)
    l_ = math.cbrt(0.4122214708 * r + 0.5363325363 * v + 0.0514459929 * b)
    m_ = math.cbrt(0.2119034982 * r + 0.6806995451 * v + 0.1073969566 * b)
    s_ = math.cbrt(0.0883024619 * r + 0.2817188376 * v + 0.6299787005 * b)
    return (
        0.2104542553 * l_ + 0.793617785 * m_ - 0.0040720468 * s_,
        1.9779984951 * l_ - 2.428592205 * m_ + 0.4505937099 * s_,
        0.0259040371 * l_ + 0.7827717662 * m_ - 0.808675766 * s_,
    )


def test_there_are_ten():
    assert len(TEINTES) == 10


@pytest.mark.parametrize(("teinte", "encre"), TEINTES)
def test_the_initial_is_legible(teinte, encre):
    assert contraste(teinte, encre) >= 4.5


@pytest.mark.parametrize("vue", VUES)
def test_the_children_of_a_family_are_told_apart(vue):
    """0.02 is about what an eye just sees in OKLab: four children are eight times further, ten five times."""
    for nombre, ecart in ((4, 0.16), (6, 0.13), (10, 0.09)):
        vus = [_oklab(teinte, VUES[vue]) for teinte, _ in TEINTES[:nombre]]
        assert min(math.dist(une, autre) for une, autre in itertools.combinations(vus, 2)) >= ecart
