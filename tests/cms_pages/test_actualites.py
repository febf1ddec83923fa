"""The news: what they are sorted by, what each shows, when they come and go, the feed."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms_pages import tasks
from cms_pages.models import ActualitePage, CategorieActualite
from cms_pages.rules import refuser_l_image
from espace_prive.comptes.enums import Role
from tests.cms_pages.test_editeurs import ajout, nouvelle
from tests.conftest import _agent, connecter_agent
from tests.tools.html import arbre, liens, source, texte, trouver

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def publicateur(site_public):
    return connecter_agent(Client(), _agent(Role.PUBLICATEUR))


def titres(client, chemin):
    return [texte(article.select_one("h2")) for article in arbre(client.get(chemin)).find_all("article")]


@pytest.mark.feature("F007", "F008")
def test_the_list_is_filtered_by_category(client, site_public):
    page = arbre(client.get("/actualites/"))
    onglets = liens(trouver(page, "nav", **{"aria-label": "Catégories"}))
    assert list(onglets) == ["Toutes", "Cantine", "École", "Vos démarches"]
    cantine = arbre(client.get(onglets["Cantine"]))
    assert [texte(a.select_one("h2")) for a in cantine.find_all("article")] == [
        "Quotient familial : pensez à nous le transmettre",
        "La moitié des produits de la cantine sont bio ou locaux",
    ]
    assert texte(trouver(cantine, "a", **{"aria-current": "page", "href": onglets["Cantine"]})) == "Cantine"
    assert texte(cantine.select_one("title")).startswith("Actualités : Cantine")
    assert len(titres(client, "/actualites/?categorie=zut")) == 6


def test_a_category_without_published_news_is_not_offered(client, site_public):
    vide = CategorieActualite.objects.create(nom="Transport", code="transport")
    site_public.actualites.add_child(
        instance=ActualitePage(title="Brouillon", slug="brouillon", live=False, categorie=vide)
    )
    assert "Transport" not in client.get("/actualites/").content.decode()
    ActualitePage.objects.update(categorie=None)
    assert b"onglets" not in client.get("/actualites/").content


def test_pages_of_a_category_keep_it(client, site_public):
    cantine = CategorieActualite.objects.get(code="cantine")
    for rang in range(9):
        site_public.actualites.add_child(
            instance=ActualitePage(title=f"Nouvelle {rang}", slug=f"n-{rang}", categorie=cantine)
        )
    assert "?categorie=cantine&page=2" in liens(arbre(client.get("/actualites/?categorie=cantine"))).values()
    assert len(titres(client, "/actualites/?categorie=cantine&page=2")) == 2


@pytest.mark.parametrize(
    ("image", "alternative", "decorative", "refus"),
    [
        (None, "", False, ""),
        (1, "Un potager.", False, ""),
        (1, "", True, ""),
        (1, "  ", False, "Dites ce que montre l’image"),
        (1, "Un potager.", True, "Une image décorative n’est pas décrite"),
    ],
)
def test_a_picture_is_described_or_said_to_be_decoration(image, alternative, decorative, refus):
    non = refuser_l_image(image, alternative, decorative=decorative)
    assert (non.phrase if non else "").startswith(refus)
    assert bool(non) == bool(refus)


def test_the_form_refuses_a_silent_picture_and_keeps_what_was_typed(publicateur, site_public):
    image = get_image_model().objects.create(title="Un dessin", file=get_test_image_file())
    reponse = publicateur.post(ajout(site_public), nouvelle("Avec une image", image=str(image.pk)))
    mots = source(reponse)
    assert "Dites ce que montre l’image, ou cochez « l’image est décorative »." in mots
    assert "Avec une image" in mots
    assert not ActualitePage.objects.filter(title="Avec une image").exists()
    publicateur.post(ajout(site_public), nouvelle("Avec une image", image=str(image.pk), image_decorative="on"))
    assert ActualitePage.objects.filter(title="Avec une image", image=image).exists()


def test_the_database_refuses_it_too(site_public):
    page = ActualitePage.objects.exclude(image=None).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ActualitePage.objects.filter(pk=page.pk).update(image_decorative=False, image_alternative="")
    page.image_decorative, page.image_alternative = False, ""
    with pytest.raises(ValidationError, match="Dites ce que montre"):
        page.full_clean()


def test_what_is_published_later_waits_and_what_is_over_goes(client, publicateur, site_public, monkeypatch):
    """The queue's task does it: the list, the home, the feed and the page itself follow."""
    heure = timezone.localtime()
    publicateur.post(
        ajout(site_public),
        nouvelle(
            "Grève lundi",
            **{"action-publish": "x", "go_live_at": f"{heure + timedelta(minutes=5):%Y-%m-%d %H:%M}"},
        ),
    )
    page = ActualitePage.objects.get(title="Grève lundi")
    tasks.publier_et_retirer()
    page.refresh_from_db()
    assert not page.live
    assert page.approved_schedule
    with monkeypatch.context() as plus_tard:
        plus_tard.setattr(timezone, "now", lambda: heure + timedelta(minutes=10))
        for _ in range(2):
            tasks.publier_et_retirer()

    def montree():
        vues = [client.get(chemin).content.decode() for chemin in ("/", "/actualites/", "/actualites.atom")]
        return ["Grève lundi" in vue for vue in vues], client.get("/actualites/une-nouvelle/").status_code

    assert montree() == ([True, True, True], 200)
    ActualitePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    for _ in range(2):
        tasks.publier_et_retirer()
    assert montree() == ([False, False, False], 404)


def test_the_queue_is_asked_once_for_what_is_planned(db):
    for _ in range(2):
        tasks.planifier()
    prevue = tasks.Schedule.objects.get(func=tasks.TACHE)
    assert (prevue.schedule_type, prevue.minutes) == ("I", 1)


@pytest.mark.feature("F007")
def test_the_feed_gives_what_everybody_may_read_with_full_dates(client, site_public, settings):
    settings.ADRESSE_PUBLIQUE = "https://famille.donges.example"
    site_public.actualites.add_child(instance=ActualitePage(title="Brouillon", slug="brouillon", live=False))
    reponse = client.get("/actualites.atom", HTTP_HOST="localhost")
    assert reponse["Content-Type"].startswith("application/atom+xml")
    flux = ElementTree.fromstring(reponse.content)  # noqa: S314 - our own
    assert flux.findtext(f"{ATOM}title") == "Actualités – Espace Famille – Ville de Donges"
    entrees = flux.findall(f"{ATOM}entry")
    assert len(entrees) == 6
    premiere = entrees[0]
    assert premiere.findtext(f"{ATOM}title") == "Un potager à l’école des Ajoncs"
    assert premiere.findtext(f"{ATOM}published") == "2026-11-08T00:00:00+01:00"
    assert premiere.find(f"{ATOM}link").get("href") == (
        "https://famille.donges.example/actualites/un-potager-a-l-ecole/"
    )
    assert premiere.find(f"{ATOM}category").get("term") == "École"
    assert b"localhost" not in reponse.content
    assert client.post("/actualites.atom").status_code == 405


def test_the_list_announces_its_feed(client, site_public):
    lien = trouver(arbre(client.get("/actualites/")), "link", rel="alternate")
    assert (lien.get("href"), lien.get("type")) == ("/actualites.atom", "application/atom+xml")
    assert b"alternate" not in client.get("/menus/").content


def test_an_editor_keeps_the_categories(publicateur):
    adresse = "/gestion/snippets/cms_pages/categorieactualite/add/"
    assert publicateur.post(adresse, {"nom": "Transport", "code": "transport"}).status_code == 302
    refus = source(publicateur.post(adresse, {"nom": "Transport", "code": "bus"}))
    assert "Une catégorie porte déjà ce nom." in refus


def test_a_deleted_category_leaves_its_news(client, site_public):
    CategorieActualite.objects.all().delete()
    assert len(titres(client, "/actualites/")) == 6
    assert ActualitePage.objects.filter(date__lte=date(2026, 11, 10)).count() == 6
