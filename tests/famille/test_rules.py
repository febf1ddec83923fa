import re

import pytest

from espace_prive.famille import rules


def test_a_key_has_sixty_bits_and_no_sign_that_paper_confuses():
    cles = {rules.tirer_cle() for _ in range(200)}
    assert len(cles) == 200
    assert len(set(rules.ALPHABET)) ** rules.LONGUEUR_CLE >= 2**60
    assert all(re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){2}[A-HJ-NP-Z2-9]{4}", cle) for cle in cles)


@pytest.mark.parametrize(
    "saisie", ["ABCD-EFGH-JKLM", "abcd efgh jklm", " ABCDEFGHJKLM ", "abcd–efgh—jklm", "ABCD.EFGH/JKLM"]
)
def test_a_key_is_read_as_people_type_it(saisie):
    assert rules.normaliser_cle(saisie) == "ABCDEFGHJKLM"


@pytest.mark.parametrize(
    ("saisi", "ecrit"),
    [
        ("0639980001", "06 39 98 00 01"),
        ("+33 6 39 98 00 01", "06 39 98 00 01"),
        ("0033639980001", "06 39 98 00 01"),
        ("02.61.91.00.02", "02 61 91 00 02"),
        ("+44 20 7946 0958", "+442079460958"),
        ("063998", None),
        ("douze", None),
        ("00 00 00 00 00", None),
    ],
)
def test_a_telephone_number_is_read_as_people_type_it(saisi, ecrit):
    assert rules.normaliser_telephone(saisi) == ecrit


@pytest.mark.parametrize(
    ("saisi", "connu", "meme"),
    [
        ("Camille", "camille", True),
        ("Jean-Luc", "JEAN LUC MARIE", True),
        ("Zoé, Anne", "ZOÉ", True),
        ("Zoe Anne", "Zoé", True),
        ("Malo", "Camille", False),
        ("", "Camille", False),
    ],
)
def test_first_names_match_by_one_of_them(saisi, connu, meme):
    assert rules.meme_prenom(saisi, connu) is meme


@pytest.mark.parametrize(
    ("saisis", "connus", "meme"),
    [
        (["riviere", ""], ["Rivière", ""], True),
        (["OEILLET", ""], ["Rivière", "Œillet"], True),
        (["Autre", "Œillet"], ["Rivière", "Œillet"], True),
        (["Martin", ""], ["Martin-Le Goff", ""], True),
        (["NDIAYE", ""], ["N’Diaye", ""], True),
        (["Nguyen", ""], ["Nguyễn", ""], True),
        (["Le Gall", ""], ["Le Goff", ""], False),
        (["Autre", ""], ["Rivière", ""], False),
        (["", ""], ["Rivière", ""], False),
        (["Le", ""], ["Le", ""], True),
    ],
)
def test_a_name_matches_the_usual_one_or_that_of_birth(saisis, connus, meme):
    assert rules.meme_nom(saisis, connus) is meme
