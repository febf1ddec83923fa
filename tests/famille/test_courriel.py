"""The family file follows the address of its adult's account."""

import pytest

from common.models import Journal
from espace_prive.comptes import services
from tests.factories.comptes import MOT_DE_PASSE
from tests.factories.famille import famille
from tests.tools.courrier import dernier, lien

NOUVELLE = "nouvelle@courriel.example"
pytestmark = pytest.mark.django_db


def changer(utilisateur):
    services.demander_courriel(utilisateur, NOUVELLE, mot_de_passe=MOT_DE_PASSE)
    ancienne = utilisateur.email
    for adresse, cote in ((ancienne, "ancienne"), (NOUVELLE, "nouvelle")):
        services.dire_oui(lien(dernier(adresse)).rstrip("/").split("/")[-1], cote=cote)


@pytest.mark.feature("F054")
def test_the_file_follows_and_says_so(donges):
    maison = famille(donges)
    personne, version = maison.responsable, maison.responsable.version
    personne.email = maison.utilisateur.email.upper()
    personne.save()
    changer(maison.utilisateur)
    personne.refresh_from_db()
    assert (personne.email, personne.version) == (NOUVELLE, version + 1)
    assert Journal.objects.filter(action="adresse électronique suivie", objet_id=str(personne.pk)).exists()


def test_another_address_that_the_service_wrote_stays(donges):
    maison = famille(donges)
    maison.responsable.email = "service@courriel.example"
    maison.responsable.save()
    changer(maison.utilisateur)
    maison.responsable.refresh_from_db()
    assert maison.responsable.email == "service@courriel.example"
    maison.utilisateur.refresh_from_db()
    assert maison.utilisateur.email == NOUVELLE
