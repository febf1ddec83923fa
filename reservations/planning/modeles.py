"""What the children did before, to be wished again: last week, the formule that each usually takes."""

from collections import Counter
from datetime import date, timedelta

from common.words.dates import lundi_de
from reservations.planning.models import Reservation
from reservations.planning.planche import Planche

SEMAINES_EN_ARRIERE = 8


def _passees(planche: Planche, *, depuis: date, avant: date):
    enfants = {p.enfant.pk for p in planche.pistes}
    vivantes = Reservation.objects.vivantes().filter(enfant__in=enfants, date__gte=depuis, date__lt=avant)
    return vivantes.values_list("enfant_id", "date", "formule_id", "arrivee", "depart")


def derniere_semaine(planche: Planche) -> dict[tuple[int, int], list]:
    """Give {(child, weekday): [(formule, arrival, departure)]} of the last week, before this one, with bookings."""
    lundi = lundi_de(planche.du)
    par_semaine: dict[date, dict] = {}
    for enfant, jour, *pris in _passees(planche, depuis=lundi - timedelta(weeks=SEMAINES_EN_ARRIERE), avant=lundi):
        semaine = par_semaine.setdefault(lundi_de(jour), {})
        semaine.setdefault((enfant, jour.weekday()), []).append(tuple(pris))
    return par_semaine[max(par_semaine)] if par_semaine else {}


def preferees(planche: Planche) -> dict[int, set[int]]:
    """Give, by registration, the formule of each family that the child took most in the last weeks."""
    lundi = lundi_de(planche.du)
    comptes = Counter(
        (enfant, formule)
        for enfant, _, formule, *_ in _passees(
            planche, depuis=lundi - timedelta(weeks=SEMAINES_EN_ARRIERE), avant=lundi
        )
    )
    choisies: dict[int, set[int]] = {}
    for piste, famille in planche.rangees:
        connues = [(comptes[piste.enfant.pk, f.pk], f.pk) for f in famille if comptes[piste.enfant.pk, f.pk]]
        if connues:
            choisies.setdefault(piste.cle, set()).add(max(connues)[1])
    return choisies
