"""Usual weeks follow their registration, and come back with it."""

from datetime import date, timedelta

from reservations.planning.models import Reservation, SemaineHabituelle
from reservations.planning.services.habitudes import valeur


def habitudes_touchees(ligne) -> list[SemaineHabituelle]:
    """Give the usual weeks that the change touches."""
    connues = SemaineHabituelle.objects.filter(inscription=ligne.inscription_id).order_by("pk")
    return [h for h in connues if _part(h, ligne) or _finit(h, ligne)]


def _part(h, ligne) -> bool:
    return ligne.suite_voulue and (h.au is None or h.au >= ligne.depuis)


def _finit(h, ligne) -> bool:
    return ligne.au is not None and h.du <= ligne.au and (h.au is None or h.au > ligne.au)


def dire_l_habitude(h, ligne) -> str:
    suite = "suit" if _part(h, ligne) else "finit avec l’inscription"
    return f"La semaine habituelle ({valeur(h).phrase}) {suite}."


def suivre_les_habitudes(ligne, *, par) -> list[dict]:
    """Cut them where the registration is cut, and have them go on with it; give what they were."""
    traces = []
    for h in habitudes_touchees(ligne):
        trace = {"pk": h.pk, "inscription": h.inscription_id, "au": h.au.isoformat() if h.au else None}
        if _finit(h, ligne):
            h.au = ligne.au
        if _part(h, ligne):
            trace["copie"] = _couper(h, ligne, par=par)
        h.save(update_fields=["au", "inscription"])
        traces.append(trace)
    return traces


def _couper(h, ligne, *, par) -> int | None:
    """Have a usual week go on in the registration that follows: whole, or from the day of the change as another."""
    if h.du >= ligne.depuis:
        h.inscription = ligne.suite
        return None
    copie = SemaineHabituelle.objects.create(
        inscription=ligne.suite, formule_id=h.formule_id, jours=h.jours, une_sur=h.une_sur, a_partir_de=h.a_partir_de,
        temps=h.temps, du=ligne.depuis, au=h.au, arrivee=h.arrivee, depart=h.depart, creee_par=par,
    )  # fmt: skip
    Reservation.objects.filter(habitude=h, date__gte=ligne.depuis).update(habitude=copie)
    h.au = ligne.depuis - timedelta(days=1)
    return copie.pk


def rendre_les_habitudes(ligne) -> None:
    for trace in ligne.traces.get("habitudes", ()):
        h = SemaineHabituelle.objects.filter(pk=trace["pk"]).first()
        if h is None:
            continue
        h.inscription_id = trace["inscription"]
        h.au = date.fromisoformat(trace["au"]) if trace["au"] else None
        h.save(update_fields=["inscription", "au"])
        Reservation.objects.filter(habitude=trace.get("copie") or 0).update(habitude=h)
        SemaineHabituelle.objects.filter(pk=trace.get("copie") or 0).delete()
    # Those made since belong to the family: they stay with the registration that does.
    SemaineHabituelle.objects.filter(inscription__vient_de=ligne).update(inscription=ligne.inscription_id)
