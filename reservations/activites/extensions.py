"""What the domains above add to registrations and bookings (``common.registry``)."""

from collections.abc import Callable
from dataclasses import dataclass

from common.registry import Registry

# condition(registrations) -> {registration id: Non}: why it may book nothing for now. They come with their activity,
# whose ``dossier_complet`` and ``sans_impaye`` say what it asks; with their child and their payer.
CONDITIONS: Registry[Callable] = Registry(
    "activites.conditions", "Says which registrations may not book for now, and why: {registration: Non}."
)
# a_consommer(regie, du, au, payeurs=None) -> [AConsommer]: what falls between two dates, both included, of the same
# month; for these payers (ids) only, or for all.
A_CONSOMMER: Registry[Callable] = Registry(
    "activites.a_consommer", "Gives what a régie has to bill between two dates: [consommations.AConsommer]."
)
# prevenir(activite, lieu, jours, par=user or None): these days were opened there, in the same transaction.
A_L_OUVERTURE: Registry[Callable] = Registry(
    "activites.a_l_ouverture", "Is told of the days that were opened: who waits for them books."
)
# prevenir(rows of places (ids)): somebody waits for these, and a place of them was freed or added, or may have been.
PLACES_A_PRENDRE: Registry[Callable] = Registry(
    "activites.places_a_prendre", "Is told of the rows of places, waited for, that somebody may now have."
)


def places_a_prendre(creneaux) -> None:
    """Tell who keeps the waiting lists, in the transaction that frees the places."""
    for prevenir in PLACES_A_PRENDRE if creneaux else ():
        prevenir(creneaux)


@dataclass(frozen=True, kw_only=True)
class SuiteDInscription:
    """What follows a registration that changes: ``annoncer(ligne, *, laisser)``, ``annoncer_retour(ligne)`` say it.

    ``appliquer(ligne, *, laisser, par)`` and ``defaire(ligne, *, par)`` do it, in the caller’s transaction, who holds
    the child's row, and give what the family reads: lines of a request. ``ligne`` is a ChangementDInscription, not
    written yet when it is only said; ``laisser``: what cannot follow stays, else it is cancelled.
    """

    cle: str
    annoncer: Callable[..., list[str]]
    appliquer: Callable[..., list[dict]]
    annoncer_retour: Callable[..., list[str]]
    defaire: Callable[..., list[dict]]


SUITES: Registry[SuiteDInscription] = Registry(
    "activites.suites_d_une_inscription", "A SuiteDInscription: what follows a registration that changes."
)
