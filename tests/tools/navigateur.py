"""A real browser for tests: Chromium, found where it is, driven by Playwright."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakKeyDictionary

from playwright.sync_api import sync_playwright

# The first one has no windows: half the work.
CANDIDATS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium():
    """Give the browser named by CHROMIUM, or the first found."""
    trouve = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CANDIDATS)), None)
    assert trouve, "No Chromium found: install it (apt install chromium) or name it with CHROMIUM=/path"
    return trouve


# Pages live two seconds: what V8 would optimise beside them, on the other core, serves nobody.
OPTIONS = ["--no-sandbox", "--disable-gpu", "--js-flags=--no-opt,--no-maglev"]


def lancer(playwright):
    """Open the browser of the tests."""
    return playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)


@contextmanager
def navigateur():
    """Open the browser for the time of a block. No database call belongs inside: Playwright holds the thread."""
    with sync_playwright() as playwright:
        ouvert = lancer(playwright)
        try:
            yield ouvert
        finally:
            ouvert.close()


def cookies(client, adresse):
    """Give the cookies of a signed-in test client, for a browser context."""
    return [{"name": nom, "value": biscuit.value, "url": adresse} for nom, biscuit in client.cookies.items()]


ICI = Path(__file__).parent
AXE = (ICI.parent / "vendor/axe.min.js").read_text()
EXAMEN = (ICI / "examen.js").read_text()
REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
# The rules whose answer a theme can change: it changes colours, and nothing else.
COULEURS = ["color-contrast", "link-in-text-block"]
# Ready in every page before its own scripts: Wagtail's admin brings an older one under the same name, which would
# examine nothing that is newer.
NOTRE_AXE = f"{AXE};window.notreAxe = window.axe; delete window.axe;"
# What is painted while a page is examined is drawn this small: axe reads places and colours, not pixels.
ECHELLE = 0.02


def demander(page, question, *reponses):
    """Ask something of ``examen.js``, whether the page knows it already or not."""
    page.evaluate(EXAMEN)
    return page.evaluate(f"(donnees) => examen.{question}(...donnees)", reponses)


def defauts(page, *, regles=None, dans=None):
    """Run axe on the page as it stands; give one line a defect.

    ``regles`` names the only rules to run, ``dans`` the only part to look at. ``montrer_tout`` must come first, and
    ``NOTRE_AXE`` be in the page.
    """
    choix = {"type": "rule", "values": regles} if regles else {"type": "tag", "values": REGLES}
    return demander(page, "defauts", {"runOnly": choix, "resultTypes": ["violations"]}, dans)


def deborde(page):
    """Give what sticks out of the window on the right."""
    demander(page, "arriver")
    return demander(page, "deborde")


def theme(page, nom):
    """Turn the page ``light`` or ``dark``, and let the colours arrive."""
    page.emulate_media(color_scheme=nom)
    demander(page, "arriver")


def cadrer(page, largeur, hauteur, *, echelle=1):
    """Give the window this size, in CSS pixels; ``echelle`` shrinks the picture of the page, and nothing in it.

    Playwright does not know of it: what goes on with the page gives it back ``page.viewport_size``.
    """
    taille = {"width": largeur, "height": hauteur, "deviceScaleFactor": 1, "mobile": False}
    if page not in _commandes:
        _commandes[page] = page.context.new_cdp_session(page)
    _commandes[page].send("Emulation.setDeviceMetricsOverride", {**taille, "scale": echelle})


_commandes = WeakKeyDictionary()


def montrer_tout(page, largeur, *, echelle=1):
    """Give the window this width, and the height of the whole page: a bar that sticks then hides nothing."""
    vu = 0
    for _ in range(3):
        haut = demander(page, "hauteur")
        if haut == vu:
            break
        cadrer(page, largeur, haut, echelle=echelle)
        vu = haut
    demander(page, "deuxImages")
    demander(page, "arriver")
