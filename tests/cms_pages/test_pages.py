"""Every public page, as a visitor reads it."""

import pytest
from django.core.cache import cache
from wagtail.models import Page

from cms_pages.models import ActualitePage, PageContenu
from commune.models import AnneeScolaire, Lieu, Reglages, Service, Vacances
from demo.balisage import html
from tests.tools.html import arbre, liens, texte, trouver


def chemins():
    return [page.url for page in Page.objects.live().public().filter(depth__gte=2).specific()]


def test_every_page_is_valid_html_with_its_own_title(client, site_public):
    titres = {}
    for chemin in chemins():
        page = arbre(client.get(chemin))
        titre = texte(page.select_one("title"))
        assert titre not in titres, f"{chemin} and {titres.get(titre)}"
        titres[titre] = chemin
        assert len(list(page.find_all("h1"))) == 1, chemin
        ids = [element.get("id") for element in page.find_all(True) if element.get("id")]
        assert len(ids) == len(set(ids)), chemin
        niveaux = [int(e.name[1]) for e in page.find_all(True) if e.name in ("h1", "h2", "h3", "h4")]
        assert all(b - a <= 1 for a, b in zip(niveaux, niveaux[1:], strict=False)), (chemin, niveaux)
    assert len(titres) == len(chemins()) > 20


def test_every_link_of_the_site_leads_somewhere(client, site_public):
    cherchees = set()
    for chemin in chemins():
        cherchees |= {
            url.partition("#")[0] for url in liens(arbre(client.get(chemin))).values() if url.startswith("/")
        }
    muets = {url: client.get(url).status_code for url in cherchees if not url.startswith("/documents/")}
    # The private area asks for a sign-in; nothing is missing.
    assert {url: code for url, code in muets.items() if code not in (200, 302)} == {}


@pytest.mark.feature("F012", "F014")
def test_an_activity_says_for_whom_when_where_until_when_and_whom_to_call(client, site_public):
    activites = arbre(client.get("/activites/"))
    tuiles = [a.get("href") for a in activites.find_all("a") if a.get("class") == "tuile"]
    assert len(tuiles) == 7
    page = arbre(client.get("/activites/restauration-scolaire/"))
    essentiel = trouver(page, "section", class_="essentiel")
    assert [texte(dt) for dt in essentiel.find_all("dt")] == ["Pour qui", "Quand", "Où", "Délai", "À réserver"]
    assert "Réserver ou annuler : jusqu’à deux jours ouvrés avant, à 9 h" in texte(essentiel)
    assert "Affaires scolaires 02 61 91 00 20" in texte(page.select_one("aside"))


@pytest.mark.feature("F024", "F030")
def test_the_help_answers_in_the_words_of_the_guides(client, site_public):
    page = arbre(client.get("/aide/"))
    questions = [texte(summary) for summary in page.find_all("summary")]
    for question in (
        "Ça concerne qui ?",
        "Pour quoi faire ?",
        "C’est gratuit ?",
        "Comment faire ?",
        "Comment obtenir ma clé enfance ?",
        "Que faire si j’ai oublié mon mot de passe ou mon identifiant ?",
    ):
        assert question in questions


@pytest.mark.feature("F009", "F018")
def test_a_piece_of_news_gives_its_documents(client, site_public):
    page = arbre(client.get("/actualites/guide-de-l-enfance/"))
    joints = {mots: url for mots, url in liens(page).items() if url.startswith("/documents/")}
    assert len(joints) == 2
    guide = next(mots for mots in joints if mots.startswith("Guide de l’enfance"))
    assert guide.endswith("ko)")
    reponse = client.get(joints[guide])
    assert b"".join(reponse.streaming_content).startswith(b"%PDF")
    for fermer in reponse._resource_closers:  # not close(): it would end the connection that the tests share
        fermer()


@pytest.mark.feature("F013")
def test_schools_and_restaurants_come_from_the_registry(client, site_public):
    mots = texte(trouver(arbre(client.get("/infos-pratiques/ecoles-et-restaurants/")), "ul", class_="lieux"))
    assert "École des Ajoncs 12 allée des Ajoncs, 44480 Donges 02 61 91 00 62" in mots
    assert "Repas : Restaurant des Ajoncs" in mots


@pytest.mark.feature("F188", "F189", "F190", "F191", "F193")
def test_the_contacts_say_whom_to_call_and_where_to_write(client, site_public):
    page = arbre(client.get("/contact/")).select_one("main")
    adresses, mots = liens(page), texte(page)
    services = Service.objects.exclude(telephone="")
    assert len(services) >= 3
    for service in services:
        assert adresses[service.telephone] == f"tel:{service.telephone.replace(' ', '')}"
        assert adresses[service.courriel] == f"mailto:{service.courriel}"
        assert service.horaires in mots
    facture = Service.objects.exclude(courriel_factures="").get().courriel_factures
    assert f"Pour une facture : {facture}" in mots
    assert adresses[facture] == f"mailto:{facture}"
    assert "Le numéro des familles : 02 61 91 00 10" in mots
    assert "Nos services restent à votre disposition, au téléphone comme au guichet." in mots
    Service.objects.filter(pk=services[0].pk).update(telephone="", orientation="tapez 2")
    cache.clear()
    assert "02 61 91 00 10, puis tapez 2" in texte(arbre(client.get("/contact/")).select_one("main"))


@pytest.mark.feature("F192")
def test_each_place_gives_its_own_telephone(client, site_public):
    lieux = trouver(arbre(client.get("/infos-pratiques/ecoles-et-restaurants/")), "main")
    connus = Lieu.objects.filter(genre__in=["ecole", "restaurant"]).exclude(telephone="")
    numeros = set(connus.values_list("telephone", flat=True))
    assert len(numeros) >= 5
    for numero in numeros:
        assert liens(lieux)[numero] == f"tel:{numero.replace(' ', '')}"


@pytest.mark.feature("F021", "F022", "F023")
def test_the_accessibility_statement_is_honest(client, site_public):
    mots = texte(arbre(client.get("/accessibilite/")).select_one("main"))
    assert "non conforme (audit en cours)" in mots
    assert "Défenseur des droits" in mots


def test_the_site_map_lists_every_page_but_the_news(client, site_public):
    adresses = set(liens(trouver(arbre(client.get("/plan-du-site/")), "ul", class_="plan")).values())
    attendues = {p.url for p in Page.objects.live().public().filter(depth__gte=3).not_type(ActualitePage)}
    assert attendues <= adresses


def test_a_draft_is_for_editors_only(client, site_public):
    brouillon = ActualitePage(title="Pas encore", slug="pas-encore", live=False)
    site_public.actualites.add_child(instance=brouillon)
    assert client.get("/actualites/pas-encore/").status_code == 404
    assert "Pas encore" not in client.get("/actualites/").content.decode()


def test_news_come_nine_a_page(client, site_public):
    for rang in range(12):
        site_public.actualites.add_child(instance=ActualitePage(title=f"Nouvelle {rang}", slug=f"n-{rang}"))
    assert len(list(arbre(client.get("/actualites/")).find_all("article"))) == 9
    assert len(list(arbre(client.get("/actualites/?page=2")).find_all("article"))) == 9
    assert client.get("/actualites/?page=zut").status_code == 200


def test_a_rubric_appears_in_the_header_and_marks_where_one_is(client, site_public, django_assert_max_num_queries):
    site_public.accueil.add_child(instance=PageContenu(title="Transport", slug="transport", show_in_menus=True))
    entete = trouver(arbre(client.get("/activites/multi-accueil/")), "nav", **{"aria-label": "Rubriques"})
    assert liens(entete)["Transport"] == "/transport/"
    assert [texte(a) for a in entete.find_all("a") if a.get("aria-current")] == ["Activités"]


def test_the_light_markup_of_the_towns():
    assert html("Oui : **non**.\n\n- [un](/a/) ;\n- deux & trois") == (
        '<p>Oui\xa0: <b>non</b>.</p><ul><li><a href="/a/">un</a>\u202f;</li><li>deux &amp; trois</li></ul>'
    )


@pytest.mark.feature("F010")
def test_the_school_calendar_is_the_one_that_bookings_obey(client, site_public, settings):
    def mots():
        cache.clear()
        return texte(arbre(client.get("/infos-pratiques/calendrier-scolaire/")).select_one("main"))

    assert "quatre jours par semaine" in mots()
    assert "Année 2026-2027, zone B" in mots()
    assert "Vacances de Noël" in mots()
    assert "du samedi 19 décembre au dimanche 3 janvier 2027 inclus" in mots()
    assert "Lundi de Pâques" in mots()
    assert "2025-2026" not in mots()
    Vacances.objects.filter(nom="Vacances de Noël", du__year=2026).update(au="2027-01-04")
    assert "au lundi 4 janvier 2027 inclus" in mots()
    settings.HORLOGE = "2026-12-20T10:00:00+01:00"
    assert "Vacances de Noël (en ce moment)" in mots()
    Reglages.objects.update(zone="C")
    assert "Année 2026-2027, zone C" in mots()


def test_without_a_known_year_the_calendar_says_so(client, site_public):
    AnneeScolaire.objects.all().delete()
    cache.clear()
    assert (
        "Le calendrier n’est pas encore connu" in client.get("/infos-pratiques/calendrier-scolaire/").content.decode()
    )


def test_the_school_calendar_opens_on_a_leap_day(site_public, client, settings):
    settings.HORLOGE = "2028-02-29T10:00:00+01:00"
    assert client.get("/infos-pratiques/calendrier-scolaire/").status_code == 200
