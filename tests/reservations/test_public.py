"""Who may register for an activity: school, level, age, town; what the town set is what the desk is told."""

from datetime import date

import pytest

from common.errors import Refus
from reservations.activites.models import Activite
from reservations.activites.rules_public import ConditionsDInscription, refuser_inscription
from reservations.activites.services.inscriptions import inscrire
from reservations.activites.services.places import ouvrir
from tests.factories.famille import famille

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
