"""The family's file on one page: its weeks, its money for who may see it, and acting for it in one tap."""

from datetime import date
from decimal import Decimal

import pytest

from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Habilitation
from espace_prive.famille import services
from factures.paiements.enums import ModeReglement
from factures.paiements.models import Paiement
from reservations.planning.enums import EffetAbsence, MotifAbsence
from reservations.planning.models import Absence, SemaineHabituelle
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.factures import facture_brute
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.tools.html import rangees, soupe, source, texte

pytestmark = pytest.mark.django_db
# It is Tuesday 10 November 2026.
JEUDI, MARDI_PROCHAIN, EN_DECEMBRE = date(2026, 11, 12), date(2026, 11, 17), date(2026, 12, 1)


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=2)


def fiche(maison):
    return f"/gestion/familles/{maison.foyer.pk}/"


def agir(maison):
    return f"/gestion/ouvertures/familles/{maison.foyer.pk}/agir/"


def semaines(page):
    """Give the rows of the two weeks: [first name, Monday, … Friday]."""
    tables = [
        t for t in soupe(page).main.select("table") if "semaine" in (t.caption.text if t.caption else "").lower()
    ]
    return [[cases for cases in rangees(table) if cases] for table in tables]


def test_the_file_shows_two_weeks_what_follows_and_the_usual_weeks(client_agent, maison, donges):
    un, deux = maison.enfants
    reserver_jours(maison, donges, [JEUDI, EN_DECEMBRE], enfants=[un])
    (absente,) = reserver_jours(maison, donges, [MARDI_PROCHAIN], enfants=[deux])
    Absence.objects.create(
        reservation=absente, motif=MotifAbsence.MALADIE, effet=EffetAbsence.NON_FACTUREE, phrase="Non facturé."
    )
    SemaineHabituelle.objects.create(
        inscription=maison.inscriptions[0], formule=donges.formule, jours=[0, 3], a_partir_de=date(2026, 11, 9),
        du=date(2026, 11, 9),
    )  # fmt: skip
    page = client_agent.get(fiche(maison))
    cette_semaine, prochaine = semaines(page)
    assert [un.prenom, "—", "—", "—", "Restauration scolaire", "—"] in cette_semaine
    assert [deux.prenom, "—", "Restauration scolaire (absence)", "—", "—", "—"] in prochaine
    lu = texte(page)
    assert "Ensuite : 1 réservation, jusqu’au 1er décembre 2026." in lu
    assert f"{un.prenom}, Restauration scolaire : le lundi et le jeudi, les semaines d’école" in lu


def test_what_another_home_pays_for_the_child_is_said(client_agent, maison, donges, agent):
    autre = famille(donges, enfants=0, nom="Talbot")
    services.rattacher(maison.enfants[0], autre.foyer, par=agent)
    reserver_jours(maison, donges, [JEUDI], enfants=maison.enfants[:1])
    assert "(payé par un autre foyer)" in texte(client_agent.get(fiche(autre)))
    assert "(payé par un autre foyer)" not in texte(client_agent.get(fiche(maison)))


def test_the_cashier_reads_the_money_of_the_family_and_the_agent_does_not(
    client_agent, client_regisseur, maison, donges
):
    facture_brute(maison, donges, total="12.00")
    Paiement.objects.create(
        payeur=maison.payeur, regie=donges.regie, montant=Decimal("7.35"), mode=ModeReglement.values[0]
    )
    lu = texte(client_regisseur.get(fiche(maison)))
    assert "12,00 € restent à payer" in lu
    assert "7,35 € de crédit" in lu
    page = client_agent.get(fiche(maison))
    for montant in ("12,00", "7,35"):
        assert montant not in source(page)
    assert "Paiements" not in texte(page)
    # Who keeps the till does not keep the lists of the day.
    assert "Réservées aux agents qui tiennent les effectifs" in lu


def test_a_payment_and_an_invoice_lead_to_the_family(client_regisseur, maison, donges):
    facture = facture_brute(maison, donges, total="12.00")
    Paiement.objects.create(
        payeur=maison.payeur, regie=donges.regie, montant=Decimal("7.35"), mode=ModeReglement.values[0]
    )
    for adresse in (f"/gestion/factures/{facture.pk}/", "/gestion/paiements/recus/", "/gestion/factures/impayes/"):
        assert f'href="{fiche(maison)}"' in source(client_regisseur.get(adresse, {"etat": "dues"})), adresse


def test_acting_for_a_family_is_one_tap_and_its_reason_is_asked_there(client_agent, maison):
    assert soupe(client_agent.get(fiche(maison))).select_one(f'main a.button[href="{agir(maison)}"]')
    assert "Pour qui" not in texte(client_agent.get(agir(maison)))
    refuse = client_agent.post(agir(maison), {"motif": ""})
    assert refuse.status_code == 422
    assert client_agent.post(agir(maison), {"motif": "Au guichet"})["Location"] == "/espace/"
    assert f"{maison.responsable.civilite_nom}" in texte(client_agent.get("/espace/"))


def test_of_two_adults_the_agent_says_for_which(client_agent, maison, agent):
    luc = services.ajouter_responsable(maison.foyer, par=agent, civilite="m", nom="Durand", prenoms="Luc")
    page = soupe(client_agent.get(agir(maison)))
    assert [c["value"] for c in page.select("[name=adulte]")] == [str(maison.responsable.pk), str(luc.pk)]
    assert page.select_one("[name=adulte][checked]")["value"] == str(maison.responsable.pk)
    ailleurs = {"motif": "Au guichet", "adulte": str(maison.responsable.pk + 999)}
    assert client_agent.post(agir(maison), ailleurs).status_code == 422
    client_agent.post(agir(maison), {"motif": "Au guichet", "adulte": str(luc.pk)})
    assert "Vous agissez pour Monsieur Durand" in texte(client_agent.get("/espace/"))


def test_who_may_not_act_has_no_button_and_no_page(client_regisseur, maison, donges):
    assert agir(maison) not in source(client_regisseur.get(fiche(maison)))
    assert client_regisseur.get(agir(maison)).status_code == 404
    agent = _agent(Role.AGENT_DE_SERVICE)
    Habilitation.objects.create(utilisateur=agent, service=donges.service)
    client = connecter_agent(ClientQuiLit(), agent)
    assert agir(maison) not in source(client.get(fiche(maison)))
    assert client.get(agir(maison)).status_code == 404


def test_a_home_without_adults_offers_nobody_to_act_for(client_agent, maison):
    maison.responsable.appartenances.all().delete()
    assert agir(maison) not in source(client_agent.get(fiche(maison)))
    assert client_agent.get(agir(maison)).status_code == 404


def test_the_file_leads_to_the_correction_of_its_children(client_agent, client_regisseur, maison):
    (lien,) = soupe(client_agent.get(fiche(maison))).main.select('a.button[href*="/corrections/nouvelle/"]')
    assert all(f"enfants={enfant.pk}" in lien["href"] for enfant in maison.enfants)
    assert client_agent.get(lien["href"]).status_code == 200
    assert "/corrections/nouvelle/" not in source(client_regisseur.get(fiche(maison)))


def test_the_file_leads_to_the_registration_of_all_its_children(client_agent, client_regisseur, maison):
    inscrire = f"/gestion/familles/{maison.foyer.pk}/inscrire/"
    assert soupe(client_agent.get(fiche(maison))).select_one(f'main .gestes a.button[href="{inscrire}"]')
    assert client_agent.get(inscrire).status_code == 200
    assert inscrire not in source(client_regisseur.get(fiche(maison)))
