"""Opening hours as people write them: what is understood, what is not, and what a page says at a given minute."""

from datetime import UTC, date, datetime, time

import pytest

from commune.rules_horaires import dire, lire
from commune.services import importer_annee
from commune.templatetags.commune import en_ce_moment

BUREAU = "Du lundi au vendredi, de 8 h 30 à 12 h et de 13 h 30 à 17 h 30"
MATIN, SOIR = (time(8, 30), time(12)), (time(13, 30), time(17, 30))


@pytest.mark.parametrize(
    ("texte", "semaine"),
    [
        (BUREAU, ((MATIN, SOIR),) * 5 + ((), ())),
        (f"{BUREAU}.".replace(" h", "\u00a0h"), ((MATIN, SOIR),) * 5 + ((), ())),
        ("du lundi au vendredi 8h30-12h, 13h30-17h30", ((MATIN, SOIR),) * 5 + ((), ())),
        ("Le samedi, de 9 h à 12 h", ((),) * 5 + (((time(9), time(12)),), ())),
        ("Lundi, mardi et jeudi, de 8 h 30 à 12 h ; le samedi, de 9 h à 12 h",
         ((MATIN,), (MATIN,), (), (MATIN,), (), ((time(9), time(12)),), ())),
        ("Tous les jours : de 8 h 30 à 12 h", ((MATIN,),) * 7),
        ("Du samedi au lundi, de 8 h 30 à 12 h", ((MATIN,), (), (), (), (), (MATIN,), (MATIN,))),
        (f"{BUREAU}, fermé le jeudi après-midi", ((MATIN, SOIR),) * 3 + ((MATIN,), (MATIN, SOIR), (), ())),
        (f"{BUREAU}, sauf le lundi matin", ((SOIR,),) + ((MATIN, SOIR),) * 4 + ((), ())),
        (f"{BUREAU}, fermé le mercredi", ((MATIN, SOIR),) * 2 + ((),) + ((MATIN, SOIR),) * 2 + ((), ())),
    ],
)  # fmt: skip
def test_what_is_understood(texte, semaine):
    assert lire(texte) == semaine


@pytest.mark.parametrize(
    "texte",
    [
        "", "sur rendez-vous", "De 8 h à 18 h", f"{BUREAU}, sur rendez-vous le mercredi", f"{BUREAU} (sauf août)",
        "Du lundi au vendredi, de 12 h à 8 h 30", "Du lundi au vendredi, de 8 h à 25 h", "Le lundi, de 8 h 75 à 9 h",
        "Le lundi, de 9 h à 12 h ; du lundi au jeudi, de 14 h à 16 h", "Le lundi, de 9 h à 12 h et de 11 h à 16 h",
        "Du lundi au samedi, de 8 h 30 à 12 h, et l’après-midi sauf le jeudi, de 13 h 30 à 17 h",
    ],
)  # fmt: skip
def test_what_is_not_understood_says_nothing(texte):
    assert lire(texte) is None


@pytest.mark.parametrize(
    ("instant", "dit"),
    [
        (datetime(2026, 11, 30, 8, 29, tzinfo=UTC), "ouvre à 8\u202fh\u202f30"),
        (datetime(2026, 11, 30, 8, 30, tzinfo=UTC), "ouvert jusqu’à 12\u202fh"),
        (datetime(2026, 11, 30, 12, 0, tzinfo=UTC), "ouvre à 13\u202fh\u202f30"),
        (datetime(2026, 11, 30, 17, 29, tzinfo=UTC), "ouvert jusqu’à 17\u202fh\u202f30"),
        (datetime(2026, 11, 30, 17, 30, tzinfo=UTC), "ouvre demain à 8\u202fh\u202f30"),
        (datetime(2026, 12, 4, 18, 0, tzinfo=UTC), "ouvre lundi à 8\u202fh\u202f30"),
        (datetime(2026, 12, 6, 18, 0, tzinfo=UTC), "ouvre demain à 8\u202fh\u202f30"),
        (datetime(2026, 12, 25, 10, 0, tzinfo=UTC), "ouvre lundi à 8\u202fh\u202f30"),
    ],
)  # fmt: skip
def test_what_is_said_at_that_minute(instant, dit):
    lu = dire(lire(BUREAU), instant, chome={date(2026, 12, 25)}.__contains__)
    assert lu.replace("\u00a0", "\u202f") == dit


def test_no_day_ever_open():
    assert dire(((),) * 7, datetime(2026, 11, 30, 9, tzinfo=UTC), chome=lambda _: False) == ""


@pytest.mark.django_db
def test_the_pages_read_the_towns_clock_and_its_public_holidays(settings):
    importer_annee(2026, zone="B")
    settings.HORLOGE = "2026-12-25T10:00:00+01:00"
    assert en_ce_moment(BUREAU).startswith("ouvre lundi")
    settings.HORLOGE = "2026-12-24T10:00:00+01:00"
    assert en_ce_moment(BUREAU).startswith("ouvert")
    assert en_ce_moment("sur rendez-vous") == ""
