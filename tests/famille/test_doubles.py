"""Who is already known is found whatever the spelling, and told before an agent creates somebody."""

from datetime import date

import pytest

from espace_prive.famille.models import Enfant, Foyer, Responsable
from espace_prive.ouverture import services as ouverture
from tests.factories.famille import famille
from tests.ouverture.test_demandes import demande
from tests.tools.html import arbre, source

pytestmark = pytest.mark.django_db
LISTE = "/gestion/familles/"


def renommer(objet, **champs):
    for nom, valeur in champs.items():
        setattr(objet, nom, valeur)
    objet.save()


@pytest.fixture
def kerbrat(donges):
    """A family of the file: Camille Kerbrat, her mail, her street, Zoé Talbot."""
    maison = famille(donges, enfants=1, compte=False, nom="Kerbrat", numero=2061)
    renommer(maison.foyer, adresse="42 allée des Roseaux", code_postal="44480", ville="Donges")
    renommer(
        maison.responsable, nom="Kerbrat", prenoms="Camille", email="c.kerbrat@courriel.example",
        mobile="06 39 98 15 56",
    )  # fmt: skip
    renommer(maison.enfants[0], nom="Talbot", prenom="Zoé", naissance=date(2019, 1, 8))
    return maison


@pytest.mark.parametrize(
    "saisie",
    [
        "0639981556",
        "42 allée des Roseaux",
        "Kerbart",
        "talbot",
        "08/01/2019",
        "C.KERBRAT@courriel.example",
        "2061",
    ],
)
def test_the_list_finds_a_family_by_what_the_agent_knows(client_agent, kerbrat, donges, saisie):
    famille(donges, enfants=1, compte=False, nom="Autre", numero=3000)
    html = source(client_agent.get(LISTE, {"q": saisie}))
    assert "1\u00a0famille" in html or "1 famille" in html
    assert f"{LISTE}{kerbrat.foyer.pk}/" in html


def test_a_search_that_forgave_a_slip_says_so(client_agent, kerbrat):
    assert "qui ressemble à" in client_agent.get(LISTE, {"q": "Kerbart"}).content.decode()
    assert "qui ressemble" not in client_agent.get(LISTE, {"q": "Kerbrat"}).content.decode()


def test_a_child_typed_in_pieces_is_kept_whole_and_found(client_agent, kerbrat, donges):
    nom = "E\u0301le\u0301onore"
    adresse = f"{LISTE}{kerbrat.foyer.pk}/enfants/ajouter/"
    liens = {f"qualite_{a.responsable_id}": "mere" for a in kerbrat.foyer.appartenances.all()}
    saisie = {"prenom": nom, "nom": "Te\u0301venn", "naissance": "2020-02-29", "version": "1", "genre": ""}
    client_agent.post(adresse, saisie | liens)
    enfant = Enfant.objects.get(naissance=date(2020, 2, 29))
    assert (enfant.prenom, enfant.nom) == ("Éléonore", "Tévenn")
    for saisie in ("Éléonore", "eleonore", nom, "tevenn 29/02/2020"):
        assert list(Foyer.objects.recherche(saisie)) == [kerbrat.foyer], saisie
        assert list(Enfant.objects.recherche(saisie)) == [enfant], saisie


def creer(client, chemin, **saisie):
    return client.post(f"{LISTE}{chemin}", {"version": "1"} | saisie)


def test_a_second_household_at_the_same_address_is_asked_about(client_agent, kerbrat):
    saisie = {"nom": "KERBRAT", "adresse": "42, allée des roseaux", "code_postal": "44480", "ville": "DONGES"}
    reponse = creer(client_agent, "nouvelle/", **saisie)
    assert reponse.status_code == 200
    assert "même adresse" in reponse.content.decode()
    assert f"{LISTE}{kerbrat.foyer.pk}/" in reponse.content.decode()
    assert arbre(reponse).select_one("input[name='adresse']").get("value") == "42, allée des roseaux", (
        "nothing is lost"
    )
    assert Foyer.objects.count() == 1
    assert creer(client_agent, "nouvelle/", **saisie, autre_personne="oui").status_code == 302
    assert Foyer.objects.count() == 2


def test_an_adult_of_the_same_mail_and_a_child_of_the_same_birth_are_asked_about(client_agent, kerbrat, donges):
    autre = famille(donges, enfants=0, compte=False, nom="Autre", numero=3000)
    chemin = f"{autre.foyer.pk}/adultes/ajouter/"
    saisie = {"civilite": "mme", "nom": "Kerbrat", "prenoms": "Camille", "email": "C.Kerbrat@courriel.example"}
    html = creer(client_agent, chemin, **saisie).content.decode()
    assert "même adresse électronique" in html
    assert Responsable.objects.filter(nom="Kerbrat").count() == 1
    creer(client_agent, chemin, **saisie, autre_personne="oui")
    assert Responsable.objects.filter(nom="Kerbrat").count() == 2
    liens = {f"qualite_{a.responsable_id}": "aucun" for a in autre.foyer.appartenances.all()}
    enfant = {"prenom": "zoe", "nom": "Talbot", "naissance": "2019-01-08", "genre": "", **liens}
    html = creer(client_agent, f"{autre.foyer.pk}/enfants/ajouter/", **enfant).content.decode()
    assert "même date de naissance" in html
    assert Enfant.objects.filter(naissance=date(2019, 1, 8)).count() == 1
    twin = enfant | {"prenom": "Malo"}
    assert creer(client_agent, f"{autre.foyer.pk}/enfants/ajouter/", **twin).status_code == 302


def test_a_request_with_a_slip_finds_who_it_is_and_says_why(donges):
    maison = famille(donges, enfants=1, compte=False, nom="Jaouen")
    renommer(maison.foyer, adresse="9 rue des Ormes", code_postal="44480", ville="Donges")
    renommer(maison.responsable, nom="Jaouen", prenoms="Fatoumata", email="", naissance=None)
    renommer(maison.enfants[0], prenom="Moussa", naissance=date(2018, 5, 14))
    recue = demande(
        nom="Jaouenn", prenoms="Fatoumata", adresse="9, rue des Ormes", naissance=date(1990, 1, 1),
        email="fatou@courriel.example", enfants=[{"prenom": "Moussa", "nom": "Jaouenn", "naissance": "2018-05-14"}],
    )  # fmt: skip
    (trouvee,) = ouverture.proposer(recue, parmi=Responsable.objects.all())
    assert trouvee.responsable == maison.responsable
    assert trouvee.signes == (
        "nom et prénom presque les mêmes", "même adresse", "un enfant de mêmes prénom et date de naissance",
    )  # fmt: skip


def test_who_asks_from_a_known_home_joins_it_and_its_child_is_not_made_twice(client_agent, donges):
    """The father of a known child asks for a space from the address of the file: one home, one child."""
    maison = famille(donges, enfants=1, compte=False, nom="Jaouen")
    renommer(maison.foyer, nom="Jaouen", adresse="9 rue des Ormes", code_postal="44480", ville="Donges")
    enfant = maison.enfants[0]
    renommer(enfant, prenom="Moussa", nom="Jaouen", naissance=date(2018, 5, 14))
    recue = demande(
        civilite="m", qualite="pere", nom="Ba", prenoms="Idrissa", adresse="9, rue des Ormes", code_postal="44480",
        ville="Donges", email="idrissa@courriel.example", message="MS aux Ajoncs", naissance=date(1989, 3, 2),
        enfants=[{"prenom": "Moussa", "nom": "Jaouen", "naissance": "2018-05-14"}],
    )  # fmt: skip
    page = f"/gestion/ouvertures/demandes/{recue.pk}/"
    choix = arbre(client_agent.get(page)).select("[name=foyer] option")
    assert [o["value"] for o in choix] == ["", str(maison.foyer.pk), "nouveau"]
    assert client_agent.post(f"{page}nouvelle-famille/", {"enfant_0": str(enfant.pk)}).status_code == 422
    saisie = {"enfant_0": str(enfant.pk), "foyer": str(maison.foyer.pk)}
    reponse = client_agent.post(f"{page}nouvelle-famille/", saisie)
    fiche = f"{LISTE}{maison.foyer.pk}/"
    assert reponse["Location"] == fiche
    assert Foyer.objects.count() == 1
    assert Enfant.objects.count() == 1
    assert Responsable.objects.get(prenoms="Idrissa").foyer_actuel() == maison.foyer
    assert enfant.liens.get(responsable__prenoms="Idrissa").qualite == "pere"
    assert f'href="{page}"' in source(client_agent.get(fiche))
