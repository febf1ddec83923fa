"""What an answer means."""

from datetime import date
from decimal import Decimal

import pytest

from factures.paiements.paybox.protocol import ValeurRefusee
from factures.paiements.paybox.reponse import PHRASES, Resultat, lire_reponse, phrase, resultat

CHAMPS = {
    "M": "5856", "R": "F-000145-1", "T": "0030310733", "A": "XXXXXX", "S": "13957441", "E": "00000",
    "P": "CARTE", "C": "CB", "W": "20112026", "Q": "23:06:10", "G": "O",
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "attendu"),
    [
        ("00000", Resultat.ACCEPTE),
        ("00001", Resultat.ANNULE), ("00030", Resultat.ANNULE), ("00117", Resultat.ANNULE),
        ("00099", Resultat.ATTENTE), ("99999", Resultat.ATTENTE),
        ("00151", Resultat.REFUSE), ("00143", Resultat.REFUSE), ("001A1", Resultat.REFUSE),
        ("00200", Resultat.REFUSE), ("00015", Resultat.REFUSE),
        ("", Resultat.REFUSE), ("0", Resultat.REFUSE), ("000000", Resultat.REFUSE),
        (" 00000", Resultat.REFUSE),
    ],
)  # fmt: skip
def test_only_one_code_is_a_payment(code, attendu):
    assert resultat(code) is attendu


@pytest.mark.parametrize("code", ["00134", "00141", "00143", "00159", "00151", "00105", "001A1"])
def test_the_parent_never_reads_why_the_bank_refused(code):
    assert phrase(code) == PHRASES[Resultat.REFUSE]


def test_a_slip_of_typing_is_told():
    assert "expiration" in phrase("00008")
    assert "cryptogramme" in phrase("00004")


@pytest.mark.feature("F157")
def test_lire_reponse_reads_an_accepted_payment():
    reponse = lire_reponse(CHAMPS)
    assert reponse.montant == Decimal("58.56")
    assert (reponse.reference, reponse.transaction, reponse.appel) == ("F-000145-1", "13957441", "0030310733")
    assert reponse.le == date(2026, 11, 20)
    assert reponse.resultat is Resultat.ACCEPTE


def test_lire_reponse_reads_a_refusal_without_authorisation():
    champs = {"M": "5856", "R": "F-000145-1", "E": "00151", "S": "0", "W": "2026-11-20"}
    reponse = lire_reponse(champs)
    assert reponse.resultat is Resultat.REFUSE
    assert (reponse.autorisation, reponse.le) == ("", None)


@pytest.mark.parametrize("absent", ["M", "R", "E"])
def test_lire_reponse_refuses_an_answer_without_what_identifies_it(absent):
    with pytest.raises(ValeurRefusee):
        lire_reponse({nom: valeur for nom, valeur in CHAMPS.items() if nom != absent})
