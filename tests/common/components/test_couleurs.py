"""The town's accent: what is derived from it, what is refused."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from common.components import couleurs
from common.components.couleurs import contraste, feuille_de_style, normaliser, roles, verifier_accent
from commune.models import Reglages

TOKENS = (Path(__file__).parents[3] / "static/css/tokens.css").read_text()
hexadecimaux = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def test_contraste_knows_the_reference_values():
    assert contraste("#000000", "#ffffff") == pytest.approx(21)
    assert contraste("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contraste("#123456", "#123456") == 1


@pytest.mark.parametrize(("brut", "propre"), [("#ABC", "#aabbcc"), ("1F5F8B", "#1f5f8b"), ("bleu", None), ("", None)])
def test_normaliser(brut, propre):
    assert normaliser(brut) == propre


@given(hexadecimaux)
def test_oklch_comes_back(couleur):
    retour = couleurs.depuis_oklch(*couleurs.vers_oklch(couleur))
    ecarts = [abs(int(couleur[i : i + 2], 16) - int(retour[i : i + 2], 16)) for i in (1, 3, 5)]
    assert max(ecarts) <= 1


@given(hexadecimaux)
def test_every_role_can_be_read_whatever_the_accent(couleur):
    palette = roles(couleur)
    clairs = {nom: paire[0] for nom, paire in palette.items()}
    sombres = {nom: paire[1] for nom, paire in palette.items()}
    for jeu, fonds in (
        (clairs, (couleurs.SURFACE_CLAIRE, couleurs.FOND_CLAIR)),
        (sombres, (couleurs.SURFACE_SOMBRE, couleurs.FOND_SOMBRE)),
    ):
        assert contraste(jeu["on-accent"], jeu["accent"]) >= 4.5
        assert contraste(jeu["on-accent"], jeu["accent-strong"]) >= 4.5
        assert all(contraste(jeu["link"], fond) >= 4.5 for fond in (*fonds, jeu["accent-soft"]))


@given(hexadecimaux)
def test_a_refused_accent_comes_with_one_that_passes(couleur):
    refus = verifier_accent(couleur)
    if refus is None:
        assert contraste(couleur, "#ffffff") >= 4.5
    else:
        assert refus.proposition in refus.message
        assert verifier_accent(refus.proposition) is None


def test_verifier_accent_says_why():
    assert verifier_accent("#1f5f8b") is None
    refus = verifier_accent("#f5c400")
    assert "trop claire" in refus.message
    assert "1,5 pour 1" in refus.message
    assert verifier_accent("jaune").proposition is None


def test_stylesheet_gives_every_role_in_the_layer_of_the_tokens():
    feuille = feuille_de_style("#8b1f3f")
    assert feuille.startswith("@layer tokens {")
    assert "--colour-accent: light-dark(#8b1f3f, " in feuille
    assert feuille.count("light-dark(") == len(roles("#8b1f3f")) == 6
    assert feuille_de_style("n'importe quoi") == feuille_de_style(couleurs.ACCENT_PAR_DEFAUT)


def _jeton(nom):
    return re.search(rf"--colour-{nom}: light-dark\((#\w+), (#\w+)\)", TOKENS).groups()


def test_the_grounds_are_those_of_the_stylesheet():
    assert _jeton("raised") == (couleurs.SURFACE_CLAIRE, couleurs.SURFACE_SOMBRE)
    assert _jeton("surface") == (couleurs.FOND_CLAIR, couleurs.FOND_SOMBRE)
    for nom, paire in roles(couleurs.ACCENT_PAR_DEFAUT).items():
        assert _jeton(nom) == paire


@pytest.mark.parametrize("etat", ["success", "warning", "danger", "info"])
def test_states_can_be_read_on_every_ground(etat):
    for rang in (0, 1):
        encre = _jeton(etat)[rang]
        for fond in (f"{etat}-soft", "surface", "raised", "sunken"):
            assert contraste(encre, _jeton(fond)[rang]) >= 4.5


def test_ink_lines_and_muted_words_hold():
    for rang in (0, 1):
        for fond in ("surface", "raised", "sunken"):
            assert contraste(_jeton("ink")[rang], _jeton(fond)[rang]) >= 7
            assert contraste(_jeton("muted")[rang], _jeton(fond)[rang]) >= 4.5
            assert contraste(_jeton("line-strong")[rang], _jeton(fond)[rang]) >= 3


def test_the_town_settings_refuse_a_pale_accent():
    with pytest.raises(ValidationError) as refus:
        Reglages(nom="Ville de Donges", couleur="#f5c400").clean()
    assert "trop claire" in refus.value.message_dict["couleur"][0]


def test_the_stylesheet_is_public_and_kept(client, db):
    reponse = client.get("/commune/couleurs/8b1f3f.css")
    assert reponse.status_code == 200
    assert reponse["Content-Type"] == "text/css; charset=utf-8"
    assert "public" in reponse["Cache-Control"]
    assert "#8b1f3f" in reponse.content.decode()
    assert client.get("/commune/couleurs/rouge.css").status_code == 404
