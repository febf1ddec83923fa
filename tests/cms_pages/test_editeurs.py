"""Editors: what they write, who publishes, what each may touch."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms_pages.models import AccueilPage, ActualitePage, Menu
from cms_pages.services import installer_accueil, installer_droits_des_pages, installer_rubriques
from common.words.typo import typographier
from demo.pages import charger_pages
from espace_prive.comptes.enums import Role
from espace_prive.comptes.services import installer_roles
from tests.conftest import _agent, connecter_agent
from tests.tools.html import arbre

SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:application/json|text/x-template)\")[^>]*>.{0,80}", re.S)


@pytest.fixture
def publicateur(site_public):
    return connecter_agent(Client(), _agent(Role.PUBLICATEUR))


@pytest.fixture
def redacteur(site_public):
    return connecter_agent(Client(), _agent(Role.REDACTEUR))


def nouvelle(titre, **autres):
    """Give what the form of a piece of news posts."""
    return nested_form_data(
        {
            "title": titre,
            "slug": "une-nouvelle",
            "chapeau": "En deux mots.",
            "icone": "actualite",
            "date": "2026-11-10",
            "image": "",
            "image_alternative": "",
            "seo_title": "",
            "search_description": "",
            "corps": streamfield([("texte", rich_text("<p>Tout est prêt.</p>"))]),
            "documents": inline_formset([]),
            "comments": inline_formset([]),
            "go_live_at": "",
            "expire_at": "",
        }
        | autres
    )


def ajout(site_public):
    return f"/gestion/pages/add/cms_pages/actualitepage/{site_public.actualites.pk}/"


def test_a_publisher_writes_previews_and_publishes_and_the_visitor_sees_it(client, publicateur, site_public):
    publicateur.post(ajout(site_public), nouvelle("La cantine fête le potiron"))
    page = ActualitePage.objects.get(title="La cantine fête le potiron")
    assert not page.live
    assert client.get(page.url).status_code == 404

    vue = f"/gestion/pages/{page.pk}/edit/preview/"
    assert publicateur.post(vue, nouvelle("La cantine fête le potiron !")).json()["is_valid"]
    apercu = publicateur.get(vue)
    assert "La cantine fête le potiron !" in apercu.content.decode()
    assert "frame-ancestors 'self'" in apercu["Content-Security-Policy"]

    publicateur.post(
        f"/gestion/pages/{page.pk}/edit/", nouvelle("La cantine fête le potiron", **{"action-publish": "x"})
    )
    assert "Tout est prêt." in client.get(page.url).content.decode()
    assert "La cantine fête le potiron" in client.get("/").content.decode()


def test_a_writer_submits_and_a_publisher_approves(client, redacteur, publicateur, site_public):
    redacteur.post(ajout(site_public), nouvelle("Trop vite", **{"action-publish": "x"}))
    page = ActualitePage.objects.get(title="Trop vite")
    assert not page.live, "a writer cannot publish, even by a forged form"
    redacteur.post(f"/gestion/pages/{page.pk}/edit/", nouvelle("Trop vite", **{"action-submit": "x"}))
    etape = page.current_workflow_task_state
    assert etape.task.name == "Relecture par un publicateur"
    adresse = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", etape.pk])
    publicateur.post(adresse, {"comment": ""})
    assert client.get(page.url).status_code == 200


def test_a_publisher_corrects_while_approving_and_the_writer_waits(client, redacteur, publicateur, site_public):
    redacteur.post(ajout(site_public), nouvelle("Un mot de trop", **{"action-submit": "x"}))
    page = ActualitePage.objects.get(title="Un mot de trop")
    edition = f"/gestion/pages/{page.pk}/edit/"
    redacteur.post(edition, nouvelle("En douce"))
    assert page.get_latest_revision_as_object().title == "Un mot de trop", "who submitted cannot change it meanwhile"
    approuver = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    publicateur.post(edition, nouvelle("Un mot juste", **approuver))
    page.refresh_from_db()
    assert (page.live, page.title, page.workflow_in_progress) == (True, "Un mot juste", False)
    assert "Un mot juste" in client.get(page.url).content.decode()


def test_an_invalid_form_says_why_and_loses_nothing(publicateur, site_public):
    reponse = publicateur.post(ajout(site_public), nouvelle("Deux fois", slug="un-potager-a-l-ecole"))
    mots = reponse.content.decode()
    assert "Deux fois" in mots
    assert "Tout est pr" in mots, "the rich text comes back as escaped JSON"
    attendue = "Une page voisine a déjà l’adresse « un-potager-a-l-ecole ». Prenez-en une autre, par exemple"
    assert typographier(attendue) in html.unescape(mots)
    assert typographier("« un-potager-a-l-ecole-2 »") in html.unescape(mots)
    assert not ActualitePage.objects.filter(title="Deux fois").exists()


def test_a_page_cannot_be_misplaced(publicateur, site_public):
    adresse = f"/gestion/pages/add/cms_pages/actualitepage/{site_public.accueil.pk}/"
    assert publicateur.get(adresse).status_code == 302
    assert AccueilPage.allowed_parent_page_models() == [Page]
    assert {m.__name__ for m in AccueilPage.allowed_subpage_models()} == {
        "ActualitesPage", "RubriquePage", "MenusPage", "TarifsPage", "PageContenu",
    }  # fmt: skip


def test_a_menu_is_entered_with_its_dishes(client, publicateur):
    plats = inline_formset([{"service": 2, "nom": "Gratin de courge"}])
    donnees = nested_form_data({"date": "2026-12-02", "restaurant": "", "mention": "", "plats": plats})
    donnees |= {"plats-0-labels": ["maison", "bio"], "plats-0-allergenes": ["lait"]}
    assert publicateur.post("/gestion/snippets/cms_pages/menu/add/", donnees).status_code == 302
    plat = Menu.objects.get(date="2026-12-02").plats.get()
    assert (plat.labels, plat.allergenes) == (["maison", "bio"], ["lait"])
    assert "Gratin de courge" in client.get("/menus/?semaine=2026-12-02").content.decode()
    refus = publicateur.post("/gestion/snippets/cms_pages/menu/add/", donnees).content.decode()
    assert "Un menu existe déjà pour ce jour et ce restaurant." in refus


@pytest.mark.parametrize("role", [Role.AGENT, Role.REGISSEUR])
def test_the_other_staff_have_no_right_on_pages(site_public, role):
    client = connecter_agent(Client(), _agent(role))
    client.post(ajout(site_public), nouvelle("Par un autre"))
    assert not ActualitePage.objects.filter(title="Par un autre").exists()
    assert client.get("/gestion/snippets/cms_pages/menu/add/").status_code in (302, 403)


def test_an_editor_sees_nothing_of_families(publicateur):
    for entree in ("/gestion/famille/", "/gestion/users/", "/gestion/factures/"):
        assert publicateur.get(entree).status_code in (302, 403, 404)


def test_the_admin_is_in_french_under_the_name_of_the_town(publicateur):
    mots = publicateur.get("/gestion/").content.decode()
    assert '<html lang="fr"' in mots
    assert "<title>Tableau de bord - Ville de Donges</title>" in " ".join(mots.split())
    assert "Espace Famille – Ville de Donges" in mots


@pytest.mark.parametrize(
    "chemin",
    [
        "", "pages/", "pages/add/cms_pages/actualitepage/{actualites}/", "pages/{accueil}/edit/", "images/",
        "documents/", "snippets/cms_pages/menu/add/", "settings/commune/reglages/", "reports/site-history/",
        "pages/{actualites}/history/", "pages/{actualites}/copy/", "pages/{actualites}/move/",
    ],
)  # fmt: skip
def test_no_screen_of_an_editor_holds_an_inline_script(publicateur, site_public, chemin):
    adresse = "/gestion/" + chemin.format(accueil=site_public.accueil.pk, actualites=site_public.actualites.pk)
    reponse = publicateur.get(adresse, follow=True)
    assert reponse.status_code == 200
    assert SCRIPT.findall(reponse.content.decode()) == []


def test_everything_can_be_installed_twice(site_public):
    avant = (Page.objects.count(), Menu.objects.count(), GroupPagePermission.objects.count())
    charger_pages(site_public.ville)
    assert (Page.objects.count(), Menu.objects.count(), GroupPagePermission.objects.count()) == avant
    assert installer_accueil(titre="Autre") == site_public.accueil


def test_a_new_town_starts_with_a_home_in_place_of_wagtail_s_and_empty_rubrics(client, site_public):
    racine = Page.get_first_root_node().add_child(instance=Page(title="Welcome to Wagtail", slug="home"))
    Site.objects.update(root_page=racine)
    site_public.accueil.delete()
    accueil = installer_accueil(titre="Bienvenue")
    assert Site.objects.get(is_default_site=True).root_page_id == accueil.pk
    assert not Page.objects.filter(pk=racine.pk).exists()
    for _ in range(2):
        installer_rubriques(accueil)
    assert accueil.get_children().count() == 12
    for chemin in ("/", "/menus/", "/actualites/", "/activites/", "/tarifs/", "/aide/", "/accessibilite/"):
        assert arbre(client.get(chemin)).select_one("h1") is not None, chemin
    groupes = installer_roles()
    installer_droits_des_pages(redacteurs=[groupes[Role.REDACTEUR]], publicateurs=[groupes[Role.PUBLICATEUR]])
    assert not groupes[Role.AGENT].page_permissions.exists()
    assert {p.permission.codename for p in groupes[Role.REDACTEUR].page_permissions.all()} == {
        "add_page", "change_page",
    }  # fmt: skip
