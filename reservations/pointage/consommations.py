"""What check-ins give to be billed: presences where nothing is booked, late departures; what was corrected later."""

from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from reservations.activites.rules_consommations import AConsommer
from reservations.pointage.models import DecisionFrequentation, Frequentation

SOURCE = "frequentation"
COLONNES = (
    "nature", "pk", "payeur_id", "payeur__foyer_id", "enfant_id", "formule__activite_id", "formule_id", "lieu_id",
    "date", "quantite", "due",
)  # fmt: skip


def a_consommer(regie, du: date, au: date, payeurs=None) -> list[AConsommer]:
    """Give what was noted between two dates; and the earlier things that a correction made due, or no more."""
    siennes = Frequentation.objects.filter(formule__activite__regie=regie)
    if payeurs is not None:
        siennes = siennes.filter(payeur__in=payeurs)
    decidee = Exists(DecisionFrequentation.objects.filter(frequentation=OuterRef("pk")))
    lues = siennes.annotate(decidee=decidee).filter(
        Q(date__range=(du, au)) & (Q(due=True) | Q(decidee=True)) | Q(date__lt=du, decidee=True)
    )
    lignes = list(
        lues.order_by("payeur_id", "enfant__naissance", "enfant_id", "formule_id", "date", "pk").values_list(*COLONNES)
    )
    decisions = _decisions({ligne[1] for ligne in lignes}) if lignes else {}
    return [_une(ligne, du, *decisions.get(ligne[1], ((), ""))) for ligne in lignes]


def _une(ligne, du, numeros, phrase) -> AConsommer:
    nature, pk, payeur, foyer, enfant, activite, formule, lieu, jour, quantite, due = ligne
    return AConsommer(
        nature, SOURCE, pk, payeur, foyer, enfant, activite, formule, lieu, jour, jour, Decimal(quantite), False, due,
        # In its own month it is given as itself.
        phrase, numeros if jour < du else (),
    )  # fmt: skip


def _decisions(cles) -> dict[int, tuple[tuple[int, ...], str]]:
    """All the decisions on each thing, and the sentence of the last one."""
    trouvees: dict[int, tuple[tuple[int, ...], str]] = {}
    lues = DecisionFrequentation.objects.filter(frequentation__in=cles).order_by("pk")
    for cle, pk, phrase in lues.values_list("frequentation", "pk", "phrase"):
        trouvees[cle] = ((*trouvees.get(cle, ((), ""))[0], pk), phrase)
    return trouvees
