"""Axe finds nothing on any page of the public site and of families: every address of ours, by the walk."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from demo.identites import PARENT
from tests.journeys.gestes import demande_en_attente, jours_proposes
from tests.tools.examen import Promenade

pytestmark = pytest.mark.journey
# What people type in the address, or what no link says: each is examined too.
PUBLIQUES = [
    "/", "/menus/?restaurant=restaurant-aime-cesaire", "/menus/?semaine=2026-12-21", "/tarifs/calculer/",
    "/tarifs/calculer/?methode=caf&revenus=24000&prestations=148&enfants=3&residence=ailleurs",
    "/tarifs/calculer/?methode=caf&revenus=abc&handicap=-1&enfants=0&residence=commune",
    "/tarifs/calculer/?methode=fiscal&parts=x&enfants=2&residence=lune",
    "/recherche/?q=cantine", "/recherche/?q=zzz", "/nous-ecrire/merci/", "/espace/connexion/", "/espace/activer/",
    "/espace/creer-mon-espace/merci/", "/espace/creer-mon-espace/sans-cle/merci/",
    "/espace/mes-donnees/compte-ferme/",
]  # fmt: skip
PRIVEES = [
    "/espace/", "/espace/calculer-mon-tarif/?methode=quotient&quotient=300&enfants=2",
    "/espace/calculer-mon-tarif/?methode=caf&revenus=x&enfants=0", "/actualites/pour-vous/",
    "/espace/mes-donnees/fermer-mon-compte/", "/espace/mes-cles/", "/espace/reservations/absence/",
    "/espace/reservations/attente/",
    "/espace/reservations/semaine/2026-11-23/", "/espace/reservations/copier/?vers=2026-11-23",
]  # fmt: skip
# The addresses where the walk finds no page, and why.
FICHIER = "a file, a calendar, a feed or data"
BOUTON = "a button: it leads back to the page that has it"
LIEN = "the link of a mail: it puts its token aside and leads to a page"
SANS_PAGE = {
    "accueil:fiche_famille": FICHIER,
    "agenda:flux": FICHIER,
    "agenda:imprimer": FICHIER,
    "commune:couleurs": FICHIER,
    "commune:feuille": FICHIER,
    "modifications:pai": FICHIER,
    "facturation:pdf": FICHIER,
    "favicon": FICHIER,
    "media": FICHIER,
    "robots": FICHIER,
    "site:flux": FICHIER,
    "site:menus_ics": FICHIER,
    "site:menus_json": FICHIER,
    "site:menus_pdf": FICHIER,
    "comptes:activer": LIEN,
    "comptes:nouveau_mot_de_passe": LIEN,
    "comptes:suivre_ancienne": LIEN,
    "comptes:suivre_nouvelle": LIEN,
    "ouverture:suivre_invitation": LIEN,
    "attente:par_lien": LIEN,
    "attente:offre": "test_axe: the link is over; test_attente: a place that is offered",
    "attente:attente": "test_attente: once a place is waited for",
    "attente:demander": "test_attente: from a full day",
    "ouverture:entrer": "test_creer_espace: once the key is typed",
    "veille:suivre": LIEN,
    "veille:semaine": "behind the mail of the evening: test_veille",
    "comptes:activation": "test_axe: the link is over",
    "comptes:choisir_mot_de_passe": "test_axe: the link is over",
    "comptes:confirmer_ancienne": "test_axe: the link is over",
    "comptes:confirmer_nouvelle": "test_axe: the link is over",
    "ouverture:invitation": "test_axe: the link is over",
    "comptes:second_facteur": "test_axe: whoever owes a code",
    "comptes:code_de_secours": "test_axe: whoever owes a code",
    "comptes:installer_second_facteur": "test_axe: once the password is given",
    "comptes:renouveler_codes": "test_axe: once the second factor is there",
    "comptes:retirer_le_mien": "test_axe: once the second factor is there",
    "planning:recapitulatif": "test_axe: after the month",
    "campagnes:laisser": BOUTON,
    "campagnes:reserver": "test_campagnes: once days are wished",
    "planning:annuler": BOUTON,
    "planning:arreter_habitude": BOUTON,
    "planning:ecarter_refus": BOUTON,
    "planning:reprendre_absence": BOUTON,
    "planning:certificat": "once an absence waits for its certificate: tests/reservations/test_absences.py",
    "planning:confirmation": "test_axe: at the end of a booking",
    "paiements:retour": "test_axe: back from the bank",
}


def test_axe_finds_nothing_on_the_pages_of_families_and_of_visitors(personne, portail):
    # The home's own path stands before that of each page.
    pages = {f"/{page.url_path.split('/', 2)[2]}" for page in portail.objets(Page).live().exclude(depth=1)}
    promenade = Promenade(portail, lambda route: not route.startswith("gestion/"), pages)
    promenade.marcher(personne(sans_csp=True), PUBLIQUES)
    camille = personne(sans_csp=True)
    camille.se_connecte(PARENT.identifiant)
    camille.voit("Mon tableau de bord")
    with demande_en_attente(portail) as modification, jours_proposes(portail) as swap:
        suivi = reverse("modifications:demande", args=[modification.demarche.numero])
        propose = reverse("garde:swap", args=[swap.numero])
        promenade.marcher(camille, [*PRIVEES, "/espace/demarches/", suivi, propose])
    # News that another journey published a moment ago, which no list shows any more.
    promenade.marcher(camille, sorted(pages - promenade.vues))
    promenade.conclure(SANS_PAGE)
