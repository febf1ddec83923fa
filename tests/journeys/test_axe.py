"""Axe (WCAG 2.2 A and AA, best practice) on every private page and every staff page of ours, two widths, two themes.

The public pages and the pages of accounts have the same walk beside their own journeys.
"""

import pytest

from demo.identites import PARENT
from tests.tools.navigateur import deborde

pytestmark = pytest.mark.journey

VUES = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
PRIVEES = [
    "/espace/",
    "/espace/plus/",
    "/espace/enfants/1/",
    "/espace/enfants/1/?mois=2027-08",
    "/espace/inscriptions/1/",
    "/espace/famille/responsable/1/",
    "/espace/mes-identifiants/",
    "/espace/reservations/",
    "/espace/reservations/1/",
    "/espace/reservations/1/2026-11/",
    "/espace/reservations/1/2026-12/",
    "/espace/reservations/absence/",
    "/espace/demarches/",
    "/espace/factures/",
    "/espace/factures/1/",
    "/paiement/payer/1/",
    "/demo/",
    "/demo/courriels/",
    "/une-page-qui-n-existe-pas/",
]
# Ours, in Wagtail's admin: what the frame brings on every one of its pages is not ours and is frozen below.
DE_GESTION = [
    "/gestion/effectifs/",
    "/gestion/effectifs/fermer/",
    "/gestion/familles/",
    "/gestion/familles/1/",
    "/gestion/factures/",
    "/gestion/factures/cloturer/",
    "/gestion/factures/tableau/",
    "/gestion/paiements/",
    "/gestion/tarifs/",
    "/gestion/composants/",
]
DE_WAGTAIL = ["/gestion/", "/gestion/pages/", "/gestion/images/", "/gestion/reports/site-history/"]
# What Wagtail 8.0.1 itself brings, by rule: a new one is ours, or an upgrade's to look at.
CONNUS_DE_WAGTAIL = {"landmark-unique"}


def parcourir(quelqu_un, chemins, connus=frozenset()):
    """Look at each page at each width and theme; give what axe finds, and what sticks out at 320 px."""
    trouves = []
    for chemin in chemins:
        quelqu_un.va(chemin)
        for largeur, theme in VUES:
            quelqu_un.page.set_viewport_size({"width": largeur, "height": 900})
            # Without motion: a colour on its way from one theme to the other has no contrast to hold.
            quelqu_un.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            trouves += [
                f"{chemin} {largeur} {theme} {defaut}"
                for defaut in quelqu_un.defauts()
                if defaut.split(":")[0] not in connus
            ]
        if not connus:
            quelqu_un.page.set_viewport_size({"width": 320, "height": 900})
            trouves += [f"{chemin} 320 px: {quoi}" for quoi in deborde(quelqu_un.page)]
    return trouves


def test_axe_finds_nothing_on_the_private_pages(personne):
    camille = personne(sans_csp=True)
    camille.se_connecte(PARENT.identifiant)
    assert parcourir(camille, PRIVEES) == []


def test_axe_finds_nothing_of_ours_on_the_staff_pages_and_wagtails_own_is_frozen(agent):
    administrateur = agent("admin", sans_csp=True)
    ouvertes = [c for c in DE_GESTION if administrateur.va(c).status == 200]
    assert ouvertes == DE_GESTION
    trouves = parcourir(administrateur, DE_GESTION + DE_WAGTAIL, {"aucune"})
    regles = {defaut.split(" ")[3].rstrip(":") for defaut in trouves}
    assert regles == CONNUS_DE_WAGTAIL, [d for d in trouves if d.split(" ")[3].rstrip(":") not in CONNUS_DE_WAGTAIL]
