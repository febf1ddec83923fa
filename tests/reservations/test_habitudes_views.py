"""« Semaine habituelle » on the screens: preview, validation, stop, what could not be booked."""

from datetime import date, time

import pytest
from django.core.cache import cache

from common.tasks import menage
from reservations.activites.models import Creneau
from reservations.planning.models import RefusHabituel, Reservation, SemaineHabituelle
from tests.factories.activites import garderie, inscrire_a, ouvrir_jours
from tests.reservations.conftest import LUNDI_16, MARDI_17
from tests.reservations.gestes import maison, parent
from tests.tools.html import liens, soupe, source, texte, un

__all__ = ["maison", "parent"]
pytestmark = pytest.mark.django_db
PAGE = "/espace/reservations/habitudes/"


def saisie(maison, **autres):
    inscription = maison.inscriptions[0]
    formule = inscription.activite.formules.get()
    return {
        "quoi": f"{inscription.pk}:{formule.pk}", "jours": ["0", "1"], "une_sur": "1", "temps": "ecole",
        "du": "2026-11-16", "au": "2026-11-27",
    } | autres  # fmt: skip


@pytest.mark.feature("F120", "F121", "F122")
def test_a_usual_week_is_read_again_before_it_is_validated(parent, maison):
    assert liens(parent.get("/espace/reservations/semaine/"))["Semaine habituelle"] == PAGE
    apercu = texte(parent.post(PAGE, saisie(maison)))
    assert "Zoé, cantine, le lundi et le mardi" in apercu
    assert "4 jours à réserver, du 16 novembre 2026 au 24 novembre 2026" in apercu
    assert "Un mois ordinaire : 3,40 €" in apercu
    assert not SemaineHabituelle.objects.exists()
    assert parent.post(PAGE, saisie(maison, valider="1")).url == PAGE
    assert Reservation.objects.vivantes().count() == 4
    page = parent.get(PAGE)
    assert "Cantine, le lundi et le mardi, les semaines d’école" in texte(page)
    parent.post(un(page, "form[action$='/arreter/']")["action"])
    assert not Reservation.objects.vivantes().exists()


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("jours", [], "Cochez au moins un jour"),
        ("jours", ["2"], "jamais ouverte le mercredi"),
        ("du", "2026-11-02", "commence aujourd’hui ou plus tard"),
        ("au", "2026-11-11", "La fin précède le début"),
        ("quoi", "1:2", "Choisissez une des réponses proposées"),
    ],
)
def test_a_pattern_that_is_none_is_refused_beside_its_field(parent, maison, champ, valeur, phrase):
    reponse = parent.post(PAGE, saisie(maison, **{champ: valeur}))
    assert reponse.status_code == 422
    assert phrase in source(reponse)


def test_a_usual_day_without_place_is_to_do_until_it_is_put_aside(parent, maison):
    Creneau.objects.filter(date=MARDI_17).update(places=0)
    assert "Il n’y a plus de place le mardi 17 novembre" in texte(parent.post(PAGE, saisie(maison)))
    parent.post(PAGE, saisie(maison, valider="1"))
    assert "1 jour de votre semaine habituelle sans place" in texte(parent.get("/espace/"))
    parent.post(un(parent.get(PAGE), "form[action$='/ecarter/']")["action"])
    assert "sans place" not in texte(parent.get("/espace/"))
    assert RefusHabituel.objects.count() == 1


def test_the_night_books_the_days_that_opened(parent, maison, ouverte):
    Creneau.objects.filter(date__gte=date(2026, 11, 23)).delete()
    parent.post(PAGE, saisie(maison, valider="1"))
    assert Reservation.objects.vivantes().count() == 2
    Creneau.objects.create(unite=ouverte.repas, lieu=ouverte.restaurant, date=date(2026, 11, 23), places=5)
    menage()
    assert set(Reservation.objects.vivantes().values_list("date", flat=True)) == {
        LUNDI_16, MARDI_17, date(2026, 11, 23),
    }  # fmt: skip


def test_the_hour_of_a_usual_morning_or_evening_is_said_and_billed(parent, maison, ouverte):
    assert not soupe(parent.get(PAGE)).select("[name=heure]")
    soins = garderie(ouverte)
    ouvrir_jours(soins, ouverte.ecole.lieu, [LUNDI_16, MARDI_17])
    cache.delete("memoire.catalogue")
    inscription = inscrire_a(soins, maison.enfants[0], maison.payeur, ouverte.ecole.lieu)
    soir = f"{inscription.pk}:{soins.formules['soir'].pk}"
    apercu = texte(parent.post(PAGE, saisie(maison, quoi=soir, heure="17:00")))
    assert "Zoé, garderie, soir, jusqu’à 17 h, le lundi et le mardi" in apercu
    assert "Un mois ordinaire : 1,12 €" in apercu
    parent.post(PAGE, saisie(maison, quoi=soir, heure="17:00", valider="1"))
    assert set(Reservation.objects.vivantes().values_list("depart", flat=True)) == {time(17)}
    assert "Garderie, soir, jusqu’à 17 h, le lundi" in texte(parent.get(PAGE))
    for quoi, heure, phrase in (
        (soir, "21:00", "entre 16 h 30 et 18 h 30"),
        (soir, "abc", "Écrivez l’heure ainsi"),
        (saisie(maison)["quoi"], "17:00", "laissez l’heure vide"),
    ):
        assert phrase in texte(parent.post(PAGE, saisie(maison, quoi=quoi, heure=heure)))
