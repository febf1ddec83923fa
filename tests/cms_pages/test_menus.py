"""The menus of the school restaurants."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from cms_pages.models import Menu, Plat
from common.templatetags.typo import telephone
from commune.models import Lieu, Service
from tests.tools.html import arbre, liens, source, texte, trouver


def semaine(client, requete=""):
    return arbre(client.get(f"/menus/{requete}"))


def corps(page):
    return texte(page.select_one("main"))


@pytest.mark.feature("F015")
def test_the_week_is_there_to_read_with_labels_and_allergens(client, site_public):
    page = semaine(client)
    assert "Semaine du lundi 9 au vendredi 13 novembre 2026" in corps(page)
    assert [texte(h3) for h3 in page.find_all("h3")] == [
        "lundi 9 novembre",
        "mardi 10 novembre (aujourd’hui)",
        "jeudi 12 novembre",
        "vendredi 13 novembre",
    ]
    for attendu in (
        "Allergènes : ",
        "Repas végétarien",
        "Bio",
        "Origine de la viande : France",
        "À la place, sur demande",
    ):
        assert attendu in corps(page)
    assert all(len(menu.plats.all()) in (5, 6) for menu in Menu.objects.avec_plats())


@pytest.mark.feature("F015")
def test_one_goes_from_week_to_week_within_what_is_published(client, site_public):
    vues, page = 0, semaine(client, "?semaine=2026-10-19")
    assert "Semaine précédente" not in liens(page)
    while "Semaine suivante" in liens(page):
        vues += 1
        page = semaine(client, liens(page)["Semaine suivante"])
    assert vues == 8
    assert "18 décembre 2026" in corps(page)


def test_a_week_of_holidays_and_an_unknown_one_say_so(client, site_public):
    assert "Vacances de la Toussaint" in corps(semaine(client, "?semaine=2026-10-26"))
    assert "pas encore publiés" in corps(semaine(client, "?semaine=2027-06-14"))
    assert "9 au vendredi 13 novembre" in corps(semaine(client, "?semaine=demain&restaurant=nulle-part"))


def test_a_restaurant_may_have_its_own_menu(client, site_public):
    ajoncs = Lieu.objects.get(code="restaurant-des-ajoncs")
    menu = Menu(date=date(2026, 11, 10), restaurant=ajoncs)
    menu.plats = [Plat(service=2, nom="Couscous de la fête", labels=["maison", "inconnu"])]
    menu.save()
    commun = semaine(client)
    assert "Couscous" not in corps(commun)
    onglets = [texte(a) for a in trouver(commun, "nav", class_="onglets").find_all("a")]
    assert onglets == ["Menu commun", *Lieu.objects.filter(genre="restaurant").values_list("nom", flat=True)]
    page = semaine(client, liens(commun)["Restaurant des Ajoncs"])
    assert "Couscous de la fête Fait maison" in corps(page)
    assert corps(page).count("Allergènes") >= 3, "the other days keep the common menu"
    assert "restaurant=restaurant-des-ajoncs" in liens(page)["Semaine suivante"]
    assert "Couscous" not in corps(arbre(client.get("/")))


def test_the_sheet_for_the_board_names_who_answers_for_an_allergy(client, site_public, monkeypatch):
    """The number of the page and that of its sheet are the same service's."""
    feuilles = []
    monkeypatch.setattr("cms_pages.menus.views._imprimer", lambda contexte: feuilles.append(contexte) or b"%PDF")
    assert client.get("/menus.pdf").status_code == 200
    service = Service.objects.get(code="affaires-scolaires")
    mots = source(render_to_string("cms_pages/menus_pdf.html", feuilles[0] | {"taille": 9}))
    assert f"nécessaire : {service.nom}, {source(telephone(service.telephone))}" in mots


def test_two_menus_for_one_day_and_place_are_refused(site_public):
    with pytest.raises(ValidationError, match="Un menu existe déjà"):
        Menu(date=date(2026, 11, 10)).validate_constraints()


def test_the_page_of_menus_is_read_in_few_queries(client, site_public, django_assert_max_num_queries):
    client.get("/menus/")
    with django_assert_max_num_queries(14):
        assert client.get("/menus/").status_code == 200
