"""What every page is examined for: axe on a phone and a computer, light and dark; nothing sticks out at 320 px."""

from tests.tools.navigateur import COULEURS, PLACES, deborde, defauts, theme

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


# How each element shows in a theme, as far as contrast goes; true when it was so at the last width too.
PAREIL = """([dans, theme]) => {
    const voir = e => {
        if (!e.checkVisibility({ visibilityProperty: true })) return "";
        const s = getComputedStyle(e), taille = parseFloat(s.fontSize);
        const grand = taille >= 24 || (taille >= 18.66 && s.fontWeight >= 700);
        return [s.color, s.backgroundColor, s.backgroundImage, s.opacity, s.textShadow, grand].join();
    };
    const tous = document.querySelectorAll(dans ? `${dans}, ${dans} *` : "body *");
    const vu = [document.body, ...tous].map(voir).join(";");
    window.vus ??= {};
    const avant = window.vus[theme];
    window.vus[theme] = vu;
    return avant === vu;
}"""


def examiner(quelqu_un, nom="", *, etroit=True):
    """Run axe on the page shown, at both widths, in both themes; give one line a defect.

    The first look is at everything by every rule. A theme changes colours and no place, a width places and no colour:
    where the page shows that it is so (``PAREIL``), the other looks only ask what can have another answer.
    """
    page = quelqu_un.page
    page.wait_for_load_state()
    nom, dans = nom or page.url.split("/", 3)[3], _ce_qui_change(page)
    trouves = []

    def regarder(mode, **options):
        mot = "dark " if mode == "dark" else ""
        trouves.extend(mot + defaut for defaut in defauts(page, **options))

    def montrer(largeur, mode):
        """Show the page so; tell whether each element looks as it did before at another width."""
        large, haut = LARGEURS[largeur]
        page.set_viewport_size({"width": large, "height": haut})
        theme(page, mode)
        return page.evaluate(PAREIL, [dans, mode])

    montrer("téléphone", "light")
    regarder("light")
    montrer("téléphone", "dark")
    regarder("dark", regles=COULEURS, dans=dans, temoins=True)
    if not montrer("ordinateur", "dark"):
        regarder("dark", regles=COULEURS, dans=dans, temoins=True)
    pareil = montrer("ordinateur", "light")
    regarder("light", regles=PLACES if pareil else None, dans=dans, temoins=True)
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
