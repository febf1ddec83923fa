"""A wrong invoice: cancelled by a total avoir, then billed again from what is known now."""

from datetime import date

from django.db import transaction

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from factures.facturation import extensions
from factures.facturation.enums import Nature
from factures.facturation.models import Facture, Facturee, LigneFacture
from factures.facturation.rules import refuser_echeance
from factures.facturation.services import courriels
from factures.facturation.services.emission import emettre, verrouiller_serie
from factures.facturation.services.journal import a_facturer


@transaction.atomic
def corriger(facture: Facture, *, motif: str, par) -> Facture:
    """Cancel an invoice by a total avoir in the same series; its days can be billed again."""
    motif = motif.strip()
    if not motif:
        raise Refus("Dites pourquoi la facture est corrigée.", code="motif")
    if facture.est_avoir:
        raise Refus("Un avoir ne se corrige pas. Émettez une nouvelle facture.", code="avoir_d_avoir")
    # The series first, as a closing does: it then holds the invoices whose credit it uses.
    serie = verrouiller_serie(facture.regie)
    facture = lock(facture)
    if Facture.objects.filter(corrige=facture).exists():
        raise Refus("Cette facture a déjà été annulée par un avoir.", code="deja_corrigee")
    serie.dernier += 1
    avoir = Facture.objects.create(
        regie=facture.regie,
        exercice=serie.exercice,
        numero=serie.dernier,
        nature=Nature.AVOIR,
        payeur_id=facture.payeur_id,
        mois=facture.mois,
        total=-facture.total,
        famille_numero=facture.famille_numero,
        debiteur=facture.debiteur,
        adresse=facture.adresse,
        corrige=facture,
        motif=motif,
    )
    serie.save(update_fields=["dernier"])
    _inverser_les_lignes(facture, avoir)
    Facturee.objects.filter(ligne__facture=facture).delete()
    for prolongement in extensions.A_L_EMISSION_D_UN_AVOIR:
        prolongement(avoir=avoir, par=par)
    journal.noter(ActionJournal.FACTURE_ANNULEE_PAR_UN_AVOIR, facture, par=par, motif=motif, avoir=avoir.reference)
    courriels.promettre([avoir])
    return avoir


def _inverser_les_lignes(facture, avoir):
    lignes = list(facture.lignes.all())
    for ligne in lignes:
        ligne.pk, ligne._state.adding, ligne.facture = None, True, avoir
        ligne.quantite, ligne.montant = -ligne.quantite, -ligne.montant
    LigneFacture.objects.bulk_create(lignes)


def peut_refacturer(facture: Facture) -> bool:
    """The invoice was cancelled and its payer still has days of that month to bill."""
    if not Facture.objects.filter(corrige=facture).exists():
        return False
    return bool(a_facturer(facture.regie, facture.mois, payeurs=[facture.payeur_id]))


@transaction.atomic
def refacturer(facture: Facture, *, echeance: date, par) -> Facture:
    """Issue a new invoice for a cancelled one, from the bookings, absences and quotients as they are now."""
    if non := refuser_echeance(echeance, clock.aujourdhui()):
        raise Refus.of(non)
    serie = verrouiller_serie(facture.regie)
    facture = lock(facture)
    if not Facture.objects.filter(corrige=facture).exists():
        raise Refus("Annulez d’abord la facture par un avoir.", code="sans_avoir")
    nouvelles = emettre(serie, mois=facture.mois, payeurs=[facture.payeur_id], echeance=echeance)
    if not nouvelles:
        raise Refus("Il ne reste rien à facturer à cette famille pour ce mois.", code="rien")
    (nouvelle,) = nouvelles
    journal.noter(ActionJournal.FACTURE_ETABLIE_A_NOUVEAU, nouvelle, par=par, remplace=facture.reference)
    courriels.promettre([nouvelle])
    return nouvelle
