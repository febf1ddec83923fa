"""What the domains above add to registrations and bookings (``common.registry``)."""

from collections.abc import Callable

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
