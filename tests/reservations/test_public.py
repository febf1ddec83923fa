"""Who may register for an activity, and where: school, level, age, town, open places; who is then counted there."""

from datetime import date, time

import pytest
from django.core.cache import cache

from common.errors import Refus
from commune.models import Lieu
from reservations.activites.models import Activite, Creneau, Formule, Groupe, Unite
from reservations.activites.rules_public import ConditionsDInscription, refuser_inscription
from reservations.activites.services.inscriptions import inscrire
from reservations.activites.services.places import lieux_ouverts, ouvrir
from reservations.planning.models import Reservation
from reservations.pointage.reading.listes import ListeVoulue, lire
from tests.factories.famille import famille
from tests.tools.html import arbre

JEUDI = date(2026, 11, 12)
ENFANT = {"ecole": 1, "niveau": "CP", "age": 6, "hors_commune": False}


@pytest.mark.parametrize(
    ("public", "enfant", "code"),
    [
        (ConditionsDInscription(), {"ecole": None, "niveau": None, "hors_commune": True}, None),
        (ConditionsDInscription(ecoles={1, 2}), {}, None), (ConditionsDInscription(ecoles={2}), {}, "ecole"),
        (ConditionsDInscription(ecoles={2}), {"ecole": None}, "ecole"),
        (ConditionsDInscription(niveaux=["CP"]), {}, None), (ConditionsDInscription(niveaux=["CM1"]), {}, "niveau"),
        (ConditionsDInscription(age_min=6, age_max=6), {}, None), (ConditionsDInscription(age_min=7), {}, "age"),
        (ConditionsDInscription(age_max=5), {}, "age"),
        (ConditionsDInscription(commune_seulement=True), {}, None),
        (ConditionsDInscription(commune_seulement=True), {"hors_commune": True}, "commune"),
    ],
)  # fmt: skip
def test_who_an_activity_is_for(public, enfant, code):
    non = refuser_inscription(public, **(ENFANT | enfant))
    assert (non and non.code) == code


@pytest.mark.django_db
def test_the_desk_registers_nobody_whom_the_activity_is_not_for(donges, agent):
    maison = famille(donges)
    maison.inscriptions[0].delete()
    ouvrir(donges.cantine, donges.restaurant, du=donges.annee.du, au=donges.annee.au, places=60)
    Activite.objects.filter(pk=donges.cantine.pk).update(age_min=17)
    donges.cantine.refresh_from_db()
    with pytest.raises(Refus) as refus:
        inscrire(
            maison.enfants[0], donges.cantine, lieu=donges.restaurant, payeur=maison.payeur,
            du=date(2026, 11, 12), par=agent,
        )  # fmt: skip
    assert refus.value.code == "age"


@pytest.mark.django_db
def test_a_place_is_open_when_some_formule_has_all_its_units_there(donges):
    """Whatever the order in which the formules were made: a place may open in the morning alone."""
    soir = Unite.objects.create(activite=donges.cantine, code="soir", nom="Soir", debut=time(17), fin=time(18))
    journee = Formule.objects.create(activite=donges.cantine, code="journee", nom="Journée")
    journee.unites.set([donges.repas, soir])
    ailleurs = Lieu.objects.create(code="ailleurs", nom="Ailleurs", genre="restaurant")
    for lieu in (donges.restaurant, ailleurs):
        ouvrir(donges.cantine, lieu, du=JEUDI, au=JEUDI, places=60)
    Creneau.objects.filter(unite=soir, lieu=ailleurs).delete()
    assert set(lieux_ouverts(donges.cantine)) == {donges.restaurant, ailleurs}
    Creneau.objects.filter(unite=donges.repas, lieu=ailleurs).delete()
    assert set(lieux_ouverts(donges.cantine)) == {donges.restaurant}
    Creneau.objects.filter(unite=donges.repas, lieu=donges.restaurant).delete()
    assert not lieux_ouverts(donges.cantine).exists()


@pytest.mark.django_db
def test_a_child_who_comes_twice_in_a_day_is_one_child_of_the_place_s_own_places(donges):
    soir = Unite.objects.create(activite=donges.cantine, code="soir", nom="Soir", debut=time(17), fin=time(18))
    etude = Formule.objects.create(activite=donges.cantine, code="soir", nom="Soir")
    etude.unites.add(soir)
    # Its row of places comes first, and is not the place's own.
    Groupe.objects.create(activite=donges.cantine, lieu=donges.restaurant, nom="Petits", age_min=3, age_max=5)
    ouvrir(donges.cantine, donges.restaurant, du=JEUDI, au=JEUDI, places=60)
    maison = famille(donges)
    for formule in (donges.formule, etude):
        Reservation.objects.create(
            enfant=maison.enfants[0], formule=formule, lieu=donges.restaurant, payeur=maison.payeur, date=JEUDI
        )
    cache.delete("memoire.catalogue")
    (site,) = lire(ListeVoulue(donges.cantine, JEUDI))
    assert (site.places, site.attendus) == (60, 1)
    assert [ligne.quoi for ligne in site.convives] == ["Repas, soir"]
    assert [nombre for _, _, nombre, _ in site.par_classe] == [1]


@pytest.mark.django_db
def test_a_day_is_closed_for_the_activity_that_was_read(donges, client_agent):
    """« Fermer ce jour » of the list leads to that activity, whatever the town's first one."""
    ouvrir(donges.cantine, donges.restaurant, du=JEUDI, au=JEUDI, places=60)
    autre = Activite.objects.create(
        service=donges.service, regie=donges.regie, code="a", nom="Accueil", nom_courant="accueil"
    )
    Unite.objects.create(activite=autre, code="a", nom="A")
    ouvrir(autre, donges.restaurant, du=JEUDI, au=JEUDI)
    page = arbre(client_agent.get("/gestion/effectifs/", {"activite": donges.cantine.pk, "jour": "2026-11-12"}))
    (lien,) = (a["href"] for a in page.find_all("a") if "fermer" in a.get("href", ""))
    cochees = arbre(client_agent.get(lien)).select("input[name=ou][checked]")
    assert [case["value"] for case in cochees] == [f"{donges.cantine.pk}:{donges.restaurant.pk}"]
