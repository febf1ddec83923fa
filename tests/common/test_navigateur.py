"""The components in a real browser: accessible, never too wide, alive under the strict policy."""

import pytest
from django.urls import reverse

from tests.tools.navigateur import COULEURS, cookies, deborde, defauts, navigateur, theme

ETROITE = 320
LARGEURS = (ETROITE, 390, 1280)


@pytest.fixture
def vitrine(live_server, client_agent):
    """Give the address of the page of components and the cookies that open it."""
    return live_server.url + reverse("composants"), cookies(client_agent, live_server.url)


def _ouvrir(ouvert, vitrine, **options):
    adresse, biscuits = vitrine
    contexte = ouvert.new_context(**{"viewport": {"width": 390, "height": 844}, **options})
    contexte.add_cookies(biscuits)
    page = contexte.new_page()
    page.journal = []
    page.on("console", lambda m: page.journal.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: page.journal.append(str(e)))
    page.goto(adresse)
    return page


@pytest.mark.slow
def test_axe_finds_nothing_and_nothing_sticks_out(vitrine):
    with navigateur() as ouvert:
        for largeur in LARGEURS:
            page = _ouvrir(ouvert, vitrine, viewport={"width": largeur, "height": 800}, bypass_csp=True)
            assert deborde(page) == [], largeur
            if largeur > ETROITE:
                assert defauts(page) == [], largeur
                theme(page, "dark")
                assert defauts(page, regles=COULEURS) == [], f"{largeur} dark"
            page.context.close()


def test_the_bar_says_what_the_ticks_change(vitrine):
    with navigateur() as ouvert:
        page = _ouvrir(ouvert, vitrine)
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
        assert page.journal == [], "nothing refused by the policy, no script error"


def test_a_change_shows_in_green_and_in_words_without_javascript(vitrine):
    with navigateur() as ouvert:
        page = _ouvrir(ouvert, vitrine, java_script_enabled=False)
        jour = page.locator("td:has(input[value='2026-11-19'])")
        fond = "e => getComputedStyle(e).backgroundColor"
        avant = jour.locator("label").evaluate(fond)
        assert not jour.get_by_text("Sera réservé").is_visible()
        jour.locator("input").check()
        assert jour.get_by_text("Sera réservé").is_visible()
        assert jour.locator("label").evaluate(fond) != avant
        assert page.locator("barre-recap button").is_enabled()


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_fields(vitrine):
    with navigateur() as ouvert:
        page = _ouvrir(ouvert, vitrine)
        assert page.evaluate("document.activeElement.id") == "resume-erreurs"
        for lien in page.locator(".resume-erreurs a").all():
            lien.click()
            cible = lien.get_attribute("href")[1:]
            assert page.evaluate("document.activeElement.id") == cible


def test_the_keyboard_reaches_the_content_first_and_always_shows_where_it_is(vitrine):
    with navigateur() as ouvert:
        page = _ouvrir(ouvert, vitrine, viewport={"width": 1280, "height": 900})
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
    with navigateur() as ouvert:
        page = _ouvrir(ouvert, vitrine)
        saisie = page.locator("#id_vide-secret")
        saisie.fill("quatre-chevaux-verts")
        bouton = page.get_by_role("button", name="Afficher le mot de passe").first
        bouton.click()
        assert saisie.get_attribute("type") == "text"
        page.get_by_role("button", name="Masquer le mot de passe").first.click()
        assert saisie.get_attribute("type") == "password"


@pytest.mark.slow
def test_text_can_be_twice_as_large_and_loosely_spaced(vitrine):
    style = """html { font-size: 200% !important }
        * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"""
    with navigateur() as ouvert:
        page = _ouvrir(ouvert, vitrine, viewport={"width": 1280, "height": 900}, bypass_csp=True)
        page.add_style_tag(content=style)
        assert deborde(page) == []
