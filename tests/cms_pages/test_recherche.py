"""The search of the public site: stemming, accents, where and why; nothing that is not published."""

import pytest
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction

from cms_pages.models import ActualitePage, Fiche, Menu, PageContenu, Plat
from cms_pages.search.search import chercher
from cms_pages.services import tout_indexer
from common.words.noms import positions, sans_accents
from tests.tools.html import arbre, texte

pytestmark = pytest.mark.django_db


def publier(site_public, titre, texte="", **champs):
    page = PageContenu(title=titre, corps=[("texte", texte)] if texte else [], **champs)
    site_public.accueil.add_child(instance=page)
    page.save_revision().publish()
    return page


def titres(texte):
    return [str(r.titre) for r in chercher(texte).resultats]


@pytest.mark.parametrize("saisie", ["reglements", "RÈGLEMENT", "réglement", "reglem", "œuvrer reglement"])
def test_stems_accents_capitals_and_beginnings_are_alike(site_public, saisie):
    publier(site_public, "Le règlement des étés", "<p>Chacun peut œuvrer à la fête.</p>")
    assert any("règlement" in t for t in titres(saisie))


def test_a_result_says_where_and_why_in_the_words_of_the_page(site_public, client):
    publier(site_public, "Garderie du soir", "<p>L’étude se tient à l’école <b>Élémentaire</b> & au gymnase.</p>")
    reponse = chercher("elementaire etude")
    resultats, tous = reponse.resultats, reponse.tous
    (resultat,) = [r for r in resultats if "Garderie" in r.titre]
    assert tous
    assert resultat.genre == "Page"
    assert resultat.extrait == ("L’<mark>étude</mark> se tient à l’école <mark>Élémentaire</mark> &amp; au gymnase.")
    page = client.get("/recherche/", {"q": "elementaire etude"})
    assert "<mark>étude</mark>" in page.content.decode()


def test_what_is_not_public_is_not_found(site_public):
    page = publier(site_public, "Confiture de coings")
    assert titres("coings")
    page.unpublish()
    assert not titres("coings")
    page.save_revision().publish()
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    assert not titres("coings")
    page.delete()
    assert not Fiche.objects.filter(titre__contains="coings").exists()


def test_documents_and_menus_are_found_too(site_public):
    (document,) = get_document_model().objects.all()[:1]
    genres = {r.genre for r in chercher(document.title).resultats}
    assert any(g.startswith("Document ") for g in genres)
    plat = (
        site_public.menus
        and chercher("gratin").resultats + chercher("poisson").resultats + chercher("yaourt").resultats
    )
    menus = [r for r in plat if r.genre == "Menu"]
    assert menus
    assert menus[0].url.startswith("/menus/?semaine=2026-")


def test_a_menu_says_which_of_its_dishes_hold_the_words_and_for_what_occasion(site_public):
    """In the dishes' own words, whichever of them hold which word, at most once a menu."""
    Menu.objects.filter(date="2026-12-17").delete()
    menu = Menu(date="2026-12-17", mention="Repas de Noël")
    menu.plats = [
        Plat(service=service, nom=nom)
        for service, nom in ((5, "Bûche à l’orange"), (2, "Chapon rôti & son jus"), (3, "Purée d’orangettes"))
    ]
    menu.save()

    def extraits(saisie):
        return [
            str(r.extrait) for r in chercher(saisie).resultats if r.genre == "Menu" and "17\xa0décembre" in r.titre
        ]

    assert extraits("chapons buche") == [
        "Repas de Noël\xa0: <mark>Chapon</mark> rôti &amp; son jus, Purée d’orangettes, <mark>Bûche</mark> à l’orange"
    ]
    assert extraits("noel chapon")[0].startswith("Repas de <mark>Noël</mark>\xa0: <mark>Chapon</mark> rôti")
    assert chercher("noel chapon").tous, "all the words are there"


def test_some_words_are_better_than_nothing_and_it_is_said(site_public, client):
    publier(site_public, "Balade en forêt")
    reponse = chercher("forêt licorne")
    resultats, tous = reponse.resultats, reponse.tous
    assert resultats
    assert not tous
    page = client.get("/recherche/", {"q": "forêt licorne"}).content.decode()
    assert "au moins un" in page


@pytest.mark.parametrize("saisie", ["", " ", "a", "!", "' OR 1=1 --", "&|!():*", "\\", "a" * 101, "\x00", "le la les"])
def test_bad_words_never_break_the_page(site_public, client, saisie):
    reponse = client.get("/recherche/", {"q": saisie})
    assert reponse.status_code == 200
    assert arbre(reponse).select_one("h1") is not None


def test_a_word_too_short_is_told_beside_the_field_and_kept(site_public, client):
    page = client.get("/recherche/", {"q": "a"}).content.decode()
    assert "Écrivez au moins deux lettres" in page
    assert 'value="a"' in page


def test_hostile_text_is_shown_as_text(site_public, client):
    publier(site_public, "<script>alert(1)</script> zythum")
    page = client.get("/recherche/", {"q": "zythum"}).content.decode()
    assert "<script>alert" not in page
    assert "<mark>zythum</mark>" in page


def test_the_index_can_be_written_anew(site_public):
    tout_indexer()  # a page shows others: what came since it was published is read again every night
    avant = set(Fiche.objects.values_list("titre", "texte"))
    Fiche.objects.all().delete()
    assert tout_indexer() == len(avant)
    assert set(Fiche.objects.values_list("titre", "texte")) == avant


def test_a_search_costs_few_queries(site_public, client, django_assert_max_num_queries):
    for n in range(30):
        site_public.actualites.add_child(instance=ActualitePage(title=f"Kermesse {n}", slug=f"k-{n}"))
    tout_indexer()
    client.get("/recherche/?q=kermesse")
    with django_assert_max_num_queries(14):
        client.get("/recherche/?q=kermesse")


def test_places_lead_back_to_the_original_text():
    texte = "L’Œuvre d’Été"
    assert sans_accents(texte) == "l oeuvre d ete"
    assert len(positions(texte)) == len(sans_accents(texte)) + 1
    assert texte[positions(texte)[2] : positions(texte)[9]] == "Œuvre "


@pytest.mark.parametrize(
    ("saisie", "attendu"),
    [
        ("cantine", "Restauration scolaire (cantine)"),
        ("cantine", "Réserver ou annuler des repas"),
        ("cantine", "Les menus"),
        ("QF", "Les tarifs"),
        ("péri-scolaire", "Accueil périscolaire"),
        ("periscolaire", "Accueil périscolaire"),
        ("allergie", "Allergie ou régime particulier"),
        ("vacances de noel", "Calendrier scolaire"),
        ("payer", "Payer une facture"),
        ("E\u0301te\u0301", "été"),
    ],
)
def test_parents_find_with_their_own_words(site_public, saisie, attendu):
    tout_indexer()
    resultats = chercher(saisie).resultats
    trouves = [texte(str(t)) for r in resultats for t in (r.titre, r.extrait)]
    assert any(attendu.lower() in t.lower() for t in trouves), trouves


@pytest.mark.parametrize(
    ("saisie", "lu"), [("cantinne", "cantine"), ("inscripsion", "inscription"), ("vacanses", "vacances")]
)
def test_a_slip_of_the_fingers_is_forgiven_and_said(site_public, client, saisie, lu):
    tout_indexer()
    assert chercher(saisie).corrige == lu
    assert chercher(saisie).resultats
    assert f"<strong>{lu}</strong>" in client.get("/recherche/", {"q": saisie}).content.decode()
    assert chercher(lu).corrige == ""


@pytest.mark.parametrize("saisie", ["menu du 12 novembre", "12/11", "le jeudi 12 novembre 2026", "menu 12 nov."])
def test_the_menu_of_a_day_comes_first(site_public, saisie):
    Menu.objects.filter(date="2026-11-12").delete()
    menu = Menu(date="2026-11-12")
    menu.plats = [Plat(service=2, nom="Gratin de <poisson>")]
    menu.save()
    premier = chercher(saisie).resultats[0]
    assert str(premier.titre) == "Menu du jeudi 12\u00a0novembre"
    assert str(premier.extrait) == "Gratin de &lt;poisson&gt;"


def test_nothing_found_says_whom_to_ask(site_public, client):
    page = client.get("/recherche/", {"q": "zzyzxq"}).content.decode()
    reglages = site_public.ville["commune"]
    assert "Rien n’a été trouvé" in page
    assert reglages["courriel"] in page
    assert "tel:" in page
