import re

import pytest

from espace_prive.ouverture import rules


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
