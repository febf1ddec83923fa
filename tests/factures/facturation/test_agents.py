"""The cashier's screens: who may open them, what they do."""

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
from factures.facturation.enums import EtatCloture
from factures.facturation.models import Cloture, Facture
from factures.paiements.agents.tableau import credits
from factures.paiements.services import imputer_credits
from tests.factories.factures import ECHEANCE, OCTOBRE, facture_brute, facturer, payer
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours
from tests.tools.html import brut, source, texte, un
from tests.tools.requetes import requetes

FINE = "\u202f"
CHOIX = {"mois": "2026-10-01", "echeance": "2026-11-30"}


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=2, quotient="640")


@pytest.mark.parametrize("nom", ["factures_agents", "impayes_par_famille", "cloturer", "tableau_regie"])
def test_only_the_cashier_opens_them(client, client_agent, client_regisseur, maison, nom):
    adresse = reverse(nom)
    assert client.get(adresse).status_code == 302
    client.force_login(maison.utilisateur)
    assert client.get(adresse).status_code in (302, 404)
    assert client_agent.get(adresse).status_code == 404
    assert client_regisseur.get(adresse).status_code == 200


@pytest.mark.parametrize("nom", ["facture_agent", "facture_agent_pdf", "facture_corriger", "facture_refacturer"])
def test_an_agent_without_the_right_sees_no_invoice(client_agent, maison, donges, nom):
    facture = facturer(maison, donges)
    adresse = reverse(nom, args=[facture.pk])
    assert client_agent.get(adresse).status_code == 404
    assert client_agent.post(adresse).status_code == 404


def test_the_menu_shows_what_one_may_do(client_agent, client_regisseur):
    assert reverse("cloturer") not in brut(client_agent.get("/gestion/"))
    assert reverse("cloturer") in brut(client_regisseur.get("/gestion/"))


@pytest.mark.feature("F156")
def test_closing_shows_what_it_would_bill_then_bills_it(client_regisseur, maison, donges):
    reserver_jours(maison, donges, jours_d_ecole(OCTOBRE))
    reserver_jours(famille(donges, quotient=None), donges, jours_d_ecole(OCTOBRE)[:1])
    choix = {**CHOIX, "regie": donges.regie.pk}
    page = brut(client_regisseur.post(reverse("cloturer"), choix))
    for mot in ("<strong>2</strong> familles", "<strong>21</strong> prestations", f"24,35{FINE}€", "30 novembre 2026"):
        assert mot.replace("30 n", "30\u00a0n") in page
    assert "1</strong> famille sans quotient connu paie le tarif le plus élevé" in source(page)
    assert not Cloture.objects.exists()
    reponse = client_regisseur.post(reverse("cloturer"), {**choix, "confirmer": "1"})
    cloture = Cloture.objects.get()
    assert reponse.url == reverse("cloture", args=[cloture.pk])
    assert Facture.objects.count() == 2
    page = client_regisseur.get(reponse.url)
    assert "Clôture terminée" in brut(page)
    assert "<strong>21</strong> prestations" in brut(page)
    assert "Refresh" not in page


def test_a_closing_in_progress_refreshes_itself_and_can_be_resumed(client_regisseur, maison, donges):
    reserver_jours(maison, donges, jours_d_ecole(OCTOBRE))
    cloture = Cloture.objects.create(regie=donges.regie, mois=OCTOBRE, echeance=ECHEANCE, payeurs=1)
    page = client_regisseur.get(reverse("cloture", args=[cloture.pk]))
    assert page["Refresh"] == "3"
    assert "0 facture établie sur 1" in source(page)
    assert client_regisseur.post(reverse("cloture_reprendre", args=[cloture.pk])).status_code == 302
    cloture.refresh_from_db()
    assert (cloture.etat, cloture.factures_emises) == (EtatCloture.TERMINEE, 1)


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        ({"echeance": "2026-11-01"}, "La date limite de paiement doit être après aujourd’hui."),
        ({"echeance": "2036-11-01"}, "trop lointaine : choisissez-la dans les six mois."),
        ({"echeance": "9999-12-31"}, "trop lointaine : choisissez-la dans les six mois."),
        ({"echeance": "31/31/2026"}, "Cette date n’existe pas."),
        ({"mois": "2026-11-01"}, "Choisissez"),
        ({"mois": "n’importe quoi"}, "Choisissez"),
    ],
)
def test_bad_input_gets_a_sentence_and_closes_nothing(client_regisseur, donges, change, phrase):
    envoi = {**CHOIX, "regie": donges.regie.pk, "confirmer": "1", **change}
    reponse = client_regisseur.post(reverse("cloturer"), envoi)
    assert reponse.status_code == 422
    assert phrase in brut(reponse)
    assert not Cloture.objects.exists()


@pytest.mark.parametrize("echeance", ["2026-11-01", "2026-11-10", "2036-11-01"])
def test_the_preview_refuses_a_due_date_that_the_closing_would_refuse(client_regisseur, maison, donges, echeance):
    reserver_jours(maison, donges, jours_d_ecole(OCTOBRE))
    page = client_regisseur.post(reverse("cloturer"), {**CHOIX, "regie": donges.regie.pk, "echeance": echeance})
    assert page.status_code == 422
    assert "La date limite de paiement" in brut(page)
    assert f'value="{echeance}"' in brut(page)
    assert 'name="confirmer"' not in brut(page)


def test_an_empty_month_is_not_closed_by_a_forged_post(client_regisseur, maison, donges):
    choix = {**CHOIX, "regie": donges.regie.pk}
    assert "Il n’y a rien à facturer" in brut(client_regisseur.post(reverse("cloturer"), choix))
    forgee = client_regisseur.post(reverse("cloturer"), {**choix, "confirmer": "1"})
    assert forgee.status_code == 422
    assert "Il n’y a rien à facturer pour octobre 2026." in brut(forgee)
    assert not Cloture.objects.exists()


def test_a_finished_closing_offers_and_takes_no_second_one(client_regisseur, regisseur, maison, donges):
    facture = facturer(maison, donges)
    cloture = Cloture.objects.get()
    adresse = reverse("cloture", args=[cloture.pk])
    assert "Reprendre" not in brut(client_regisseur.get(adresse))
    forgee = client_regisseur.post(reverse("cloture_reprendre", args=[cloture.pk]), follow=True)
    assert "Cette clôture est terminée : il n’y a rien à reprendre." in brut(forgee)
    assert "La clôture reprend" not in brut(forgee)
    # An avoir frees the days of one family: they are billed again from its invoice, never by closing again.
    services.corriger(facture, motif="Erreur", par=regisseur)
    choix = {**CHOIX, "regie": donges.regie.pk}
    page = brut(client_regisseur.post(reverse("cloturer"), choix))
    assert "Ce mois est déjà clôturé." in page
    assert "20 prestations ne sont plus facturées" in source(page)
    assert 'name="confirmer"' not in page
    assert client_regisseur.post(reverse("cloturer"), {**choix, "confirmer": "1"}).url == adresse
    assert Facture.objects.count() == 2


def test_correcting_asks_for_a_reason_and_a_confirmation(client_regisseur, maison, donges):
    facture = facturer(maison, donges)
    adresse = reverse("facture_corriger", args=[facture.pk])
    reponse = client_regisseur.post(adresse, {"motif": ""})
    assert reponse.status_code == 422
    assert "Dites pourquoi" in brut(reponse)
    assert "Cochez la case" in brut(reponse)
    reponse = client_regisseur.post(adresse, {"motif": "Quotient mal saisi", "confirmation": "on"})
    assert reponse.url == reverse("facture_agent", args=[facture.pk])
    page = brut(client_regisseur.get(reponse.url))
    assert "2026-000002" in page
    assert "Établir une nouvelle facture" in page
    encore = client_regisseur.post(adresse, {"motif": "Encore", "confirmation": "on"})
    assert "déjà été annulée" in brut(encore)
    assert Facture.objects.count() == 2


def test_billing_again_from_the_screen(client_regisseur, regisseur, maison, donges):
    facture = facturer(maison, donges)
    services.corriger(facture, motif="Erreur", par=regisseur)
    adresse = reverse("facture_refacturer", args=[facture.pk])
    refusee = client_regisseur.post(adresse, {"echeance": "2026-11-01"})
    assert refusee.status_code == 422
    assert "La date limite de paiement doit être après aujourd’hui." in brut(refusee)
    assert 'value="2026-11-01"' in brut(refusee)
    assert Facture.objects.count() == 2
    reponse = client_regisseur.post(adresse, {"echeance": "2026-12-15"})
    nouvelle = Facture.objects.get(numero=3)
    assert reponse.url == reverse("facture_agent", args=[nouvelle.pk])
    assert nouvelle.echeance == date(2026, 12, 15)


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


# What is left to pay


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


def test_the_families_without_a_quotient_are_named_before_the_closing(client_regisseur, maison, donges):
    reserver_jours(maison, donges, jours_d_ecole(OCTOBRE)[:1])
    sans = famille(donges, quotient=None, nom="Ligonday")
    reserver_jours(sans, donges, jours_d_ecole(OCTOBRE)[:1])
    page = texte(client_regisseur.post(reverse("cloturer"), {**CHOIX, "regie": donges.regie.pk}))
    assert "1 famille sans quotient connu paie" in page
    assert " ".join(str(sans.payeur).split()) in page
    assert " ".join(str(maison.payeur).split()) not in page


@pytest.mark.parametrize("saisie", ["ndiaye", "N’DIAYE", "n'diaye", "yilmaz", "0639981556"])
def test_an_invoice_is_found_by_the_family_s_name_however_it_is_written(donges, saisie):
    maison = famille(donges, enfants=1, nom="N’Diaye Yılmaz")
    maison.responsable.mobile = "06 39 98 15 56"
    maison.responsable.save()
    facture = facture_brute(maison, donges)
    facture_brute(famille(donges, enfants=1, nom="Autre"), donges)
    trouvees = Facture.objects.cherchees(saisie)
    assert list(trouvees) == ([] if saisie.isdigit() else [facture])
