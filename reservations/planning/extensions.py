"""What the domains above add to bookings (``common.registry``)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from common.registry import Registry


class SurFacture(NamedTuple):
    """An invoice that bills a booking: its reference, its month, what it asks for it (surcharges too)."""

    reference: str
    mois: date
    montant: Decimal


# sur_factures(bookings) -> {booking id: SurFacture}: those that an invoice bills today; credits are counted.
SUR_FACTURES: Registry[Callable] = Registry(
    "planning.sur_factures", "Says which bookings (ids) an invoice bills, and for how much: {id: SurFacture}."
)


def sur_factures(reservations: set[int]) -> dict[int, SurFacture]:
    """Give what is billed of these bookings (ids), as the domains above know it."""
    return {cle: facture for lire in SUR_FACTURES for cle, facture in lire(reservations).items()}


class EnAttente(NamedTuple):
    """A child waits for a place, at its rank; or one is offered until ``expire_le``. ``url``: its page."""

    rang: int | None
    expire_le: datetime | None
    url: str


@dataclass(frozen=True, kw_only=True)
class ListeDAttente:
    """How a full day is waited for. ``lire(enfants, du, au)`` gives {(child, formule, day): EnAttente}.

    ``adresse(choix)``: the page that asks to be told of a place of that cell and of the full days around it.
    """

    cle: str
    lire: Callable[..., dict[tuple[int, int, date], EnAttente]]
    adresse: Callable[[str], str]


LISTES_D_ATTENTE: Registry[ListeDAttente] = Registry(
    "planning.listes_d_attente", "A ListeDAttente: who waits for a place of a full day, and where one asks to."
)


def en_attente(enfants: set[int], du: date, au: date) -> dict[tuple[int, int, date], EnAttente]:
    """Give what these children wait for between two dates, as the domain above knows it."""
    return {cle: lue for liste in LISTES_D_ATTENTE for cle, lue in liste.lire(enfants, du, au).items()}


class Decision(NamedTuple):
    """What was decided of a booking after it was made, whether it still stands: its number in the billing journal.

    Absences count theirs from 1 up; a domain above counts from -1 down.
    """

    reservation: int
    numero: int
    le: datetime
    phrase: str


# decisions(regie, au, payeurs=None) -> [Decision]: of the bookings until ``au``, of these payers (ids) or of all.
DECISIONS: Registry[Callable] = Registry(
    "planning.decisions", "Says which bookings were changed by the service, and why: [Decision]."
)


# mois_factures(activities (ids), months, verrou=False) -> {(activity, month)} that are billed, or being billed.
MOIS_FACTURES: Registry[Callable] = Registry(
    "planning.mois_factures", "Says which months of these activities are billed: {(activity, month)}; may hold them."
)


def mois_factures(activites: set[int], mois: set[date], *, verrou=False) -> set[tuple[int, date]]:
    """Give the months (first days) of these activities that are billed; ``verrou``: no other is until the commit."""
    return {couple for lire in MOIS_FACTURES for couple in lire(activites, mois, verrou=verrou)}


class AnnonceDeJours(NamedTuple):
    """What is asked of a family about the days that « Notre semaine » shows: a sentence, and one link."""

    titre: str
    texte: str
    url: str
    action: str


# annonce(moi, du, au) -> Iterable[AnnonceDeJours]; ``moi`` is the Perimetre of whoever looks, both days are included.
ANNONCES: Registry[Callable] = Registry(
    "planning.annonces",
    "Says what is asked of a family about some days: [AnnonceDeJours], in a fixed number of statements.",
)
