"""What stays billed of exactly what is ticked: said before sending, decided again at writing, by each town's rule."""

import uuid
from datetime import date

import pytest

from common.errors import Refus
from common.web.memory import forget
from reservations.activites.enums import FormeDelai, Geste
from reservations.activites.models import Activite, Formule, RegleDelai
from reservations.planning.enums import GesteAbsence
from reservations.planning.models import Absence, DecisionAbsence, Reservation
from reservations.planning.services import signaler_absences
from tests.factories.commune import grille_de
from tests.factories.reservations import reserver_jours
from tests.reservations.gestes import maison, parent
from tests.reservations.test_absences import ABSENCE, signaler
from tests.tools.fichiers import image
from tests.tools.html import soupe, texte, un, valeurs
from tests.tools.requetes import requetes

__all__ = ["maison", "parent"]
pytestmark = pytest.mark.django_db
# Monday to Friday, and the Monday after.
LUNDI, MARDI, JEUDI, VENDREDI, LUNDI_23 = (date(2026, 11, j) for j in (16, 17, 19, 20, 23))
VACANCES = date(2026, 12, 21)
PAYE, LIBRE, SAUF, DU = "facturee", "non_facturee", "a_justifier", "carence"


def regler(ouverte, *, heure=None, **regle):
    """Set the absences' rule of the canteen; ``heure``: the notice, on the day itself."""
    Activite.objects.filter(pk=ouverte.cantine.pk).update(
        **{"carence": 0, "certificat_sous": None, "declarations": None, **regle}
    )
    RegleDelai.objects.filter(activite=ouverte.cantine, geste=Geste.ABSENCE).delete()
    if heure:
        RegleDelai.objects.create(
            activite=ouverte.cantine, geste=Geste.ABSENCE, forme=FormeDelai.JOURS, valeur=0, heure=heure
        )
    for quoi in ("catalogue", "delais"):
        forget(quoi)


def bilan(client, *reservations, motif="maladie"):
    """Give what the page says of these ticks."""
    donnees = {"reservations": [r.pk for r in reservations], "motif": motif, "numero": uuid.uuid4()}
    return client.post(ABSENCE, donnees, headers={"X-Absence": "bilan"})


def dits(page):
    lignes = soupe(page).select(".bilan__lignes li")
    return [ligne["data-effet"] for ligne in lignes for _ in range(int(ligne.get("data-nombre", 1)))]


@pytest.mark.feature("F141", "F142", "F143")
@pytest.mark.parametrize(
    ("regle", "quand", "jours", "motif", "effets"),
    [
        # The notice: at 8:59 the parents' word is enough, at 9:00 it is not.
        ({"heure": "09:00", "declarations": 3}, "16T08:59", [LUNDI], "maladie", [LIBRE]),
        ({"heure": "09:00", "declarations": 3}, "16T09:00", [LUNDI], "maladie", [PAYE]),
        ({"heure": "09:00", "certificat_sous": 7}, "16T09:00", [LUNDI], "maladie", [SAUF]),
        # Another reason than sickness: too late to cancel is due, in time is not.
        ({"declarations": 3}, "16T08:00", [LUNDI, LUNDI_23], "famille", [PAYE, LIBRE]),
        # Two waiting days, then a certificate or the parents' word; the days far enough are cancelled in time.
        ({"carence": 2}, "16T08:00", [LUNDI, MARDI], "maladie", [DU, DU]),
        ({"carence": 1, "certificat_sous": 7}, "16T08:00", [LUNDI, MARDI], "maladie", [DU, SAUF]),
        ({"carence": 1}, "16T08:00", [LUNDI, MARDI], "maladie", [DU, LIBRE]),
        # Alone, each of them would be a first day, and be billed.
        ({"carence": 1}, "16T08:00", [MARDI], "maladie", [DU]),
        # No rule about sickness: what is ordered is due.
        ({}, "16T08:00", [LUNDI], "maladie", [PAYE]),
    ],
)
def test_what_is_said_of_the_ticks_is_what_is_written(
    parent, maison, ouverte, settings, regle, quand, jours, motif, effets
):
    regler(ouverte, **regle)
    toutes = reserver_jours(maison, ouverte, [LUNDI, MARDI, JEUDI, VENDREDI, LUNDI_23], enfants=maison.enfants[:1])
    settings.HORLOGE = f"2026-11-{quand}:00+01:00"
    cochees = [r for r in toutes if r.date in jours]
    assert dits(bilan(parent, *cochees, motif=motif)) == effets
    signaler(parent, *cochees, motif=motif)
    ecrits = Absence.objects.order_by("reservation__date").values_list("effet", flat=True)
    assert list(ecrits) == effets


@pytest.mark.feature("F142")
def test_consecutive_days_told_in_two_reports_are_one_illness(parent, maison, ouverte, settings):
    """One waiting day: told on Monday, then for Tuesday, only Monday is due. The child came on Thursday: again one."""
    regler(ouverte, carence=1, declarations=1)
    lundi, mardi, _, vendredi = reserver_jours(
        maison, ouverte, [LUNDI, MARDI, JEUDI, VENDREDI], enfants=maison.enfants[:1]
    )
    for reservation, jour, attendu in ((lundi, 16, DU), (mardi, 17, LIBRE), (vendredi, 20, DU)):
        settings.HORLOGE = f"2026-11-{jour}T08:00:00+01:00"
        assert dits(bilan(parent, reservation)) == [attendu]
        signaler(parent, reservation)
        assert reservation.absence.effet == attendu


def test_a_day_told_before_those_already_told_takes_their_waiting_day(parent, maison, ouverte, settings):
    regler(ouverte, carence=1)
    lundi, mardi = reserver_jours(maison, ouverte, [LUNDI, MARDI], enfants=maison.enfants[:1])
    settings.HORLOGE = "2026-11-16T08:00:00+01:00"
    signaler(parent, mardi)
    assert mardi.absence.effet == DU
    dit = bilan(parent, lundi)
    assert dits(dit) == [DU, "suite"]
    assert "mardi 17 novembre : Restauration scolaire, de 12 h à 13 h 30, déjà signalé" in texte(dit)
    assert "Enfant malade : le repas ne sera pas facturé." in texte(dit)
    signaler(parent, lundi)
    mardi.absence.refresh_from_db()
    assert (lundi.absence.effet, mardi.absence.effet) == (DU, LIBRE)
    assert DecisionAbsence.objects.get().geste == GesteAbsence.SUITE


@pytest.mark.feature("F141")
def test_taking_a_day_back_says_and_moves_the_waiting_day(parent, maison, ouverte, settings):
    regler(ouverte, carence=1)
    lundi, mardi = reserver_jours(maison, ouverte, [LUNDI, MARDI], enfants=maison.enfants[:1])
    settings.HORLOGE = "2026-11-16T08:00:00+01:00"
    signaler(parent, lundi, mardi)
    assert (lundi.absence.effet, mardi.absence.effet) == (DU, LIBRE)
    page = texte(parent.get(ABSENCE))
    assert "mardi 17 novembre : Le premier jour d’une maladie reste dû" in page
    parent.post(f"{ABSENCE}{lundi.absence.pk}/reprendre/")
    mardi.absence.refresh_from_db()
    assert mardi.absence.effet == DU


def test_two_things_of_one_day_are_one_day_of_the_illness(parent, maison, ouverte, settings):
    regler(ouverte, carence=1)
    autre = ouverte.cantine.formules.create(nom="Pique-nique", tri=2)
    (lundi, mardi) = reserver_jours(maison, ouverte, [LUNDI, MARDI], enfants=maison.enfants[:1])
    lundi_bis = type(lundi).objects.create(
        enfant=lundi.enfant, formule=autre, lieu=lundi.lieu, payeur=lundi.payeur, date=LUNDI
    )
    settings.HORLOGE = "2026-11-16T08:00:00+01:00"
    assert dits(bilan(parent, lundi, lundi_bis, mardi)) == [DU, DU, LIBRE]


@pytest.mark.feature("F142")
def test_three_illnesses_a_year_on_the_parents_word_then_a_certificate(parent, maison, ouverte, settings):
    """Two reports of one illness use one declaration; a fourth illness asks for a certificate."""
    regler(ouverte, declarations=3, certificat_sous=7)
    jours = [LUNDI, MARDI, date(2026, 11, 26), date(2026, 12, 4), date(2026, 12, 14)]
    toutes = reserver_jours(maison, ouverte, jours, enfants=maison.enfants[:1])
    for reservation in toutes:
        settings.HORLOGE = f"{reservation.date.isoformat()}T08:00:00+01:00"
        signaler(parent, reservation)
    assert [r.absence.effet for r in toutes] == [LIBRE, LIBRE, LIBRE, LIBRE, SAUF]
    assert toutes[1].absence.phrase == "La même déclaration suffit : le repas ne sera pas facturé."


@pytest.mark.feature("F141")
def test_without_a_script_what_was_not_said_is_said_first(parent, maison, ouverte, settings):
    """What the page ticks by itself is said on it, and sent at once; other ticks take one more step."""
    aine = maison.enfants[:1]
    lundi, mardi = reserver_jours(maison, ouverte, [LUNDI, MARDI], enfants=aine)
    settings.HORLOGE = "2026-11-16T08:00:00+01:00"
    page = soupe(parent.get(ABSENCE))
    assert "1 absence · 0,85 € facturé" in texte(un(page, ".bilan"))
    donnees = {"motif": "maladie", "numero": uuid.uuid4(), "vu": valeurs(page, "vu")}
    etape = parent.post(ABSENCE, donnees | {"reservations": [lundi.pk, mardi.pk]})
    assert etape.status_code == 200
    assert "Rien n’est encore envoyé" in texte(etape)
    assert not Absence.objects.exists()
    assert "mar. 17 nov. (cantine)" in texte(un(etape, ".bilan"))
    donnees |= {"reservations": [lundi.pk, mardi.pk], "vu": valeurs(etape, "vu")}
    assert parent.post(ABSENCE, donnees).status_code == 302
    assert Absence.objects.count() == 2


def test_a_document_lost_by_the_step_is_asked_again(parent, maison, ouverte):
    (lundi,) = reserver_jours(maison, ouverte, [LUNDI], enfants=maison.enfants[:1])
    donnees = {"reservations": [lundi.pk], "motif": "maladie", "numero": uuid.uuid4(), "document": image()}
    assert "Votre document n’a pas été gardé" in texte(parent.post(ABSENCE, donnees))


def test_the_service_decides_again_when_time_has_passed(parent, maison, ouverte, settings):
    """Said free at 9:59 on the last day to cancel, sent at ten: it is said again, and nothing is written."""
    (lundi,) = reserver_jours(maison, ouverte, [LUNDI], enfants=maison.enfants[:1])
    dit = bilan(parent, lundi)
    assert dits(dit) == [LIBRE]
    settings.HORLOGE = "2026-11-16T08:00:00+01:00"
    numero = uuid.uuid4()
    with pytest.raises(Refus) as refus:
        signaler_absences(
            [lundi], motif="maladie", numero=numero, foyer=maison.foyer, auteur=maison.utilisateur,
            vu=valeurs(dit, "vu")[0],
        )  # fmt: skip
    assert refus.value.code == "change"
    donnees = {"reservations": [lundi.pk], "motif": "maladie", "numero": numero, "vu": valeurs(dit, "vu")}
    assert "il reste facturé (0,85 €)" in texte(parent.post(ABSENCE, donnees))
    assert not Absence.objects.exists()


def test_what_is_said_is_read_in_as_many_statements_whatever_is_ticked(parent, maison, ouverte):
    toutes = reserver_jours(maison, ouverte, [LUNDI, MARDI, JEUDI, VENDREDI, LUNDI_23])
    bilan(parent, *toutes)
    with requetes() as une:
        bilan(parent, toutes[0])
    with requetes() as dix:
        bilan(parent, *toutes)
    # What the process remembers for a second is read by whoever comes first.
    une, dix = ([q for q in lues if '"planning_' in q or '"tarifs_' in q] for lues in (une, dix))
    assert len(une) == len(dix) > 0


@pytest.mark.feature("F141")
def test_tomorrow_has_an_address(parent, maison, ouverte, settings):
    """« ?jours=demain »: both children, whatever the day on which the mail is opened."""
    reserver_jours(maison, ouverte, [MARDI, LUNDI_23])
    settings.HORLOGE = "2026-11-16T19:00:00+01:00"
    page = soupe(parent.get(f"{ABSENCE}?jours=demain&motif=maladie"))
    assert len(page.select("input[name=reservations][checked]")) == 2
    assert "2 absences" in texte(un(page, ".bilan"))
    settings.HORLOGE = "2026-11-18T19:00:00+01:00"
    assert "Rien n’est réservé ce jour-là" in texte(parent.get(f"{ABSENCE}?jours=demain"))


@pytest.fixture
def centre(maison, ouverte):
    """The holiday centre, one day booked in the holidays for the elder, with its own rule of the session."""
    alsh = Activite.objects.create(
        service=ouverte.service, regie=ouverte.regie, code="alsh-vacances", nom="Accueil de loisirs des vacances",
        nom_courant="centre de loisirs", prestation="journee", certificat_sous=3,
    )  # fmt: skip
    formule = Formule.objects.create(activite=alsh, code="journee", nom="Journée")
    grille_de(formule, [(None, "12.00")], nom="Centre", du=date(2026, 9, 1))
    RegleDelai.objects.create(activite=alsh, geste=Geste.ANNULER, forme=FormeDelai.JOURS, valeur=7, heure="09:00")
    forget("catalogue")
    return Reservation.objects.create(
        enfant=maison.enfants[0], formule=formule, lieu=ouverte.restaurant, payeur=maison.payeur, date=VACANCES
    )


@pytest.mark.feature("F143")
@pytest.mark.parametrize(
    ("quand", "motif", "effet", "phrase"),
    [
        ("2026-12-10", "famille", LIBRE, "Prévenu à temps : la journée ne sera pas facturée."),
        ("2026-12-16", "famille", PAYE, "Il est trop tard pour annuler : la journée reste facturée (12,00 €)."),
        ("2026-12-16", "maladie", SAUF, "Avec un certificat donné au plus tard le jeudi 24 décembre"),
    ],
)
def test_an_absence_from_the_holiday_centre_already_booked(parent, centre, settings, quand, motif, effet, phrase):
    settings.HORLOGE = f"{quand}T10:00:00+01:00"
    assert phrase in texte(bilan(parent, centre, motif=motif))
    signaler(parent, centre, motif=motif)
    assert centre.absence.effet == effet


@pytest.mark.feature("F140")
def test_the_hour_of_an_absence_is_said_where_it_matters(parent, maison, ouverte, settings):
    """After the notice, the page says until when sickness had to be told."""
    regler(ouverte, heure="09:00", declarations=3)
    (lundi,) = reserver_jours(maison, ouverte, [LUNDI], enfants=maison.enfants[:1])
    settings.HORLOGE = "2026-11-16T09:30:00+01:00"
    assert "Une maladie se signale avant le lundi 16 novembre à 9 h" in texte(bilan(parent, lundi))
