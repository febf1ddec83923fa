"""A child leaves a home, or the town's schools: what was booked ahead."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock_all
from common.words import typo
from espace_prive.famille.extensions.engagements import Engagement
from reservations.activites.models import Inscription
from reservations.planning.enums import Cause
from reservations.planning.models import Reservation
from reservations.planning.services.commun import annuler, verrouiller_places


def _au_dela(enfant, foyer, apres, sauf_depuis):
    """Give the bookings after ``apres`` that this home (a third party: None) pays; a meal of today or before stays."""
    premier = max(apres, clock.aujourdhui()) + timedelta(days=1)
    siennes = Reservation.objects.vivantes().filter(enfant=enfant, payeur__foyer=foyer, date__gte=premier)
    if sauf_depuis is None:
        return siennes
    qui_commencent = Inscription.objects.actives(sauf_depuis, date.max).filter(
        Q(au__isnull=True) | Q(au__gte=OuterRef("date")), enfant=enfant, payeur=OuterRef("payeur"),
        activite=OuterRef("formule__activite"), du__gte=sauf_depuis, du__lte=OuterRef("date"),
    )  # fmt: skip
    return siennes.exclude(Exists(qui_commencent))


def _decrire(enfant, foyer, apres, sauf_depuis) -> list[str]:
    """Say how many bookings stand: « 12 réservations, jusqu’au 18 décembre 2026 »."""
    jours = sorted(_au_dela(enfant, foyer, apres, sauf_depuis).values_list("date", flat=True))
    if not jours:
        return []
    return [f"{len(jours)} réservation{typo.pluriel(len(jours))}, jusqu’au {typo.date_simple(jours[-1])}"]


def _arreter(enfant, foyer, *, apres, motif, par, sauf_depuis):
    """Cancel them, whatever their deadline: they are not billed, and their places are free again."""
    cles = list(_au_dela(enfant, foyer, apres, sauf_depuis).values_list("pk", flat=True))
    verrouiller_places(cles)
    # Read again under the locks: a parent may have cancelled one meanwhile.
    # A bill that is being issued points to them: it waits for what is cancelled here.
    vivantes = lock_all(Reservation.objects.vivantes().filter(pk__in=cles), hold_references=True)
    cles = [reservation.pk for reservation in vivantes]
    annuler(cles, cause=Cause.DEPART, motif="Départ de l’enfant")
    if cles:
        journal.noter(
            ActionJournal.RESERVATIONS_ANNULEES, foyer or enfant, par=par, motif=motif, enfant=str(enfant),
            nombre=len(cles), apres=apres.isoformat(),
        )  # fmt: skip


ENGAGEMENT = Engagement(cle="reservations", decrire=_decrire, arreter=_arreter)


def reservations_depuis(jour):
    """Give the bookings of OuterRef("pk"), a child, since that day."""
    return Reservation.objects.vivantes().filter(enfant=OuterRef("pk"), date__gte=jour)
