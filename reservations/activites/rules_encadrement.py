"""How many adults the law asks for so many children (CASF art. R. 227-15 and R. 227-16). Pure."""

# Children for one adult: under six years, six and over.
ENFANTS_PAR_ADULTE = {
    "extrascolaire": (8, 12),
    "periscolaire": (10, 14),
    "pedt_long": (10, 14),
    "pedt": (14, 18),
}
SIX_ANS = 6


def adultes_requis(encadrement: str, *, age_min: int, places: int | None) -> int:
    """Give the adults that so many children want; 0 where the law says nothing, or without a number of places.

    A group that takes children under six is counted as theirs: who will come is not known.
    """
    if encadrement not in ENFANTS_PAR_ADULTE or not places:
        return 0
    petits, grands = ENFANTS_PAR_ADULTE[encadrement]
    return -(-places // (petits if age_min < SIX_ANS else grands))


def avertir(encadrement: str, *, age_min: int, places: int | None, encadrants: int | None) -> str:
    """Say what lacks: « 30 places demandent 4 encadrants, 3 sont prévus. »; empty when it is enough, or unknown."""
    requis = adultes_requis(encadrement, age_min=age_min, places=places)
    if encadrants is None or encadrants >= requis:
        return ""
    pluriel = "s" if requis > 1 else ""
    prevus = {0: "aucun n’est prévu", 1: "un seul est prévu"}.get(encadrants, f"{encadrants} sont prévus")
    return f"{places} places demandent {requis} encadrant{pluriel} au moins : {prevus}."
