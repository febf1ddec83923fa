"""The two XML fields of 3-D Secure."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factures.paiements.paybox.titulaire import (
    Titulaire,
    facturation_xml,
    panier_xml,
    telephone,
    translitterer,
)

LIMITES = {
    "FirstName": 22, "LastName": 22, "Address1": 50, "Address2": 50, "ZipCode": 10, "City": 50,
    "CountryCode": 3, "CountryCodeMobilePhone": 4, "MobilePhone": 10,
}  # fmt: skip
OBLIGATOIRES = set(LIMITES) - {"Address2"}


def lire(xml):
    racine = ElementTree.fromstring(xml.encode())  # noqa: S314
    assert racine.tag == "Billing"
    return {element.tag: element.text for element in racine.find("Address")}


@pytest.mark.parametrize(("quantite", "attendue"), [(1, 1), (0, 1), (-3, 1), (99, 99), (250, 99)])
def test_the_basket_holds_1_to_99_articles(quantite, attendue):
    assert f"<totalQuantity>{attendue}</totalQuantity>" in panier_xml(quantite)


def test_the_address_is_transliterated_cut_and_on_one_line():
    xml = facturation_xml(
        Titulaire(
            prenom="Anne-Françoise Marie Élisabeth", nom="O’Brien", adresse="3, rue de l'Église & Cœur <b>",
            code_postal="44480", ville="Donges", complement="Bâtiment B\nporte 12",
            telephone="+33 6 39 98 12 34",
        )
    )  # fmt: skip
    assert "\n" not in xml
    assert lire(xml) == {
        "FirstName": "ANNE-FRANCOISE MARIE E", "LastName": "O'BRIEN",
        "Address1": "3 RUE DE L EGLISE COEUR B", "Address2": "BATIMENT B PORTE 12",
        "ZipCode": "44480", "City": "DONGES", "CountryCode": "250",
        "CountryCodeMobilePhone": "+33", "MobilePhone": "0639981234",
    }  # fmt: skip


@given(*[st.text(max_size=80)] * 7)
def test_any_payer_gives_an_address_that_the_bank_reads(prenom, nom, adresse, code, ville, complement, numero):
    elements = lire(facturation_xml(Titulaire(prenom, nom, adresse, code, ville, complement, numero)))
    assert set(elements) >= OBLIGATOIRES
    for nom_element, texte in elements.items():
        assert 0 < len(texte) <= LIMITES[nom_element]
        assert texte.isascii()


@pytest.mark.parametrize(
    ("saisi", "attendu"),
    [
        ("06 39 98 00 01", ("+33", "0639980001")),
        ("+33 (0)6 39 98 00 01", ("+33", "0639980001")),
        ("0033639980001", ("+33", "0639980001")),
        ("02.61.91.00.01", ("+33", "0261910001")),
        ("+262 639 98 00 01", ("+262", "0639980001")),
        ("", ("+33", "0600000000")),
        ("12", ("+33", "0600000000")),
        ("+32 475 12 34 56", ("+33", "0600000000")),
    ],
)
def test_a_phone_number_is_always_sent(saisi, attendu):
    assert telephone(saisi) == attendu


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Łódź", "LODZ"),
        ("Straße", "STRASSE"),
        ("œuvre", "OEUVRE"),
        ("北京", "BEIJING"),
        ("a  --  b", "A B"),
        ("½", "1 2"),
    ],
)
def test_translitterer(texte, attendu):
    assert translitterer(texte, longueur=50) == attendu
