"""May a booking go where its registration goes. Pure."""

from common.rules import Non


def refuser_la_suite(*, ouvert: bool, ferme_par: str | None, plein: bool, pris: bool = False) -> Non | None:
    """Say why a booking cannot take the same units at that place on its day; None when it can.

    ``pris``: the child has something else at that moment.
    """
    if not ouvert:
        return Non("rien", "Rien n’est ouvert là ce jour-là.")
    if ferme_par is not None:
        return Non("ferme", f"Ce jour est fermé là : {ferme_par}.")
    if pris:
        return Non("deja", "L’enfant a une autre réservation à ce moment-là.")
    if plein:
        return Non("complet", "Il n’y a plus de place là ce jour-là.")
    return None
