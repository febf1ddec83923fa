"""The price of one thing, from a grid and a family's situation. Pure: no Django, no clock, no database.

A price is made in one order, whatever the form: the bracket or the rate gives a base, held between the floor and the
ceiling; the siblings' reduction, then the surcharge of families who live elsewhere, apply to that base; the rounding
comes last, once, on the unit price. A grid may say otherwise in two places only: its rounding, and whether the rate's
part is rounded before it is multiplied.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

CENT = Decimal(100)
MOIS_PAR_AN = 12
# How a town rounds: (step, mode).
ARRONDIS = {
    "proche": (Decimal("0.01"), ROUND_HALF_UP),
    "inferieur": (Decimal("0.01"), ROUND_FLOOR),
    "superieur": (Decimal("0.01"), ROUND_CEILING),
    "cinq": (Decimal("0.05"), ROUND_HALF_UP),
    "dix": (Decimal("0.10"), ROUND_HALF_UP),
}
ARRONDI_HABITUEL = "proche"
RANG, NOMBRE = "rang", "nombre"
QUOTIENT, RESSOURCES = "quotient", "ressources"
MAJORATION, PRIX, COLONNE = "majoration", "prix", "colonne"
PLANCHER, PLAFOND = "plancher", "plafond"
UNIQUE, TRANCHE, INTERPOLEE, EFFORT, EXTERIEUR = "unique", "tranche", "interpolee", "effort", "exterieur"


class GrilleInvalide(ValueError):
    """The grid has a hole, an overlap, a negative price, no last bracket, or no highest price."""


def arrondir(montant: Decimal, maniere: str = "proche") -> Decimal:
    """Round as the town does; always a whole number of cents."""
    pas, mode = ARRONDIS[maniere]
    return ((montant / pas).quantize(Decimal(1), rounding=mode) * pas).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class SituationDuFoyer:
    """What a price may depend on. ``quotient`` and ``ressources`` are by month; None is unknown.

    ``rang`` is the child's place among the ``enfants`` of the household, the eldest being the first.
    """

    quotient: Decimal | None = None
    ressources: Decimal | None = None
    exterieur: bool = False
    rang: int = 1
    enfants: int = 1


@dataclass(frozen=True)
class Tranche:
    """Quotients up to ``jusqua`` (None: no limit) pay ``prix``: one price a column, the last one for all after it.

    With ``prix_haut`` the price goes in a straight line from ``prix`` at the lower bound to it at the upper bound.
    """

    jusqua: Decimal | None
    prix: tuple[Decimal, ...]
    prix_haut: Decimal | None = None
    exterieur: Decimal | None = None

    @property
    def montants(self):
        return [m for m in (*self.prix, self.prix_haut, self.exterieur) if m is not None]


@dataclass(frozen=True)
class ParTranches:
    """Brackets in ascending order. A single one is a price for everybody."""

    tranches: tuple[Tranche, ...]
    borne_haute_comprise: bool = True

    def __post_init__(self):
        bornes = [t.jusqua for t in self.tranches]
        _refuser(not bornes or bornes[-1] is not None, "the last bracket must have no upper bound")
        _refuser(None in bornes[:-1], "only the last bracket has no upper bound")
        _refuser(any(a >= b for a, b in zip(bornes[:-2], bornes[1:-1], strict=True)), "upper bounds must rise")
        _refuser(len(bornes) > 1 and bornes[0] < 0, "a bound is negative")
        _refuser(any(m < 0 for t in self.tranches for m in t.montants), "a price is negative")
        _refuser(len({len(t.prix) for t in self.tranches}) != 1 or not self.tranches[0].prix, "a column has a hole")
        _refuser(len({t.exterieur is None for t in self.tranches}) != 1, "the outside column has a hole")
        _refuser(self.tranches[-1].prix_haut is not None, "a price without an upper bound cannot rise")
        _refuser(
            any(t.prix_haut is not None and (t.prix_haut < t.prix[0] or len(t.prix) > 1) for t in self.tranches),
            "inside a bracket the price rises, and there is one column",
        )

    def rang(self, quotient: Decimal) -> int:
        """Index of a quotient's bracket, from 0."""
        for i, tranche in enumerate(self.tranches):
            borne = tranche.jusqua
            if borne is None or quotient < borne or (quotient == borne and self.borne_haute_comprise):
                return i
        raise AssertionError("the last bracket takes everything")

    def de(self, rang: int) -> Decimal | None:
        """The lower bound of a bracket, None for the first."""
        return self.tranches[rang - 1].jusqua if rang else None


@dataclass(frozen=True)
class TauxEffort:
    """``taux`` percent of the quotient (or of the month's income), times ``multiple``, plus ``supplement``.

    ``taux`` has one rate a column. The result is held between ``plancher`` and ``plafond``, which are amounts: towns
    publish them rounded in ways that no formula gives back. ``assiette_min`` and ``assiette_max`` hold the quotient
    or the income itself (the crèches' national scale).
    """

    taux: tuple[Decimal, ...]
    plancher: Decimal | None = None
    plafond: Decimal | None = None
    multiple: int = 1
    supplement: Decimal = Decimal(0)
    sur: str = QUOTIENT
    assiette_min: Decimal | None = None
    assiette_max: Decimal | None = None
    arrondir_avant: bool = False

    def __post_init__(self):
        _refuser(not self.taux or any(t < 0 for t in self.taux), "a rate is missing or negative")
        _refuser(self.plafond is None and self.assiette_max is None, "without a ceiling there is no highest price")
        for bas, haut in ((self.plancher, self.plafond), (self.assiette_min, self.assiette_max)):
            _refuser(bas is not None and haut is not None and bas > haut, "the floor is above the ceiling")
            _refuser((bas or 0) < 0 or (haut or 0) < 0, "a floor or a ceiling is negative")
        _refuser(self.multiple < 1 or self.supplement < 0, "what is added cannot be less than nothing")


@dataclass(frozen=True)
class Exterieur:
    """What those who live outside the town pay: a surcharge in percent, one price, or a column of the brackets."""

    mode: str
    valeur: Decimal | None = None

    def __post_init__(self):
        _refuser((self.valeur is None) != (self.mode == COLONNE), "a surcharge or a price has a value, a column none")
        _refuser(self.valeur is not None and self.valeur < 0, "a price is negative")


@dataclass(frozen=True)
class Bareme:
    """A whole grid. ``fratrie`` says what chooses the column or the reduction: the child's rank, or their number.

    ``reductions`` are percents: the first child's, the second's…, the last one for all after it.
    """

    regle: ParTranches | TauxEffort
    fratrie: str = ""
    reductions: tuple[Decimal, ...] = ()
    exterieur: Exterieur | None = None
    arrondi: str = "proche"

    def __post_init__(self):
        _refuser(self.arrondi not in ARRONDIS, "an unknown rounding")
        _refuser(any(not 0 <= r <= 100 for r in self.reductions), "a reduction is between 0 and 100 %")
        _refuser(not self.fratrie and (self.reductions or self.colonnes > 1), "columns need to know whose they are")
        colonne = self.exterieur is not None and self.exterieur.mode == COLONNE
        a_part = isinstance(self.regle, ParTranches) and self.regle.tranches[0].exterieur is not None
        _refuser(colonne != a_part, "the outside column is missing, or not asked for")

    @property
    def colonnes(self) -> int:
        return len(self.regle.taux if isinstance(self.regle, TauxEffort) else self.regle.tranches[0].prix)


@dataclass(frozen=True)
class Prix:
    """A unit price in euros, and all that made it, for a sentence to say.

    ``nature`` is what decided: the only price, a bracket (``de`` to ``a``, None without limit), a straight line
    inside it, a rate, the price of those from elsewhere. ``inconnu``: the quotient or the income is not known, so
    this is the highest price. ``brut`` is the rate's result before the floor or the ceiling named by ``borne``.
    """

    montant: Decimal
    quotient: Decimal | None
    nature: str
    inconnu: bool = False
    de: Decimal | None = None
    a: Decimal | None = None
    borne_haute_comprise: bool = True
    prix_bas: Decimal | None = None
    prix_haut: Decimal | None = None
    sur: str = QUOTIENT
    assiette: Decimal | None = None
    taux: Decimal | None = None
    multiple: int = 1
    supplement: Decimal = Decimal(0)
    brut: Decimal | None = None
    borne: str = ""
    base: Decimal | None = None
    fratrie: str = ""
    place: int = 1
    reduction: Decimal = Decimal(0)
    exterieur: str = ""
    majoration: Decimal = Decimal(0)


def tarifer(bareme: Bareme, situation: SituationDuFoyer) -> Prix:
    """The price of one thing in this situation; what is unknown pays the highest price of the grid."""
    ailleurs = bareme.exterieur if situation.exterieur else None
    if ailleurs is not None and ailleurs.mode == PRIX:
        montant = arrondir(ailleurs.valeur, bareme.arrondi)
        return Prix(montant, situation.quotient, EXTERIEUR, exterieur=PRIX)
    a_part = ailleurs is not None and ailleurs.mode == COLONNE
    place = _place(bareme, situation)
    if isinstance(bareme.regle, TauxEffort):
        base, details = _selon_le_taux(bareme, situation, place)
    else:
        base, details = _selon_la_tranche(bareme.regle, situation, -1 if a_part else place)
    reduction = majoration = Decimal(0)
    if bareme.reductions and not a_part:
        reduction = bareme.reductions[min(place, len(bareme.reductions)) - 1]
    if ailleurs is not None and ailleurs.mode == MAJORATION:
        majoration = ailleurs.valeur
    montant = base * (CENT - reduction) / CENT * (CENT + majoration) / CENT
    return Prix(
        arrondir(montant, bareme.arrondi),
        situation.quotient,
        base=arrondir(base, bareme.arrondi),
        fratrie="" if a_part else bareme.fratrie,
        place=place,
        reduction=reduction,
        exterieur=ailleurs.mode if ailleurs else "",
        majoration=majoration,
        **details,
    )


def _place(bareme, situation) -> int:
    return {RANG: situation.rang, NOMBRE: situation.enfants}.get(bareme.fratrie, 1)


def _selon_la_tranche(regle: ParTranches, situation: SituationDuFoyer, place: int):
    """(base, details); ``place`` -1 is the outside column."""

    def lire(tranche):
        return tranche.exterieur if place < 0 else tranche.prix[min(place, len(tranche.prix)) - 1]

    if len(regle.tranches) == 1:
        return lire(regle.tranches[0]), {"nature": UNIQUE}
    haute = {"borne_haute_comprise": regle.borne_haute_comprise}
    quotient = situation.quotient
    if quotient is None:
        plus_hauts = [
            m for t in regle.tranches for m in (lire(t), t.prix_haut if place > 0 else None) if m is not None
        ]
        return max(plus_hauts), {"nature": TRANCHE, "inconnu": True} | haute
    rang = regle.rang(quotient)
    tranche, de = regle.tranches[rang], regle.de(rang)
    details = {"nature": TRANCHE, "de": de, "a": tranche.jusqua} | haute
    if tranche.prix_haut is None or place < 0:
        return lire(tranche), details
    bas, haut = tranche.prix[0], tranche.prix_haut
    # One division, last: what falls on half a cent falls there exactly.
    base = bas + (haut - bas) * (quotient - (de or 0)) / (tranche.jusqua - (de or 0))
    return base, details | {"nature": INTERPOLEE, "prix_bas": bas, "prix_haut": haut}


def _selon_le_taux(bareme: Bareme, situation: SituationDuFoyer, place: int):
    """(base, details): the rate, then what bounds it."""
    regle: TauxEffort = bareme.regle
    taux = regle.taux[min(place, len(regle.taux)) - 1]
    assiette = situation.quotient if regle.sur == QUOTIENT else situation.ressources
    details = {
        "nature": EFFORT,
        "sur": regle.sur,
        "taux": taux,
        "multiple": regle.multiple,
        "supplement": regle.supplement,
        "inconnu": assiette is None,
    }
    if assiette is None:
        plus_haut = regle.plafond
        if plus_haut is None:
            plus_haut = _au_taux(regle, bareme.arrondi, regle.assiette_max, taux)
        return plus_haut, details
    retenue = _tenir(assiette, regle.assiette_min, regle.assiette_max)
    brut = _au_taux(regle, bareme.arrondi, retenue, taux)
    base = _tenir(brut, regle.plancher, regle.plafond)
    borne = "" if base == brut else PLANCHER if base > brut else PLAFOND
    return base, details | {"assiette": retenue, "brut": arrondir(brut, bareme.arrondi), "borne": borne}


def _au_taux(regle, arrondi, assiette, taux):
    part = assiette * taux / CENT
    if regle.arrondir_avant:
        part = arrondir(part, arrondi)
    return part * regle.multiple + regle.supplement


def _tenir(valeur, bas, haut):
    if bas is not None and valeur < bas:
        return bas
    return haut if haut is not None and valeur > haut else valeur


def _refuser(faute, pourquoi):
    if faute:
        raise GrilleInvalide(pourquoi)
