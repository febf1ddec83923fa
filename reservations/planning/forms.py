"""What the pages of absences send: bookings, a reason, a document. A wrong value has its sentence."""

from django import forms

from common.forms import Formulaire
from espace_prive.documents.forms import PieceField
from reservations.planning.enums import MotifAbsence
from reservations.planning.saisies import ILLISIBLE


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
        initial=MotifAbsence.MALADIE,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une raison."},
    )
    document = PieceField(label="Certificat ou autre justificatif", required=False)
    numero = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": ILLISIBLE, "required": ILLISIBLE})


class JustificatifForm(Formulaire):
    """The certificate of absences reported before."""

    document = PieceField(label="Certificat ou autre justificatif")
