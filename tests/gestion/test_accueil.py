"""What the staff see first, where a wrong address leads, and what is printed."""

from datetime import date

import pytest

from demo.postgres import RACINE
from espace_prive.comptes.enums import Role
from espace_prive.demarches import services as demarches
from espace_prive.modifications.models import Modification
from factures.facturation.models import Facture
from factures.facturation.services import lancer_cloture
from factures.paiements import services as paiements
from reservations.activites.services.places import ouvrir
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.factures import facture_brute
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours
from tests.tools.banque import ATTENTE, Banque, banque
from tests.tools.html import rangees, soupe, source, texte

__all__ = ["banque"]
pytestmark = pytest.mark.django_db
JEUDI = date(2026, 11, 12)


@pytest.fixture
def maison(donges):
    ouvrir(donges.cantine, donges.restaurant, du=JEUDI, au=date(2026, 11, 20), places=60)
    return famille(donges, enfants=2)


def test_the_agent_sees_what_waits_and_who_comes_next(client_agent, maison, donges):
    reserver_jours(maison, donges, [JEUDI])
    demarche = demarches.deposer(
        numero="6f0a3c52-2f3b-4c06-9be3-0d0d4a1b8f11", type="dossier", titre="Adresse", service=donges.service,
        foyer=maison.foyer, auteur=maison.utilisateur,
    )  # fmt: skip
    Modification.objects.create(demarche=demarche, genre="adresse", rubrique="adresse", cible_id=maison.foyer.pk)
    page = texte(soupe(client_agent.get("/gestion/")).main)
    assert "1 changement de dossier attend une réponse" in page
    assert "jeudi 12 novembre : 2 (Restaurant Aimé-Césaire 2)" in page
    assert "Régie" not in page


def test_the_cashier_sees_what_is_due_what_is_to_close_and_what_the_bank_said(
    client_regisseur, maison, donges, banque
):
    assert "Aucune facture n’a dépassé son échéance" in texte(client_regisseur.get("/gestion/"))
    reserver_jours(maison, donges, jours_d_ecole(date(2026, 10, 1))[:3])
    en_retard = facture_brute(maison, donges, total="12.00", mois=date(2026, 9, 1), echeance=date(2026, 10, 31))
    tentative = paiements.ouvrir_tentative(en_retard, auteur=maison.utilisateur)
    paiements.constater(banque.message(tentative, code=ATTENTE))
    paiements.constater(Banque("faussaire").message(tentative))
    page = texte(client_regisseur.get("/gestion/"))
    assert "1 famille doit 12,00 €, échéance dépassée" in page
    assert "Clôturer octobre 2026 : Affaires scolaires" in page
    assert "1 message que la banque n’a pas signé" in page
    assert "1 paiement laissé en attente par la banque" in page
    lancer_cloture(regie=donges.regie, mois=date(2026, 10, 1), echeance=date(2026, 12, 1), par=None)
    assert "Clôturer octobre 2026" not in texte(client_regisseur.get("/gestion/"))


@pytest.mark.parametrize("role", [Role.AGENT, Role.AGENT_DE_SERVICE, Role.REGISSEUR, Role.REDACTEUR])
def test_the_search_of_the_home_ends_where_one_may_go(donges, role):
    client = connecter_agent(ClientQuiLit(), _agent(role))
    formulaires = [form["action"] for form in soupe(client.get("/gestion/")).select("form[role=search]")]
    for adresse in formulaires:
        reponse = client.get(adresse, {"q": "riviere"}, follow=True)
        assert reponse.status_code == 200
        assert "pas les autorisations" not in source(reponse)
    assert ("/gestion/familles/" in formulaires) is (role != Role.REDACTEUR)


def test_what_is_not_there_is_said_in_words_with_a_way_out(client_agent, agent):
    for adresse in ("/gestion/nulle-part/", "/gestion/factures/", "/gestion/familles/999999/"):
        reponse = client_agent.get(adresse)
        assert reponse.status_code == 404
        page = source(reponse)
        assert "Cette page n’existe pas" in page
        assert 'href="/gestion/"' in page
        assert "Error" not in page


def test_the_invoice_and_the_file_lead_to_each_other(client_regisseur, client_agent, maison, donges):
    facture = facture_brute(maison, donges, total="12.00")
    fiche, papier = f"/gestion/familles/{maison.foyer.pk}/", f"/gestion/factures/{facture.pk}/"
    assert f'href="{fiche}"' in client_regisseur.get(papier).content.decode()
    page = client_regisseur.get(fiche)
    assert f'href="{papier}"' in page.content.decode()
    assert "12,00 € restent à payer" in texte(page)
    reserver_jours(maison, donges, [JEUDI])
    page = client_agent.get(fiche)
    assert papier not in page.content.decode()
    assert "12,00" not in texte(page)
    assert f"jour={JEUDI}" in page.content.decode()


def test_the_list_of_the_day_has_its_totals_by_school_and_level(client_agent, maison, donges):
    reserver_jours(maison, donges, [JEUDI])
    page = client_agent.get(f"/gestion/effectifs/?jour={JEUDI}")
    assert any(
        rang[:3] == ["École Aimé-Césaire", "CE1", "2"]
        for table in soupe(page).select("table")
        for rang in rangees(table)
    )


def test_paper_leaves_out_the_menu_and_keeps_the_rows_whole():
    regles = (RACINE / "static/gestion/gestion.css").read_text()
    papier = regles.split("@media print")[1]
    for attendu in ("size: A4", "#wagtail-sidebar", "table-header-group", "overflow: visible"):
        assert attendu in papier
    # What makes cards of a table is for a phone's screen: a sheet is as narrow.
    assert "@media (max-width" not in regles


def test_the_invoices_that_no_mail_brings_are_counted_listed_and_printed_together(client_regisseur, donges):
    par_courriel, papier, muette = (famille(donges, nom=n) for n in ("Avec", "Papier", "Muette"))
    papier.foyer.facture_papier = True
    papier.foyer.save()
    muette.responsable.email = ""
    muette.responsable.save()
    for maison in (par_courriel, papier, muette):
        reserver_jours(maison, donges, jours_d_ecole(date(2026, 10, 1))[:1])
    cloture = lancer_cloture(regie=donges.regie, mois=date(2026, 10, 1), echeance=date(2026, 12, 1), par=None)
    cloture.refresh_from_db()
    fin = texte(client_regisseur.get(f"/gestion/factures/clotures/{cloture.pk}/"))
    assert "1 courriel, 2 factures sur papier" in fin
    liste = texte(client_regisseur.get("/gestion/factures/?etat=papier&mois=2026-10-01"))
    references = {f.payeur_id: f.reference for f in Facture.objects.all()}
    for maison, vue in ((par_courriel, False), (papier, True), (muette, True)):
        assert (references[maison.payeur.pk] in liste) is vue
    fichier = client_regisseur.get("/gestion/factures/papier.pdf?etat=papier&mois=2026-10-01")
    assert fichier["Content-Type"] == "application/pdf"
    import io

    from pypdf import PdfReader

    textes = [page.extract_text() for page in PdfReader(io.BytesIO(fichier.content)).pages]
    assert len(textes) == 4
    assert references[papier.payeur.pk] in "".join(textes)
    assert references[par_courriel.payeur.pk] not in "".join(textes)
    rien = client_regisseur.get("/gestion/factures/papier.pdf?etat=papier&mois=2026-09-01", follow=True)
    assert "Aucune facture sur papier" in texte(rien)
