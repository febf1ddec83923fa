"""The cashier's screens: who may open them, what they do."""

from datetime import date

import pytest
from django.urls import reverse

from factures.facturation import services
from factures.facturation.enums import EtatCloture
from factures.facturation.models import Cloture, Facture
from tests.factories.factures import ECHEANCE, OCTOBRE, facturer
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours
from tests.factures.facturation.gestes import FINE, maison
from tests.tools.confirmation import confirmee
from tests.tools.html import brut, source, texte

__all__ = ["maison"]


CHOIX = {"mois": "2026-10-01", "echeance": "2026-11-30"}


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
    reponse = client_regisseur.post(reverse("cloturer"), confirmee(choix))
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
    envoi = confirmee({**CHOIX, "regie": donges.regie.pk, **change})
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
    forgee = client_regisseur.post(reverse("cloturer"), confirmee(choix))
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
    assert client_regisseur.post(reverse("cloturer"), confirmee(choix)).url == adresse
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


def test_the_families_without_a_quotient_are_named_before_the_closing(client_regisseur, maison, donges):
    reserver_jours(maison, donges, jours_d_ecole(OCTOBRE)[:1])
    sans = famille(donges, quotient=None, nom="Ligonday")
    reserver_jours(sans, donges, jours_d_ecole(OCTOBRE)[:1])
    page = texte(client_regisseur.post(reverse("cloturer"), {**CHOIX, "regie": donges.regie.pk}))
    assert "1 famille sans quotient connu paie" in page
    assert " ".join(str(sans.payeur).split()) in page
    assert " ".join(str(maison.payeur).split()) not in page
