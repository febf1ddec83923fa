"""A year of a town lived by screens alone: from an installation that only its own file filled, to the next September.

Nothing here reads or writes the database: what a town has no screen for would stop this journey.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.commune_neuve import Commune, Mairie, Parent, entre
from tests.journeys.conftest import Personne
from tests.journeys.gestes import jour
from tests.tools.examen import LARGEURS

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def commune(tmp_path_factory):
    ouverte = Commune(tmp_path_factory.mktemp("annee"))
    try:
        yield ouverte
    finally:
        ouverte.demonstration.arreter()


@pytest.fixture
def quelqu_un(commune, _chromium):
    """Give ``quelqu_un()``: a fresh browser on the town's portal, which says what the browser refuses."""
    contextes, personnes = [], []

    def ouvrir(largeur="ordinateur"):
        large, haut = LARGEURS[largeur]
        contextes.append(_chromium.new_context(viewport={"width": large, "height": haut}, locale="fr-FR"))
        personnes.append(Personne(commune, contextes[-1]))
        return personnes[-1]

    yield ouvrir
    plaintes = [p for un in personnes for p in un.plaintes if "status of 4" not in p]
    for contexte in contextes:
        contexte.close()
    assert plaintes == []


@pytest.fixture
def mairie(quelqu_un):
    personne = quelqu_un()
    entre(personne)
    return Mairie(personne)


@pytest.mark.feature("F093", "F132", "F140")
def test_a_town_lives_its_first_year(commune, mairie, quelqu_un):
    regler(mairie)
    legall = mairie.famille("Legall", {"Malo": ("CE1", ["Restaurant du Bourg"])}, quotient="400")
    cle = mairie.cle()
    kerlan = mairie.famille("Kerlan", {"Zoé": ("CE2", ["Restaurant du Bourg", "Centre de loisirs"])})
    parent = Parent(quelqu_un("téléphone"))
    parent.ouvre_son_espace("Legall", cle)
    parent.reserve("2026-09-01", "2026-09-03", "2026-09-04", "2026-09-17", "2026-09-18")
    # Who has no space is served at the desk.
    assert mairie.corrige("cantine", "2026-09-03", "Zoé", "ajout", "Demandé au guichet") == "+3,00 €"
    for mercredi in ("2026-09-02", "2026-09-09"):
        assert mairie.corrige("centre", mercredi, "Zoé", "ajout", "Demandé au guichet") == "+12,00 €"

    vivre_septembre(commune, mairie, parent)
    commune.il_est("2026-10-05T09:00:00+02:00")
    assert mairie.cloture("septembre 2026", echeance="2026-11-04") == "34,00 €"
    assert "septembre 2026" in mairie.factures("Legall")[0]
    assert "4,00 €" in mairie.factures("Legall")[0]
    assert "30,00 €" in mairie.factures("Kerlan")[0]

    vivre_octobre(commune, mairie, parent, legall)
    commune.il_est("2026-11-03T09:00:00+01:00")
    assert mairie.cloture("octobre 2026", echeance="2026-12-04") == "− 7,00 €"
    assert "2,00 €" in mairie.factures("Legall")[0]
    # What September billed in excess is given back, to the cent.
    avoir = mairie.factures("Kerlan")[0]
    assert "Avoir" in avoir
    assert "− 9,00 €" in avoir
    parent.va("/espace/factures/")
    parent.voit("4,00 €", "2,00 €")

    preparer_la_rentree(commune, mairie)
    commune.il_est("2027-08-25T09:00:00+02:00")
    # Malo left in October; he comes back, and his September is there to be booked.
    mairie.va(legall)
    mairie.lien("Inscrire des enfants")
    mairie.page.get_by_label("Restauration scolaire", exact=True).select_option(label="Restaurant du Bourg")
    mairie.presse("Inscrire")
    mairie.voit("C’est enregistré")
    parent.reserve("2027-09-02", "2027-09-06")
    commune.il_est("2027-09-02T09:00:00+02:00")
    mairie.va(kerlan)
    mairie.voit("CM1")


def regler(mairie):
    """Say all that the town offers, and open its year."""
    mairie.activite(
        "Restauration scolaire", "cantine", prestation="un repas", jours={0, 1, 3, 4}, unite="Repas",
        heures=("12:00", "13:30"), lieu="Restaurant du Bourg", places="2",
    )  # fmt: skip
    mairie.activite(
        "Centre de loisirs", "centre", prestation="une journée", jours={2}, unite="Journée",
        heures=("08:00", "18:00"), lieu="Centre de loisirs", places="10",
    )  # fmt: skip
    mairie.grille("Restauration scolaire : Repas", "Cantine", "repas", "500 ; 1,00\nau-delà ; 3,00")
    mairie.grille("Centre de loisirs : Journée", "Centre", "journée", "au-delà ; 12,00")
    mairie.ouvre_l_annee("2026-2027")


def vivre_septembre(commune, mairie, parent):
    """A strike called off, a meal eaten without booking, a certificate."""
    commune.il_est("2026-09-10T09:00:00+02:00")
    mairie.va(f"/gestion/effectifs/fermer/?activite={mairie.numeros['cantine']}&jour=2026-09-17")
    mairie.remplit(motif="Grève du personnel")
    mairie.presse("Voir ce qui sera annulé")
    mairie.voit("1 réservation de 1 famille sera annulée", "1,00 € de moins sur les factures", "Legall Malo")
    mairie.presse("Fermer")
    mairie.voit("C’est fermé : 1 réservation annulée")
    parent.va("/espace/reservations/semaine/2026-09-14/")
    parent.voit("Grève du personnel")
    mairie.presse("Rouvrir ce jour")
    parent.va("/espace/reservations/semaine/2026-09-14/")
    parent.quelqu_un.ne_voit_pas("Grève")
    expect(jour(parent.quelqu_un, "2026-09-17")).to_be_checked()
    commune.il_est("2026-09-21T09:00:00+02:00")
    assert mairie.corrige("cantine", "2026-09-04", "Zoé", "venu", "A mangé sans réservation") == "+3,00 €"
    ordre = {"raison": "Enfant malade", "facturation": "Ne rien facturer"}
    assert mairie.corrige("cantine", "2026-09-18", "Malo", "absence", "Certificat remis", **ordre) == "− 1,00 €"


def vivre_octobre(commune, mairie, parent, legall):
    """A billed day that is put right, a child who leaves with bookings ahead."""
    commune.il_est("2026-10-06T09:00:00+02:00")
    assert mairie.corrige("centre", "2026-09-09", "Zoé", "exoneration", "Sortie annulée") == "− 12,00 €"
    assert mairie.corrige("cantine", "2026-10-08", "Zoé", "ajout", "Demandé au guichet") == "+3,00 €"
    parent.reserve("2026-10-12", "2026-10-15")
    parent.reserve("2026-11-05", "2026-11-06")
    mairie.va(legall)
    with mairie.page.expect_navigation():
        mairie.page.get_by_role("link", name=re.compile("^Arrêter")).first.click()
    mairie.enregistre(final="Arrêter l’inscription", au="2026-10-16", motif="Déménagement")
    mairie.voit("C’est enregistré, et la famille est prévenue")
    mairie.va(f"/gestion/effectifs/?activite={mairie.numeros['cantine']}&jour=2026-11-05")
    mairie.quelqu_un.ne_voit_pas("Legall Malo")


def preparer_la_rentree(commune, mairie):
    """The next school year: imported, opened, everybody one class up."""
    commune.il_est("2027-06-21T09:00:00+02:00")
    mairie.va("/gestion/annees-scolaires/importer/")
    mairie.remplit(debut="2027-2028")
    mairie.presse("Importer")
    mairie.voit("L’année 2027-2028 est à jour")
    mairie.ouvre_l_annee("2027-2028")
    mairie.va("/gestion/familles/rentree/")
    mairie.presse("Voir ce qui changerait")
    mairie.presse("Confirmer le passage")
    mairie.voit("2 enfants ont leur école de 2027-2028")
