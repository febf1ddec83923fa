"""What editors are told in the admin: what ends soon, weeks without menu, links that lead nowhere; where pages lie."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms_pages.agents.panels import semaines_sans_menu
from cms_pages.liens import liens_casses
from cms_pages.models import AccueilPage, Menu, PageContenu
from common import clock
from espace_prive.comptes.enums import Role
from tests.conftest import _agent, connecter_agent

pytestmark = pytest.mark.django_db
MODELES = [m for m in apps.get_models() if issubclass(m, Page) and m is not Page and m._meta.app_label == "cms_pages"]


@pytest.fixture
def publicateur(site_public):
    return connecter_agent(Client(), _agent(Role.PUBLICATEUR))


@pytest.mark.parametrize("modele", MODELES, ids=lambda m: m.__name__)
def test_each_kind_of_page_says_where_it_lies_and_what_lies_under_it(modele):
    """Both lists are written, agree with each other, and lead back to the home."""
    assert "parent_page_types" in vars(modele)
    assert "subpage_types" in vars(modele)
    for parent in modele.allowed_parent_page_models():
        assert modele in parent.allowed_subpage_models() or parent is Page
        assert parent is not Page or modele is AccueilPage
    for enfant in modele.allowed_subpage_models():
        assert modele in enfant.allowed_parent_page_models()
    assert {taille["name"] for taille in modele.DEFAULT_PREVIEW_SIZES} == {"mobile", "tablet", "desktop"}


def panneau(client):
    page = client.get("/gestion/").content.decode()
    return " ".join(page[page.index('id="a-prevoir') :].split("</section>")[0].split()).replace("&nbsp;", " ")


def test_the_home_of_the_admin_says_which_weeks_have_no_menu(publicateur):
    Menu.objects.all().delete()
    assert [s["entiere"] for s in semaines_sans_menu()] == [True] * 4
    jour = clock.aujourdhui()
    for n in (0, 2, 3):  # 10 November is a Tuesday: that day, Thursday and Friday; the 11th is a public holiday
        Menu.objects.create(date=jour + timedelta(days=n))
    semaines = semaines_sans_menu()
    assert semaines[0]["lundi"] == jour + timedelta(days=6)
    assert "aucun menu pour l’instant" in panneau(publicateur)
    Menu.objects.create(date=jour + timedelta(days=6))
    assert "il manque mardi 17 novembre" in panneau(publicateur)


def test_the_home_of_the_admin_says_what_ends_soon(publicateur, site_public):
    page = PageContenu.objects.get(slug="contact")
    Page.objects.filter(pk=page.pk).update(expire_at=clock.maintenant() + timedelta(days=3))
    assert "Contact</a> : quitte le site le" in panneau(publicateur)
    Page.objects.filter(pk=page.pk).update(expire_at=clock.maintenant() + timedelta(days=60))
    assert "quitte le site" not in panneau(publicateur)
    page.refresh_from_db()
    page.go_live_at, page.expire_at = clock.maintenant() + timedelta(days=90), None
    page.save_revision().publish()
    assert "Contact</a> : parution prévue le" in panneau(publicateur)


def test_an_agent_is_told_nothing_of_pages(site_public):
    page = connecter_agent(Client(), _agent(Role.AGENT)).get("/gestion/").content.decode()
    assert "a-prevoir" not in page
    assert connecter_agent(Client(), _agent(Role.AGENT)).get("/gestion/reports/liens/").status_code == 404


def trouves():
    return {(lien.page.slug, lien.vers) for lien in liens_casses()}


def test_the_pages_of_the_demonstration_lead_somewhere(site_public):
    assert trouves() == set()


def test_links_that_lead_nowhere_are_listed_with_their_reason(publicateur, site_public):
    aide, contact = (PageContenu.objects.get(slug=slug) for slug in ("aide", "contact"))
    document = get_document_model()(title="Ancien règlement")
    document.file.save("ancien.txt", ContentFile(b"x"))
    contact.corps = [
        (
            "texte",
            f'<p><a linktype="page" id="{aide.pk}">Aide</a> <a linktype="page" id="999999">Partie</a> '
            f'<a linktype="document" id="{document.pk}">Règlement</a> <a href="/nulle-part/">Nulle part</a> '
            '<a href="/espace/connexion/">Connexion</a> <a href="/menus/?semaine=2026-11-09">Menus</a></p>',
        ),
        ("documents", [document]),
    ]
    contact.save_revision().publish()
    assert trouves() == {("contact", "une page supprimée"), ("contact", "/nulle-part/")}
    aide.unpublish()
    document.file.storage.delete(document.file.name)
    depuis_contact = {vers for slug, vers in trouves() if slug == "contact"}
    assert depuis_contact == {
        "une page supprimée", "/nulle-part/", "la page « Aide »", "le document « Ancien règlement »",
    }  # fmt: skip
    page = publicateur.get("/gestion/reports/liens/").content.decode()
    assert "La page n’est pas en ligne." in page
    assert "Son fichier a disparu." in page


def test_a_page_that_moves_or_changes_its_address_is_still_found(
    client, site_public, django_capture_on_commit_callbacks
):
    page = PageContenu.objects.get(slug="inscription-scolaire")
    ancienne = page.url
    page.slug = "inscrire-mon-enfant"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert Redirect.objects.filter(automatically_created=True).exists()
    reponse = client.get(ancienne)
    assert (reponse.status_code, reponse["Location"]) == (301, "/infos-pratiques/inscrire-mon-enfant/")
    page.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        page.move(site_public.accueil, pos="last-child")
    assert client.get("/infos-pratiques/inscrire-mon-enfant/")["Location"] == "/inscrire-mon-enfant/"
    assert client.get(ancienne, follow=True).status_code == 200


def test_a_page_that_comes_back_is_no_ring_for_who_came_meanwhile(
    client, site_public, django_capture_on_commit_callbacks
):
    """A browser may keep a permanent redirect for ever: it is told to ask again."""
    page = PageContenu.objects.get(slug="inscription-scolaire")
    rubrique, ancienne = page.get_parent(), page.url
    for ou in (site_public.accueil, rubrique):
        with django_capture_on_commit_callbacks(execute=True):
            Page.objects.get(pk=page.pk).move(Page.objects.get(pk=ou.pk), pos="last-child")
        autre = "/inscription-scolaire/" if ou == rubrique else ancienne
        assert client.get(autre)["Cache-Control"] == "no-cache"
    assert client.get(ancienne).status_code == 200
    assert client.get(autre)["Location"] == ancienne
