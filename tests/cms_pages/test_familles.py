"""News addressed to families, and what parents think of: who reads what, and where nobody else sees it."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms_pages.models import ActualiteAdresseePage, ActualitesFamillesPage, Rappel, RappelsPage
from cms_pages.rules import Destinataires, Profil
from cms_pages.services import installer_actualites_des_familles
from commune.models import AnneeScolaire, Ecole, Lieu
from espace_prive.comptes.enums import Role
from reservations.activites.models import Activite, Inscription
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import famille
from tests.tools.html import arbre, liens, source, texte, trouver
from tests.tools.requetes import requetes

JOUR = date(2026, 11, 10)
ZOE = Profil(naissance=date(2018, 5, 14), ecole="cesaire", activites=frozenset({"cantine"}))
MALO = Profil(naissance=date(2023, 1, 2), ecole="ajoncs")


@pytest.mark.parametrize(
    ("criteres", "profils", "lue"),
    [
        ({}, [], True),
        ({}, None, False),
        ({"ecoles": ("cesaire",)}, [ZOE], True),
        ({"ecoles": ("ajoncs",)}, [ZOE], False),
        ({"ecoles": ("ajoncs", "cesaire")}, [ZOE], True),
        ({"activites": ("cantine", "etude")}, [ZOE], True),
        ({"activites": ("cantine",)}, [MALO], False),
        ({"age_min": 8}, [ZOE], True),
        ({"age_min": 9}, [ZOE], False),
        ({"age_max": 8}, [ZOE], True),
        ({"age_max": 7}, [ZOE], False),
        # One child must meet everything: Zoé eats at the canteen, Malo goes to the Ajoncs.
        ({"ecoles": ("ajoncs",), "activites": ("cantine",)}, [ZOE, MALO], False),
        ({"ecoles": ("disparue",)}, [ZOE, MALO], False),
        ({"age_min": 0}, [], False),
    ],
)
def test_to_whom_a_piece_of_news_is_addressed(criteres, profils, lue):
    assert Destinataires(**criteres).comprend(profils, JOUR) is lue


def test_the_age_changes_on_the_birthday():
    assert [ZOE.age(jour) for jour in (date(2026, 5, 13), date(2026, 5, 14))] == [7, 8]


@pytest.fixture
def ville(site_public):
    return SimpleNamespace(
        cantine=Activite.objects.get(code="restauration-scolaire"),
        restaurant=Lieu.objects.get(code="restaurant-aime-cesaire"),
        ecole=Ecole.objects.get(lieu__code="ecole-aime-cesaire"),
        ajoncs=Ecole.objects.get(lieu__code="ecole-des-ajoncs"),
        annee=AnneeScolaire.objects.get(libelle="2026-2027"),
    )


@pytest.fixture
def parent(ville):
    """Give the parent of an eight-year-old of Aimé-Césaire who eats at the canteen."""
    client = ClientQuiLit()
    client.force_login(famille(ville).utilisateur)
    return client


def adresser(titre, **criteres):
    page = ActualiteAdresseePage(title=titre, slug=titre.lower().replace(" ", "-"), date=JOUR, **criteres)
    ActualitesFamillesPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def annonces(client):
    bloc = trouver(arbre(client.get("/espace/")), "section", **{"aria-labelledby": "actualites"})
    return [texte(titre) for titre in bloc.find_all("h3")]


@pytest.mark.feature("F068", "F069", "F071")
def test_the_private_home_shows_the_news_addressed_to_the_family(parent):
    """« Bienvenue sur votre espace privé » and « Restez connectés… », dated, with « Lire la suite »."""
    bloc = trouver(arbre(parent.get("/espace/")), "section", **{"aria-labelledby": "actualites"})
    assert texte(bloc.find("h2")) == "Actualités pour vous"
    assert annonces(parent) == [
        "Bienvenue sur votre espace privé",
        "Restez connectés : de nouvelles fonctionnalités apparaîtront",
    ]
    assert texte(bloc.select_one("time")) == "9 novembre 2026"
    suite = liens(bloc)["Bienvenue sur votre espace privé"]
    assert "Cet espace est le vôtre." in texte(arbre(parent.get(suite)).select_one("main"))


@pytest.mark.feature("F069")
def test_each_family_sees_its_own(parent, ville):
    adresser("Aux Ajoncs", ecoles=["ecole-des-ajoncs"])
    adresser("A Cesaire", ecoles=["ecole-aime-cesaire"])
    adresser("A la cantine", activites=["restauration-scolaire"])
    adresser("Aux petits", age_max=5)
    assert annonces(parent) == ["A la cantine", "A Cesaire", "Bienvenue sur votre espace privé"]
    Inscription.objects.all().delete()
    assert "A la cantine" not in annonces(parent)
    liste = arbre(parent.get("/actualites/pour-vous/"))
    assert [texte(a.select_one("h2")) for a in liste.find_all("article")][:2] == [
        "A Cesaire",
        "Bienvenue sur votre espace privé",
    ]


def test_a_person_without_family_here_is_addressed_nothing(ville):
    client = Client()
    client.force_login(UtilisateurFactory())
    assert "Bienvenue sur votre espace privé" not in client.get("/espace/").content.decode()
    assert client.get("/actualites/pour-vous/bienvenue/").status_code == 404


@pytest.mark.feature("F069")
def test_its_page_is_read_by_whom_it_is_addressed_to_and_by_nobody_else(client, parent, ville):
    sienne = adresser("A Cesaire", ecoles=["ecole-aime-cesaire"]).url
    autre = adresser("Aux Ajoncs", ecoles=["ecole-des-ajoncs"]).url
    reponse = parent.get(sienne)
    assert reponse.status_code == 200
    assert reponse["Cache-Control"] == "no-store, private"
    assert parent.get(autre).status_code == 404
    for url in (sienne, autre, "/actualites/pour-vous/"):
        vue = client.get(url)
        assert (vue.status_code, vue.url) == (302, f"/espace/connexion/?next={url}")


@pytest.mark.parametrize("cloture", [True, False])
def test_no_public_page_shows_it(client, ville, cloture):
    """Nor the list, the home, the feed, the search, the map of the site — even when somebody removed the folder's
    restriction, its pages still ask for a sign-in."""
    page = adresser("Secret des familles", chapeau="Mot introuvable: zygomatique")
    if cloture:
        vues = ["/", "/actualites/", "/actualites.atom", "/recherche/?q=zygomatique", "/recherche/?q=familles"]
        for chemin in [*vues, "/plan-du-site/", "/actualites/?page=1"]:
            assert "Secret des familles" not in client.get(chemin).content.decode(), chemin
        assert page not in Page.objects.public().specific()
    else:
        PageViewRestriction.objects.all().delete()
        assert client.get(page.url).status_code == 302
        assert client.get("/actualites/pour-vous/").status_code == 302


def test_it_is_never_kept_in_the_shared_memory(parent, ville, settings):
    settings.PAGES_EN_COMMUN_SECONDES = 0.5
    caches["pages"].clear()
    page = adresser("A tous")
    parent.get(page.url)
    parent.get("/actualites/pour-vous/")
    Client().get(page.url)
    assert len(caches["pages"]._cache) == 0


def test_the_map_of_the_site_lists_no_news(client, ville):
    plan = liens(trouver(arbre(client.get("/plan-du-site/")), "ul", class_="plan"))
    assert "Actualités" in plan
    assert "Votre facture se paie en ligne" not in plan
    assert "Actualités pour vous" not in plan


@pytest.mark.usefixtures("memoire_longue")
def test_the_news_of_the_home_cost_one_statement_for_all_families(parent, ville):
    parent.get("/espace/")
    with requetes() as faites:
        parent.get("/espace/")
    assert not [sql for sql in faites if "cms_pages_" in sql], str(faites)
    assert len(faites) <= 15, str(faites)


def test_who_writes_it_sees_it_and_the_other_staff_do_not(ville):
    page = adresser("A relire", ecoles=["ecole-des-ajoncs"])
    assert connecter_agent(Client(), _agent(Role.PUBLICATEUR)).get(page.url).status_code == 200
    assert connecter_agent(Client(), _agent(Role.AGENT)).get(page.url).status_code == 404
    sans_second_facteur = Client()
    sans_second_facteur.force_login(_agent(Role.PUBLICATEUR))
    assert sans_second_facteur.get(page.url).status_code == 404


@pytest.fixture
def publicateur(ville):
    return connecter_agent(Client(), _agent(Role.PUBLICATEUR))


def formulaire(**autres):
    return nested_form_data(
        {
            "title": "Aux parents de Césaire", "slug": "aux-parents", "chapeau": "", "icone": "actualite",
            "date": "2026-11-10", "image": "", "image_alternative": "", "seo_title": "", "search_description": "",
            "corps": streamfield([("texte", rich_text("<p>Bonjour.</p>"))]), "age_min": "", "age_max": "",
            "comments": inline_formset([]), "go_live_at": "", "expire_at": "", "action-publish": "x",
        }
        | autres
    )  # fmt: skip


@pytest.mark.feature("F069")
def test_an_editor_chooses_schools_activities_and_ages(publicateur, parent):
    dossier = ActualitesFamillesPage.objects.get()
    adresse = reverse("wagtailadmin_pages:add", args=["cms_pages", "actualiteadresseepage", dossier.pk])
    vide = source(publicateur.get(adresse))
    for mots in ("École Aimé-Césaire", "Restauration scolaire", "À qui s’adresse-t-elle ?"):
        assert mots in vide
    refus = source(publicateur.post(adresse, formulaire(age_min="9", age_max="6")))
    assert "Écrivez un âge d’au moins 9 ans." in refus
    donnees = formulaire(age_min="6") | {"ecoles": ["ecole-aime-cesaire"], "activites": ["restauration-scolaire"]}
    publicateur.post(adresse, donnees)
    page = ActualiteAdresseePage.objects.get(slug="aux-parents")
    assert (page.ecoles, page.activites, page.age_min) == (["ecole-aime-cesaire"], ["restauration-scolaire"], 6)
    assert annonces(parent)[0] == "Aux parents de Césaire"
    forge = source(publicateur.post(adresse, formulaire() | {"ecoles": ["ailleurs"]}))
    assert "Ce choix n’existe plus" in forge


@pytest.mark.parametrize("role", [Role.PUBLICATEUR, Role.ADMINISTRATEUR])
def test_nobody_opens_the_folder_to_all(ville, role):
    """Wagtail's own « Confidentialité » is refused on it and below, to a forged form as well."""
    gardien = connecter_agent(Client(), _agent(role))
    dossier = ActualitesFamillesPage.objects.get()
    for page in (dossier, adresser("A tous")):
        adresse = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
        for reponse in (gardien.get(adresse), gardien.post(adresse, {"restriction_type": "none"})):
            # The admin says no by leading back to its home.
            assert (reponse.status_code, reponse["Location"]) == (302, "/gestion/")
    assert PageViewRestriction.objects.filter(page=dossier, restriction_type="login").exists()


def test_the_folder_and_its_collection_are_installed_once(site_public):
    for _ in range(2):
        installer_actualites_des_familles(site_public.accueil)
    assert PageViewRestriction.objects.count() == 1
    restriction = CollectionViewRestriction.objects.get()
    assert (restriction.collection.name, restriction.restriction_type) == ("Réservés aux familles", "login")


@pytest.mark.feature("F072")
def test_je_pense_a_goes_month_by_month_from_september(client, site_public):
    page = arbre(client.get("/infos-pratiques/je-pense-a/"))
    cartes = trouver(page, "div", class_="mois-a-mois")
    assert [texte(h2) for h2 in cartes.find_all("h2")] == [
        "Toute l’année", "Septembre", "Octobre", "Novembre (ce mois-ci)", "Janvier", "Mars", "Mai", "Juin",
    ]  # fmt: skip
    assert liens(cartes)["Envoyer ma nouvelle attestation de quotient familial"] == "/tarifs/"


@pytest.mark.feature("F072")
def test_the_private_home_shows_what_to_think_of_this_month(parent, settings):
    def bloc():
        return trouver(arbre(parent.get("/espace/")), "section", **{"aria-labelledby": "je-pense-a"})

    assert [texte(li) for li in bloc().find_all("li")] == [
        "Réserver les repas d’ici aux vacances de Noël",
        "Réserver, annuler, signaler une absence dans les délais",
        "Signaler tout changement d’adresse, de téléphone ou de situation familiale",
    ]
    assert liens(bloc())["Toute l’année, mois par mois"] == "/infos-pratiques/je-pense-a/"
    # To book is one tap from there, for a child who is registered; the public page tells the others.
    chemin = liens(bloc())["Réserver les repas d’ici aux vacances de Noël"]
    assert re.fullmatch(r"/espace/reservations/\d+/", chemin), chemin
    Rappel.objects.all().delete()
    caches["default"].clear()
    assert "je-pense-a" not in parent.get("/espace/").content.decode()
    RappelsPage.objects.get().delete()
    caches["default"].clear()
    assert parent.get("/espace/").status_code == 200


@pytest.fixture
def trombinoscope(ville):
    """Give a document of the families' collection."""
    return get_document_model().objects.create(
        title="Trombinoscope zygomatique",
        file=ContentFile(b"%PDF-1.7", "trombinoscope.pdf"),
        collection=Collection.objects.get(name="Réservés aux familles"),
    )


def donne(client, document):
    """Give the status and what was sent."""
    reponse = client.get(document.url)
    contenu = b"".join(reponse.streaming_content) if reponse.streaming else b""
    for fermer in reponse._resource_closers:  # not close(): it would end the connection that the tests share
        fermer()
    return reponse.status_code, contenu


def qui_donne(document):
    return [("documents", [document])]


@pytest.mark.feature("F069")
def test_a_document_kept_for_families_goes_to_those_it_is_addressed_to(client, parent, trombinoscope):
    assert "Trombinoscope" not in client.get("/recherche/?q=zygomatique").content.decode()
    refus = client.get(trombinoscope.url)
    assert (refus.status_code, refus.url.partition("?")[0]) == (302, "/espace/connexion/")
    assert donne(parent, trombinoscope)[0] == 404, "nothing gives it to anybody yet"
    page = adresser("Aux Ajoncs", ecoles=["ecole-des-ajoncs"], corps=qui_donne(trombinoscope))
    assert donne(parent, trombinoscope)[0] == 404
    page.ecoles = ["ecole-aime-cesaire"]
    page.save_revision().publish()
    assert trombinoscope.url in parent.get(page.url).content.decode()
    assert donne(parent, trombinoscope) == (200, b"%PDF-1.7")
    page.unpublish()
    assert donne(parent, trombinoscope)[0] == 404


def test_a_document_kept_for_families_is_read_by_those_who_keep_it(trombinoscope):
    sans_second_facteur, personne = Client(), Client()
    sans_second_facteur.force_login(_agent(Role.PUBLICATEUR))
    personne.force_login(UtilisateurFactory())
    adresser("A tous", corps=qui_donne(trombinoscope))
    assert donne(connecter_agent(Client(), _agent(Role.REDACTEUR)), trombinoscope)[0] == 200
    for autre in (connecter_agent(Client(), _agent(Role.AGENT)), sans_second_facteur, personne):
        assert donne(autre, trombinoscope)[0] == 404
