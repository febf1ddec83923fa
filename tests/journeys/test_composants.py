"""The components in a real browser: alive under the strict policy. What axe finds on their page is test_axe's."""

import pytest

from tests.tools.navigateur import deborde

pytestmark = pytest.mark.journey


@pytest.fixture
def vitrine(agent):
    """Give the page of components, opened by an agent on a telephone unless said otherwise."""

    def ouvrir(**options):
        quelqu_un = agent("agent", **{"largeur": "téléphone", **options})
        quelqu_un.va("/gestion/composants/")
        return quelqu_un.page

    return ouvrir


def test_the_bar_says_what_the_ticks_change(vitrine):
    page = vitrine()
    somme = page.locator("barre-recap [role=status]")
    assert somme.inner_text() == "1 ajout, 1 annulation · 0,00\u202f€"
    page.locator("input[value='2026-11-19']").check()
    page.locator("input[value='2026-11-20']").check()
    assert somme.inner_text() == "3 ajouts, 1 annulation · +\u202f4,30\u202f€"
    page.locator("input[value='2026-11-19']").uncheck()
    page.locator("input[value='2026-11-20']").uncheck()
    page.locator("input[value='2026-11-12']").uncheck()
    page.locator("input[value='2026-11-13']").check()
    assert somme.inner_text() == "Cochez ou décochez les jours souhaités."


def test_a_change_shows_in_green_and_in_words_without_javascript(vitrine):
    page = vitrine(javascript=False)
    jour = page.locator("td:has(input[value='2026-11-19'])")
    fond = "e => getComputedStyle(e).backgroundColor"
    avant = jour.locator("label").evaluate(fond)
    assert not jour.get_by_text("Sera réservé").is_visible()
    jour.locator("input").check()
    assert jour.get_by_text("Sera réservé").is_visible()
    assert jour.locator("label").evaluate(fond) != avant
    assert page.locator("barre-recap button").is_enabled()


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_fields(vitrine):
    page = vitrine()
    assert page.evaluate("document.activeElement.id") == "resume-erreurs"
    for lien in page.locator(".resume-erreurs a").all():
        lien.click()
        cible = lien.get_attribute("href")[1:]
        assert page.evaluate("document.activeElement.id") == cible


def test_the_keyboard_reaches_the_content_first_and_always_shows_where_it_is(vitrine):
    page = vitrine(largeur="ordinateur")
    page.evaluate("document.activeElement.blur()")
    page.evaluate("window.scrollTo(0, 0)")
    page.keyboard.press("Tab")
    # The summary had the focus: the next stop follows it; go back to the top of the page by its skip link.
    page.locator(".evitement").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    for _ in range(12):
        page.keyboard.press("Tab")
        trait = page.evaluate(
            """() => { const e = document.activeElement.closest('.calendrier__case') ?? document.activeElement;
            return getComputedStyle(e).outlineStyle }"""
        )
        assert trait == "solid"


def test_a_password_can_be_shown_and_hides_again(vitrine):
    page = vitrine()
    saisie = page.locator("#id_vide-secret")
    saisie.fill("quatre-chevaux-verts")
    bouton = page.get_by_role("button", name="Afficher le mot de passe").first
    bouton.click()
    assert saisie.get_attribute("type") == "text"
    page.get_by_role("button", name="Masquer le mot de passe").first.click()
    assert saisie.get_attribute("type") == "password"


def test_text_can_be_twice_as_large_and_loosely_spaced(vitrine):
    style = """html { font-size: 200% !important }
        * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"""
    page = vitrine(largeur="ordinateur", sans_csp=True)
    page.add_style_tag(content=style)
    assert deborde(page) == []
