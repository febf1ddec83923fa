"""What editors send twice is kept once: Wagtail's own forms carry the number too."""

from uuid import uuid4

import pytest
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from common.services.envois import CHAMP
from espace_prive.comptes.enums import Role
from tests.conftest import _agent, connecter_agent
from tests.tools.fichiers import image, pdf

pytestmark = pytest.mark.django_db
GENRES = [("images", image, get_image_model), ("documents", pdf, get_document_model)]


@pytest.mark.parametrize(("genre", "fichier", "modele"), GENRES)
def test_a_file_sent_by_two_clicks_is_kept_once_and_another_number_keeps_another(site_public, genre, fichier, modele):
    qui = _agent(Role.PUBLICATEUR)
    client, adresse = connecter_agent(Client(), qui), f"/gestion/{genre}/add/"
    assert f'name="{CHAMP}"' in client.get(adresse).content.decode()
    avant, numero = modele().objects.count(), str(uuid4())
    champs = {"title": "Deux clics", "collection": Collection.get_first_root_node().pk, "tags": ""}
    reponses = [client.post(adresse, champs | {"file": fichier(), CHAMP: numero}) for _ in range(3)]
    assert [r.status_code for r in reponses] == [302] * 3, reponses[0].content.decode()[-3000:]
    assert modele().objects.count() == avant + 1
    autre = connecter_agent(Client(), _agent(Role.PUBLICATEUR))
    for personne, numero_envoye, titre in ((autre, numero, "Deux clics"), (client, numero, "Autre chose")):
        refus = personne.post(adresse, champs | {"title": titre, "file": fichier(), CHAMP: numero_envoye})
        assert refus.status_code == 409
    assert modele().objects.count() == avant + 1
    # Refused by its judge, a file leaves the number free for the right one.
    neuf, faux = str(uuid4()), image("faux.png", genre="GIF")
    assert client.post(adresse, champs | {"file": faux, CHAMP: neuf}).status_code == 200
    assert client.post(adresse, champs | {"file": fichier(), CHAMP: neuf}).status_code == 302
    assert modele().objects.count() == avant + 2
