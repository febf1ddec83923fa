"""Why a price is what it is, in one French sentence: on the planning, the invoice, the simulator and the grid."""

from decimal import Decimal

from common.money import CENTIME
from common.words.typo import FINE, INSECABLE, date_simple, montant
from factures.tarifs import rules
from factures.tarifs.rules import Prix

SANS_QUOTIENT = f"Aucun quotient connu{INSECABLE}: tarif le plus élevé"
SANS_RESSOURCES = f"Ressources inconnues{INSECABLE}: tarif le plus élevé"
PRIX_UNIQUE = "Prix unique, quel que soit le quotient"


def nombre(valeur: Decimal) -> str:
    """A quotient or a bound: « 640 », « 500,01 », « 1 000 »."""
    texte = f"{valeur:,.2f}".removesuffix(".00")
    return texte.replace(",", FINE).replace(".", ",")


def pourcent(valeur: Decimal) -> str:
    """A rate as it was voted, without trailing zeros: « 0,42 % », « 20 % »."""
    entier, _, reste = f"{valeur:f}".partition(".")
    reste = reste.rstrip("0")
    return f"{entier},{reste}{FINE}%" if reste else f"{entier}{FINE}%"


def ordinal(rang: int) -> str:
    """« 1er », « 2e »."""
    return "1er" if rang == 1 else f"{rang}e"


def enfants(combien: int) -> str:
    return f"{combien}{INSECABLE}enfant{'s' if combien > 1 else ''}"


def tranche(de: Decimal | None, a: Decimal | None, *, borne_haute_comprise: bool = True) -> str:
    """A bracket with both its bounds included: « de 500,01 à 1 000 », « jusqu’à 500 », « au-delà de 1 600 »."""
    if de is None and a is None:
        return "unique"
    if borne_haute_comprise:
        if a is None:
            return f"au-delà de {nombre(de)}"
        return f"jusqu’à {nombre(a)}" if de is None else f"de {nombre(de + CENTIME)} à {nombre(a)}"
    if a is None:
        return f"à partir de {nombre(de)}"
    return f"moins de {nombre(a)}" if de is None else f"de {nombre(de)} à {nombre(a - CENTIME)}"


def expliquer(prix: Prix) -> str:
    """How the price came about.

    « Quotient familial 640 : tranche de 500,01 à 1 000 », « Taux d’effort 0,5 % × 640 = 3,20 €, ramené au maximum de
    3,00 € », then what siblings and living elsewhere change.
    """
    return "".join([_origine(prix), *_fratrie(prix), *_exterieur(prix)])


def _origine(prix: Prix) -> str:
    if prix.nature == rules.EXTERIEUR:
        return f"Hors commune{INSECABLE}: prix unique"
    if prix.inconnu:
        return SANS_QUOTIENT if prix.sur == rules.QUOTIENT else SANS_RESSOURCES
    if prix.nature == rules.UNIQUE:
        return PRIX_UNIQUE
    if prix.nature == rules.EFFORT:
        return _effort(prix)
    nom = tranche(prix.de, prix.a, borne_haute_comprise=prix.borne_haute_comprise)
    debut = f"Quotient familial {nombre(prix.quotient)}{INSECABLE}: tranche {nom}"
    if prix.nature == rules.INTERPOLEE:
        return f"{debut}, à proportion entre {montant(prix.prix_bas)} et {montant(prix.prix_haut)}"
    return debut


def _effort(prix: Prix) -> str:
    calcul = f"{pourcent(prix.taux)} × {nombre(prix.assiette)}"
    if prix.sur == rules.RESSOURCES:
        calcul += f"{FINE}€ par mois"
    if prix.multiple > 1:
        calcul += f" × {prix.multiple}"
    if prix.supplement:
        calcul += f" + {montant(prix.supplement)}"
    phrase = f"Taux d’effort {calcul} = {montant(prix.brut)}"
    if prix.borne == rules.PLANCHER:
        return f"{phrase}, porté au minimum de {montant(prix.base)}"
    if prix.borne == rules.PLAFOND:
        return f"{phrase}, ramené au maximum de {montant(prix.base)}"
    return phrase


def _fratrie(prix: Prix):
    if not prix.fratrie:
        return
    qui = f"{ordinal(prix.place)} enfant" if prix.fratrie == rules.RANG else enfants(prix.place)
    if prix.reduction:
        yield f", {qui}{INSECABLE}: {pourcent(prix.reduction)} de moins"
    else:
        yield f", {qui}"


def _exterieur(prix: Prix):
    if prix.exterieur == rules.MAJORATION:
        yield f", hors commune{INSECABLE}: {pourcent(prix.majoration)} de plus"
    elif prix.exterieur == rules.COLONNE:
        yield ", hors commune"


def source(du, deliberation="", *, au=None, a_venir=False) -> str:
    """Since when prices hold and by what decision; the date once, when the decision names it."""
    depuis = f"{'À partir du' if a_venir else 'En vigueur depuis le'} {date_simple(du)}"
    jusque = f"{depuis}, jusqu’au {date_simple(au)}" if au else depuis
    if not deliberation:
        return f"{jusque}."
    dit = date_simple(du).replace(INSECABLE, " ") in deliberation.replace(INSECABLE, " ")
    return f"{deliberation}." if dit and jusque == depuis and not a_venir else f"{jusque}. {deliberation}."
