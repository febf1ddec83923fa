"""« Mode super-usager », on a phone: an agent acts for a family, sees the band everywhere, and stops."""

import pytest

from espace_prive.famille.models import Appartenance

pytestmark = pytest.mark.journey


@pytest.mark.feature("F057")
def test_an_agent_acts_for_a_family_under_a_band_and_the_parent_reads_it(portail, agent, personne):
    guichet = agent("agent", largeur="téléphone")
    foyer = portail.objets(Appartenance).get(responsable__utilisateur__identifiant="camille").foyer_id
    guichet.va(f"/gestion/familles/{foyer}/")
    guichet.page.get_by_role("link", name="Agir à sa place").first.click()
    guichet.page.locator("[name=motif]").fill("Réserve au guichet")
    guichet.clique("Activer le mode super-usager")
    for chemin in ("/espace/", "/espace/reservations/", "/espace/factures/", "/menus/", "/espace/mes-identifiants/"):
        guichet.va(chemin)
        bandeau = guichet.page.get_by_role("region", name="Mode super-usager actif")
        guichet.page.mouse.wheel(0, 3000)
        assert bandeau.is_visible()
        assert bandeau.bounding_box()["y"] >= 0, "the band stays in sight when the page is read"
        assert guichet.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    guichet.voit("restent à la famille")
    guichet.clique("Désactiver")
    guichet.voit("vous n’agissez plus pour")
    parent = personne(largeur="téléphone")
    parent.se_connecte("camille")
    parent.va("/espace/mes-donnees/consultations/")
    parent.voit("a commencé à agir à votre place")
    parent.voit("Ronan Le Bihan")
