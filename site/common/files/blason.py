"""The town's shield, drawn with its initial when there is no picture. Pure: the standard library only."""

from base64 import b64encode
from html import escape

from common.components.couleurs import ACCENT_PAR_DEFAUT, normaliser


def ecu(initiale, couleur):
    """A shield of the town's colour with its initial, as SVG."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 52" width="44" height="52">'
        f'<path d="M2 2h40v26c0 12-9 18-20 22C11 46 2 40 2 28z" fill="{normaliser(couleur) or ACCENT_PAR_DEFAUT}"/>'
        '<text x="22" y="33" font-family="Liberation Sans, DejaVu Sans, sans-serif" font-weight="700" font-size="26"'
        f' text-anchor="middle" fill="#ffffff">{escape(initiale[:1])}</text></svg>'
    )


def data_uri(contenu, genre="image/svg+xml"):
    """Put a picture into an address, so that a printed document fetches nothing."""
    octets = contenu.encode() if isinstance(contenu, str) else contenu
    return f"data:{genre};base64,{b64encode(octets).decode()}"


def icone_data(reglages):
    """The icon of the browser's tab: the drawn shield, in the page itself, one request less."""
    return data_uri(ecu(reglages.ville, reglages.couleur))


def _image(reglages):
    """The picture's bytes; empty when there is none, or when its file is lost."""
    if not reglages.blason:
        return b""
    try:
        with reglages.blason.open("rb") as fichier:
            return fichier.read()
    except OSError:
        return b""


def blason_data(reglages):
    """The town's blason as a data URI: its picture, or the drawn shield."""
    contenu = _image(reglages)
    if contenu:
        genre = "image/png" if contenu.startswith(b"\x89PNG") else "image/jpeg"
        return data_uri(contenu, genre)
    return data_uri(ecu(reglages.ville, reglages.couleur))
