"""The parents' file: what each may read, change at once, ask for; what two people cannot do at once."""

import pytest

from espace_prive.demarches.models import Demarche
from espace_prive.documents import services as documents
from espace_prive.documents.controle import controler
from espace_prive.famille.models import Allocataire, Responsable
from espace_prive.garde import services
from espace_prive.sante.models import FicheSanitaire, Proche
from espace_prive.sante.services import sante
from tests.modifications.conftest import RENTREE
from tests.modifications.gestes import ENTOURAGE, FAMILLE, MAMIE, changer, dossier, lire
from tests.tools.fichiers import pdf
from tests.tools.html import source
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db


@pytest.mark.feature("F074", "F076", "F062", "F066", "F067")
def test_the_family_page_shows_who_lives_here_and_the_way_to_each(mere, elle, lui):
    page = lire(mere, FAMILLE)
    for attendu in (
        "Membres du foyer", *map(str, elle.enfants), "Camille Rivière", "3 rue des Ajoncs", "Entourage", "640,00",
        "CAF", "Ajouter un enfant", "Mon accueil", "Signalez tout changement qui touche l’accueil de vos enfants",
    ):  # fmt: skip
        assert attendu in page, attendu
    assert "quai Secret" not in page
    for enfant in elle.enfants:
        assert f'href="{dossier(enfant)}"' in page
    assert ENTOURAGE in lire(mere, "/espace/")


@pytest.mark.feature("F095", "F081")
def test_each_member_opens(mere, elle, lui):
    assert "Camille Rivière" in lire(mere, f"/espace/famille/responsable/{elle.responsable.pk}/")
    page = lire(mere, dossier(elle.enfants[0]))
    for attendu in ("École Aimé-Césaire", "Repas et allergies", "Vaccins", "Autorisations", "Il manque quelque chose"):
        assert attendu.lower() in page.lower(), attendu


def test_custody_is_told_without_the_other_home(mere, pere, elle, lui):
    enfant = elle.enfants[0]
    services.appliquer_rythme(
        enfant, du=RENTREE, version=enfant.version, par=None, premier=elle.foyer, second=lui.foyer, forme="semaines",
        parite="paires",
    )  # fmt: skip
    hers, his = lire(mere, dossier(enfant)), lire(pere, dossier(enfant))
    assert "Aujourd’hui chez vous." in hers
    assert "Puis dans son autre foyer à partir du vendredi 13 novembre après-midi." in hers
    assert "Aujourd’hui dans son autre foyer." in his
    assert "Aujourd’hui dans son autre foyer." in lire(pere, f"/espace/enfants/{enfant.pk}/")
    for page, secret in ((hers, "quai Secret"), (his, "3 rue des Ajoncs"), (hers, "Talbot"), (his, "0001")):
        assert secret not in page


@pytest.mark.feature("F075", "F074")
def test_telephones_are_changed_at_once(mere, elle):
    adresse = f"/espace/dossier/coordonnees/{elle.responsable.pk}/"
    assert "Téléphone mobile" in lire(mere, adresse)
    reponse = changer(
        mere, "coordonnees", elle.responsable.pk, mobile="06.39.98.00.77", telephone="",
        email="nouvelle@courriel.example", version="1",
    )  # fmt: skip
    assert reponse.status_code == 302
    moi = Responsable.objects.get(pk=elle.responsable.pk)
    assert (moi.mobile, moi.email, moi.version) == ("06 39 98 00 77", "nouvelle@courriel.example", 2)
    assert not Demarche.objects.exists()
    assert "06 39 98 00 77" in source(mere.get(reponse.url))


def test_forged_ids_are_not_found_and_forged_choices_are_refused(mere, pere, elle, lui, donges):
    voisin = lui
    assert changer(mere, "adresse", voisin.foyer.pk, adresse="x").status_code == 404
    assert changer(mere, "coordonnees", voisin.responsable.pk, mobile="").status_code == 404
    assert changer(pere, "alimentation", elle.enfants[1].pk, regime="standard").status_code == 404
    assert pere.get(dossier(elle.enfants[1])).status_code == 404
    assert mere.get("/espace/dossier/inconnu/1/").status_code == 404
    forge = changer(pere, "entourage", lui.foyer.pk, **MAMIE, enfants=[elle.enfants[1].pk])
    assert forge.status_code == 200
    assert not Proche.objects.exists()
    assert (
        pere.post(
            "/espace/famille/confirmer/", {"objet": "foyer", "pk": elle.foyer.pk, "rubrique": "entourage"}
        ).status_code
        == 404
    )


@pytest.mark.feature("F082")
def test_the_benefits_number_and_the_consent(mere, elle):
    assert "Écrivez le numéro" in source(changer(mere, "allocataire", elle.foyer.pk, organisme="caf", numero=""))
    changer(mere, "allocataire", elle.foyer.pk, organisme="caf", numero="1234567", consent="on")
    ligne = Allocataire.objects.get()
    assert (ligne.numero, ligne.consent) == ("1234567", True)
    assert "Oui, depuis le 10 novembre 2026" in lire(mere, FAMILLE).replace("\u00a0", " ")


def test_nothing_changed_is_said_and_confirmed_once_a_year(mere, elle):
    reponse = changer(mere, "coordonnees", elle.responsable.pk, mobile="", telephone="", email=elle.responsable.email)
    assert "Rien n’a changé." in source(mere.get(reponse.url))
    page = lire(mere, FAMILLE)
    assert page.count(">Rien n’a changé<") == 6
    mere.post("/espace/famille/confirmer/", {"objet": "enfant", "pk": elle.enfants[0].pk, "rubrique": "sante"})
    page = lire(mere, FAMILLE).replace("\u00a0", " ")
    assert page.count(">Rien n’a changé<") == 5
    assert "Confirmé le 10 novembre 2026" in page


def test_an_agent_and_a_parent_on_one_record_the_second_is_told(mere, elle, client_agent):
    enfant = elle.enfants[0]
    corriger = f"/gestion/dossiers/{elle.foyer.pk}/corriger/alimentation/{enfant.pk}/"
    assert "Repas" in lire(client_agent, corriger)
    changer(mere, "alimentation", enfant.pk, regime="standard", allergies="Œuf")
    perdu = client_agent.post(corriger, {"version": "0", "regime": "standard", "allergies": "Lait"})
    assert "modifié entre-temps" in source(perdu)
    assert f'<a href="{corriger}">Voir la version à jour</a>' in perdu.content.decode()
    assert "Lait</textarea>" in perdu.content.decode()
    changee = changer(mere, "alimentation", enfant.pk, regime="panier", allergies="Lait", version="0")
    assert f'<a href="/espace/dossier/alimentation/{enfant.pk}/">Voir la' in changee.content.decode()
    assert "Lait</textarea>" in changee.content.decode()
    assert FicheSanitaire.objects.get().allergies == "Œuf"
    assert (
        client_agent.post(corriger, {"version": "1", "regime": "standard", "allergies": "Œuf, lait"}).status_code
        == 302
    )


@pytest.mark.usefixtures("memoire_longue")
def test_pages_cost_the_same_for_one_child_and_for_many(client, donges, elle, mere, agent):
    from tests.factories.famille import famille

    comptes = {}
    for nombre in (1, 12):
        maison = famille(donges, enfants=nombre)
        client.force_login(maison.utilisateur)
        for rang in range(nombre):
            changer(
                client,
                "entourage",
                maison.foyer.pk,
                **MAMIE | {"prenom": f"Odette{'abcdefghijkl'[rang]}"},
                enfants=[e.pk for e in maison.enfants],
            )
        sante.joindre_pai(maison.enfants[0], documents.deposer(controler(pdf()), par=agent), version=0, par=agent)
        for adresse in (FAMILLE, ENTOURAGE, dossier(maison.enfants[0])):
            client.get(adresse)
            with requetes() as faites:
                client.get(adresse)
            cle = adresse if str(maison.enfants[0].pk) not in adresse else "dossier"
            comptes.setdefault(cle, []).append(len(faites))
    assert all(un == douze for un, douze in comptes.values()), comptes
    assert comptes[FAMILLE][0] <= 14
    assert comptes[ENTOURAGE][0] <= 8
    assert comptes["dossier"][0] <= 20
