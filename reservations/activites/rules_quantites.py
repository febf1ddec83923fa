"""How many times the price of a formule is billed. Pure."""

from datetime import time


def quantite(formule, arrivee: time | None, depart: time | None) -> int:
    """Give the started steps (``formule.pas`` minutes) between the hours; 1 for a formule of one price.

    An hour that is not said is the formule's own bound; hours outside of it count no more than it.
    """
    if not formule.pas or not formule.debut or not formule.fin:
        return 1
    de = max(_minutes(arrivee or formule.debut), _minutes(formule.debut))
    a = min(_minutes(depart or formule.fin), _minutes(formule.fin))
    return max(-(-(a - de) // formule.pas), 0)


def _minutes(heure: time) -> int:
    return heure.hour * 60 + heure.minute
