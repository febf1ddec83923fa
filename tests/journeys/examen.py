"""What every page is examined for: axe on a phone and a computer, light and dark; nothing sticks out at 320 px."""

from tests.tools.navigateur import (
    CONTRASTE,
    ECHELLE,
    LIENS,
    PAIRES,
    PLACES,
    cadrer,
    deborde,
    defauts,
    montrer_tout,
    theme,
)

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


# The pairs of colours examined already, by theme.
PAIRES_VUES = {"light": set(), "dark": set()}
# Which elements are shown.
VISIBLES = """dans => [...document.querySelectorAll(dans ? `${dans} *` : "body *")]
    .map(e => e.checkVisibility({ visibilityProperty: true }) ? 1 : 0).join("")"""


def examiner(quelqu_un, nom="", *, etroit=True):
    """Run axe on the page shown, at both widths, in both themes; give one line a defect."""
    trouves = _examiner(quelqu_un.page, nom, etroit=etroit)
    cadrer(quelqu_un.page, *quelqu_un.page.viewport_size.values())
    return trouves


def _examiner(page, nom, *, etroit=True):
    """Give the defects of the page shown, and leave it wide and painted small.

    The first look is at everything by every rule. A theme changes only colours: in the other looks, the pairs that no
    page has shown yet are examined. A width moves things, and may show others: these are examined by every rule.
    """
    page.wait_for_load_state()
    nom, dans = nom or page.url.split("/", 3)[3], _ce_qui_change(page)
    trouves = []

    def montrer(largeur):
        montrer_tout(page, LARGEURS[largeur][0], echelle=ECHELLE)

    def regarder(mode, **options):
        mot = "dark " if mode == "dark" else ""
        trouves.extend(mot + defaut for defaut in defauts(page, **options))

    def regarder_les_couleurs(mode):
        nouvelles = set(page.evaluate(PAIRES)) - PAIRES_VUES[mode]
        PAIRES_VUES[mode] |= nouvelles
        if nouvelles:
            regarder(mode, regles=[CONTRASTE], paires=sorted(nouvelles))

    montrer("téléphone")
    theme(page, "light")
    regarder("light")
    PAIRES_VUES["light"] |= set(page.evaluate(PAIRES))
    visibles = page.evaluate(VISIBLES, dans)
    theme(page, "dark")
    regarder_les_couleurs("dark")
    regarder("dark", regles=[LIENS], dans=dans)
    if etroit:
        cadrer(page, ETROIT, 800, echelle=ECHELLE)
        trouves += [f"{ETROIT} px: {d}" for d in deborde(page)]
    montrer("ordinateur")
    regarder_les_couleurs("dark")
    theme(page, "light")
    regarder_les_couleurs("light")
    pareil = page.evaluate(VISIBLES, dans) == visibles
    regarder("light", regles=PLACES if pareil else None, sauf=[] if pareil else [CONTRASTE], dans=dans, temoins=True)
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
        cadrer(quelqu_un.page, *LARGEURS["téléphone"], echelle=ECHELLE)
        quelqu_un.va(chemin)
        trouves += _examiner(quelqu_un.page, chemin)
    cadrer(quelqu_un.page, *quelqu_un.page.viewport_size.values())
    return trouves
