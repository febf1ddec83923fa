"""The public home."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms_pages.models import ActualitePage, Menu
from commune.models import Reglages
from tests.factories.comptes import UtilisateurFactory
from tests.tools.html import arbre, liens, soupe, texte, trouver


@pytest.fixture
def page(client, site_public):
    return arbre(client.get("/"))


@pytest.mark.feature("F001", "F002")
def test_the_town_s_own_site_leads_to_one_address_that_stays(client, site_public, settings):
    """The home is the root of the town's own address, whoever leads there: an icon on the town's site is a link."""
    depuis = {"Referer": "https://www.ville-de-donges.example/", "Sec-Fetch-Site": "cross-site"}
    page = arbre(client.get("/", headers=depuis))
    assert "Ville de Donges" in texte(page.select_one("title"))
    assert trouver(page, "form", method="post", action=reverse("comptes:connexion"))
    assert site_public.accueil.get_url() == "/"
    # What leaves the site (mails, feeds, calendars) bears that address, never the one of the request.
    flux = client.get("/actualites.atom", headers=depuis).content.decode()
    assert f"{settings.ADRESSE_PUBLIQUE}/actualites/" in flux
    assert "testserver" not in flux


@pytest.mark.feature("F003", "F004", "F026", "F027", "F028")
def test_a_visitor_is_welcomed_without_signing_in(page):
    mots = texte(page.select_one("main"))
    assert texte(page.select_one("h1")) == "Bienvenue sur l’Espace Famille de la Ville de Donges"
    for attendu in ("24 heures/24 et 7 jours/7", "un ordinateur, une tablette ou un téléphone", "service gratuit"):
        assert attendu in mots
    assert "confidentiel et sécurisé" in texte(trouver(page, "section", **{"aria-labelledby": "bienvenue"}))


@pytest.mark.feature("F005")
def test_the_login_box_posts_to_the_sign_in_with_its_token(page):
    formulaire = trouver(page, "form", method="post", action=reverse("comptes:connexion"))
    champs = {champ.get("name"): champ for champ in formulaire.find_all("input")}
    assert set(champs) == {"csrfmiddlewaretoken", "next", "username", "password"}
    assert champs["username"].get("autocomplete") == "username"
    assert champs["password"].get("autocomplete") == "current-password"
    etiquettes = {label.get("for"): texte(label) for label in formulaire.find_all("label")}
    assert etiquettes[champs["username"].get("id")] == "Identifiant ou courriel"
    assert texte(formulaire.select_one("button")) == "Connexion"
    assert liens(page)["J’ai oublié mon mot de passe"] == reverse("comptes:mot_de_passe_oublie")


@pytest.mark.feature("F006")
def test_the_other_box_leads_to_creating_a_space(page):
    assert "Je n’ai pas d’espace" in [texte(h2) for h2 in page.find_all("h2")]
    assert liens(page)["Créer mon espace"] == "/espace/creer-mon-espace/"
    assert "Où trouver ma clé ?" in liens(page)


@pytest.mark.feature("F007", "F008")
def test_the_last_news_are_announced_most_recent_first(client, page):
    titres = [texte(article.select_one("h3")) for article in page.find_all("article")]
    assert titres[0] == "Un potager à l’école des Ajoncs"
    assert len(titres) == 3
    suites = {mots: url for mots, url in liens(page).items() if mots.startswith("Lire la suite")}
    assert len(suites) == 3
    assert all(client.get(url).status_code == 200 for url in suites.values())
    toutes = arbre(client.get(liens(page)["Voir toutes les actualités"]))
    assert len(list(toutes.find_all("article"))) == ActualitePage.objects.live().count()


@pytest.mark.feature("F011")
def test_today_is_shown_and_follows_the_clock(client, site_public, settings):
    assert texte(trouver(arbre(client.get("/")), "time", datetime="2026-11-10")) == "mardi 10 novembre 2026"
    settings.HORLOGE = "2026-12-01T00:10:00+01:00"
    assert texte(trouver(arbre(client.get("/")), "time", datetime="2026-12-01")) == "mardi 1er décembre 2026"


@pytest.mark.feature("F012", "F013", "F015", "F017")
def test_the_tiles_lead_to_the_rubrics(client, page):
    tuiles = [a for a in page.find_all("a") if a.get("class") == "tuile"]
    titres = [texte(a.select_one("span[class='tuile__titre']")) for a in tuiles]
    assert titres == ["Activités", "Infos pratiques", "Menus", "Tarifs", "Aide", "Site de la mairie"]
    for tuile, titre in zip(tuiles[:-1], titres[:-1], strict=True):
        assert texte(arbre(client.get(tuile.get("href"))).select_one("h1")) == titre


@pytest.mark.feature("F019", "F020")
def test_the_town_s_main_site_is_one_tap_away(client, page, site_public):
    (tuile,) = [a for a in page.find_all("a") if a.get("class") == "tuile" and "mairie" in texte(a)]
    assert tuile.get("href") == liens(page)["Retour au site principal"] == "https://www.ville-de-donges.example/"
    Reglages.objects.update(site_principal="")
    cache.clear()
    assert "Site de la mairie" not in client.get("/").content.decode()


@pytest.mark.feature("F019", "F021", "F022", "F023", "F024")
def test_the_footer_links_are_there_and_answer(client, page):
    pied = liens(trouver(page, "footer", id="pied"))
    for titre in ("Mentions légales", "Conditions générales d’utilisation", "Contact", "Aide", "Plan du site"):
        assert texte(arbre(client.get(pied[titre])).select_one("h1")) == titre
    assert pied["Accessibilité : non conforme"] == "/accessibilite/"
    assert pied["Retour au site principal"] == "https://www.ville-de-donges.example/"


@pytest.mark.feature("F025")
def test_the_slogan_comes_from_the_settings(client, site_public):
    assert "Avec mon espace, je me facilite la vie !" in texte(arbre(client.get("/")).select_one("footer"))


def test_today_s_meal_then_the_next_one_then_none(client, site_public, settings):
    assert "Aujourd’hui au restaurant scolaire" in client.get("/").content.decode()
    settings.HORLOGE = "2026-11-11T10:00:00+01:00"  # a public holiday
    assert "Le prochain sera servi jeudi 12\xa0novembre." in client.get("/").content.decode()
    Menu.objects.all().delete()
    assert "Les prochains menus ne sont pas encore publiés." in client.get("/").content.decode()


@pytest.mark.feature("F010")
def test_the_next_school_holidays_come_from_the_calendar_of_the_zone(client, site_public, settings):
    def mots():
        return texte(arbre(client.get("/")).select_one("main"))

    assert "Vacances de Noël du samedi 19 décembre au dimanche 3 janvier 2027 inclus" in mots()
    assert "Prochain jour férié : mercredi 11 novembre (Armistice) Zone B · calendrier scolaire" in mots()
    settings.HORLOGE = "2026-12-20T10:00:00+01:00"
    assert "Vacances de Noël, en ce moment" in mots()


@pytest.mark.feature("F029")
def test_visitors_are_invited_to_send_their_remarks(client, page):
    contact = liens(page)["faire part de vos remarques"]
    assert "une remarque sur ce site" in texte(arbre(client.get(contact)).select_one("main"))


def test_whom_to_call_comes_from_the_services(page):
    assert liens(page)["02 61 91 00 20"] == "tel:0261910020"


def test_who_is_signed_in_is_led_to_his_space(client, site_public):
    client.force_login(UtilisateurFactory(first_name="Zoé", last_name="Test"))
    page = arbre(client.get("/"))
    assert "Mon accueil" in liens(page)
    assert not [champ for champ in page.find_all("input") if champ.get("type") == "password"]


def test_the_home_is_light(client, site_public, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(20):
        reponse = client.get("/")
    assert len(reponse.content) < 24_000
    assert len(soupe(reponse).find_all(True)) <= 390


@pytest.mark.usefixtures("memoire_longue")
def test_more_news_cost_no_more_queries(client, site_public):
    comptes = []
    for lot in (range(3), range(3, 30)):
        for rang in lot:
            site_public.actualites.add_child(instance=ActualitePage(title=f"Nouvelle {rang}", slug=f"n-{rang}"))
        client.get("/")
        with CaptureQueriesContext(connection) as requetes:
            client.get("/")
        comptes.append(len(requetes))
    assert comptes[0] == comptes[1] <= 16
