"""What every page is examined for, and the walk of them: each address of ours, from the URL configuration.

A page is looked at four times: on a phone and on a computer, in light and in dark. In light, axe runs every rule; in
dark, those of colours, since a theme changes nothing else. At 320 px, nothing sticks out. What is examined of a page
depends on no other page. Contrast is asked of each look of each page, since it takes a fifth of a second and then
nothing has to be remembered of the colours already seen; ``tests/common/test_couleurs.py`` holds the pairs of colours
of the stylesheet without a browser, whatever the accent of the town.
"""

from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tests.tools.adresses import lisibles
from tests.tools.navigateur import COULEURS, ECHELLE, cadrer, deborde, defauts, montrer_tout, theme

LARGEURS = {"téléphone": (390, 844), "ordinateur": (1280, 900)}
ETROIT = 320


def examiner(quelqu_un, nom="", *, etroit=True):
    """Examine the page shown in its four looks; give one line a defect."""
    page, trouves = quelqu_un.page, []
    page.wait_for_load_state()
    if etroit:
        cadrer(page, ETROIT, 800, echelle=ECHELLE)
        trouves += [f"{ETROIT} px: {d}" for d in deborde(page)]
    for appareil, (largeur, _) in LARGEURS.items():
        montrer_tout(page, largeur, echelle=ECHELLE)
        theme(page, "light")
        trouves += [f"{appareil}: {d}" for d in defauts(page)]
        theme(page, "dark")
        trouves += [f"{appareil}, dark: {d}" for d in defauts(page, regles=COULEURS)]
    theme(page, "light")
    cadrer(page, *page.viewport_size.values())
    return [f"{nom or urlsplit(page.url).path} {defaut}" for defaut in trouves]


def parcourir(quelqu_un, chemins):
    """Examine these addresses one after the other."""
    trouves = []
    for chemin in chemins:
        quelqu_un.va(chemin)
        trouves += examiner(quelqu_un, chemin)
    return trouves


class Promenade:
    """The walk: some pages to begin with, then each wanted address that one of their links leads to, and so on.

    An address is wanted by its name in the URL configuration, a page of the editors by its path: each is examined
    once, with the first object met. ``ou`` tells which routes are this walk's.
    """

    def __init__(self, portail, ou, pages=()):
        self.portail = portail
        self.voulues = {nom for nom, route in lisibles() if ou(route)} | set(pages)
        self.vues, self.defauts = set(), []

    def marcher(self, quelqu_un, departs):
        """Walk from ``departs``, which are examined whatever they are."""
        a_voir, essayes = list(departs), set()
        while a_voir:
            chemin = a_voir.pop(0)
            if chemin in essayes or (chemin not in departs and self._sujet(chemin) in {None, *self.vues}):
                continue
            essayes.add(chemin)
            if not self._ouvrir(quelqu_un, chemin, ou_que_ca_mene=chemin in departs):
                assert chemin not in departs, f"{chemin} is no page"
                continue
            self.vues.add(self._sujet(chemin))
            liens = quelqu_un.page.locator("a[href]").evaluate_all("tous => tous.map(a => a.getAttribute('href'))")
            a_voir += [self._chemin(quelqu_un, lien) for lien in liens]
            self.defauts += examiner(quelqu_un, chemin)

    def conclure(self, sans_page):
        """Nothing is wrong, and the only addresses where no page was found are those of ``sans_page``."""
        oubliees = self.voulues - {sujet.partition(" ")[0] for sujet in self.vues if sujet}
        fautes = [
            *self.defauts,
            *(f"{nom}: no link leads there; walk from it, or say why not" for nom in oubliees - sans_page.keys()),
            *(f"{nom} does show a page: remove its row" for nom in sans_page.keys() - oubliees),
        ]
        assert not fautes, "\n".join(["", *fautes])

    def _ouvrir(self, quelqu_un, chemin, *, ou_que_ca_mene):
        """Open a page; tell whether one is shown, and not a file, a refusal, or another page that it leads to."""
        cadrer(quelqu_un.page, *LARGEURS["téléphone"], echelle=ECHELLE)
        try:
            reponse = quelqu_un.va(chemin)
        except Error as erreur:
            if "Download is starting" in str(erreur) or "ERR_ABORTED" in str(erreur):
                return False
            raise
        une_page = reponse.status == 200 and reponse.headers.get("content-type", "").startswith("text/html")
        return une_page and (ou_que_ca_mene or urlsplit(reponse.url).path == urlsplit(chemin).path)

    def _chemin(self, quelqu_un, lien):
        """Give the address of a link on this portal, or nothing."""
        adresse = urljoin(quelqu_un.page.url, lien).partition("#")[0]
        return adresse.removeprefix(self.portail.adresse) if adresse.startswith(self.portail.adresse) else ""

    def _sujet(self, chemin):
        """Give what an address shows, when it is wanted: its name, with the kind of change when it has one."""
        chemin = urlsplit(chemin).path
        try:
            trouvee = resolve(chemin)
        except Resolver404:
            return None
        nom = trouvee.view_name if chemin not in self.voulues else chemin
        return " ".join([nom, *filter(None, [trouvee.kwargs.get("genre")])]) if nom in self.voulues else None
