"""The documents in the archive of a person: what it may open in its space today, never the other home's."""

from datetime import timedelta

from common import clock
from common.errors import Refus
from common.files import icalendar
from espace_prive.documents import services as documents
from espace_prive.droits.fiche_famille import fiche_famille
from espace_prive.famille.models import Enfant, Foyer, QuotientFamilial
from espace_prive.garde import presentation
from espace_prive.garde.models import PeriodeDeGarde
from espace_prive.modifications.models import Modification
from espace_prive.sante.models import FicheSanitaire
from factures.facturation.models import Facture
from factures.facturation.pdf import facture_pdf

# Made one by one when they are asked for; the older ones are in the list, and open one by one in the space.
FACTURES_MAX = 60


def factures(moi, utilisateur):
    """The invoices and avoirs of the own household, latest first."""
    miennes = Facture.objects.pour(moi).avec_reste().select_related("regie__service", "corrige", "payeur__foyer")
    for facture in miennes.order_by("-emise_le", "-pk")[:FACTURES_MAX]:
        yield "factures", f"{facture.nature}-{facture.reference}.pdf", facture_pdf(facture)


def fiches(moi, utilisateur):
    for foyer in Foyer.objects.pour(moi):
        yield "documents", f"fiche-famille-{foyer.numero}.pdf", fiche_famille(foyer, moi)


def gardes(moi, utilisateur):
    """A calendar for each child whom two homes share: the days at the person's, the other home without a name."""
    depuis = clock.aujourdhui() - timedelta(days=365)
    sejours = {}
    for periode in PeriodeDeGarde.objects.pour(moi).filter(au__gte=depuis).order_by("du", "du_demi"):
        sejours.setdefault(periode.enfant_id, []).append(periode.sejour())
    for enfant in Enfant.objects.filter(pk__in=sejours):
        jours = [
            icalendar.EvenementDAgenda(
                uid=f"garde-{enfant.pk}-{jour.isoformat()}", jour=jour, modifie_le=clock.maintenant(),
                titre=f"{enfant.prenom} : {mot.lower()}",
            )
            for sejour in sejours[enfant.pk]
            for jour in _jours(max(sejour.du.jour, depuis), sejour.au.jour)
            if (mot := presentation.journee(sejours[enfant.pk], jour, moi.foyers))
        ]  # fmt: skip
        # The day of an exchange belongs to two stays.
        uniques = list({e.uid: e for e in jours}.values())
        calendrier = icalendar.ecrire(
            uniques, nom=f"Garde de {enfant.prenom}", identifiant="-//Portail familles//Garde//FR", url=""
        )
        yield "garde", f"garde-{enfant.prenom}.ics", calendrier


def _jours(du, au):
    return [du + timedelta(days=n) for n in range((au - du).days + 1)]


def pieces(moi, utilisateur):
    """The PAI of the children confided to the person, its household's proofs and requests."""
    for fiche in FicheSanitaire.objects.filter(enfant__in=moi.confies, pai_document__isnull=False).select_related(
        "enfant", "pai_document"
    ):
        yield from _piece(f"PAI {fiche.enfant.prenom}", fiche.pai_document)
    for quotient in QuotientFamilial.objects.pour(moi).filter(preuve__isnull=False).select_related("preuve"):
        yield from _piece(f"quotient {quotient.date_effet:%Y-%m-%d}", quotient.preuve)
    # A request of the other home about a shared child may hold its address: only those of the own home.
    siennes = Modification.objects.pour(moi).filter(demarche__foyer__in=moi.foyers, piece__isnull=False)
    for modification in siennes.select_related("demarche", "piece"):
        yield from _piece(f"demande {modification.demarche.deposee_le:%Y-%m-%d}", modification.piece)


def _piece(quoi, piece):
    try:
        yield "documents", f"{quoi} {piece.nom}", documents.ouvrir(piece)
    except Refus as refus:
        yield "documents", f"{quoi} {piece.nom}.txt", refus.phrase


FICHIERS = (factures, fiches, gardes, pieces)
