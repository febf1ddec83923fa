"""Invoices, and whole towns to bill."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

from espace_prive.comptes.enums import Civilite
from espace_prive.famille.models import Appartenance, Enfant, Foyer, Payeur, QuotientFamilial, Responsable
from factures.facturation import services
from factures.facturation.enums import Nature
from factures.facturation.models import Cloture, Facture
from factures.paiements.models import Imputation, Paiement
from tests.factories.reservations import jours_d_ecole, reserver_en_nombre, reserver_jours

OCTOBRE = date(2026, 10, 1)
ECHEANCE = date(2026, 11, 30)
D = Decimal
_numeros = itertools.count(900_001)


def facturer(maison, donges, *, mois=OCTOBRE, repas=10, echeance=ECHEANCE):
    """Book the first ``repas`` school days of the month for each child, close the month, return the invoice."""
    reserver_jours(maison, donges, jours_d_ecole(mois)[:repas])
    services.lancer_cloture(regie=donges.regie, mois=mois, echeance=echeance, par=None)
    return Facture.objects.get(payeur=maison.payeur, mois=mois)


def facture_brute(maison, donges, *, numero=None, mois=OCTOBRE, total="10.00", echeance=ECHEANCE, regie=None):
    """Create an invoice with one line and nothing behind it: to fill lists."""
    facture = Facture.objects.create(
        regie=regie or donges.regie, exercice=2026, numero=numero or next(_numeros), payeur=maison.payeur,
        mois=mois, echeance=echeance, total=D(total), famille_numero=maison.foyer.numero,
        debiteur="Madame Camille Rivière", adresse="3 rue des Ajoncs\n44480 Donges",
    )  # fmt: skip
    facture.lignes.create(
        enfant=maison.enfants[0], enfant_nom=str(maison.enfants[0]), libelle="Restauration scolaire : repas",
        du=mois, au=mois, jours=[mois.isoformat()], quantite=1, prix_unitaire=D(total), montant=D(total),
        explication="Quotient familial 640 : tranche de 500,01 à 1 000",
    )  # fmt: skip
    return facture


def avoir_brut(facture):
    """Create the total avoir of an invoice, without what the issuing adds to it."""
    return Facture.objects.create(
        regie=facture.regie, exercice=facture.exercice, numero=next(_numeros), nature=Nature.AVOIR,
        payeur=facture.payeur, mois=facture.mois, total=-facture.total, debiteur=facture.debiteur,
        adresse=facture.adresse, corrige=facture, motif="Repas facturés à tort",
    )  # fmt: skip


def payer(facture, montant=None):
    """Pay an invoice, wholly unless ``montant`` is given, as the bank's notification would."""
    somme = facture.total if montant is None else D(montant)
    paiement = Paiement.objects.create(payeur=facture.payeur, regie=facture.regie, mode="carte", montant=somme)
    Imputation.objects.create(paiement=paiement, facture=facture, montant=somme)
    return paiement


def ville_a_facturer(donges, *, familles=1000, repas=27, mois=OCTOBRE):
    """Fill the town with families of three children and ``repas`` meals each; return a closing to run."""
    debut = mois - timedelta(days=30)
    foyers = Foyer.objects.bulk_create(
        Foyer(numero=50_000 + n, nom=f"Foyer {n}", adresse="1 rue du Port", code_postal="44480", ville="Donges")
        for n in range(familles)
    )
    payeurs = Payeur.objects.bulk_create(Payeur(foyer=foyer) for foyer in foyers)
    adultes = Responsable.objects.bulk_create(
        Responsable(civilite=Civilite.MADAME, nom=foyer.nom, prenoms="Camille") for foyer in foyers
    )
    Appartenance.objects.bulk_create(
        Appartenance(responsable=adulte, foyer=foyer, du=debut) for adulte, foyer in zip(adultes, foyers, strict=True)
    )
    QuotientFamilial.objects.bulk_create(
        QuotientFamilial(foyer=foyer, valeur=D(2 * n), source="caf", date_effet=debut)
        for n, foyer in enumerate(foyers)
    )
    jours = jours_d_ecole(mois)
    for rang in range(3):
        enfants = Enfant.objects.bulk_create(
            Enfant(nom=foyer.nom, prenom=f"Enfant {rang}", naissance=date(2018, 1, 1 + rang)) for foyer in foyers
        )
        nombre = repas // 3 + (rang < repas % 3)
        reserver_en_nombre(list(zip(enfants, payeurs, strict=True)), donges, jours[:nombre])
    return Cloture.objects.create(regie=donges.regie, mois=mois, echeance=ECHEANCE, payeurs=familles)
