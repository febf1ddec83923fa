"""The closing of a month: who is billed what, and that it can be stopped anywhere and started again."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.errors import Refus
from common.models import Courriel, Journal
from factures.facturation import services, tasks
from factures.facturation.enums import EtatCloture, Nature
from factures.facturation.models import Cloture, Consommation, Facture, Facturee, LigneFacture, Serie
from factures.facturation.services.courriels import promettre
from reservations.planning.enums import Cause, EffetAbsence, EtatReservation
from reservations.planning.models import Absence
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours

D = Decimal
OCTOBRE = date(2026, 10, 1)
ECHEANCE = date(2026, 11, 30)


@pytest.fixture
def octobre(donges):
    """Give the ten school days of October 2026."""
    return jours_d_ecole(OCTOBRE)


def cloturer(donges, par=None):
    return services.lancer_cloture(regie=donges.regie, mois=OCTOBRE, echeance=ECHEANCE, par=par)


def preparer(donges):
    """Create a closing that no task has begun."""
    return Cloture.objects.create(regie=donges.regie, mois=OCTOBRE, echeance=ECHEANCE)


@pytest.mark.feature("F156")
def test_one_invoice_per_payer_with_lines_by_child_and_why(donges, octobre, regisseur):
    maison = famille(donges, enfants=2, quotient="640")
    reserver_jours(maison, donges, octobre)
    cloture = cloturer(donges, regisseur)
    facture = Facture.objects.get()
    assert (facture.reference, facture.total, facture.mois) == ("2026-000001", D("20.00"), OCTOBRE)
    assert facture.debiteur == "Madame Camille Rivière"
    assert facture.adresse == "3 rue des Ajoncs\n44480 Donges"
    assert facture.famille_numero == maison.foyer.numero
    lignes = list(facture.lignes.all())
    assert [(ligne.enfant, ligne.quantite, ligne.prix_unitaire) for ligne in lignes] == [
        (enfant, 10, D("1.00")) for enfant in maison.enfants
    ]
    assert lignes[0].explication == "Quotient familial 640\u00a0: tranche de 500,01 à 1\u202f000"
    assert lignes[0].libelle == "Restauration scolaire\u00a0: repas"
    assert lignes[0].jours == [jour.isoformat() for jour in octobre]
    assert (lignes[0].du, lignes[0].au) == (octobre[0], octobre[-1])
    cloture.refresh_from_db()
    assert (cloture.etat, cloture.payeurs, cloture.factures_emises) == (EtatCloture.TERMINEE, 1, 1)
    assert Journal.objects.filter(action="clôture lancée", acteur_id=regisseur.pk).exists()


@pytest.mark.parametrize(
    ("quotient", "prix"),
    [("500", "0.85"), ("500.01", "1.00"), ("1000", "1.00"), ("1600", "3.65"), ("1600.01", "4.35"), (None, "4.35")],
)
def test_the_grid_of_donges_on_the_invoice(donges, octobre, quotient, prix):
    reserver_jours(famille(donges, quotient=quotient), donges, octobre[:1])
    cloturer(donges)
    assert LigneFacture.objects.get().prix_unitaire == D(prix)
    assert Consommation.objects.get().quotient == (quotient and D(quotient))


def test_a_quotient_that_changes_in_the_month_makes_two_lines(donges, octobre):
    maison = famille(donges, quotient="500")
    ancien = maison.foyer.quotients.get()
    ancien.date_fin = date(2026, 10, 11)
    ancien.save()
    maison.foyer.quotients.create(valeur=D("1300"), source="caf", date_effet=date(2026, 10, 12))
    reserver_jours(maison, donges, octobre)
    cloturer(donges)
    lignes = LigneFacture.objects.order_by("du")
    assert [(ligne.quantite, ligne.prix_unitaire) for ligne in lignes] == [(6, D("0.85")), (4, D("3.65"))]
    assert Facture.objects.get().total == D("5.10") + D("14.60")


def test_what_is_cancelled_or_forgiven_is_not_billed(donges, octobre):
    annulee, pardonnee, due, mangee = reserver_jours(famille(donges), donges, octobre[:4])
    annulee.etat, annulee.annulee_le = EtatReservation.ANNULEE, "2026-10-01T08:00:00Z"
    annulee.cause = Cause.FAMILLE
    annulee.save()
    Absence.objects.create(reservation=pardonnee, motif="maladie", effet=EffetAbsence.NON_FACTUREE, phrase="x")
    Absence.objects.create(reservation=due, motif="autre", effet=EffetAbsence.FACTUREE, phrase="x")
    cloturer(donges)
    assert LigneFacture.objects.get().jours == [due.date.isoformat(), mangee.date.isoformat()]


def test_nobody_gets_an_empty_invoice_and_other_months_are_left_alone(donges, octobre):
    famille(donges)
    reserver_jours(famille(donges), donges, [date(2026, 9, 29), date(2026, 11, 2)])
    with pytest.raises(Refus) as refus:
        cloturer(donges)
    assert refus.value.code == "rien"
    assert not Cloture.objects.exists()


def test_an_empty_month_stays_open_for_what_comes_later(donges, octobre):
    """A closing of nothing would shut the month: it is refused, and the month closes once there is a meal."""
    with pytest.raises(Refus):
        cloturer(donges)
    reserver_jours(famille(donges), donges, octobre)
    cloturer(donges)
    assert Facture.objects.count() == 1


def test_a_finished_closing_is_not_resumed(donges, octobre):
    reserver_jours(famille(donges), donges, octobre)
    cloture = cloturer(donges)
    with pytest.raises(Refus) as refus:
        services.reprendre_cloture(cloture.pk, par=None)
    assert refus.value.code == "terminee"


@pytest.mark.parametrize("mois", [date(2026, 11, 1), date(2026, 12, 1)])
def test_a_month_that_is_not_over_is_refused(donges, mois):
    with pytest.raises(Refus) as refus:
        services.lancer_cloture(regie=donges.regie, mois=mois, echeance=date(2027, 1, 31), par=None)
    assert refus.value.code == "mois_en_cours"
    assert not Cloture.objects.exists()


def test_a_due_date_already_past_is_refused(donges):
    with pytest.raises(Refus) as refus:
        services.lancer_cloture(regie=donges.regie, mois=OCTOBRE, echeance=date(2026, 11, 10), par=None)
    assert refus.value.code == "echeance"
    with pytest.raises(Refus) as refus:
        services.lancer_cloture(regie=donges.regie, mois=OCTOBRE, echeance=date(2027, 11, 10), par=None)
    assert refus.value.code == "echeance"


def test_meals_without_a_tariff_stop_the_closing_before_it_begins(donges, octobre):
    reserver_jours(famille(donges), donges, octobre)
    donges.grille.au = octobre[3]
    donges.grille.save()
    with pytest.raises(Refus) as refus:
        cloturer(donges)
    assert refus.value.code == "sans_grille"
    assert not Cloture.objects.exists()


def test_launching_again_changes_nothing(donges, octobre):
    reserver_jours(famille(donges), donges, octobre)
    premiere = cloturer(donges)
    assert cloturer(donges) == premiere
    assert (Facture.objects.count(), Serie.objects.get().dernier) == (1, 1)


def test_a_closing_stopped_between_two_batches_goes_on(donges, octobre):
    for _ in range(5):
        reserver_jours(famille(donges), donges, octobre[:2])
    cloture = preparer(donges)
    assert services.cloturer_lot(cloture.pk, taille=2) == 2
    cloture.refresh_from_db()
    assert (cloture.etat, cloture.factures_emises) == (EtatCloture.EN_COURS, 2)
    cloturer(donges)  # « Reprendre »
    cloture.refresh_from_db()
    assert (cloture.etat, cloture.factures_emises) == (EtatCloture.TERMINEE, 5)
    assert sorted(Facture.objects.values_list("numero", flat=True)) == [1, 2, 3, 4, 5]
    assert Facturee.objects.count() == Consommation.objects.count() == 10


def test_a_batch_that_fails_leaves_nothing_and_takes_no_number(donges, octobre, monkeypatch):
    for _ in range(3):
        reserver_jours(famille(donges), donges, octobre[:2])
    cloture = preparer(donges)
    services.cloturer_lot(cloture.pk, taille=1)

    def couper(*args, **kwargs):
        raise RuntimeError("the machine stops here")

    with monkeypatch.context() as panne:
        panne.setattr("factures.facturation.services.journal.ecrire", couper)
        with pytest.raises(RuntimeError):
            tasks.cloturer(cloture.pk)
    assert (Facture.objects.count(), Serie.objects.get().dernier) == (1, 1)
    tasks.cloturer(cloture.pk)
    assert sorted(Facture.objects.values_list("numero", flat=True)) == [1, 2, 3]


@pytest.mark.feature("F156")
def test_each_family_gets_one_mail_without_the_names_of_children(donges, octobre):
    maison = famille(donges)
    papier = famille(donges, facture_papier=True)
    for m in (maison, papier):
        reserver_jours(m, donges, octobre)
    cloturer(donges)
    promettre(list(Facture.objects.all()))
    (courriel,) = Courriel.objects.all()
    facture = Facture.objects.get(payeur=maison.payeur)
    assert (courriel.cle, courriel.destinataire) == (f"facture:{facture.pk}", maison.responsable.email)
    assert "d’octobre 2026" in courriel.objet
    assert f"/espace/factures/{facture.pk}/" in courriel.texte
    assert "10,00\u202f€" in courriel.texte
    assert maison.enfants[0].prenom not in courriel.texte + courriel.html


def test_numbers_start_again_each_year_and_in_each_regie(donges, octobre, settings):
    maison = famille(donges)
    reserver_jours(maison, donges, [*octobre, date(2026, 12, 1)])
    cloturer(donges)
    settings.HORLOGE = "2027-01-05T10:00:00+01:00"
    services.lancer_cloture(regie=donges.regie, mois=date(2026, 12, 1), echeance=date(2027, 1, 31), par=None)
    assert list(Facture.objects.order_by("pk").values_list("exercice", "numero")) == [(2026, 1), (2027, 1)]


def compter_les_requetes(donges, jours, familles):
    for _ in range(familles):
        reserver_jours(famille(donges, enfants=2), donges, jours)
    cloture = preparer(donges)
    with CaptureQueriesContext(connection) as requetes:
        assert services.cloturer_lot(cloture.pk) == familles
    return [r["sql"] for r in requetes if "django_q" not in r["sql"]]


@pytest.mark.parametrize("familles", [3, 30])
def test_the_number_of_queries_of_a_batch_does_not_depend_on_the_families(donges, octobre, familles, settings):
    settings.COURRIELS_SYNCHRONES = False
    requetes = compter_les_requetes(donges, octobre, familles)
    # Twenty-six to bill (one for what was decided of absences already billed, one for what the service corrected, one
    # for check-ins), two to look for credits, one to promise the mails: what a credit then pays is some more, for its
    # payer alone.
    assert len(requetes) == 29, "\n".join(sql[:150] for sql in requetes)
    assert Facture.objects.filter(nature=Nature.FACTURE).count() == familles
