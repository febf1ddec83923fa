"""What a request did, in sentences; what is said once it is answered: the fact, until when, the mail, its calendar."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from icalendar import Calendar

from common.models import Courriel
from common.words.typo import FINE, INSECABLE
from espace_prive.demarches.models import Demarche
from reservations.activites.mots import MOTS
from reservations.planning.constats import Fait, constater, dire_le_montant, raconter, resumer
from reservations.planning.services.absences import _titre_absence
from reservations.planning.services.confirmations import dire_jusque_quand, lignes_acceptees
from tests.reservations.conftest import LUNDI_16, MARDI_17
from tests.reservations.gestes import choix, cocher, maison, parent, valider
from tests.tools.html import source, texte, un

__all__ = ["maison", "parent"]
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


@pytest.mark.feature("F129")
@pytest.mark.parametrize(
    ("faits", "par_mois", "attendu"),
    [
        (
            [fait(qui, date(2027, 1, j)) for qui in ("Zoé", "Malo") for j in (4, 5, 7, 8)],
            [(date(2027, 1, 1), Decimal("8"))],
            "8 repas réservés pour Zoé et Malo, du 4 au 8 janvier, 8,00 €. En plus sur votre facture de janvier 2027.",
        ),
        (
            [fait("Malo", MARDI, False)],
            [(date(2026, 12, 1), Decimal("-1"))],
            "1 repas annulé pour Malo, le mardi 8 décembre, 1,00 € en moins. "
            "En moins sur votre facture de décembre 2026.",
        ),
        (
            [
                fait("Zoé", date(2026, 11, 30)),
                fait("Zoé", MARDI, nom="étude", mot="seance"),
                fait("Zoé", JEUDI, False),
            ],
            [(date(2026, 11, 1), Decimal("2.15")), (date(2026, 12, 1), Decimal("-1.15"))],
            "1 repas réservé, 1 séance réservée et 1 repas annulé pour Zoé, du 30 novembre au 10 décembre, 1,00 €. "
            "Sur vos factures : + 2,15 € en novembre 2026 et − 1,15 € en décembre 2026.",
        ),
        ([fait("Zoé", MARDI)], [(date(2026, 12, 1), Decimal(0))], "1 repas réservé pour Zoé, le mardi 8 décembre."),
    ],
)
def test_the_fact_comes_first_with_its_price_then_the_invoice(faits, par_mois, attendu):
    assert constater(faits, par_mois).replace(INSECABLE, " ").replace(FINE, " ") == attendu


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


def demander(client, maison, *jours, retraits=()):
    """Book and cancel days of the first child; give the page that confirms."""
    zoe = maison.inscriptions[0]
    cocher(client, *[choix(zoe, j) for j in jours], retraits=[choix(zoe, j) for j in retraits])
    return client.get(valider(client).url)


def evenements(courriel):
    return {
        e["SUMMARY"] + e["DTSTART"].dt.strftime(" %d"): e for e in Calendar.from_ical(courriel.agenda).walk("VEVENT")
    }


@pytest.mark.django_db
@pytest.mark.feature("F129", "F131")
def test_the_fact_comes_first_then_the_sentence_of_the_guides_then_until_when(parent, maison):
    page = demander(parent, maison, LUNDI_16, MARDI_17)
    prenom = maison.enfants[0].prenom
    assert texte(un(page, "h1")) == f"2 repas réservés pour {prenom}, du 16 au 17 novembre, 1,70 €"
    lu = texte(un(page, "main"))
    dits = [
        "1,70 €", "Nous avons bien enregistré votre demande.", "En plus sur votre facture de novembre 2026.",
        "Vous pouvez changer d’avis jusqu’au jeudi 12 novembre à 9 h, puis jour par jour, jusqu’au vendredi 13",
        "Retour à l’accueil", "Annuler cette demande",
    ]  # fmt: skip
    rangs = [lu.index(dit) for dit in dits]
    assert rangs == sorted(rangs)


@pytest.mark.django_db
@pytest.mark.feature("F130")
def test_the_mail_says_the_same_with_its_days_and_amounts(parent, maison):
    demander(parent, maison, LUNDI_16, MARDI_17)
    courriel = Courriel.objects.latest("pk")
    prenom = maison.enfants[0].prenom
    assert source(courriel.objet) == f"2 repas réservés pour {prenom}, du 16 au 17 novembre, 1,70 €"
    for forme in (source(courriel.texte), texte(courriel.html)):
        for phrase in (
            "Nous avons bien enregistré votre demande", f"{prenom}, lundi 16 novembre, cantine : réservé, + 0,85 €",
            f"{prenom}, mardi 17 novembre, cantine : réservé, + 0,85 €", "En plus sur votre facture de novembre 2026.",
            "Vous pouvez changer d’avis jusqu’au jeudi 12 novembre à 9 h",
        ):  # fmt: skip
            assert phrase in forme, phrase


@pytest.mark.django_db
@pytest.mark.feature("F130", "F139")
def test_its_calendar_is_updated_by_a_later_cancellation_under_the_same_name(parent, maison):
    demander(parent, maison, LUNDI_16, MARDI_17)
    premier = Courriel.objects.latest("pk")
    poses = evenements(premier)
    assert len(poses) == 2
    assert {(e["STATUS"], e["SEQUENCE"]) for e in poses.values()} == {("CONFIRMED", 0)}
    lundi = next(e for nom, e in poses.items() if nom.endswith("16"))
    assert f"{lundi['DTSTART'].dt:%Y-%m-%d}" == LUNDI_16.isoformat()
    demander(parent, maison, retraits=[MARDI_17])
    second = Courriel.objects.latest("pk")
    assert "METHOD:CANCEL" in second.agenda
    ((nom, annule),) = evenements(second).items()
    assert (annule["STATUS"], annule["SEQUENCE"], annule["UID"]) == ("CANCELLED", 1, poses[nom]["UID"])
    # Booked again: the same day of the calendar comes back.
    demander(parent, maison, MARDI_17)
    ((nom, repose),) = evenements(Courriel.objects.latest("pk")).items()
    assert (repose["STATUS"], repose["SEQUENCE"], repose["UID"]) == ("CONFIRMED", 2, poses[nom]["UID"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("instant", "phrase"),
    [
        (
            "2026-11-11T10:00:00+01:00",
            "Vous pouvez changer d’avis jusqu’au jeudi 12 novembre à 9 h, puis jour par jour",
        ),
        ("2026-11-12T09:30:00+01:00", "Certains de ces jours ne se changent plus"),
        ("2026-11-14T10:00:00+01:00", "Ces jours ne se changent plus."),
    ],
)
def test_until_when_is_said_as_it_is_now(parent, maison, settings, instant, phrase):
    demander(parent, maison, LUNDI_16, MARDI_17)
    settings.HORLOGE = instant
    assert source(dire_jusque_quand(lignes_acceptees(Demarche.objects.get()))).startswith(phrase)
