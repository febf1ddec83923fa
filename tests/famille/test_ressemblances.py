"""Who a person without a key may be: signs in common, never a decision."""

from datetime import date

import pytest

from espace_prive.famille.rules_ressemblances import (
    ENFANT_COMMUN,
    MEME_COURRIEL,
    MEME_NAISSANCE,
    MEMES_NOMS,
    Portrait,
    meme_foyer,
    ressemblances,
)

NEE = date(1988, 3, 27)
DEMANDE = Portrait(
    noms=("Le Goff", "Œillet"), prenoms="Anne-Marie", naissance=NEE, email="anne@courriel.example",
    enfants=(("Zoé", date(2019, 5, 14)),),
)  # fmt: skip


def connu(**champs):
    return Portrait(**({"noms": ("Durand", ""), "prenoms": "Luc", "naissance": None, "email": ""} | champs))


@pytest.mark.parametrize(
    ("autre", "signes"),
    [
        (connu(), ()),
        (connu(naissance=NEE), ()),  # a birthday alone is shared by too many
        (connu(enfants=(("Zoé", date(2019, 5, 14)),)), ()),
        (connu(noms=("LE GOFF", ""), prenoms="anne marie"), (MEMES_NOMS,)),
        (connu(noms=("Oeillet", ""), prenoms="Anne"), (MEMES_NOMS,)),
        (connu(noms=("Le Gall", ""), prenoms="Anne"), ()),
        (connu(email="ANNE@courriel.example"), (MEME_COURRIEL,)),
        (connu(naissance=NEE, enfants=(("zoe", date(2019, 5, 14)),)), (MEME_NAISSANCE, ENFANT_COMMUN)),
        (connu(naissance=NEE, enfants=(("Zoé", date(2019, 5, 15)),)), ()),
        (
            connu(noms=("Le Goff", ""), prenoms="Anne", naissance=NEE, email="anne@courriel.example"),
            (MEMES_NOMS, MEME_NAISSANCE, MEME_COURRIEL),
        ),
    ],
)
def test_what_two_adults_have_in_common(autre, signes):
    assert ressemblances(DEMANDE, autre) == signes


def test_nobody_is_alike_by_an_address_that_neither_has():
    sans = Portrait(noms=("X", ""), prenoms="Y", naissance=None, email="")
    assert ressemblances(sans, connu()) == ()


def test_who_shares_a_home_and_its_telephone_is_not_one_person():
    toit = {"telephones": ("02 61 91 00 02",), "adresses": ("2 quai Neuf 44480 Donges",)}
    elle = Portrait(noms=("Le Goff", ""), prenoms="Anne", naissance=None, email="", **toit)
    assert ressemblances(elle, connu(**toit)) == ()
    assert ressemblances(elle, connu(noms=("Le Gof", ""), prenoms="Anne", **toit)) == (
        "nom et prénom presque les mêmes", "même téléphone", "même adresse",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("une", "autre", "juste"),
    [
        ("27 avenue de la Brière 44480 Donges", "27, av. de la Brière 44480 DONGES", True),
        ("3 boulevard Saint-Michel 44480 Donges", "3 Bd St Michel 44480 Donges", True),
        ("27 avenue de la Brière 44480 Donges", "27 allée de la Brière 44480 Donges", False),
    ],
)
def test_a_street_is_one_whether_written_in_full_or_shortened(une, autre, juste):
    assert meme_foyer(("Kerbrat", une), ("KERBRAT", autre)) is juste
    elle = Portrait(noms=("Le Goff", ""), prenoms="Anne", naissance=NEE, email="", adresses=(une,))
    signes = ressemblances(elle, connu(naissance=NEE, adresses=(autre,)))
    assert ("même adresse" in signes) is juste
