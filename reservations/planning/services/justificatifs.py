"""What follows a reported absence: its certificate, or the child who comes after all."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from common import clock
from common.conservation import UN_AN
from common.database.locks import lock_all
from common.errors import Refus
from common.rules import Non
from common.words import typo
from espace_prive.documents import services as documents
from espace_prive.documents.models import Piece
from espace_prive.famille.models import Enfant
from reservations.activites.services.catalogue import catalogue
from reservations.planning.enums import EffetAbsence, EtatReservation, GesteAbsence
from reservations.planning.extensions import sur_factures
from reservations.planning.models import Absence
from reservations.planning.services.decisions import changer_effet
from reservations.planning.services.effets import consequences_d_une_reprise

MINUIT = time(23, 59)
# After that, an invoice is no more discussed with a document sent on line.
DELAI_JUSTIFICATIF = timedelta(days=60)


def _verrouiller(cles):
    lues = Absence.objects.filter(pk__in=cles)
    # A bill that is being issued reads them: it waits for what is said here.
    return lock_all(lues.select_related("reservation__formule__activite", "reservation__enfant"))


def attend_un_document(absence) -> bool:
    """Tell whether a document may still change something: by the town's rule, or by the service's decision."""
    if absence.reservation.etat != EtatReservation.CONFIRMEE:
        return False
    if absence.effet == EffetAbsence.A_JUSTIFIER:
        return clock.aujourdhui() <= absence.a_justifier_avant
    recente = clock.aujourdhui() <= absence.reservation.date + DELAI_JUSTIFICATIF
    facturee = absence.effet in (EffetAbsence.FACTUREE, EffetAbsence.CARENCE)
    return facturee and not absence.justificatif_id and not absence.jugement and recente


def justifier(cles, *, document, auteur) -> list[str]:
    """Give one document for these absences (ids); return what it changes, in sentences.

    Where the town's rule expects a certificate, what was billed becomes a credit. Elsewhere, the service reads it and
    decides. Raise Refus: ``rien`` (none expects one), ``trop_tard``, ``stockage``.
    """
    with transaction.atomic():
        toutes = _verrouiller(cles)
        attendues = [a for a in toutes if attend_un_document(a)]
        if not attendues:
            raise _refus(toutes)
        facturees = sur_factures({a.reservation_id for a in attendues})
        piece = documents.deposer(document, par=auteur)
        return [_joindre(a, piece, facturees.get(a.reservation_id), auteur) for a in attendues]


def _refus(absences) -> Refus:
    limites = [a.a_justifier_avant for a in absences if a.effet == EffetAbsence.A_JUSTIFIER]
    if not limites:
        return Refus("Aucun certificat n’est attendu pour ces jours.", code="rien")
    limite = typo.date_longue(max(limites))
    return Refus(
        f"Le certificat était attendu au plus tard le {limite}. Écrivez au service si vous n’avez pas pu.",
        code="trop_tard",
    )


def _joindre(absence, piece, facturee, auteur) -> str:
    mot, quand = absence.reservation.formule.activite.mot, typo.date_longue(absence.reservation.date)
    absence.justificatif, absence.justifiee_le = piece, clock.maintenant()
    absence.save(update_fields=["justificatif", "justifiee_le"])
    if absence.effet != EffetAbsence.A_JUSTIFIER:
        return f"{quand} : {mot.le} reste facturé{mot.e}. Le service lira votre document et vous répondra."
    phrase = f"Certificat donné : {mot.le} ne sera pas facturé{mot.e}."
    changer_effet(absence, geste=GesteAbsence.DOCUMENT, effet=EffetAbsence.NON_FACTUREE, phrase=phrase, par=auteur)
    return f"{quand} : {phrase}{dire_le_credit(facturee)}"


def dire_le_credit(facturee) -> str:
    """Say what becomes of what an invoice asks already; nothing when none does."""
    if facturee is None:
        return ""
    somme, mois = typo.montant(facturee.montant), typo.de_mois(facturee.mois)
    return f" Votre facture {mois} l’a compté : {somme} seront déduits de la prochaine."


def limite_reprise(absence) -> datetime:
    """Until when the child may come after all: until its activity begins; its place was kept."""
    reservation = absence.reservation
    connue = catalogue().formules.get(reservation.formule_id)
    heure = (connue.debut if connue else None) or MINUIT
    return datetime.combine(reservation.date, heure, tzinfo=clock.fuseau())


def refuser_reprise(absence) -> Non | None:
    """Say why the absence cannot be taken back; None when it can."""
    if absence.reservation.etat != EtatReservation.CONFIRMEE:
        return Non("rendue", "Sa place a été rendue : réservez de nouveau ce jour dans « Notre semaine ».")
    if clock.maintenant() >= limite_reprise(absence):
        return Non("trop_tard", "Il est trop tard : l’activité a déjà commencé.")
    return None


def effet_reprise(absence, *, foyers) -> str:
    """Say what taking it back changes to the bill, and to the other days of the same illness."""
    return _dire_la_reprise(absence, consequences_d_une_reprise(absence, foyers=foyers))


def _dire_la_reprise(absence, suites) -> str:
    mot = absence.reservation.formule.activite.mot
    if absence.effet == EffetAbsence.NON_FACTUREE:
        dit = f"{mot.le.capitalize()} sera de nouveau facturé{mot.e}."
    else:
        dit = f"Rien ne change sur votre facture : {mot.le} était déjà facturé{mot.e}."
    return " ".join([dit, *(f"{typo.date_longue(a.reservation.date)} : {effet.phrase}" for a, effet in suites)])


def reprendre(cle, *, foyers, auteur) -> str:
    """Take the absence back: the child comes; return what that changes. Raise Refus: ``inconnue``,
    ``rendue``, ``trop_tard``."""
    with transaction.atomic():
        # The child first: its illness is judged as a whole, by one at a time.
        lock_all(Enfant.objects.filter(reservations__absence=cle))
        absence = next(iter(_verrouiller([cle])), None)
        if absence is None:
            raise Refus("Cette absence a déjà été reprise.", code="inconnue")
        if non := refuser_reprise(absence):
            raise Refus(non.phrase, code=non.code)
        suites = consequences_d_une_reprise(absence, foyers=foyers)
        phrase, piece = _dire_la_reprise(absence, suites), absence.justificatif
        for suite, effet in suites:
            changer_effet(suite, geste=GesteAbsence.SUITE, effet=effet.effet, phrase=effet.phrase, par=auteur)
        absence.delete()
        if piece and not piece.absences.exists():
            documents.effacer(piece)
    return phrase


def effacer_les_justificatifs() -> int:
    """Erase the documents of absences a year after their last day: what was decided of them stays."""
    encore = Absence.objects.filter(justificatif=OuterRef("pk"), reservation__date__gte=clock.aujourdhui() - UN_AN)
    finis = Piece.objects.filter(Exists(Absence.objects.filter(justificatif=OuterRef("pk")))).exclude(Exists(encore))
    for piece in (connus := list(finis)):
        with transaction.atomic():
            documents.effacer(piece)
    return len(connus)
