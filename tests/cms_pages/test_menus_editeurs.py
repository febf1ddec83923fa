"""Editors of menus: a week on one screen, a week copied, a file imported; what families are told of it; who may."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms_pages.models import BilanEgalim, Menu, ModificationMenu, Plat
from common import clock
from commune.models import Lieu
from espace_prive.comptes.enums import Role
from tests.conftest import _agent, connecter_agent
from tests.tools.html import arbre, formulaire, texte, valeurs

SEMAINE = "/gestion/menus/?semaine=2027-01-04"
AJONCS = "restaurant-des-ajoncs"
CSV = "Date;Service;Plat;Allergènes;Origine\n"
NOUVELLES = ("04/01/2027;Plat;Galette de sarrasin;gluten, lait;\n05/01/2027;Plat;Rôti de porc;;France\n")  # fmt: skip


@pytest.fixture
def redacteur(site_public):
    return connecter_agent(Client(), _agent(Role.REDACTEUR))


def lire(client, adresse=SEMAINE):
    reponse = client.get(adresse)
    assert reponse.status_code == 200
    return reponse.content.decode()


def champs(page):
    """Give what the week's form would post as it stands."""
    return {nom: valeurs[-1] for nom, valeurs in formulaire(page, "form:has([name=lue])").champs.items()}


def importer(client, contenu, nom="menus.csv"):
    return client.post("/gestion/menus/importer/", {"fichier": SimpleUploadedFile(nom, contenu.encode())})


def confirmer(client, apercu):
    return client.post("/gestion/menus/importer/", {"donnees": valeurs(apercu, "donnees")}, follow=True)


@pytest.mark.feature("F015")
def test_a_week_is_written_on_one_screen(client, redacteur):
    donnees = champs(lire(redacteur))
    donnees |= {
        "p20270104-1-0-nom": "Soupe", "p20270104-1-0-allergenes": "céleri, Lait", "p20270104-2-0-nom": "Rôti de porc",
        "p20270104-2-0-labels": "porc, local", "p20270104-2-0-origine": "France", "p20270104-2s-0-nom": "Omelette",
        "p20270107-2-0-nom": "Dahl", "j20270107-vegetarien": "on", "j20270107-mention": "Rois",
    }  # fmt: skip
    suite = redacteur.post(SEMAINE, donnees, follow=True)
    assert "2 menus créés." in texte(suite)
    menu = Menu.objects.get(date="2027-01-04", restaurant=None)
    assert [(p.nom, p.service, p.substitution) for p in menu.plats.all()] == [
        ("Soupe", 1, False), ("Rôti de porc", 2, False), ("Omelette", 2, True),
    ]  # fmt: skip
    assert menu.plats.first().allergenes == ["lait", "celeri"]
    page = texte(arbre(client.get("/menus/?semaine=2027-01-04")).select_one("main"))
    for attendu in (
        "Rôti de porc Local Contient du porc",
        "Origine de la viande : France",
        "Rois",
        "Repas végétarien",
    ):
        assert attendu in page
    assert "Ce qui a changé" not in page, "nothing was published before"
    assert "Rien n’a changé." in texte(redacteur.post(SEMAINE, champs(lire(redacteur)), follow=True))


@pytest.mark.feature("F015")
def test_a_change_of_a_published_menu_is_told_and_dated(client, redacteur):
    adresse = "/gestion/menus/?semaine=2026-11-09"
    donnees = champs(lire(redacteur, adresse))
    ancien = donnees["p20261113-5-0-nom"]
    Menu.objects.update(modifie_le="2026-10-01T10:00:00Z")
    donnees["p20261113-5-0-nom"] = "Mangue"
    redacteur.post(adresse, donnees)
    ligne = ModificationMenu.objects.get(date="2026-11-13", phrase__contains="Mangue")
    assert ligne.phrase == f"« {ancien} » remplacé par « Mangue »"
    page = texte(arbre(client.get("/menus/?semaine=2026-11-09")).select_one("main"))
    assert re.search(
        r"Modifié le .{8,40} à .{3,8}, menu du vendredi 13 novembre : « .+ » remplacé par « Mangue »", page
    )
    assert Menu.objects.get(date="2026-11-13", restaurant=None).modifie_le == clock.maintenant()


def test_a_day_left_empty_loses_its_menu_and_families_are_told(redacteur):
    adresse = "/gestion/menus/?semaine=2026-11-09"
    donnees = champs(lire(redacteur, adresse))
    vides = {nom: "" for nom in donnees if nom.startswith(("p20261112", "j20261112"))}
    assert "1 menu retiré." in texte(redacteur.post(adresse, donnees | vides, follow=True))
    assert not Menu.objects.filter(date="2026-11-12", restaurant=None).exists()
    assert ModificationMenu.objects.filter(date="2026-11-12", phrase="le menu est retiré").exists()


def test_wrong_words_are_said_beside_their_field_and_nothing_typed_is_lost(redacteur):
    donnees = champs(lire(redacteur)) | {
        "p20270104-2-0-nom": "Gratin", "p20270104-2-0-allergenes": "glutene", "p20270105-1-0-labels": "bio",
    }  # fmt: skip
    reponse = redacteur.post(SEMAINE, donnees)
    for attendu in ("Rien n’est enregistré", "Vouliez-vous dire « gluten »", "Écrivez le plat, ou effacez"):
        assert attendu in texte(reponse)
    assert 'value="glutene"' in reponse.content.decode()
    assert not Menu.objects.filter(date="2027-01-04").exists()


def test_two_editors_of_one_week_do_not_erase_each_other(redacteur):
    adresse = "/gestion/menus/?semaine=2026-11-09"
    mienne, sienne = champs(lire(redacteur, adresse)), champs(lire(redacteur, adresse))
    redacteur.post(adresse, sienne | {"p20261112-1-0-nom": "Le sien"})
    refus = redacteur.post(adresse, mienne | {"p20261112-1-0-nom": "Le mien"})
    assert "Quelqu’un a modifié cette semaine" in texte(refus)
    assert 'value="Le mien"' in refus.content.decode()
    assert Plat.objects.filter(nom="Le sien").exists()
    assert not Plat.objects.filter(nom="Le mien").exists()


@pytest.mark.feature("F015")
def test_a_week_is_copied_to_another_and_holidays_are_left_out(redacteur):
    donnees = {"de": "2026-11-11", "vers": "2027-01-06", "restaurant": "", "vers_restaurant": ""}
    suite = redacteur.post("/gestion/menus/copier/", donnees, follow=True)
    assert "La semaine est copiée : 4 menus créés." in texte(suite)
    for jour in (9, 10, 12, 13):
        un, autre = (
            Menu.objects.get(date=d, restaurant=None) for d in (date(2026, 11, jour), date(2027, 1, jour - 5))
        )
        assert [p.nom for p in un.plats.all()] == [p.nom for p in autre.plats.all()]
    refus = redacteur.post("/gestion/menus/copier/", donnees)
    assert "Il y a déjà un menu" in texte(refus)
    suite = redacteur.post("/gestion/menus/copier/", donnees | {"remplacer": "on"}, follow=True)
    assert "rien n’a changé" in texte(suite)
    ferie = redacteur.post("/gestion/menus/copier/", donnees | {"vers": "2027-05-03"}, follow=True)
    assert "Jeudi 6" in texte(ferie).replace("\xa0", " ")
    assert not Menu.objects.filter(date="2027-05-06").exists()
    assert "aucun menu" in texte(redacteur.post("/gestion/menus/copier/", donnees | {"de": "2027-06-14"}))
    assert "vérifiez l’année" in texte(redacteur.post("/gestion/menus/copier/", donnees | {"vers": "1926-11-11"}))


@pytest.mark.feature("F015")
def test_a_file_is_shown_before_it_is_written_and_replaces_what_was_there(client, redacteur):
    apercu = importer(redacteur, CSV + NOUVELLES + "10/11/2026;Plat;Poulet rôti;;\n")
    for attendu in ("Rien n’est encore écrit", "Galette de sarrasin", "Remplace le menu déjà publié", "gluten, lait"):
        assert attendu in texte(apercu)
    assert "l’origine de la viande manque" in texte(apercu)
    assert not Menu.objects.filter(date="2027-01-04").exists()
    suite = confirmer(redacteur, apercu)
    assert "Les menus sont importés : 2 menus créés et 1 menu modifié." in texte(suite)
    assert "Galette de sarrasin" in client.get("/menus/?semaine=2027-01-04").content.decode()
    assert ModificationMenu.objects.filter(date="2026-11-10").exists()


@pytest.mark.feature("F015")
def test_a_file_with_one_wrong_cell_writes_nothing(redacteur):
    avant = Menu.objects.count()
    reponse = importer(redacteur, CSV + NOUVELLES + "45/01/2027;Plat;Riz;;\n")
    assert "Ligne 4, colonne Date : « 45/01/2027 » n’est pas une date." in texte(reponse).replace("\xa0", " ")
    assert 'name="donnees"' not in reponse.content.decode()
    assert "1 Mo au plus" in texte(importer(redacteur, "x" * 1_000_001))
    assert "Choisissez le fichier" in texte(redacteur.post("/gestion/menus/importer/", {}))
    assert Menu.objects.count() == avant


def test_a_preview_serves_once_more_nobody_else_and_no_forged_file(redacteur, site_public):
    apercu = importer(redacteur, CSV + NOUVELLES)
    autre = connecter_agent(Client(), _agent(Role.REDACTEUR))
    assert "L’aperçu n’est plus valable" in texte(confirmer(autre, apercu))
    forge = redacteur.post("/gestion/menus/importer/", {"donnees": "W10:x:y"}, follow=True)
    assert "L’aperçu n’est plus valable" in texte(forge)
    assert not Menu.objects.filter(date="2027-01-04").exists()
    confirmer(redacteur, apercu)
    assert "Rien n’a changé." in texte(confirmer(redacteur, apercu))


def test_one_menu_corrected_or_deleted_by_itself_is_told_too(redacteur):
    menu = Menu.objects.get(date="2026-11-12", restaurant=None)
    plats = inline_formset([{"service": 2, "nom": "Gratin", "origine": ""}])
    donnees = nested_form_data({"date": "2026-11-12", "restaurant": "", "mention": "", "plats": plats})
    redacteur.post(f"/gestion/snippets/cms_pages/menu/edit/{menu.pk}/", donnees)
    assert ModificationMenu.objects.filter(date="2026-11-12", phrase="« Gratin » ajouté").exists()
    redacteur.post(f"/gestion/snippets/cms_pages/menu/delete/{menu.pk}/")
    assert ModificationMenu.objects.filter(date="2026-11-12", phrase="le menu est retiré").exists()
    autre = Menu.objects.get(date="2026-11-13", restaurant=None)
    redacteur.post(f"/gestion/bulk/cms_pages/menu/delete/?id={autre.pk}")
    assert not Menu.objects.filter(pk=autre.pk).exists()
    assert ModificationMenu.objects.filter(date="2026-11-13", phrase="le menu est retiré").exists()


def test_a_restaurant_s_own_week_leaves_the_common_one_alone(redacteur):
    adresse = f"{SEMAINE}&restaurant={AJONCS}"
    donnees = champs(lire(redacteur, adresse)) | {"p20270104-2-0-nom": "Couscous"}
    redacteur.post(adresse, donnees)
    assert Menu.objects.get(date="2027-01-04").restaurant == Lieu.objects.get(code=AJONCS)


@pytest.mark.feature("F015")
def test_the_dashboard_leads_to_the_school_weeks_that_lack_menus(redacteur):
    assert "Menus de la semaine du" not in lire(redacteur, "/gestion/")
    Menu.objects.filter(date__range=("2026-11-16", "2026-11-19")).delete()
    Menu.objects.filter(date__range=("2026-11-23", "2026-11-29")).delete()
    tableau = lire(redacteur, "/gestion/")
    assert 'href="/gestion/menus/?semaine=2026-11-23"' in tableau
    assert tableau.count("Menus de la semaine du") == 2


def test_the_egalim_shares_are_entered_a_year_at_a_time(client, redacteur):
    adresse = "/gestion/snippets/cms_pages/bilanegalim/add/"
    bon = {"annee": "2026", "durables": "55.5", "bio": "25", "viandes": "", "territoire": "12"}
    assert "ne peut pas la dépasser" in texte(redacteur.post(adresse, bon | {"bio": "60"}))
    assert "un nombre de 0 à 100" in texte(redacteur.post(adresse, bon | {"durables": "155"}))
    assert redacteur.post(adresse, bon).status_code == 302
    assert "existe déjà" in texte(redacteur.post(adresse, bon))
    assert BilanEgalim.objects.first().annee == 2026
    page = texte(arbre(client.get("/menus/")).select_one("main"))
    assert "Part des achats de 2026" in page
    assert "projet alimentaire territorial" in page


ECRANS = ["/gestion/menus/", "/gestion/menus/copier/", "/gestion/menus/importer/", "/gestion/menus/modele.csv",
          "/gestion/menus/modele.xlsx", "/gestion/snippets/cms_pages/bilanegalim/"]  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_editors_write_menus_and_nobody_else(site_public, role):
    client = connecter_agent(Client(), _agent(role))
    permis = role in (Role.REDACTEUR, Role.PUBLICATEUR, Role.ADMINISTRATEUR)
    for ecran in ECRANS:
        assert (client.get(ecran).status_code == 200) is permis, (role, ecran)
    avant = Menu.objects.count()
    if not permis:
        client.post(SEMAINE, {"p20270104-2-0-nom": "Intrus", "lue": ""})
        importer(client, CSV + NOUVELLES)
        client.post("/gestion/menus/copier/", {"de": "2026-11-09", "vers": "2027-01-04"})
        assert Menu.objects.count() == avant


@pytest.mark.parametrize("valeur", ["9999-12-31", "\0", "9" * 500, "é\u2028'\"<%00"])
def test_absurd_parameters_break_no_screen(redacteur, valeur):
    for ecran in ECRANS[:5]:
        assert redacteur.get(ecran, {"semaine": valeur, "restaurant": valeur, "de": valeur}).status_code == 200
    redacteur.post(f"/gestion/menus/?semaine={date(2027, 1, 4) + timedelta(days=1)}", {"lue": valeur})
    assert redacteur.post("/gestion/menus/copier/", {"de": valeur, "restaurant": valeur}).status_code == 422
