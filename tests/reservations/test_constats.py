"""What a request did, in sentences."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from common.words.typo import FINE, INSECABLE
from reservations.activites.mots import MOTS
from reservations.planning.constats import Fait, dire_le_montant, raconter, resumer
from reservations.planning.services.absences import _titre_absence

MARDI = date(2026, 12, 8)
JEUDI = date(2026, 12, 10)


def fait(prenom, jour, vient=True, nom="cantine", mot="repas"):
    return Fait(prenom, jour, vient, nom, MOTS[mot])


def dire(*faits):
    return " ".join(raconter(faits)).replace(INSECABLE, " ")


@pytest.mark.parametrize(
    ("faits", "attendu"),
    [
        ([fait("Malo", MARDI, False)], "Malo ne mangera pas au restaurant scolaire le mardi 8 décembre."),
        (
            [fait("Malo", MARDI), fait("Zoé", MARDI), fait("Zoé", JEUDI), fait("Malo", JEUDI)],
            "Malo et Zoé mangeront au restaurant scolaire le mardi 8 décembre et le jeudi 10 décembre.",
        ),
        (
            [fait("Malo", MARDI, False), fait("Zoé", JEUDI)],
            "Zoé mangera au restaurant scolaire le jeudi 10 décembre. "
            "Malo ne mangera pas au restaurant scolaire le mardi 8 décembre.",
        ),
        ([fait("Malo", MARDI, nom="étude", mot="seance")], "Malo viendra le mardi 8 décembre (étude)."),
        (
            [fait("Malo", MARDI, False, "étude", "seance"), fait("Malo", MARDI, False)],
            "Malo ne viendra pas le mardi 8 décembre (étude). "
            "Malo ne mangera pas au restaurant scolaire le mardi 8 décembre.",
        ),
        (
            [fait("Zoé", MARDI + timedelta(days=n)) for n in range(8)],
            "Zoé mangera au restaurant scolaire 8 jours, du mardi 8 décembre au mardi 15 décembre.",
        ),
    ],
)
def test_the_fact_is_said_as_one_says_it(faits, attendu):
    assert dire(*faits) == attendu


def test_the_amount_says_which_way_and_on_which_invoice():
    mois = [date(2026, 12, 1)]
    assert dire_le_montant(Decimal("-1"), mois) == f"1,00{FINE}€ en moins sur votre facture de décembre 2026."
    assert dire_le_montant(Decimal("8"), [*mois, date(2027, 1, 1)]) == f"8,00{FINE}€ en plus sur vos factures."
    assert dire_le_montant(Decimal(0), mois) == ""


def test_a_subject_is_the_first_sentence_unless_it_is_long():
    assert resumer("Malo viendra mardi. 1,00 € en plus.", sinon="Votre demande") == "Malo viendra mardi"
    assert resumer("Z" * 200 + ". Voilà.", sinon="Votre demande") == "Votre demande"
    assert resumer("", sinon="Votre demande") == "Votre demande"


def test_the_title_of_an_absence_names_every_activity_missed():
    """A morning and a meal reported together are not called a meal."""
    manquees = [
        SimpleNamespace(
            date=date(2026, 11, 30),
            enfant=SimpleNamespace(prenom="Malo"),
            formule=SimpleNamespace(activite=SimpleNamespace(nom=nom)),
        )
        for nom in ("Accueil du matin", "Restauration scolaire", "Restauration scolaire")
    ]
    attendu = "Absence Malo – Accueil du matin et Restauration scolaire – lundi 30\u00a0novembre"
    assert _titre_absence(manquees) == attendu
