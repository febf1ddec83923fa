"""Addresses: a country, a postcode of that country, a window that holds six lines."""

import pytest

from common.words.adresses import (
    FRANCE,
    Adresse,
    choix_du_pays,
    code_numerique,
    fenetre,
    lire_code_postal,
    nom_du_pays,
)


@pytest.mark.parametrize(
    ("saisi", "pays", "lu"),
    [
        ("44480", "FR", "44480"),
        ("44 480", "FR", "44480"),
        ("44\u00a0480", "FR", "44480"),
        ("2A004", "FR", None),
        ("1050", "FR", None),
        ("٤٤٤٨٠", "FR", None),
        ("1050", "BE", "1050"),
        ("L-1249", "LU", "L-1249"),
        ("10115", "DE", "10115"),
        ("sw1a  1aa", "GB", "SW1A 1AA"),
        ("1050 Bruxelles", "BE", None),
        ("!", "BE", None),
    ],
)
def test_a_postcode_is_that_of_its_country(saisi, pays, lu):
    assert lire_code_postal(saisi, pays) == lu


def test_countries_have_their_french_names_and_the_banks_figures():
    assert [nom_du_pays(c) for c in ("BE", "DE", "CI", "RU")] == ["Belgique", "Allemagne", "Côte d’Ivoire", "Russie"]
    assert (code_numerique("FR"), code_numerique("BE"), code_numerique("??")) == ("250", "056", "")
    (_, voisins), (_, autres) = choix_du_pays()
    assert voisins[0] == (FRANCE, "France")
    codes = [code for code, _ in (*voisins, *autres)]
    assert len(codes) == len(set(codes)) > 200
    assert "RE" not in codes, "La Réunion has French postcodes"
    noms = [nom for _, nom in autres]
    assert noms.index("Égypte") < noms.index("Fidji") < noms.index("Zambie")


class Lieu(Adresse):
    def __init__(self, adresse, complement, code_postal, ville, pays):
        self.adresse, self.complement, self.code_postal = adresse, complement, code_postal
        self.ville, self.pays = ville, pays


def test_an_address_is_written_in_a_line_and_on_an_envelope():
    ici = Lieu("2 quai Neuf", "", "44480", "Donges", "FR")
    assert ici.en_une_ligne == "2 quai Neuf, 44480 Donges"
    assert ici.lignes_postales == ["2 quai Neuf", "44480 Donges"]
    la = Lieu("5 rue Neuve", "Boîte 3", "1050", "Bruxelles", "BE")
    assert la.en_une_ligne == "5 rue Neuve, Boîte 3, 1050 Bruxelles, Belgique"
    assert la.lignes_postales == ["5 rue Neuve", "Boîte 3", "1050 Bruxelles", "BELGIQUE"]


LONG = "Madame Anne-Françoise de La Rochefoucauld-Liancourt et Monsieur Maximilien-Alexandre Durand-Kervella-Trébaol"


@pytest.mark.parametrize(
    ("nom", "lignes"),
    [
        ("Madame Zoé Le Goff", ["2 quai Neuf", "44480 Donges"]),
        (LONG, ["142 bis avenue du Général-de-Gaulle-et-de-la-Libération prolongée", "44480 Donges CEDEX"]),
        (LONG, ["Lieu-dit " + "Le Grand-Pré " * 12, "Bâtiment C " * 12, "L-1249 Luxembourg", "LUXEMBOURG"]),
        (LONG, [f"ligne {n}" for n in range(12)]),
        ("X" * 400, ["Y" * 400, "44480 Donges"]),
        ("", []),
    ],
)
def test_the_window_holds_six_lines_of_thirty_eight_signs_or_eight_smaller_ones(nom, lignes):
    vue = fenetre(nom, lignes)
    nombre, signes = (8, 46) if vue.serree else (6, 38)
    assert len(vue.lignes) <= nombre
    assert all(len(ligne) <= signes for ligne in vue.lignes), vue.lignes
    if lignes:
        assert vue.lignes[-1] == lignes[-1], "where the letter goes is never cut"
        assert vue.lignes[0][:10] == nom[:10]


def test_nothing_is_cut_of_a_long_address_abroad():
    nom, rue = "Madame Anne-Françoise Marie de La Rochefoucauld", "142 bis avenue du Général-de-Gaulle prolongée"
    complement = "Résidence des Ajoncs, bâtiment C, appartement 12"
    vue = fenetre(nom, [rue, complement, "1050 Bruxelles", "BELGIQUE"])
    assert vue.serree
    assert not vue.coupee
    assert " ".join(vue.lignes) == f"{nom} {rue} {complement} 1050 Bruxelles BELGIQUE"
