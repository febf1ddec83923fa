"""What an absence leaves billed: the notice, the waiting days, the certificate, the parents' word."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from common import clock
from reservations.activites.mots import MOTS
from reservations.planning import rules_absences
from reservations.planning.enums import EffetAbsence, MotifAbsence
from reservations.planning.rules_absences import Manquee, RegleAbsence, juger, juger_ensemble, maladies

LUNDI = date(2027, 1, 11)
JOURS = [LUNDI + timedelta(days=n) for n in range(5)]
MALADIE, FAMILLE = MotifAbsence.MALADIE, MotifAbsence.FAMILLE
FACTUREE, LIBRE, A_JUSTIFIER = EffetAbsence.FACTUREE, EffetAbsence.NON_FACTUREE, EffetAbsence.A_JUSTIFIER
CARENCE = EffetAbsence.CARENCE

# The setting of the demonstration's towns: 2 waiting days, certificate within 7 days, 3 declarations a year.
FICTIVE = RegleAbsence(carence=2, certificat_sous=7, declarations=3)
# La Magistère: the day of notice, the next and the following are due, then nothing is.
MAGISTERE = RegleAbsence(carence=3)
# A certificate within 72 hours, and nothing is due; or within 7 days, as another town.
TROIS_JOURS, SEPT_JOURS = RegleAbsence(certificat_sous=3), RegleAbsence(certificat_sous=7)
# On the parents' word alone, so many times a year.
PAROLE = RegleAbsence(declarations=3)
RIEN = RegleAbsence()


def a(jour, heure=9):
    return datetime(jour.year, jour.month, jour.day, heure, tzinfo=clock.fuseau())


def manquee(**valeurs):
    return Manquee(
        **{
            "jour": LUNDI, "motif": MALADIE, "maintenant": a(LUNDI, 9), "limite": a(LUNDI, 9), "mot": MOTS["repas"],
            "prix": Decimal("2.15"), **valeurs,
        }
    )  # fmt: skip


def test_the_rules_and_the_rows_have_the_same_words():
    assert (rules_absences.MALADIE, rules_absences.FACTUREE) == (MALADIE, FACTUREE)
    assert (rules_absences.NON_FACTUREE, rules_absences.A_JUSTIFIER) == (LIBRE, A_JUSTIFIER)
    assert rules_absences.CARENCE == CARENCE


@pytest.mark.feature("F141", "F142", "F143")
@pytest.mark.parametrize(
    ("regle", "cas", "effet"),
    [
        # Told before the notice: never billed, whatever the reason or the rule.
        *[(r, {"maintenant": a(LUNDI, 8)}, LIBRE) for r in (RIEN, FICTIVE, MAGISTERE, SEPT_JOURS, PAROLE)],
        (RIEN, {"maintenant": a(LUNDI, 8), "motif": FAMILLE}, LIBRE),
        # At the very hour it is too late.
        *[(r, {"motif": FAMILLE, "rang": 9, "certificat": True}, FACTUREE) for r in (RIEN, FICTIVE, PAROLE)],
        (RIEN, {}, FACTUREE),
        (RIEN, {"certificat": True}, FACTUREE),
        # Waiting days are due with a certificate too.
        *[(FICTIVE, {"rang": n, "certificat": True}, CARENCE) for n in (1, 2)],
        (FICTIVE, {"rang": 3, "certificat": True}, LIBRE),
        *[(MAGISTERE, {"rang": n}, CARENCE) for n in (1, 2, 3)],
        (MAGISTERE, {"rang": 4}, LIBRE),
        # A certificate, by its last day included.
        (TROIS_JOURS, {}, A_JUSTIFIER),
        (TROIS_JOURS, {"certificat": True}, LIBRE),
        (SEPT_JOURS, {"maintenant": a(LUNDI + timedelta(days=7), 23)}, A_JUSTIFIER),
        (SEPT_JOURS, {"maintenant": a(LUNDI + timedelta(days=8), 0)}, FACTUREE),
        # The parents' word, three times, then a certificate where the town takes one.
        *[(PAROLE, {"declarees": n}, LIBRE) for n in (0, 1, 2)],
        (PAROLE, {"declarees": 3}, FACTUREE),
        (RegleAbsence(declarations=0), {}, FACTUREE),
        # Told after the hour of the notice, the parents' word is not enough; a certificate is.
        *[(r, {"rang": 4, "preavis": a(LUNDI, 9)}, FACTUREE) for r in (PAROLE, MAGISTERE)],
        *[(r, {"rang": 4, "preavis": a(LUNDI, 10)}, LIBRE) for r in (PAROLE, MAGISTERE)],
        (FICTIVE, {"rang": 3, "preavis": a(LUNDI, 9)}, A_JUSTIFIER),
        (FICTIVE, {"rang": 3, "preavis": a(LUNDI, 9), "certificat": True}, LIBRE),
        (FICTIVE, {"rang": 3, "declarees": 2}, LIBRE),
        (FICTIVE, {"rang": 3, "declarees": 3}, A_JUSTIFIER),
    ],
)
def test_what_an_absence_leaves_billed(regle, cas, effet):
    trouve = juger(manquee(**cas), regle)
    assert trouve.effet == effet
    assert trouve.facturee == (effet in (FACTUREE, CARENCE))
    assert trouve.a_temps == (manquee(**cas).maintenant < manquee(**cas).limite)
    assert (trouve.avant is not None) == (effet == A_JUSTIFIER)


@pytest.mark.feature("F144")
@pytest.mark.parametrize(
    ("regle", "cas", "phrase"),
    [
        (RIEN, {"maintenant": a(LUNDI, 8)}, "Prévenu à temps : le repas ne sera pas facturé."),
        (RIEN, {}, "Le repas est déjà commandé : il reste facturé (2,15\u202f€)."),
        (RIEN, {"mot": MOTS["seance"]}, "Il est trop tard pour annuler : la séance reste facturée (2,15\u202f€)."),
        (RIEN, {"prix": None}, "Le repas est déjà commandé : il reste facturé."),
        (FICTIVE, {}, "Les 2 premiers jours d’une maladie restent dus : le repas reste facturé (2,15\u202f€)."),
        (
            RegleAbsence(carence=1), {},
            "Le premier jour d’une maladie reste dû : le repas reste facturé (2,15\u202f€).",
        ),
        (
            SEPT_JOURS, {"mot": MOTS["accueil"]},
            "Avec un certificat donné au plus tard le lundi 18\u00a0janvier, l’accueil ne sera pas facturé ; "
            "sinon l’accueil reste facturé (2,15\u202f€).",
        ),
        (
            PAROLE, {},
            "Votre déclaration suffit, sans certificat (il vous en restera 2 cette année) : le repas ne sera pas "
            "facturé.",
        ),
        (
            PAROLE, {"declarees": 2},
            "Votre déclaration suffit, sans certificat (c’est la dernière de l’année) : le repas ne sera pas facturé.",
        ),
        (
            PAROLE, {"declarees": 3},
            "Sans certificat, le règlement accepte 3 déclarations par an : le repas reste facturé (2,15\u202f€).",
        ),
        (SEPT_JOURS, {"certificat": True}, "Certificat donné : le repas ne sera pas facturé."),
        (
            PAROLE, {"preavis": a(LUNDI, 9)},
            "Une maladie se signale avant le lundi 11\u00a0janvier à\u00a09\u00a0h : le repas reste facturé "
            "(2,15\u202f€).",
        ),
        (MAGISTERE, {"rang": 4}, "Enfant malade : le repas ne sera pas facturé."),
    ],
)  # fmt: skip
def test_what_stays_billed_is_said_before_sending(regle, cas, phrase):
    assert juger(manquee(**cas), regle).phrase == phrase


@pytest.mark.parametrize(
    ("malades", "reserves", "attendus"),
    [
        (JOURS[:3], JOURS, [1, 2, 3]),
        # The child came on Tuesday: Wednesday is another illness.
        ([JOURS[0], JOURS[2], JOURS[3]], JOURS, [1, 1, 2]),
        # Nothing is booked on Wednesday: Thursday goes on.
        ([JOURS[1], JOURS[3]], [JOURS[1], JOURS[3]], [1, 2]),
        # Over the week-end, and a week later; beyond, it is another one.
        ([JOURS[4], LUNDI + timedelta(days=7)], [], [1, 2]),
        ([LUNDI, LUNDI + timedelta(days=7)], [], [1, 2]),
        ([LUNDI, LUNDI + timedelta(days=8)], [], [1, 1]),
        ([], JOURS, []),
    ],
)
def test_a_day_on_which_the_child_comes_ends_the_illness(malades, reserves, attendus):
    places = maladies(malades, reserves)
    assert [place.rang for place in places.values()] == attendus
    assert all(places[place.maladie].rang == 1 for place in places.values())


def de_suite(*jours, maladie=LUNDI, **valeurs):
    """Days of one illness, one after another."""
    return [
        manquee(jour=jour, rang=n, cle=n, maladie=maladie, limite=a(LUNDI), **valeurs)
        for n, jour in enumerate(jours, start=1)
    ]


AVANT = [date(2026, 9, 14), date(2026, 11, 16)]  # two illnesses taken on the parents' word


def test_an_illness_of_a_week_uses_one_declaration():
    effets = juger_ensemble(de_suite(*JOURS), PAROLE, AVANT)
    assert [e.effet for e in effets.values()] == [LIBRE] * 5
    assert all(e.sur_parole for e in effets.values())


def test_a_second_illness_of_the_same_report_needs_its_own_declaration():
    deux = [manquee(cle=1, maladie=JOURS[0]), manquee(jour=JOURS[3], cle=2, maladie=JOURS[3])]
    assert [e.effet for e in juger_ensemble(deux, PAROLE, AVANT).values()] == [LIBRE, FACTUREE]


def test_a_second_report_of_the_same_illness_uses_no_other_declaration():
    suite = manquee(jour=JOURS[1], rang=2, cle=7, maladie=LUNDI)
    (effet,) = juger_ensemble([suite], PAROLE, [*AVANT, LUNDI]).values()
    assert (effet.effet, effet.phrase) == (LIBRE, "La même déclaration suffit : le repas ne sera pas facturé.")


def test_two_things_booked_on_one_sick_day_are_judged_each_and_use_one_declaration():
    deux = [manquee(cle=n, maladie=LUNDI) for n in (1, 2)]
    assert [e.effet for e in juger_ensemble(deux, RegleAbsence(declarations=1)).values()] == [LIBRE, LIBRE]


def test_waiting_days_use_no_declaration():
    effets = list(juger_ensemble(de_suite(*JOURS), FICTIVE).values())
    assert [e.effet for e in effets] == [CARENCE, CARENCE, LIBRE, LIBRE, LIBRE]
    assert "il vous en restera 2" in effets[2].phrase
    assert effets[3].phrase == "La même déclaration suffit : le repas ne sera pas facturé."


def test_what_stays_billed_counts_the_surcharge_of_who_has_no_excuse():
    sans_excuse = juger(manquee(motif=FAMILLE, majoration=Decimal("2.00")), SEPT_JOURS)
    assert sans_excuse.reste == Decimal("4.15")
    assert "(2,15\u202f€, et 2,00\u202f€ de majoration)" in sans_excuse.phrase
    for regle, effet in ((SEPT_JOURS, A_JUSTIFIER), (MAGISTERE, CARENCE)):
        malade = juger(manquee(majoration=Decimal("2.00")), regle)
        assert (malade.effet, malade.reste) == (effet, Decimal("2.15"))
        assert "majoration" not in malade.phrase
