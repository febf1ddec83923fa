"""The journal documents what was done: nothing that it is told stops what it documents."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps

from common import journal
from common.models import ACTEUR_MAX, Journal
from commune.models import Service
from tests.factories.comptes import UtilisateurFactory

pytestmark = pytest.mark.django_db
ENORMES = ["é" * 5000, "a\0b", "\ud800", "x" * 299 + "\0" * 3]


@pytest.mark.parametrize("texte", ENORMES)
def test_whatever_a_line_is_told_it_is_written(texte):
    agent = UtilisateurFactory(first_name="P" * 150, last_name="N" * 150)
    agent.agit_pour = UtilisateurFactory(identifiant="autre")
    service = Service.objects.create(code="essai", nom="Essai")
    ligne = journal.noter(
        texte, service, par=agent, motif=texte, libre=texte, liste=[texte, {texte: texte}], jour=date(2026, 11, 10),
        montant=Decimal("12.50"), nombre=3, vrai=True, rien=None, proportion=float("nan"),
    )  # fmt: skip
    journal.noter_tous(texte, [service, service], par=agent, motif=texte, libre=texte)
    relue = Journal.objects.get(pk=ligne.pk)
    assert len(relue.acteur) == ACTEUR_MAX
    assert relue.acteur.endswith("…")
    assert relue.objet_id == str(service.pk)
    assert (relue.donnees["jour"], relue.donnees["montant"]) == ("2026-11-10", "12.50")
    assert (relue.donnees["nombre"], relue.donnees["vrai"], relue.donnees["rien"]) == (3, True, None)
    assert Journal.objects.count() == 3


def test_what_fits_is_kept_word_for_word():
    assert journal.court("Retiré par\nl’agent", 300) == "Retiré par\nl’agent"
    assert journal.court("abcdef", 6) == "abcdef"
    assert journal.court("abcdefg", 6) == "abcde…"


def test_every_column_that_takes_a_name_of_the_journal_is_as_long_as_it():
    noms = {"par_nom", "modifiee_par", "acteur"}
    colonnes = [c for m in apps.get_models() for c in m._meta.concrete_fields if c.name in noms]
    assert len(colonnes) >= 4
    assert [str(c) for c in colonnes if c.max_length < ACTEUR_MAX] == []
