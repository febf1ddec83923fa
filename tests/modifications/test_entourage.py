"""The entourage: whom to call, who may fetch a child, who must not."""

from datetime import date

import pytest

from espace_prive.modifications.models import Modification
from espace_prive.sante.models import Proche
from tests.modifications.gestes import ENTOURAGE, MAMIE, NOMS, changer, lire
from tests.tools.html import source

pytestmark = pytest.mark.django_db


@pytest.mark.feature("F077", "F078", "F067")
def test_the_entourage_is_kept_by_the_parent(mere, pere, elle, lui):
    deux = [e.pk for e in elle.enfants]
    assert changer(mere, "entourage", elle.foyer.pk, **MAMIE, enfants=deux).status_code == 302
    proche = Proche.objects.get()
    assert (proche.telephone, proche.rang, proche.du) == ("06 39 98 00 11", 1, date(2026, 11, 10))
    page = lire(mere, ENTOURAGE)
    assert "06 39 98 00 11" in page
    assert "Peut venir chercher" in page
    his = lire(pere, ENTOURAGE)
    assert "Odette Rivière" in his
    assert "06 39 98" not in his
    assert elle.enfants[1].prenom not in his
    assert pere.get(f"/espace/dossier/proche/{proche.pk}/").status_code == 404
    un_jour = MAMIE | {"duree": "un_jour", "du": "2026-11-20", "enfants": deux[:1], "version": "1"}
    changer(mere, "proche", proche.pk, **un_jour)
    proche.refresh_from_db()
    assert (proche.du, proche.au, proche.enfants.count()) == (date(2026, 11, 20), date(2026, 11, 20), 1)
    assert "seulement" in lire(mere, ENTOURAGE)
    perdu = changer(mere, "proche", proche.pk, **un_jour | {"telephone": "0639980099"})
    assert "modifié entre-temps" in source(perdu)
    assert "0639980099" in source(perdu)
    changer(mere, "fin-proche", proche.pk, version="2")
    assert "Odette" in lire(mere, ENTOURAGE)
    proche.refresh_from_db()
    assert proche.au == date(2026, 11, 10)


@pytest.mark.feature("F078")
def test_who_must_not_fetch_a_child_is_read_by_an_agent_first(mere, elle, client_agent):
    interdit = MAMIE | {"collecte": "interdite", "rang": "", "enfants": [elle.enfants[0].pk]}
    assert "Écrivez la décision" in source(changer(mere, "entourage", elle.foyer.pk, **interdit))
    changer(mere, "entourage", elle.foyer.pk, **interdit, reference="Ordonnance du 3 novembre 2026")
    assert not Proche.objects.exists()
    demande = Modification.objects.get()
    client_agent.post(
        f"/gestion/dossiers/{elle.foyer.pk}/demandes/{demande.pk}/", {"version": "0", "reponse": "accepter"}
    )
    proche = Proche.objects.get()
    assert (proche.collecte, proche.reference) == ("interdite", "Ordonnance du 3 novembre 2026")
    # Lifting it is read too.
    changer(mere, "fin-proche", proche.pk, version="1")
    proche.refresh_from_db()
    assert proche.au is None
    assert Modification.objects.en_attente().count() == 1


@pytest.mark.parametrize("nom", NOMS)
def test_names_of_every_script(mere, elle, nom):
    assert (
        changer(mere, "entourage", elle.foyer.pk, **MAMIE | {"nom": nom}, enfants=[elle.enfants[0].pk]).status_code
        == 302
    )
    assert nom in lire(mere, ENTOURAGE)


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"du": "9999-12-31", "duree": "un_jour"}, "trop lointaine"),
        ({"du": "2026-11-01", "duree": "un_jour"}, "Cette date est passée"),
        ({"duree": "entre", "du": "2026-12-01"}, "Écrivez la dernière date"),
        ({"duree": "entre", "du": "2026-12-03", "au": "2026-12-01"}, "précède le premier"),
        ({"telephone": "12"}, "incomplet"),
        ({"telephone": ""}, "il faut son téléphone"),
        ({"nom": "\0"}, "ne peut pas être lu"),
        ({"prenom": "???"}, "avec des lettres"),
        ({"rang": "", "collecte": ""}, "Dites si cette personne"),
        ({"collecte": "pirate"}, "Choisissez une des réponses"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(mere, elle, champs, phrase):
    reponse = changer(mere, "entourage", elle.foyer.pk, **MAMIE | champs, enfants=[elle.enfants[0].pk])
    page = source(reponse)
    assert phrase in page
    assert 'value="Odette"' in page or "prenom" in champs
    assert not Proche.objects.exists()
