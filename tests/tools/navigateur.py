"""A real browser for tests: Chromium, found where it is, driven by Playwright."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

# The first one has no windows: half the work.
CANDIDATS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium():
    """Give the browser named by CHROMIUM, or the first found."""
    trouve = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CANDIDATS)), None)
    assert trouve, "No Chromium found: install it (apt install chromium) or name it with CHROMIUM=/path"
    return trouve


@contextmanager
def navigateur():
    """Open the browser for the time of a block. No database call belongs inside: Playwright holds the thread."""
    with sync_playwright() as playwright:
        ouvert = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        try:
            yield ouvert
        finally:
            ouvert.close()


def cookies(client, adresse):
    """Give the cookies of a signed-in test client, for a browser context."""
    return [{"name": nom, "value": biscuit.value, "url": adresse} for nom, biscuit in client.cookies.items()]


AXE = (Path(__file__).parents[1] / "vendor/axe.min.js").read_text()
# The rules whose answer the theme of the page can change.
COULEURS = ["color-contrast", "link-in-text-block"]
REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]


def defauts(page, *, regles=None, dans=None):
    """Run axe on the page as it stands; give one line a defect.

    ``regles`` names the only rules to run, ``dans`` the only part to look at. The window grows to the whole page
    first, so that a bar that sticks hides no target. The context must have been opened with bypass_csp, since axe is
    injected.
    """
    choix = {"type": "rule", "values": regles} if regles else {"type": "tag", "values": REGLES}
    options = {"runOnly": choix, "resultTypes": ["violations"]}
    hauteur = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": hauteur})
    if page.evaluate("typeof axe === 'undefined'"):
        # The admin carries its 250 hidden drawings in every page: axe would weigh each.
        page.evaluate("document.querySelector('[data-sprite]')?.remove()")
        page.evaluate(AXE)
    return page.evaluate(
        """([dans, options]) => axe.run(dans ?? document, options).then(resultat => resultat.violations.flatMap(
        regle => regle.nodes.map(noeud => `${regle.id}: ${noeud.html.slice(0, 200)}`)))""",
        [dans, options],
    )


def theme(page, nom):
    """Turn the page ``light`` or ``dark``, and let the colours arrive."""
    page.emulate_media(color_scheme=nom)
    page.evaluate("document.getAnimations().forEach(a => { try { a.finish() } catch { a.cancel() } })")


def deborde(page):
    """Give what sticks out of the window on the right, beyond scroll boxes with a name."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.tagName + "." + e.className)"""
    )
