"""QR codes, drawn here: nobody else learns what is in them."""

import segno
from django.utils.safestring import mark_safe


def svg(texte: str, *, nom: str) -> str:
    """An inline SVG named ``nom``, with attributes only: the policy allows no inline style."""
    dessin = segno.make(texte, micro=False).svg_inline(scale=5, border=4, dark="#000", light="#fff")
    return mark_safe(dessin.replace("<svg ", f'<svg role="img" aria-label="{nom}" ', 1))  # noqa: S308 - segno's own


def donnees(texte: str) -> str:
    """The data URI of an image, for printed documents."""
    return segno.make(texte, micro=False).svg_data_uri(scale=5, border=0)
