"""A wrong invoice: cancelled by a total avoir in the same series, then billed again."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from common.errors import Refus
from common.models import Courriel, Journal
from factures.facturation import extensions, services
from factures.facturation.enums import EtatFacture, Nature
from factures.facturation.models import Consommation, Facture, Facturee, LigneFacture
from reservations.planning.models import Absence, Reservation
from tests.factories.factures import ECHEANCE, facturer
from tests.factories.famille import famille

D = Decimal


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=2, quotient="1700")


@pytest.fixture
def facture(maison, donges):
    return facturer(maison, donges)


def test_a_total_avoir_takes_the_next_number_and_mirrors_every_line(facture, regisseur):
    avoir = services.corriger(facture, motif="Quotient mal saisi", par=regisseur)
    assert (avoir.nature, avoir.reference, avoir.total) == (Nature.AVOIR, "2026-000002", -facture.total)
    assert avoir.corrige == facture
    assert avoir.debiteur == facture.debiteur
    assert [(ligne.quantite, ligne.montant, ligne.jours) for ligne in avoir.lignes.all()] == [
        (-ligne.quantite, -ligne.montant, ligne.jours) for ligne in facture.lignes.all()
    ]
    assert sum(ligne.montant for ligne in LigneFacture.objects.all()) == 0
    assert Facture.objects.avec_reste().get(pk=facture.pk).etat == EtatFacture.ANNULEE
    trace = Journal.objects.get(action="facture annulée par un avoir")
    assert (trace.acteur_id, trace.motif, trace.objet_id) == (regisseur.pk, "Quotient mal saisi", str(facture.pk))


def test_the_days_are_billed_again_from_what_is_known_now(facture, maison, regisseur):
    services.corriger(facture, motif="Quotient mal saisi", par=regisseur)
    assert services.peut_refacturer(facture)
    assert (Facturee.objects.count(), Consommation.objects.count()) == (0, 20)
    maison.foyer.quotients.update(valeur=D("640"))
    pardonnee = Reservation.objects.get(pk=Consommation.objects.order_by("du").first().source_id)
    Absence.objects.create(reservation=pardonnee, motif="maladie", effet="non_facturee", phrase="Justifiée")
    nouvelle = services.refacturer(facture, echeance=ECHEANCE, par=regisseur)
    assert (nouvelle.reference, nouvelle.total, nouvelle.cloture) == ("2026-000003", D("19.00"), None)
    assert {ligne.prix_unitaire for ligne in nouvelle.lignes.all()} == {D("1.00")}
    assert set(Consommation.objects.filter(facturee__isnull=False).values_list("montant", "quotient")) == {
        (D("1.00"), D("640"))
    }
    assert not services.peut_refacturer(facture)


@pytest.mark.parametrize("motif", ["", "   "])
def test_a_correction_says_why(facture, regisseur, motif):
    with pytest.raises(Refus) as refus:
        services.corriger(facture, motif=motif, par=regisseur)
    assert refus.value.code == "motif"


def test_a_second_avoir_and_an_avoir_of_an_avoir_are_refused(facture, regisseur):
    avoir = services.corriger(facture, motif="Erreur", par=regisseur)
    for visee, code in ((facture, "deja_corrigee"), (avoir, "avoir_d_avoir")):
        with pytest.raises(Refus) as refus:
            services.corriger(visee, motif="Encore", par=regisseur)
        assert refus.value.code == code
    assert Facture.objects.count() == 2


def test_billing_again_asks_for_an_avoir_something_to_bill_and_a_due_date_to_come(facture, regisseur):
    with pytest.raises(Refus) as refus:
        services.refacturer(facture, echeance=ECHEANCE, par=regisseur)
    assert refus.value.code == "sans_avoir"
    services.corriger(facture, motif="Erreur", par=regisseur)
    with pytest.raises(Refus) as refus:
        services.refacturer(facture, echeance=date(2026, 11, 10), par=regisseur)
    assert refus.value.code == "echeance"
    services.refacturer(facture, echeance=ECHEANCE, par=regisseur)
    with pytest.raises(Refus) as refus:
        services.refacturer(facture, echeance=ECHEANCE, par=regisseur)
    assert refus.value.code == "rien"


def test_what_domains_above_add_runs_in_the_same_transaction(facture, regisseur, monkeypatch):
    vus = []

    def refuser(*, avoir, par):
        vus.append((avoir.corrige_id, par))
        raise RuntimeError("no")

    monkeypatch.setattr(extensions, "A_L_EMISSION_D_UN_AVOIR", [refuser])
    with pytest.raises(RuntimeError):
        services.corriger(facture, motif="Erreur", par=regisseur)
    assert vus == [(facture.pk, regisseur)]
    assert Facture.objects.count() == 1
    assert Facturee.objects.count() == 20


def test_domains_above_hear_of_each_batch_once(maison, donges, monkeypatch):
    lots = []
    monkeypatch.setattr(extensions, "A_L_EMISSION_DE_FACTURES", [lambda factures: lots.append(len(factures))])
    facturer(maison, donges)
    assert lots == [1]


def test_the_family_is_told_of_the_avoir(facture, regisseur):
    avoir = services.corriger(facture, motif="Erreur", par=regisseur)
    courriel = Courriel.objects.get(cle=f"facture:{avoir.pk}")
    assert "avoir" in courriel.objet
    assert "a été annulée" in courriel.texte


@pytest.mark.parametrize(
    "instruction",
    [
        "UPDATE facturation_facture SET total = 0",
        "UPDATE facturation_facture SET debiteur = 'Personne'",
        "UPDATE facturation_facture SET numero = 99",
        "DELETE FROM facturation_facture",
        "UPDATE facturation_lignefacture SET quantite = 1, montant = prix_unitaire",
        "UPDATE facturation_lignefacture SET enfant_nom = 'Personne'",
        "DELETE FROM facturation_lignefacture",
    ],
)
def test_the_database_refuses_to_change_what_is_issued(facture, instruction):
    def essayer():
        with transaction.atomic(), connection.cursor() as curseur:
            curseur.execute(instruction)

    with pytest.raises(IntegrityError, match="ne se modifie pas"):
        essayer()
    assert Facture.objects.get(pk=facture.pk).total == D("87.00")


def test_a_child_can_be_erased_and_stays_named_on_the_invoice(facture):
    with connection.cursor() as curseur:
        curseur.execute("UPDATE facturation_lignefacture SET enfant_id = NULL")
    assert all(ligne.enfant_nom for ligne in facture.lignes.all())


def test_one_consommation_cannot_be_billed_twice(facture):
    facturee = Facturee.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Facturee.objects.create(consommation=facturee.consommation, ligne=facturee.ligne)
