"""Custody, written: what stays, what is refused, what two people cannot do at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from common.errors import Refus
from common.models import Journal
from espace_prive.famille.models import Enfant, LienParental, Rattachement
from espace_prive.garde import services
from espace_prive.garde.models import PeriodeDeGarde, RythmeDeGarde
from espace_prive.garde.rules import APRES_MIDI, MATIN, Borne, chez_qui
from tests.factories.famille import famille

pytestmark = pytest.mark.django_db
RENTREE = date(2026, 9, 1)
REGLAGES = {"forme": "semaines", "parite": "paires"}


@pytest.fixture
def deux_foyers(donges):
    """A child of two homes: hers and his."""
    elle = famille(donges)
    lui = famille(donges, enfants=0, nom="Talbot", adresse="9 quai Secret")
    enfant = elle.enfants[0]
    LienParental.objects.create(enfant=enfant, responsable=lui.responsable, qualite="pere", du=RENTREE)
    Rattachement.objects.create(enfant=enfant, foyer=lui.foyer, du=RENTREE)
    return enfant, elle, lui


def poser_rythme(enfant, elle, lui, *, du=RENTREE, par=None, **champs):
    enfant.refresh_from_db()
    return services.appliquer_rythme(
        enfant, du=du, version=champs.pop("version", enfant.version), par=par, premier=elle.foyer, second=lui.foyer,
        **{**REGLAGES, **champs},
    )  # fmt: skip


def qui(enfant, jour, demi=MATIN):
    return chez_qui([p.sejour() for p in enfant.gardes.all()], Borne(date.fromisoformat(jour), demi))


def test_a_rhythm_makes_explicit_periods_until_the_end_of_summer(deux_foyers):
    enfant, elle, lui = deux_foyers
    poser_rythme(enfant, elle, lui, vacances="moities", moitie_paire=0)
    assert qui(enfant, "2026-11-10") == elle.foyer.pk
    assert qui(enfant, "2026-11-13", APRES_MIDI) == lui.foyer.pk
    assert qui(enfant, "2026-10-28") == lui.foyer.pk  # second half of the holidays
    assert qui(enfant, "2027-07-10") == lui.foyer.pk  # summer of an odd year
    assert enfant.gardes.last().au == date(2027, 8, 31)
    assert Journal.objects.filter(action="rythme de garde", objet_id=str(enfant.pk)).count() == 1


def test_the_same_rhythm_sent_twice_is_written_once(deux_foyers):
    enfant, elle, lui = deux_foyers
    poser_rythme(enfant, elle, lui)
    avant = list(enfant.gardes.values_list("pk", flat=True))
    version = Enfant.objects.get(pk=enfant.pk).version
    poser_rythme(enfant, elle, lui, version=1)
    assert list(enfant.gardes.values_list("pk", flat=True)) == avant
    assert Enfant.objects.get(pk=enfant.pk).version == version


def test_the_second_agent_is_told(deux_foyers):
    enfant, elle, lui = deux_foyers
    poser_rythme(enfant, elle, lui, version=1)
    with pytest.raises(Refus) as refus:
        poser_rythme(enfant, elle, lui, version=1, parite="impaires")
    assert refus.value.code == "version"
    assert qui(enfant, "2026-11-10") == elle.foyer.pk


def test_a_new_rhythm_leaves_the_past_and_what_was_typed(deux_foyers, agent):
    enfant, elle, lui = deux_foyers
    poser_rythme(enfant, elle, lui)
    enfant.refresh_from_db()
    services.poser_exception(
        enfant, lui.foyer, du=Borne(date(2026, 12, 9), APRES_MIDI), au=Borne(date(2026, 12, 10)), motif="Anniversaire",
        version=enfant.version, par=agent,
    )  # fmt: skip
    poser_rythme(enfant, elle, lui, du=date(2026, 11, 16), parite="impaires")
    assert qui(enfant, "2026-11-10") == elle.foyer.pk
    assert qui(enfant, "2026-11-17") == elle.foyer.pk
    assert qui(enfant, "2026-12-07") == lui.foyer.pk
    assert enfant.gardes.filter(main=True, motif="Anniversaire").count() == 1
    assert qui(enfant, "2026-12-09", APRES_MIDI) == lui.foyer.pk


def test_an_exception_taken_away_gives_the_rhythm_back(deux_foyers, agent):
    enfant, elle, lui = deux_foyers
    poser_rythme(enfant, elle, lui)
    avant = list(enfant.gardes.values_list("foyer", "du", "du_demi", "au", "au_demi"))
    enfant.refresh_from_db()
    ligne = services.poser_exception(
        enfant, lui.foyer, du=Borne(date(2026, 11, 10)), au=Borne(date(2026, 11, 18)), version=enfant.version,
        par=agent,
    )  # fmt: skip
    assert qui(enfant, "2026-11-10") == lui.foyer.pk
    enfant.refresh_from_db()
    services.retirer_exception(ligne, version=enfant.version, par=agent)
    services.retirer_exception(ligne, version=enfant.version, par=agent)  # a double click
    assert list(enfant.gardes.values_list("foyer", "du", "du_demi", "au", "au_demi")) == avant


def test_a_home_where_the_child_does_not_live_is_refused(deux_foyers, donges, agent):
    enfant, elle, _ = deux_foyers
    ailleurs = famille(donges, enfants=0)
    with pytest.raises(Refus) as refus:
        poser_rythme(enfant, elle, ailleurs)
    assert refus.value.code == "foyer"
    with pytest.raises(Refus):
        services.poser_exception(
            enfant, ailleurs.foyer, du=Borne(RENTREE), au=Borne(RENTREE), version=enfant.version, par=agent
        )
    assert not enfant.gardes.exists()


def test_the_database_refuses_two_homes_at_once(deux_foyers):
    enfant, elle, lui = deux_foyers
    jour = date(2026, 11, 13)
    PeriodeDeGarde.objects.create(enfant=enfant, foyer=elle.foyer, du=date(2026, 11, 9), au=jour, au_demi=MATIN)
    suite = PeriodeDeGarde(enfant=enfant, foyer=lui.foyer, du=jour, du_demi=APRES_MIDI, au=date(2026, 11, 20))
    suite.full_clean()
    suite.save()
    for demi in (MATIN, APRES_MIDI):
        double = PeriodeDeGarde(enfant=enfant, foyer=lui.foyer, du=jour, du_demi=demi, au=jour, au_demi=demi)
        with pytest.raises(ValidationError, match="déjà dans un foyer"):
            double.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            double.save()


def test_custody_ends_and_is_prolonged_for_the_next_year(deux_foyers, donges, agent):
    from commune.services import importer_annee

    enfant, elle, lui = deux_foyers
    poser_rythme(enfant, elle, lui)
    suivante = importer_annee(2027, zone="B")
    assert services.prolonger(enfant.pk, annee=suivante, par=agent)
    assert not services.prolonger(enfant.pk, annee=suivante, par=agent)
    assert qui(enfant, "2028-03-06") in {elle.foyer.pk, lui.foyer.pk}
    enfant.refresh_from_db()
    services.arreter_la_garde(enfant, du=date(2026, 11, 11), motif="Reprise", version=enfant.version, par=agent)
    assert qui(enfant, "2026-11-10") == elle.foyer.pk
    assert qui(enfant, "2026-11-11") is None


def poser_a_la_main(enfant, foyer, du, au, *, par):
    enfant.refresh_from_db()
    du, au = Borne(date.fromisoformat(du)), Borne(date.fromisoformat(au), APRES_MIDI)
    return services.poser_exception(enfant, foyer, du=du, au=au, motif="À part", version=enfant.version, par=par)


def test_what_was_typed_across_the_start_of_a_rhythm_or_beyond_its_end_stays_whole(deux_foyers, agent):
    enfant, elle, lui = deux_foyers
    poser_rythme(enfant, elle, lui)
    typees = [
        poser_a_la_main(enfant, foyer, du, au, par=agent).pk
        for foyer, du, au in (
            (lui.foyer, "2026-11-14", "2026-11-18"),
            (elle.foyer, "2027-08-30", "2027-09-02"),
            (lui.foyer, "2027-10-04", "2027-10-06"),
        )
    ]
    avant = list(PeriodeDeGarde.objects.filter(pk__in=typees).values())
    poser_rythme(enfant, elle, lui, du=date(2026, 11, 16), parite="impaires")
    assert list(enfant.gardes.filter(main=True).values()) == avant
    assert qui(enfant, "2026-11-13") == elle.foyer.pk
    assert qui(enfant, "2026-11-19") == elle.foyer.pk
    assert qui(enfant, "2027-10-07") is None


def test_an_exception_across_the_summer_s_end_does_not_stop_the_new_year(deux_foyers, donges, agent):
    from commune.services import importer_annee

    enfant, elle, lui = deux_foyers
    poser_rythme(enfant, elle, lui)
    suivante = importer_annee(2027, zone="B")
    bord = RythmeDeGarde.objects.get().au
    typee = poser_a_la_main(
        enfant, lui.foyer, (bord - timedelta(days=1)).isoformat(), (bord + timedelta(days=2)).isoformat(), par=agent
    )
    assert services.prolonger(enfant.pk, annee=suivante, par=agent)
    assert enfant.gardes.get(main=True) == typee
    # The year before is of the same rhythm: it comes back there too.
    avant = qui(enfant, "2027-06-09")
    autre = lui if avant == elle.foyer.pk else elle
    ligne = poser_a_la_main(enfant, autre.foyer, "2027-06-08", "2027-06-10", par=agent)
    enfant.refresh_from_db()
    services.retirer_exception(ligne, version=enfant.version, par=agent)
    assert qui(enfant, "2027-06-09") == avant


def test_an_exception_taken_away_beyond_the_rhythm_leaves_nothing(deux_foyers, agent):
    enfant, elle, lui = deux_foyers
    poser_rythme(enfant, elle, lui)
    avant = list(enfant.gardes.values_list("foyer", "du", "du_demi", "au", "au_demi"))
    ligne = poser_a_la_main(enfant, lui.foyer, "2027-10-04", "2027-10-06", par=agent)
    enfant.refresh_from_db()
    services.retirer_exception(ligne, version=enfant.version, par=agent)
    assert list(enfant.gardes.values_list("foyer", "du", "du_demi", "au", "au_demi")) == avant


def test_an_exception_taken_away_on_the_eve_of_holidays_gives_them_back(deux_foyers, agent):
    enfant, elle, lui = deux_foyers
    poser_rythme(enfant, elle, lui, vacances="moities", moitie_paire=0)
    assert qui(enfant, "2026-10-16", APRES_MIDI) == elle.foyer.pk  # the first half, from Friday after school
    ligne = poser_a_la_main(enfant, lui.foyer, "2026-10-14", "2026-10-16", par=agent)
    enfant.refresh_from_db()
    services.retirer_exception(ligne, version=enfant.version, par=agent)
    assert qui(enfant, "2026-10-16", APRES_MIDI) == elle.foyer.pk


@pytest.mark.parametrize("repris", [True, False])
def test_an_exception_taken_away_in_the_past_gives_the_rhythm_of_then_back(deux_foyers, agent, repris):
    enfant, elle, lui = deux_foyers
    poser_rythme(enfant, elle, lui, parite="", repere=date(2026, 9, 9))
    sept = list(enfant.gardes.filter(au__lt=date(2026, 11, 10)).values_list("foyer", "du", "du_demi", "au", "au_demi"))
    ligne = poser_a_la_main(enfant, lui.foyer, "2026-09-28", "2026-10-08", par=agent)
    # Two others since: always at hers, then by the days of the week; the last one again from an earlier day.
    poser_rythme(enfant, elle, lui, du=date(2026, 10, 1), forme="exclusive", parite="")
    poser_rythme(enfant, elle, lui, du=date(2026, 11, 10), forme="jours", parite="", grille="ab" * 7)
    if repris:
        poser_rythme(enfant, elle, lui, du=date(2026, 11, 9), forme="jours", parite="", grille="ba" * 7)
    assert qui(enfant, "2026-10-05") == lui.foyer.pk
    enfant.refresh_from_db()
    services.retirer_exception(ligne, version=enfant.version, par=agent)
    refaits = enfant.gardes.filter(au__lt=date(2026, 10, 1)).values_list("foyer", "du", "du_demi", "au", "au_demi")
    assert list(refaits)[:-1] == sept[: len(refaits) - 1]
    attendus = {"2026-09-29": sept_chez(sept, date(2026, 9, 29)), "2026-10-05": elle.foyer.pk}
    assert {jour: qui(enfant, jour) for jour in attendus} == attendus
    assert qui(enfant, "2026-09-29") == lui.foyer.pk
    rythmes = RythmeDeGarde.objects.get().regles()
    fins = [au for _, au, _ in rythmes]
    assert fins == [date(2026, 9, 30), date(2026, 11, 8 if repris else 9), date(2027, 8, 31)]


def test_a_custody_that_is_stopped_keeps_its_rules_for_the_past_and_goes_on_no_more(deux_foyers, agent):
    from commune.services import importer_annee

    enfant, elle, lui = deux_foyers
    poser_rythme(enfant, elle, lui)
    poser_rythme(enfant, elle, lui, du=date(2026, 10, 5), forme="exclusive", parite="")
    ligne = poser_a_la_main(enfant, lui.foyer, "2026-10-12", "2026-10-13", par=agent)
    for _ in range(2):  # stopped twice, stopped once
        enfant.refresh_from_db()
        services.arreter_la_garde(enfant, du=date(2026, 11, 11), motif="Reprise", version=enfant.version, par=agent)
    rythme = RythmeDeGarde.objects.get()
    assert [(du, au) for du, au, _ in rythme.regles()] == [
        (RENTREE, date(2026, 10, 4)), (date(2026, 10, 5), date(2026, 11, 10)),
    ]  # fmt: skip
    assert enfant.version == rythme.enfant.version
    services.retirer_exception(ligne, version=enfant.version, par=agent)
    assert qui(enfant, "2026-10-12") == elle.foyer.pk
    assert qui(enfant, "2026-11-11") is None
    assert not services.prolonger(enfant.pk, annee=importer_annee(2027, zone="B"), par=agent)
    # The same rhythm set again begins anew; the days between stay without a rule.
    poser_rythme(enfant, elle, lui, du=date(2026, 12, 1), forme="exclusive", parite="")
    assert [du for du, _, _ in RythmeDeGarde.objects.get().regles()] == [
        RENTREE, date(2026, 10, 5), date(2026, 12, 1),
    ]  # fmt: skip
    assert qui(enfant, "2026-11-20") is None
    assert qui(enfant, "2026-12-01") == elle.foyer.pk


def sept_chez(lignes, jour):
    return next(foyer for foyer, du, _, au, _ in lignes if du < jour < au or du == jour)


def test_a_rhythm_that_goes_on_is_one(deux_foyers, agent):
    from commune.services import importer_annee

    enfant, elle, lui = deux_foyers
    poser_rythme(enfant, elle, lui)
    assert services.prolonger(enfant.pk, annee=importer_annee(2027, zone="B"), par=agent)
    assert [du for du, _, _ in RythmeDeGarde.objects.get().regles()] == [RENTREE]
