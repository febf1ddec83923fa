"""What a parent has to do: pure rules."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from espace_prive.accueil.rules import phrase_rien_a_faire, prochaine_semaine

MARDI_10, JEUDI_12, VENDREDI_13, LUNDI_16 = (date(2026, 11, j) for j in (10, 12, 13, 16))
MAINTENANT = datetime(2026, 11, 10, 9, tzinfo=UTC)


def limite(jour):
    return datetime.combine(jour - timedelta(days=2), time(9), tzinfo=UTC)


@pytest.mark.parametrize(
    ("ouverts", "reserves", "attendu"),
    [
        ([], [], None),
        ([MARDI_10, JEUDI_12], [], None),
        ([JEUDI_12, VENDREDI_13, LUNDI_16], [], (date(2026, 11, 9), False)),
        ([LUNDI_16, VENDREDI_13], [JEUDI_12], (date(2026, 11, 9), True)),
        ([LUNDI_16], [JEUDI_12], (LUNDI_16, False)),
    ],
)
def test_the_next_week_that_can_be_booked(ouverts, reserves, attendu):
    semaine = prochaine_semaine(ouverts, limite=limite, reserves=reserves, maintenant=MAINTENANT)
    assert (semaine and (semaine.lundi, semaine.reservee)) == attendu


def test_the_sentence_says_no_more_than_what_was_checked():
    semaine = prochaine_semaine([LUNDI_16], limite=limite, reserves=[LUNDI_16], maintenant=MAINTENANT)
    assert "semaine" not in phrase_rien_a_faire([], jusqu_au="24 novembre")
    assert "facture" in phrase_rien_a_faire([], jusqu_au="24 novembre")
    # Whose household a court hides is told nothing of its invoices.
    assert "facture" not in phrase_rien_a_faire([], jusqu_au="24 novembre", foyer=False)
    assert "d’ici au 24 novembre" in phrase_rien_a_faire([None, None], jusqu_au="24 novembre")
    assert "au moins un jour est réservé" in phrase_rien_a_faire([semaine, None], jusqu_au="24 novembre")
