"""What the cashier reads: the list of invoices, the director's board, who owes what."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from espace_prive.famille.models import Foyer
from factures.facturation import services
from factures.facturation.agents.tableau import dresser
from factures.facturation.models import Facture
from factures.paiements.agents.tableau import credits
from factures.paiements.services import imputer_credits
from tests.factories.factures import OCTOBRE, facture_brute, facturer, payer
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours
from tests.factures.facturation.gestes import FINE, maison
from tests.tools.html import brut, texte, un
from tests.tools.requetes import requetes

__all__ = ["maison"]


def test_the_list_searches_by_number_family_state_and_month(client_regisseur, maison, donges):
    autre = famille(donges, numero=7777)
    payer(facture_brute(maison, donges, numero=1))
    facture_brute(autre, donges, numero=2, mois=date(2026, 9, 1))

    def numeros(**recherche):
        page = brut(client_regisseur.get(reverse("factures_agents"), recherche))
        return [n for n in (1, 2) if f"Facture 2026-{n:06d}" in page]

    assert numeros() == [1, 2]
    assert numeros(texte="2026-000002") == [2]
    assert numeros(texte="2026-0000") == numeros(texte="2026-") == numeros(texte="0000") == [1, 2]
    assert numeros(texte="2026-000002") == numeros(texte="000002") == numeros(texte="2026-2") == [2]
    assert numeros(texte="2025-0000") == numeros(texte="2026-0010") == numeros(texte="2026-9") == []
    assert numeros(texte="7777") == [2]
    assert numeros(texte="rivière") == [1, 2]
    assert numeros(texte="personne") == []
    assert numeros(etat="reglee") == [1]
    assert numeros(etat="non_reglee") == [2]
    assert numeros(etat="partielle") == numeros(etat="annulee") == numeros(etat="avoir") == []
    assert numeros(mois="2026-10-01") == [1]
    assert numeros(etat="x") == [1, 2]
    for etrange in ("99999-1", "9999999999-9", "99999999", "²", "2026-", "-", "\x00", "%_'"):
        assert numeros(texte=etrange) in ([], [1, 2])


def test_the_list_counts_invoices_and_avoirs(client_regisseur, regisseur, maison, donges):
    def dit(**recherche):
        dite = texte(un(client_regisseur.get(reverse("factures_agents"), recherche), "main p[role=status]"))
        return re.split(r"[,.]", dite)[0]

    assert dit() == "Aucune facture"
    factures = [facture_brute(maison, donges)]
    assert dit() == "1 facture"
    factures.append(facture_brute(maison, donges))
    services.corriger(factures[0], motif="Erreur", par=regisseur)
    assert dit() == "2 factures et 1 avoir"
    assert dit(etat="avoir") == "1 avoir"
    assert dit(etat="annulee") == "1 facture"


@pytest.mark.parametrize("etat", ["non_reglee", "partielle", "reglee", "annulee", "avoir"])
def test_the_filter_and_the_property_agree_on_every_state(maison, donges, regisseur, etat):
    for numero in range(1, 5):
        facture_brute(maison, donges, numero=100 + numero)
    quatre = list(Facture.objects.order_by("pk"))
    payer(quatre[0])
    payer(quatre[1], "1.00")
    services.corriger(quatre[2], motif="Erreur", par=regisseur)
    lues = {f.pk for f in Facture.objects.avec_reste() if f.etat == etat}
    assert lues == set(Facture.objects.dans_l_etat(etat).values_list("pk", flat=True))
    assert len(lues) == 1


@pytest.mark.parametrize("nombre", [3, 30])
def test_the_list_takes_the_same_queries_for_3_and_30(
    client_regisseur, maison, donges, nombre, django_assert_max_num_queries
):
    for numero in range(1, nombre + 1):
        facture_brute(maison, donges, numero=numero)
    client_regisseur.get(reverse("factures_agents"))
    with django_assert_max_num_queries(20) as requetes:
        client_regisseur.get(reverse("factures_agents"))
    # How many, what is left to pay of them, and the page.
    assert sum("facturation_facture" in r["sql"] for r in requetes) == 3


def test_the_director_reads_meals_billed_paid_and_due(client_regisseur, regisseur, maison, donges):
    facture = facturer(maison, donges)
    payer(facture, "5.00")
    reserver_jours(maison, donges, jours_d_ecole(date(2026, 11, 1))[:3])
    page = brut(client_regisseur.get(reverse("tableau_regie")))
    for mot in ("novembre 2026", ">6</td>", f"20,00{FINE}€", f"5,00{FINE}€", f"15,00{FINE}€", "Aimé-Césaire"):
        assert mot in page
    page = brut(client_regisseur.get(reverse("tableau_regie"), {"mois": "2026-10-01"}))
    assert ">20</td>" in page
    assert "25 %" in page
    assert client_regisseur.get(reverse("tableau_regie"), {"mois": "hier"}).status_code == 200


def test_a_cancelled_invoice_weighs_nothing_on_the_board(client_regisseur, regisseur, maison, donges):
    services.corriger(facturer(maison, donges), motif="Erreur", par=regisseur)
    tableau = dresser(OCTOBRE)
    assert (tableau.du, tableau.lignes[0].facture, tableau.lieux[0].repas_factures) == (0, 0, 0)
    page = brut(client_regisseur.get(reverse("tableau_regie"), {"mois": "2026-10-01"}))
    assert "rien à payer" in page
    assert "pas encore facturé" not in page


def test_what_the_town_owes_hides_nothing_of_what_families_owe(client_regisseur, regisseur, maison, donges):
    """A family that paid a wrong invoice has an avoir; another owes as much: the director reads both."""
    payee, due = facture_brute(maison, donges, total="20.00"), facture_brute(famille(donges), donges, total="12.00")
    payer(payee)
    services.corriger(payee, motif="Erreur", par=regisseur)
    payer(due, "2.00")
    tableau = dresser(date(2026, 11, 1))
    assert (tableau.emis, tableau.encaisse, tableau.du, tableau.avoirs) == (12, 22, 10, 20)
    assert tableau.emis - tableau.encaisse == tableau.du - tableau.avoirs
    (ligne,) = [vue for vue in dresser(OCTOBRE).lignes if vue.mois == OCTOBRE]
    assert (ligne.facture, ligne.regle, ligne.du) == (12, 2, 10)
    page = brut(client_regisseur.get(reverse("tableau_regie")))
    assert f"La mairie doit <strong>20,00{FINE}€</strong> à des familles" in page


def test_every_sum_of_the_board_agrees_with_the_invoices_and_the_payments(client_regisseur, regisseur, maison, donges):
    """Row by row, billed less settled is due; in all, billed less received is due less what the town owes."""
    voisine, autre = famille(donges), famille(donges)
    brutes = [facture_brute(voisine, donges, total="30.00") for _ in range(3)]
    payer(brutes[0], "12.30")
    payer(brutes[1])
    services.corriger(brutes[2], motif="Erreur", par=regisseur)
    annulee = facture_brute(autre, donges, total="20.00")
    payer(annulee, "8.50")
    services.corriger(annulee, motif="Erreur", par=regisseur)
    tableau = dresser(OCTOBRE)
    [octobre] = tableau.lignes
    assert (octobre.facture, octobre.regle, octobre.du) == (Decimal("60.00"), Decimal("42.30"), Decimal("17.70"))
    assert (tableau.du, tableau.avoirs) == (Decimal("17.70"), Decimal("8.50"))
    assert tableau.du == sum(facture.reste for facture in Facture.objects.non_reglees())
    assert tableau.avoirs == sum(credit.montant for credit in credits())
    novembre = dresser(date(2026, 11, 1))
    assert (novembre.emis, novembre.encaisse) == (Decimal("60.00"), Decimal("50.80"))
    # All that was billed, less all that was received: what is owed to the town, less what it owes.
    assert novembre.emis - novembre.encaisse == novembre.du - novembre.avoirs

    # The credit pays the next invoice: one sum goes down, the other too, and every month still adds up.
    suivante = facture_brute(autre, donges, mois=date(2026, 11, 1), total="10.00")
    imputer_credits(factures=[suivante])
    tableau = dresser(date(2026, 11, 1))
    assert [(ligne.facture, ligne.regle, ligne.du) for ligne in tableau.lignes] == [
        (Decimal("10.00"), Decimal("8.50"), Decimal("1.50")),
        (Decimal("60.00"), Decimal("42.30"), Decimal("17.70")),
    ]
    assert (tableau.du, tableau.avoirs, tableau.encaisse) == (Decimal("19.20"), 0, Decimal("50.80"))
    page = brut(client_regisseur.get(reverse("tableau_regie")))
    assert f"19,20{FINE}€" in page
    assert "La mairie doit" not in page


@pytest.fixture
def dettes(donges):
    """Two homes: one owes an overdue invoice and one to come, partly paid; the other paid all, late."""
    la, autre = famille(donges), famille(donges, nom="Le Goff")
    passee = facture_brute(la, donges, total="10.00", echeance=date(2026, 10, 31))
    a_venir = facture_brute(la, donges, total="20.00", mois=date(2026, 9, 1))
    payer(a_venir, "5.00")
    payer(facture_brute(autre, donges, total="7.00", echeance=date(2026, 10, 31)))
    return SimpleNamespace(maison=la, autre=autre, passee=passee, a_venir=a_venir)


@pytest.mark.parametrize(
    ("etat", "vues", "du"),
    [("echues", ["passee"], "10,00 €"), ("dues", ["passee", "a_venir"], "25,00 €"), ("reglee", [], None)],
)
def test_unpaid_invoices_are_found_with_what_is_left_of_each_and_in_all(client_regisseur, dettes, etat, vues, du):
    reponse = client_regisseur.get(reverse("factures_agents"), {"etat": etat})
    page = texte(reponse)
    for nom in ("passee", "a_venir"):
        assert (getattr(dettes, nom).reference in page) is (nom in vues), nom
    assert (f"{du} restent dus" in page) if du else ("restent dus" not in page)
    if etat == "dues":
        assert "15,00 €" in page


def test_who_owes_what_is_one_list_with_its_sum_and_leads_to_the_file(client_regisseur, dettes):
    page = texte(client_regisseur.get(reverse("impayes_par_famille")))
    assert "10,00 € dus par 1 famille" in page
    assert "Le Goff" not in page
    tout = client_regisseur.get(reverse("impayes_par_famille"), {"etat": "dues"})
    assert "25,00 € dus par 1 famille" in texte(tout)
    assert "2 factures" in texte(tout)
    # Where a name leads is a file that this person may open.
    fiche = f"/gestion/familles/{dettes.maison.foyer.pk}/"
    assert (fiche in brut(tout)) is (client_regisseur.get(fiche).status_code == 200)


@pytest.mark.parametrize("genre", ["csv", "xlsx"])
@pytest.mark.parametrize("nom", ["factures_agents", "impayes_par_famille"])
def test_the_list_is_given_in_a_file_in_which_no_name_is_a_formula(client_regisseur, dettes, nom, genre):
    poison = '=HYPERLINK("http://mechant.example")'
    Foyer.objects.filter(pk=dettes.maison.foyer.pk).update(nom=poison)
    mauvaise = Facture(
        regie=dettes.passee.regie, exercice=2026, numero=7, payeur=dettes.maison.payeur, mois=OCTOBRE,
        echeance=date(2026, 10, 31), total=Decimal("3.00"), debiteur=poison, adresse="@SUM(1)",
    )  # fmt: skip
    mauvaise.save()
    reponse = client_regisseur.get(reverse(nom), {"etat": "echues", "format": genre})
    assert reponse["Content-Disposition"].endswith(f'.{genre}"')
    if genre == "csv":
        lignes = list(csv.reader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))
        assert any(cellule in ("10,00", "13,00") for ligne in lignes for cellule in ligne)
        assert any("HYPERLINK" in cellule for ligne in lignes for cellule in ligne)
        assert not any(cellule.startswith(("=", "+", "-", "@")) for ligne in lignes for cellule in ligne)
    else:
        feuille = load_workbook(io.BytesIO(reponse.content)).active
        lignes = list(feuille.iter_rows())
        assert {10, 13} & {cellule.value for ligne in lignes for cellule in ligne}
        assert "f" not in {cellule.data_type for ligne in lignes for cellule in ligne}
    assert len(lignes) == (3 if nom == "factures_agents" else 2)


def test_the_lists_of_debts_cost_the_same_for_one_and_for_six(client_regisseur, donges, dettes, memoire_longue):
    def compter(adresse):
        with requetes() as faites:
            assert client_regisseur.get(adresse).status_code == 200
        return len(faites)

    adresses = [reverse("factures_agents") + "?etat=dues", reverse("impayes_par_famille")]
    _, avant = [compter(a) for a in adresses], [compter(a) for a in adresses]
    for _ in range(5):
        facture_brute(famille(donges), donges, echeance=date(2026, 10, 31))
    assert [compter(a) for a in adresses] == avant


@pytest.mark.parametrize("saisie", ["ndiaye", "N’DIAYE", "n'diaye", "yilmaz", "0639981556"])
def test_an_invoice_is_found_by_the_family_s_name_however_it_is_written(donges, saisie):
    maison = famille(donges, enfants=1, nom="N’Diaye Yılmaz")
    maison.responsable.mobile = "06 39 98 15 56"
    maison.responsable.save()
    facture = facture_brute(maison, donges)
    facture_brute(famille(donges, enfants=1, nom="Autre"), donges)
    trouvees = Facture.objects.cherchees(saisie)
    assert list(trouvees) == ([] if saisie.isdigit() else [facture])
