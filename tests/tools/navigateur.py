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


AXE = (Path(__file__).parents[1] / "vendor/axe.min.js").read_text()
CONTRASTE, LIENS = "color-contrast", "link-in-text-block"
# The rules whose answer the width of the page can change, on the same elements.
PLACES = ["target-size", "scrollable-region-focusable"]
REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
# Ready in every page before its own scripts: Wagtail's admin brings an older one under the same name, which would
# examine nothing that is newer.
NOTRE_AXE = f"{AXE};window.notreAxe = window.axe; delete window.axe;"
# What is alike is looked at a few times: of brothers of one shape (their names, classes and attributes, and those of
# all that is in them, whatever the words) the first ones stand for the others.
TEMOINS = 3
SEMBLABLES = """nombre => {
    const propres = ["id", "for", "href", "src", "value", "name", "action", "datetime", "title", "d"];
    const forme = e => [e.tagName, ...[...e.attributes].map(({ name, value }) =>
        propres.includes(name) || name.startsWith("data-") || (name.startsWith("aria-") && value.length > 8)
            ? name : `${name}=${value}`), "(", ...[...e.children].map(forme), ")"].join(" ");
    const trop = [], regarder = parent => {
        const vues = new Map();
        for (const enfant of parent.children) {
            const sienne = forme(enfant), deja = vues.get(sienne) ?? 0;
            vues.set(sienne, deja + 1);
            deja < nombre ? regarder(enfant) : trop.push(enfant);
        }
    };
    regarder(document.body);
    return trop;
}"""


# What contrast is made of: a colour of text on what is under it. Each pair is asked once a theme, of a few elements.
PAIRES = """() => {
    const sous = new Map(), paires = new Map(), rien = "rgba(0, 0, 0, 0) none 1 none";
    const dessous = e => {
        if (!e) return "";
        if (!sous.has(e)) {
            const s = getComputedStyle(e);
            const fond = [s.backgroundColor, s.backgroundImage, s.opacity, s.filter].join(" ");
            sous.set(e, dessous(e.parentElement) + (fond === rien ? "" : `/${fond}`));
        }
        return sous.get(e);
    };
    for (const e of document.body.querySelectorAll("*")) {
        const dit = e.matches("input, select, textarea")
            || [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
        if (!dit || !e.checkVisibility({ visibilityProperty: true })) continue;
        const s = getComputedStyle(e), taille = parseFloat(s.fontSize);
        const grand = taille >= 24 || (taille >= 18.66 && s.fontWeight >= 700);
        const paire = [s.color, s.textShadow, grand, dessous(e)].join(" ");
        if (!paires.has(paire)) paires.set(paire, []);
        paires.get(paire).push(e);
    }
    window.paires = paires;
    return [...paires.keys()];
}"""
# The admin carries its 250 hidden drawings in every page: axe would weigh each.
EXAMEN = f"""async ([dans, options, nombre, paires]) => {{
    document.querySelector("[data-sprite]")?.remove();
    const exclude = nombre ? ({SEMBLABLES})(nombre) : [];
    const include = paires ? paires.flatMap(p => window.paires.get(p).slice(0, {TEMOINS})) : [dans ?? document];
    const {{ violations }} = await notreAxe.run({{ include, exclude }}, options);
    return violations.flatMap(regle => regle.nodes.map(noeud => `${{regle.id}}: ${{noeud.html.slice(0, 200)}}`));
}}"""


def defauts(page, *, regles=None, sauf=(), dans=None, temoins=False, paires=None):
    """Run axe on the page as it stands; give one line a defect.

    ``regles`` names the only rules to run, ``sauf`` those left out, ``dans`` the only part to look at; with
    ``temoins``, of what is repeated only the first ones are looked at; with ``paires``, only a few elements of each of
    these (``PAIRES``). ``montrer_tout`` must come first, and ``NOTRE_AXE`` be in the page.
    """
    choix = {"type": "rule", "values": regles} if regles else {"type": "tag", "values": REGLES}
    eteintes = {regle: {"enabled": False} for regle in sauf}
    options = {"runOnly": choix, "rules": eteintes, "resultTypes": ["violations"]}
    return page.evaluate(EXAMEN, [dans, options, TEMOINS if temoins else 0, paires])


# Let the page hear of its new size: its observers are told with the images.
DEUX_IMAGES = "new Promise(fini => requestAnimationFrame(() => requestAnimationFrame(fini)))"
# Let what moves arrive.
ARRIVER = "document.getAnimations().forEach(a => { try { a.finish() } catch { a.cancel() } })"


def theme(page, nom):
    """Turn the page ``light`` or ``dark``, and let the colours arrive."""
    page.emulate_media(color_scheme=nom)
    page.evaluate(ARRIVER)


# What is painted while a page is examined is drawn this small: axe reads places and colours, not pixels.
ECHELLE = 0.02


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
        haut = page.evaluate("document.documentElement.scrollHeight")
        if haut == vu:
            break
        cadrer(page, largeur, haut, echelle=echelle)
        vu = haut
    page.evaluate(DEUX_IMAGES)
    page.evaluate(ARRIVER)


# What sticks out of the window on the right, once what slides to its place is there. The admin's « main » would hide
# it: there, all that no box scrolls, but for what Wagtail keeps beside the window until it is called.
DEBORDE = """() => {
    const principal = document.querySelector("main#main");
    const large = e => e && e.scrollWidth > e.clientWidth;
    if (!large(document.documentElement) && !large(principal)) return [];
    const range = e => {
        for (let x = e.parentElement; x && x !== principal; x = x.parentElement)
            if (principal?.contains(x) && getComputedStyle(x).overflowX !== "visible") return true;
        return false;
    };
    return [...document.querySelectorAll("body *")]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !range(e))
        .filter(e => !e.closest(".bulk-actions-choices, .form-side, .w-minimap"))
        .map(e => `${e.tagName}.${e.className}`);
}"""


def deborde(page):
    """Give what sticks out of the window on the right."""
    page.evaluate(ARRIVER)
    return page.evaluate(DEBORDE)
