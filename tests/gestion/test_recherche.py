"""The staff's one search: families, requests, invoices, payments, requests for a space; each role what it may open."""

import json
import re
from datetime import date

import pytest

from espace_prive.comptes.enums import Role
from espace_prive.demarches import services as demarches
from espace_prive.demarches.enums import EtatDemarche
from espace_prive.modifications.models import Modification
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.factures import facture_brute
from tests.factories.famille import famille
from tests.ouverture.test_demandes import demande
from tests.tools.html import soupe, source, texte

pytestmark = pytest.mark.django_db
LISTE = "/gestion/familles/"


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=1, nom="L’Helgoualc’h", numero=2061)


@pytest.fixture
def facture(maison, donges):
    return facture_brute(maison, donges, total="12.00")


def deposer(maison, donges, **champs):
    return demarches.deposer(
        **{
            "numero": "6f0a3c52-2f3b-4c06-9be3-0d0d4a1b8f11", "type": "reservation", "titre": "Planning de novembre",
            "service": donges.service, "foyer": maison.foyer, "auteur": maison.utilisateur,
            "etat": EtatDemarche.POSITIVE, "constat": "1 repas réservé, 4,50 €.",
            "recapitulatif": [{"libelle": "Zoé, jeudi 12 novembre", "detail": "Réservé", "montant": "4.50"}],
        }
        | champs
    )  # fmt: skip


def chercher(client, texte_cherche):
    return client.get(LISTE, {"q": texte_cherche})


@pytest.mark.parametrize("ecrite", ["{}", "facture {}", "n° {}", "{sans_zeros}", "{espace}"])
def test_an_invoice_number_opens_the_invoice(client_regisseur, facture, ecrite):
    exercice, numero = facture.reference.split("-")
    formes = {"sans_zeros": f"{exercice}-{int(numero)}", "espace": f"{exercice} {numero}"}
    reponse = chercher(client_regisseur, ecrite.format(facture.reference, **formes))
    assert reponse.status_code == 302
    assert reponse["Location"] == f"/gestion/factures/{facture.pk}/"


def test_a_number_alone_gives_all_that_bear_it(client_regisseur, maison, donges):
    facture = facture_brute(maison, donges, total="12.00", numero=2061)
    page = chercher(client_regisseur, "2061")
    assert f'href="/gestion/factures/{facture.pk}/"' in source(page)
    assert f'href="{LISTE}{maison.foyer.pk}/"' in source(page)


def test_who_reads_no_invoice_is_led_to_none(client_agent, facture):
    page = chercher(client_agent, facture.reference)
    assert page.status_code == 200
    assert "/gestion/factures/" not in source(page)


def test_a_request_number_opens_the_request_without_its_price(client_agent, client_regisseur, maison, donges):
    demarche = deposer(maison, donges)
    adresse = f"{LISTE}{maison.foyer.pk}/demandes/{demarche.pk}/"
    for ecrite in (f"demande {demarche.pk}", f"demande n° {demarche.pk}"):
        assert chercher(client_agent, ecrite)["Location"] == adresse
    assert f'href="{adresse}"' in source(chercher(client_agent, str(demarche.pk)))
    page = client_agent.get(adresse)
    assert "Zoé, jeudi 12 novembre" in texte(page)
    assert "4,50" not in source(page)
    assert f'href="{LISTE}{maison.foyer.pk}/"' in source(page)
    assert f'href="{adresse}"' in source(client_agent.get(f"{LISTE}{maison.foyer.pk}/"))
    # Who only reads the files sees that it exists, not what it says.
    page = client_regisseur.get(adresse)
    assert "Planning de novembre" in texte(page)
    assert "Zoé, jeudi" not in texte(page)


def test_a_change_of_the_file_is_read_where_it_is_answered(client_agent, maison, donges):
    demarche = deposer(maison, donges, type="dossier", titre="Adresse", etat=EtatDemarche.DEPOSEE)
    modification = Modification.objects.create(
        demarche=demarche, genre="adresse", rubrique="adresse", cible_id=maison.foyer.pk
    )
    page = client_agent.get(f"{LISTE}{maison.foyer.pk}/demandes/{demarche.pk}/")
    assert page["Location"] == f"/gestion/dossiers/{maison.foyer.pk}/demandes/{modification.pk}/"


def test_a_request_is_read_under_its_own_family_only(client_agent, maison, donges):
    demarche, autre = deposer(maison, donges), famille(donges, nom="Autre")
    assert client_agent.get(f"{LISTE}{autre.foyer.pk}/demandes/{demarche.pk}/").status_code == 404


def test_who_asked_for_a_space_is_found_while_nobody_answered(client_agent, donges):
    recue = demande(nom="Jaouenn", prenoms="Fatoumata")
    page = chercher(client_agent, "jaouen fatoumata")
    assert f'href="/gestion/ouvertures/demandes/{recue.pk}/"' in source(page)


def test_an_agent_without_services_finds_nothing_by_number_nor_by_name(maison, donges):
    demarche = deposer(maison, donges)
    demande(nom="Jaouenn")
    client = connecter_agent(ClientQuiLit(), _agent(Role.AGENT_DE_SERVICE))
    for ecrite in ("2061", "lhelgoualch", f"demande {demarche.pk}", "jaouenn"):
        page = chercher(client, ecrite)
        assert page.status_code == 200
        assert not [a for a in soupe(page).main.select("a") if re.search(r"/\d+/", a["href"])], ecrite
    assert client.get(f"{LISTE}{maison.foyer.pk}/demandes/{demarche.pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.AGENT, Role.AGENT_DE_SERVICE, Role.REGISSEUR, Role.ADMINISTRATEUR])
def test_the_search_box_of_the_menu_leads_where_the_role_may_go(donges, role):
    client = connecter_agent(ClientQuiLit(), _agent(role))
    menu = json.loads(soupe(client.get("/gestion/")).select_one("#wagtail-sidebar-props").string)
    (module,) = [m for m in menu["modules"] if m.get("_type") == "wagtail.sidebar.SearchModule"]
    assert module["_args"] == [LISTE]


@pytest.mark.parametrize(
    "ecrite",
    [
        "l helgoualch", "lhelgoualch", "L'HELGOUALC'H", "famille 2061", "n° 2061", "01/05/2017", "1er mai 2017",
        "01052017", "01/05/17", "madame l helgoualch", "0639981556", "+33 6 39 98 15 56", "06.39.98.15.56",
    ],
)  # fmt: skip
def test_a_family_is_found_as_one_says_it_on_the_telephone(client_agent, maison, donges, ecrite):
    famille(donges, enfants=1, nom="Autre", numero=3000)
    enfant, adulte = maison.enfants[0], maison.responsable
    enfant.naissance, adulte.mobile = date(2017, 5, 1), "06 39 98 15 56"
    enfant.save()
    adulte.save()
    page = chercher(client_agent, ecrite)
    assert f'href="{LISTE}{maison.foyer.pk}/"' in source(page)
    assert "1 famille" in texte(page).replace("\u00a0", " ")
