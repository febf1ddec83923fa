"""A day off of the town, one fact: it closes what is open, it opens it again when it is worked."""

from datetime import date

import pytest
from django.urls import reverse

from common.errors import Refus
from common.models import Courriel
from commune.models import JourFerie
from commune.services import calendrier, chomer, importer_annee, travailler
from reservations.activites.models import Creneau, Groupe
from reservations.activites.services.places import ouvrir
from reservations.planning.enums import Cause
from reservations.planning.models import Fermeture, Prise, Reservation
from reservations.planning.rules_habitudes import Habitude
from reservations.planning.services import Ou, fermer, habitudes, rouvrir
from reservations.planning.verification import ecarts
from tests.factories.activites import centre, inscrire_a
from tests.factories.famille import famille
from tests.factories.reservations import piste_de, reserver_jours
from tests.reservations.conftest import LUNDI_16, MARDI_17, VENDREDI_13
from tests.reservations.test_reglages import annoncee
from tests.tools.html import texte

pytestmark = pytest.mark.django_db


@pytest.fixture
def maison(ouverte):
    maison = famille(ouverte, enfants=2, quotient="500")
    reserver_jours(maison, ouverte, [VENDREDI_13, LUNDI_16])
    return maison


def vivantes(jour=LUNDI_16):
    return Reservation.objects.vivantes().filter(date=jour)


def aller_retour(client, adresse, **saisie):
    """Read what it changes, then do it; give what was read."""
    vue = client.post(adresse, saisie)
    assert vue.status_code == 200, texte(vue)
    assert client.post(adresse, saisie | {"confirmer": annoncee(vue)}).status_code == 302
    return texte(vue).replace("\xa0", " ")


def test_a_day_off_added_then_removed_by_an_agent(maison, ouverte, client_administrateur):
    lu = aller_retour(client_administrateur, reverse("jours-feries:add"), nom="Pont", du="2026-11-16", au="2026-11-17")
    assert "Lundi 16 novembre, Restauration scolaire" in lu
    assert "2 réservations annulées et non facturées, de 1 famille." in lu
    assert "Mardi 17 novembre, Restauration scolaire" in lu
    assert not vivantes().exists()
    assert vivantes(VENDREDI_13).count() == 2
    assert set(Reservation.objects.filter(date=LUNDI_16).values_list("cause", flat=True)) == {Cause.FERMETURE}
    assert set(Creneau.objects.filter(date__in=[LUNDI_16, MARDI_17]).values_list("ferme", "motif")) == {(True, "Pont")}
    assert {LUNDI_16, MARDI_17} <= calendrier().feries
    (dit,) = Courriel.objects.filter(cle__startswith="fermeture:")
    assert dit.destinataire == maison.responsable.email
    assert "fermeture le lundi 16" in dit.objet.replace("\xa0", " ")

    ferie = JourFerie.objects.get(date=LUNDI_16)
    lu = aller_retour(client_administrateur, reverse("jours-feries:delete", args=[ferie.pk]))
    assert "Lundi 16 novembre, Restauration scolaire" in lu
    assert "ouvre, 2 réservations remises." in lu
    assert vivantes().count() == 2
    assert LUNDI_16 not in calendrier().feries
    assert MARDI_17 in calendrier().feries
    assert Courriel.objects.filter(cle__startswith="reouverture:").count() == 1
    assert ecarts() == []
    # And again: the same day may be off anew.
    chomer(nom="Pont", du=LUNDI_16, au=None, par=None)
    assert not vivantes().exists()


def test_one_mail_a_family_whatever_closes(maison, ouverte):
    loisirs = centre(ouverte)
    ouvrir(loisirs.activite, loisirs.lieu, du=LUNDI_16, au=MARDI_17, places=10)
    piste = piste_de(inscrire_a(loisirs, maison.enfants[0], maison.payeur, loisirs.lieu))
    matinee = next(f for f in piste.formules if f.nom == "Matinee")
    habitudes.enregistrer(piste, matinee, Habitude((0, 1), LUNDI_16, MARDI_17), par=None)
    assert vivantes(MARDI_17).count() == 1
    chomer(nom="Fête du village", du=LUNDI_16, au=MARDI_17, par=None)
    assert not Reservation.objects.vivantes().filter(date__gte=LUNDI_16).exists()
    (dit,) = Courriel.objects.filter(cle__startswith="fermeture:")
    assert "Centre de loisirs et Restauration scolaire" in dit.objet
    assert "lundi 16" in dit.objet.replace("\xa0", " ")
    assert "mardi 17" in dit.objet.replace("\xa0", " ")
    assert ecarts() == []


def test_a_holiday_that_the_town_works_opens_and_no_import_brings_it_back(ouverte):
    """Nothing was opened on the 11th of November, a Wednesday: a Monday holiday shows it."""
    paques = JourFerie.objects.get(date=date(2027, 3, 29))
    assert not Creneau.objects.filter(date=paques.date).exists()
    travailler(paques, par=None)
    assert Creneau.objects.filter(date=paques.date, lieu=ouverte.restaurant, ferme=False).exists()
    importer_annee(2026, zone="B")
    assert paques.date not in calendrier().feries
    # Off again: what had opened closes.
    chomer(nom="Lundi de Pâques", du=paques.date, au=None, par=None)
    assert set(Creneau.objects.filter(date=paques.date).values_list("ferme", flat=True)) == {True}


def test_what_an_agent_closed_apart_stays_closed(maison, ouverte, agent):
    fermer(ou=[Ou(ouverte.cantine, ouverte.restaurant)], jours=[LUNDI_16], motif="Grève", par=agent)
    chomer(nom="Pont", du=LUNDI_16, au=MARDI_17, par=agent)
    assert list(Fermeture.objects.order_by("date").values_list("date", "operation__generale")) == [
        (LUNDI_16, False), (MARDI_17, True),
    ]  # fmt: skip
    with pytest.raises(Refus) as refus:
        rouvrir(Fermeture.objects.filter(date=LUNDI_16), par=agent)
    assert refus.value.code == "ferie"
    for jour in (LUNDI_16, MARDI_17):
        travailler(JourFerie.objects.get(date=jour), par=agent)
    assert Creneau.objects.get(date=LUNDI_16).ferme
    assert not Creneau.objects.get(date=MARDI_17).ferme
    assert not vivantes().exists()


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"nom": "", "du": "2026-11-16"}, "Renseignez « Nom »"),
        ({"nom": "Pont", "du": "2026-11-16", "au": "2026-11-13"}, "La fin précède le début."),
        ({"nom": "Pont", "du": "2026-11-16", "au": "2027-11-16"}, "Pas plus de 62 jours"),
        ({"nom": "Noël", "du": "2026-12-25"}, "Ce jour est déjà dans la liste."),
        ({"nom": "Pont", "du": "2026-02-31"}, "Cette date n’existe pas"),
    ],
)
def test_what_cannot_be_a_day_off_is_refused_and_nothing_is_lost(ouverte, client_administrateur, saisie, phrase):
    avant = JourFerie.objects.count()
    page = client_administrateur.post(reverse("jours-feries:add"), saisie)
    assert page.status_code == 422
    assert phrase in texte(page).replace("\xa0", " ")
    assert JourFerie.objects.count() == avant


def test_a_past_day_changes_the_calendar_alone(maison, ouverte):
    lundi = date(2026, 11, 9)
    reserver_jours(maison, ouverte, [lundi])
    chomer(nom="Pont oublié", du=lundi, au=None, par=None)
    assert vivantes(lundi).count() == 2
    assert not Fermeture.objects.exists()


def test_usual_weeks_book_at_the_very_moment_days_open(donges):
    maison = famille(donges, enfants=1, quotient="500")
    piste = piste_de(maison.enfants[0].inscriptions.get())
    habitudes.enregistrer(piste, piste.formules[0], Habitude((0,), LUNDI_16), par=None)
    assert not vivantes().exists()
    ouvrir(donges.cantine, donges.restaurant, du=LUNDI_16, au=MARDI_17, places=60)
    assert vivantes().count() == 1
    assert not vivantes(MARDI_17).exists()


def test_a_group_that_comes_later_takes_in_its_children(ouverte, client_administrateur):
    """Six booked, five places: nobody loses its own, and nobody more comes in."""
    maisons = [famille(ouverte, enfants=1, quotient="500") for _ in range(6)]
    for maison in maisons:
        reserver_jours(maison, ouverte, [LUNDI_16])
    adresse = reverse("ajouter_partie", args=[ouverte.cantine.pk, "groupes"])
    saisie = {"nom": "Tous", "lieu": ouverte.restaurant.pk, "age_min": 0, "age_max": 17}
    aller_retour(client_administrateur, adresse, **saisie)
    groupe = Groupe.objects.get()
    du_groupe = Creneau.objects.get(date=LUNDI_16, groupe=groupe)
    assert du_groupe.prises == 6
    assert Prise.objects.filter(creneau_du_groupe=du_groupe).count() == 6
    assert Creneau.objects.filter(date=MARDI_17, groupe=groupe).exists()
    assert ecarts() == []
    adresse = reverse("ajouter_partie", args=[ouverte.cantine.pk, "capacites"])
    places = {"lieu": ouverte.restaurant.pk, "groupe": groupe.pk, "places": 5, "motif": "Un agent en moins"}
    assert "6 enfants pour 5 places" in aller_retour(client_administrateur, adresse, **places)
    du_groupe.refresh_from_db()
    assert (du_groupe.places, du_groupe.surbooking, du_groupe.prises) == (5, 1, 6)
