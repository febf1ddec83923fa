"""What every page is examined for: axe on a phone and a computer, light and dark; nothing sticks out at 320 px."""

from tests.tools.navigateur import COULEURS, deborde, defauts, theme

LARGEURS = {"téléphone": (390, 844), "ordinateur": (1280, 900)}
ETROIT = 320
# What surrounds the pages of one part of the site is the same on each: seen whole at every width and in both themes
# on the first page of the part, and then in the first look of each page.
CADRES_VUS = set()
# The frame: what is not in « main », but for the mark of where one is.
CADRE = """() => {
    const copie = document.body.cloneNode(true), propre = copie.querySelector("main");
    propre?.replaceChildren();
    copie.querySelectorAll("[data-sprite], script, style, input[type=hidden]").forEach(e => e.remove());
    for (const e of copie.querySelectorAll("*"))
        for (const { name } of [...e.attributes])
            if (name === "aria-current" || name === "class" || name.startsWith("data-")) e.removeAttribute(name);
    return propre && copie.innerHTML.replace(/\\s+/g, " ");
}"""


def examiner(quelqu_un, nom="", *, etroit=True):
    """Run axe on the page shown, at both widths, in both themes; give one line a defect."""
    page = quelqu_un.page
    page.wait_for_load_state()
    nom, trouves = nom or page.url.split("/", 3)[3], []
    dans = _ce_qui_change(page)
    for rang, (largeur, haut) in enumerate(LARGEURS.values()):
        page.set_viewport_size({"width": largeur, "height": haut})
        theme(page, "light")
        trouves += defauts(page, dans=dans if rang else None)
        theme(page, "dark")
        trouves += [f"dark {d}" for d in defauts(page, regles=COULEURS, dans=dans)]
    theme(page, "light")
    if etroit:
        page.set_viewport_size({"width": ETROIT, "height": 800})
        trouves += [f"{ETROIT} px: {d}" for d in deborde(page)]
    return [f"{nom} {defaut}" for defaut in trouves]


def _ce_qui_change(page):
    """Give « main » when the frame around it was seen already on another page: the same links, words and marks."""
    cadre = page.evaluate(CADRE)
    if not cadre or cadre not in CADRES_VUS:
        CADRES_VUS.add(cadre)
        return None
    return "main"


def parcourir(quelqu_un, chemins):
    """Examine these addresses one after the other."""
    trouves = []
    for chemin in chemins:
        quelqu_un.va(chemin)
        trouves += examiner(quelqu_un, chemin)
    return trouves
