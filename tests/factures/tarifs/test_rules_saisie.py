"""Brackets as agents type them, and every mistake with its line."""

from decimal import Decimal

import pytest

from factures.tarifs.rules_saisie import Cellule, SaisieRefusee, ecrire_tranches, lire_tranches

D = Decimal
DONGES = "500 ; 0,85\n1000 ; 1,00\nau-delà ; 4,35"


@pytest.mark.parametrize("texte", [DONGES, "500\t0.85\n1000\t1\nplus\t4.35", "500 ;0,85 €;\n\n1 000;1,00\n;4,35"])
def test_semicolons_tabs_commas_points_and_units_are_read(texte):
    cellules = lire_tranches(texte, forme="tranches")
    assert [(c.jusqua, c.prix) for c in cellules] == [
        (D(500), D("0.85")), (D(1000), D(1)), (None, D("4.35")),
    ]  # fmt: skip


def test_columns_the_outside_and_the_straight_line():
    colonnes = "308 ; 3,77 ; 3,42 ; 12\nau-delà ; 5 ; 4 ; 13"
    assert lire_tranches(colonnes, forme="tranches", colonne_exterieure=True) == [
        Cellule(D(308), 0, prix=D(12)), Cellule(D(308), 1, prix=D("3.77")), Cellule(D(308), 2, prix=D("3.42")),
        Cellule(None, 0, prix=D(13)), Cellule(None, 1, prix=D(5)), Cellule(None, 2, prix=D(4)),
    ]  # fmt: skip
    assert lire_tranches("615 ; 5,88\n765 ; 5,88 ; 7,99\nau-delà ; 15,36", forme="interpolees") == [
        Cellule(D(615), 1, prix=D("5.88")), Cellule(D(765), 1, prix=D("5.88"), prix_haut=D("7.99")),
        Cellule(None, 1, prix=D("15.36")),
    ]  # fmt: skip
    assert lire_tranches("0,0619 % ; 0,0516", forme="effort") == [
        Cellule(None, 1, taux=D("0.0619")), Cellule(None, 2, taux=D("0.0516")),
    ]  # fmt: skip
    assert lire_tranches("3,00", forme="unique") == [Cellule(None, 1, prix=D(3))]


@pytest.mark.parametrize(
    ("texte", "forme"),
    [
        (DONGES, "tranches"),
        ("615 ; 5,88\n765 ; 5,88 ; 7,99\nau-delà ; 15,36", "interpolees"),
        ("0,0619 ; 0,0516", "effort"),
        ("0,42", "effort"),
        ("3,00 ; 2,50", "unique"),
    ],
)
def test_what_is_kept_is_written_as_it_was_typed(texte, forme):
    assert ecrire_tranches(lire_tranches(texte, forme=forme), forme=forme) == texte


@pytest.mark.parametrize(
    ("texte", "forme", "exterieure", "phrase"),
    [
        ("", "tranches", False, "Écrivez au moins une ligne."),
        ("500 ; abc\nau-delà ; 1", "tranches", False, "Ligne 1 : « abc » n’est pas un nombre."),
        ("500\nau-delà ; 1", "tranches", False, "Ligne 1 : il manque le prix, après un point-virgule."),
        ("500 ; -1\nau-delà ; 1", "tranches", False, "Ligne 1 : un nombre ne peut pas être négatif."),
        ("500 ; 0,855\nau-delà ; 1", "tranches", False, "plus de 2 chiffres après la virgule"),
        ("500 ; 1\n400 ; 2\nau-delà ; 3", "tranches", False, "Ligne 2 : le quotient doit être plus grand"),
        ("500 ; 1\n500 ; 2\nau-delà ; 3", "tranches", False, "Ligne 2 : le quotient doit être plus grand"),
        ("500 ; 1\n900 ; 2", "tranches", False, "La dernière ligne doit commencer par « au-delà »"),
        ("au-delà ; 1\n900 ; 2\nau-delà ; 3", "tranches", False, "« au-delà » est réservé à la dernière ligne"),
        ("500 ; 1 ; 2\nau-delà ; 3", "tranches", False, "Ligne 2 : il y a 1 prix, et 2 à la première ligne."),
        ("500 ; 1\nau-delà ; 3", "tranches", True, "le dernier de chaque ligne est celui des familles hors commune"),
        ("500 ; 1 ; 2 ; 3\nau-delà ; 3", "interpolees", False, "Ligne 1 : écrivez au plus deux prix"),
        ("500 ; 2 ; 1\nau-delà ; 3", "interpolees", False, "le prix du haut est plus petit"),
        ("500 ; 1\nau-delà ; 3 ; 4", "interpolees", False, "la dernière tranche n’a qu’un prix"),
        ("1\n2", "unique", False, "une seule ligne"),
        ("0,42\n0,43", "effort", False, "une seule ligne"),
        ("99999999 ; 1\nau-delà ; 1", "tranches", False, "est trop grand"),
    ],
)
def test_a_mistake_is_named_with_its_line(texte, forme, exterieure, phrase):
    with pytest.raises(SaisieRefusee) as refus:
        lire_tranches(texte, forme=forme, colonne_exterieure=exterieure)
    assert phrase in " ".join(refus.value.phrases)
