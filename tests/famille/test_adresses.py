"""A parent who lives abroad has an address here too; a postcode is read as it is pasted."""

import pytest

from espace_prive.famille.agents.forms import FoyerForm
from espace_prive.modifications.forms.base import AdresseForm
from espace_prive.ouverture import services as ouverture
from espace_prive.ouverture.forms import DemandeEspaceForm
from tests.ouverture.test_demandes import demande

pytestmark = pytest.mark.django_db
RUE = {"adresse": "5 rue Neuve", "complement": "", "ville": "Bruxelles", "nom": "Rivière", "version": "1"}
FORMULAIRES = (AdresseForm, FoyerForm, DemandeEspaceForm)


@pytest.mark.parametrize("formulaire", FORMULAIRES)
def test_each_form_of_an_address_takes_a_country(formulaire, donges):
    form = formulaire(RUE | {"code_postal": "1050", "pays": "BE"})
    assert not {"code_postal", "pays"} & set(form.errors)
    assert form.cleaned_data["code_postal"] == "1050"
    form = formulaire(RUE | {"code_postal": "44 480"})
    assert not {"code_postal", "pays"} & set(form.errors)
    assert (form.cleaned_data["code_postal"], form.cleaned_data["pays"]) == ("44480", "FR")


@pytest.mark.parametrize("formulaire", FORMULAIRES)
def test_the_example_is_the_town_s_own_and_says_what_to_do_abroad(formulaire, donges):
    donges.reglages.code_postal = "18000"
    donges.reglages.save()
    (phrase,) = formulaire(RUE | {"code_postal": "1050"}).errors["code_postal"]
    assert "par exemple 18000" in phrase
    assert "changez le pays" in phrase
    (phrase,) = formulaire(RUE | {"code_postal": "1050 Bruxelles", "pays": "BE"}).errors["code_postal"]
    assert "sans le nom de la ville" in phrase


def test_a_family_asked_for_from_abroad_keeps_its_country(donges, agent):
    recue = demande(adresse="5 rue Neuve", code_postal="1050", ville="Bruxelles", pays="BE")
    acceptee = ouverture.accepter(recue, par=agent)
    foyer = acceptee.responsable.foyer_actuel()
    assert foyer.lignes_postales == ["5 rue Neuve", "1050 Bruxelles", "BELGIQUE"]
