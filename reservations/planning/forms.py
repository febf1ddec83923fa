"""What the pages of bookings send: days, lines, reasons. Every value is checked; a wrong one has its sentence."""

import uuid
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms

from common.errors import Refus
from common.forms import Formulaire
from common.words.saisie import lire_entier, lire_jour
from reservations.planning.enums import MotifAbsence, Sens
from reservations.planning.services import Souhait

ILLISIBLE = "La page envoyée n’est pas lisible. Revenez à votre planning, puis recommencez."


def lire_jours(valeurs) -> set[date]:
    """Read ISO dates; raise Refus(code="illisible") when one is not."""
    jours = {lire_jour(v) for v in valeurs}
    if None in jours:
        raise Refus(ILLISIBLE, code="illisible")
    return jours


def ecrire_ligne(souhait) -> str:
    """Write a wish as the recap page carries it."""
    return f"{souhait.pose.inscription.pk}:{souhait.jour.isoformat()}:{souhait.sens}"


def lire_lignes(valeurs, poses) -> list[Souhait]:
    """Read the wishes of the recap page; ``poses`` are the person's own, by registration id.

    Raise Refus: ``illisible``, ``etranger`` (somebody else's registration).
    """
    souhaits = []
    for valeur in dict.fromkeys(valeurs):
        try:
            cle, jour, sens = valeur.split(":")
            cle, jour, sens = lire_entier(cle), lire_jour(jour), Sens(sens)
        except ValueError:
            raise Refus(ILLISIBLE, code="illisible") from None
        if jour is None:
            raise Refus(ILLISIBLE, code="illisible")
        if cle not in poses:
            raise Refus("Cette inscription n’est pas celle d’un de vos enfants.", code="etranger")
        souhaits.append(Souhait(poses[cle], jour, sens))
    return souhaits


def lire_numero(valeur) -> uuid.UUID:
    """Read the number that makes a request unique; raise Refus(code="illisible")."""
    try:
        return uuid.UUID(valeur)
    except (TypeError, ValueError):
        raise Refus(ILLISIBLE, code="illisible") from None


def lire_montant(valeur) -> Decimal:
    """Read the amount that the page showed; raise Refus(code="illisible")."""
    try:
        montant = Decimal(valeur).quantize(Decimal("0.01"))
        if not montant.is_finite():
            raise InvalidOperation
        return montant
    except (TypeError, ValueError, InvalidOperation):
        raise Refus(ILLISIBLE, code="illisible") from None


class AbsenceForm(Formulaire):
    """Which bookings the child will miss, and why."""

    reservations = forms.MultipleChoiceField(
        label="Quand votre enfant sera-t-il absent ?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Cochez au moins une ligne.",
            "invalid_choice": "Une des lignes cochées n’est plus dans la liste. Relisez-la.",
        },
    )
    motif = forms.ChoiceField(
        label="Pour quelle raison ?",
        choices=MotifAbsence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une raison."},
    )
    numero = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": ILLISIBLE, "required": ILLISIBLE})
