"""Sign in, book, report an absence with the keyboard alone: the focus is seen, and nothing holds it."""

import pytest

from tests.journeys.gestes import PHRASE, jour

pytestmark = pytest.mark.journey
PAS = 200
# What has the focus: its name for a person, and whether an outline or a shadow shows it, on it or on its frame.
FOYER = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const vu = [e, e.parentElement, e.closest("label")].filter(Boolean).some(n => {
    const s = getComputedStyle(n);
    return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
  });
  const b = e.getBoundingClientRect();
  const texte = (e.labels?.[0] ?? e).textContent.replace(/\\s+/g, " ").trim();
  return {texte, nom: e.name ?? "", valeur: e.value ?? "", vu, dans: b.bottom > 0 && b.top < innerHeight};
}"""


class Clavier:
    """Somebody who has no mouse."""

    def __init__(self, quelqu_un):
        self.quelqu_un, self.page = quelqu_un, quelqu_un.page

    def va_sur(self, *, texte="", nom="", valeur=""):
        """Press Tab until the focus is on what is looked for; every stop on the way shows its focus."""
        for _ in range(PAS):
            self.page.keyboard.press("Tab")
            ici = self.page.evaluate(FOYER)
            if ici is None:
                continue
            assert ici["vu"], f"focus not seen: {ici} on {self.page.url}"
            assert ici["dans"], f"focus out of the window: {ici} on {self.page.url}"
            if texte in ici["texte"] and (not nom or nom == ici["nom"]) and (not valeur or valeur == ici["valeur"]):
                return
        raise AssertionError(f"« {texte or nom} » is out of reach on {self.page.url}")

    def active(self, **quoi):
        self.va_sur(**quoi)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def coche(self, **quoi):
        self.va_sur(**quoi)
        self.page.keyboard.press("Space")


def test_a_parent_books_and_reports_an_absence_with_the_keyboard_alone(personne, famille_neuve):
    famille = famille_neuve("Ollivier", enfants=["Gwendal"], quotient="640")
    armelle = personne()
    clavier = Clavier(armelle)
    armelle.va("/espace/connexion/")
    clavier.va_sur(nom="username")
    armelle.page.keyboard.type(famille.identifiant)
    clavier.va_sur(nom="password")
    armelle.page.keyboard.type(PHRASE)
    with armelle.page.expect_navigation():
        armelle.page.keyboard.press("Enter")
    armelle.voit("Mon tableau de bord")

    clavier.active(texte="Gérer mes réservations")
    clavier.active(texte="Gwendal")
    clavier.active(texte="Commencer")
    inscription, formule = jour(armelle, "2026-11-17").get_attribute("value").split(":")[:2]
    clavier.coche(nom="choix", valeur=f"{inscription}:{formule}:2026-11-17")
    armelle.voit("1 repas · + 1,00 €")
    clavier.coche(nom="choix", valeur=f"{inscription}:{formule}:2026-11-19")
    armelle.voit("2 repas · + 2,00 €")
    clavier.active(texte="Aller à l’étape 2")
    armelle.voit("Récapitulatif de votre demande")
    clavier.active(texte="Modifier")
    clavier.active(texte="Aller à l’étape 2")
    armelle.voit("Mardi 17 novembre", "Jeudi 19 novembre")
    clavier.active(texte="Valider")
    armelle.voit("Nous avons bien enregistré votre demande")

    clavier.active(texte="Retour à l’accueil")
    clavier.active(texte="Signaler une absence")
    armelle.voit("mardi 17 novembre")  # the next booked day is ticked already
    clavier.va_sur(nom="motif")
    armelle.page.keyboard.press("ArrowDown")
    armelle.page.locator("portail-absence:not([aria-busy])").wait_for()
    clavier.active(texte="Signaler l’absence")
    armelle.voit("Nous avons bien enregistré votre demande")


@pytest.mark.parametrize("chemin", ["/", "/espace/", "/espace/reservations/absence/", "/espace/factures/"])
def test_nothing_traps_the_focus(personne, chemin):
    quelqu_un = personne()
    quelqu_un.se_connecte("camille")
    quelqu_un.voit("Mon tableau de bord")
    quelqu_un.va(chemin)
    vus = []
    for _ in range(PAS):
        quelqu_un.page.keyboard.press("Tab")
        ici = quelqu_un.page.evaluate(FOYER)
        if ici is None or "Aller au contenu" in ici["texte"] and vus:
            break
        assert ici["vu"], ici
        vus.append(ici["texte"])
    else:
        raise AssertionError(f"the focus never left {chemin}: {vus[-5:]}")
    assert "Aller au contenu" in vus[0]
    assert len(vus) >= 10
