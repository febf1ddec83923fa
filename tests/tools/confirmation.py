"""What a page of the staff that first shows what it changes sends when its button is pressed."""

from types import SimpleNamespace

from django.http import QueryDict

from common.staff.forms import mark


def confirmee(donnees: dict) -> dict:
    """Give these values with the mark that the page would have put on its button."""
    saisie = QueryDict(mutable=True)
    for nom, valeur in donnees.items():
        saisie.setlist(nom, [str(v) for v in (valeur if isinstance(valeur, list) else [valeur])])
    return donnees | {"confirmer": mark(SimpleNamespace(is_bound=True, data=saisie))}
