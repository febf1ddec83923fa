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


BARRE = """<div class="barre-semaine" data-pret data-annonce="1 repas, + 2,15 €.">
  <input type="hidden" name="version" value="8"><details><summary>1 repas · + 2,15 €</summary></details>
  <button type="submit" name="vers" value="confirmer">Confirmer</button>
  <button type="submit" name="vers" value="etape2">Aller à l’étape 2</button></div>"""


@pytest.fixture
def semaine(vitrine):
    """Give the page, its first week, and what its script sent; the server is played by the test."""

    def ouvrir(reponse=BARRE, **options):
        page = vitrine(**options)
        envois = []

        def repondre(route):
            if route.request.method != "POST":
                return route.continue_()
            envois.append(route.request)
            code = 200 if reponse else 422
            return route.fulfill(status=code, content_type="text/html; charset=utf-8", body=reponse)

        page.route("**/gestion/composants/", repondre)
        return page, page.locator("form:has(.notre-semaine)"), envois

    return ouvrir


@pytest.mark.feature("F124", "F127")
def test_each_tick_of_the_week_brings_the_bar_up_to_date_and_keeps_the_focus(semaine):
    page, form, envois = semaine()
    case = form.locator("label.case", has=page.locator("input[value='1:1:2026-11-02']"))
    assert "Sera réservé" not in case.locator("b").evaluate("e => getComputedStyle(e, '::after').content")
    case.locator("input").focus()
    page.keyboard.press("Space")
    assert "Sera réservé" in case.locator("b").evaluate("e => getComputedStyle(e, '::after').content")
    form.locator("summary", has_text="1 repas · + 2,15 €").wait_for()
    assert envois[0].headers["x-semaine"] == "barre"
    assert "1:1:2026-11-02" in envois[0].post_data
    assert form.locator("[role=status]").inner_text() == "1 repas, + 2,15 €."
    assert page.evaluate("document.activeElement.value") == "1:1:2026-11-02"


def test_ticks_in_a_row_are_one_request_and_the_fold_stays_open(semaine):
    page, form, envois = semaine()
    form.locator("summary").click()
    for valeur in ("1:1:2026-11-02", "1:1:2026-11-03", "2:1:2026-11-02"):
        form.locator(f"input[value='{valeur}']").click()
    form.locator("summary", has_text="1 repas · + 2,15 €").wait_for()
    assert len(envois) == 1
    assert form.locator("details").get_attribute("open") is not None


def test_a_bar_that_cannot_be_had_says_so_and_loses_nothing(semaine):
    page, form, _ = semaine(reponse="")
    form.locator("input[value='1:1:2026-11-02']").check()
    form.get_by_text("Le total n’a pas pu être mis à jour").wait_for()
    assert form.locator("input[value='1:1:2026-11-02']").is_checked()
    assert form.get_by_role("button", name="Aller à l’étape 2").is_enabled()


def test_confirming_before_the_bar_has_answered_leads_to_what_is_to_be_read_again(semaine):
    page, form, envois = semaine()
    form.locator("input[value='1:1:2026-11-02']").check()
    # The form leaves once the bar has answered.
    with page.expect_navigation():
        form.get_by_role("button", name="Confirmer").click()
    # On a slow machine the bar was asked by the tick already, and is asked again by the button.
    demandes = [e.headers.get("x-semaine") for e in envois]
    assert demandes in (["barre", None], ["barre", "barre", None])
    assert "vers=etape2" in envois[-1].post_data
    assert "version=8" in envois[-1].post_data


@pytest.mark.parametrize("largeur", ["téléphone", "ordinateur"])
def test_each_cell_of_the_week_is_a_large_target_and_nothing_sticks_out(vitrine, largeur):
    page = vitrine(largeur=largeur)
    petites = page.locator(".notre-semaine").evaluate(
        """e => [...e.querySelectorAll("label.case, button, select, input[type=time]")]
        .filter((c) => c.getBoundingClientRect().height < 44).map((c) => c.outerHTML)"""
    )
    assert petites == []
    assert deborde(page) == []


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
            """() => { const e = document.activeElement.closest('.case') ?? document.activeElement;
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
