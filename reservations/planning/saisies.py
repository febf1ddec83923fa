"""What the page of the week sends: each value is read strictly; a wrong one has its sentence, the rest is kept."""

import uuid
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation

from common.errors import Refus
from common.words import typo
from common.words.saisie import lire_entier, lire_heure, lire_jour
from reservations.planning.enums import Sens
from reservations.planning.planche import Planche, arrive, champ_de_l_heure
from reservations.planning.services.reserver import Souhait

ILLISIBLE = "La page envoyée n’est pas lisible. Revenez à votre semaine, puis recommencez."
# More cells than a year of a large family has on one page.
CHOIX_MAX = 5000


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


def lire_choix(valeurs) -> dict[tuple[int, int, date], None]:
    """Read « registration:formule:day » values, in order, once each; raise Refus(code="illisible")."""
    if len(valeurs) > CHOIX_MAX:
        raise Refus(ILLISIBLE, code="illisible")
    lus = {}
    for valeur in valeurs:
        if not valeur:  # « not that day »
            continue
        morceaux = valeur.split(":")
        if len(morceaux) != 3:
            raise Refus(ILLISIBLE, code="illisible")
        cle, formule, jour = lire_entier(morceaux[0]), lire_entier(morceaux[1]), lire_jour(morceaux[2])
        if not cle or not formule or jour is None:
            raise Refus(ILLISIBLE, code="illisible")
        lus[cle, formule, jour] = None
    return lus


@dataclass
class CasesEnvoyees:
    """What a page said: the wishes of its cells, and which cells it showed (registration, day)."""

    souhaits: list[Souhait]
    cases: set[tuple[int, date]]


def lire_envoi(donnees, planche: Planche) -> CasesEnvoyees:
    """Read the cells of the page: what is ticked and was not is added, what was and is no more is cancelled.

    ``vus``: what the page showed booked. Raise Refus: ``illisible``, ``etranger`` (somebody else's registration).
    """
    voulus, vus = lire_choix(donnees.getlist("choix")), lire_choix(donnees.get("vus", "").split())
    par_cle = {p.cle: p for p in planche.pistes if p.se_reserve}
    souhaits = []
    for (cle, formule, jour), sens in [
        *(((v, Sens.RETRAIT)) for v in vus if v not in voulus),
        *(((v, Sens.AJOUT)) for v in voulus if v not in vus),
        *(((v, None)) for v in voulus if v in vus and _dit_une_heure(donnees, *v)),
    ]:
        piste = par_cle.get(cle)
        connue = piste.formule(formule) if piste else None
        if connue is None:
            raise Refus("Cette inscription n’est pas celle d’un de vos enfants.", code="etranger")
        if not planche.du <= jour <= planche.au:
            raise Refus(ILLISIBLE, code="illisible")
        if sens == Sens.RETRAIT:
            souhaits.append(Souhait(piste, connue, jour, sens))
            continue
        heures = _lire_heures(donnees, piste, connue, jour)
        if sens is None:
            souhaits += _changer_d_heures(planche, piste, connue, jour, heures)
        else:
            souhaits.append(Souhait(piste, connue, jour, sens, *heures))
    cases = {(p.cle, jour) for p in par_cle.values() for jour in planche.jours}
    return CasesEnvoyees(souhaits, cases)


def _dit_une_heure(donnees, cle, formule, jour) -> bool:
    return bool(donnees.get(champ_de_l_heure(cle, formule, jour)))


def _lire_heures(donnees, piste, formule, jour) -> tuple[time | None, time | None]:
    """Read the planned hour of a formule by the quarter: the arrival of a morning, the departure of an afternoon.

    Raise Refus(code="illisible"): what is no hour must not become the longest stay there is.
    """
    brut = donnees.get(champ_de_l_heure(piste.cle, formule.pk, jour), "")
    if not formule.pas or not brut:
        return None, None
    heure = lire_heure(brut)
    if heure is None:
        raise Refus(
            f"{piste.enfant.prenom}, {typo.date_longue(jour)} : écrivez l’heure ainsi : 17:30.", code="illisible"
        )
    return (heure, None) if arrive(formule) else (None, heure)


def _changer_d_heures(planche, piste, formule, jour, heures) -> list[Souhait]:
    """Give the wishes that replace a booking by itself at other hours; none when they are the same."""
    connues = planche.heures_reservees.get((piste.enfant.pk, formule.pk, jour)) if formule.pas else None
    if connues is None or _bornes(formule, *heures) == _bornes(formule, *connues):
        return []
    return [Souhait(piste, formule, jour, Sens.RETRAIT), Souhait(piste, formule, jour, Sens.AJOUT, *heures)]


def _bornes(formule, arrivee, depart):
    return arrivee or formule.debut, depart or formule.fin
