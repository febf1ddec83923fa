"""The rows of a list, written as HTML: a template would spend more on eight hundred of them than the whole page."""

from collections.abc import Container, Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from reservations.pointage.phrases import SORTIES, cellules, jamais
from reservations.pointage.rules import Attendu


def rangees(
    lignes: Iterable[Attendu], titres: list[str], mot, *, a_cocher: bool, coches: Container[int] = ()
) -> SafeString:
    """The rows of a table of the screen: who changed since the last printed list is marked in words."""
    ou_jamais = titres.index(SORTIES) if SORTIES in titres else None
    html, dites = [], {}
    for ligne in lignes:
        # The same few words come back on every row.
        mots = [dites.get(m) or dites.setdefault(m, escape(m)) for m in cellules(ligne, titres, mot)]
        if a_cocher:
            coche = " checked" if ligne.enfant in coches else ""
            mots[0] = f'<label><input type="checkbox" name="e" value="{ligne.enfant}"{coche}> {mots[0]}</label>'
        if ligne.change:
            mots[0] += f" <strong>{ligne.change}</strong>"
        if ou_jamais is not None and ligne.interdits:
            mots[ou_jamais] += f" <strong>{escape(jamais(ligne))}</strong>"
        html.append(f'<tr><th scope="row">{mots[0]}</th><td>{"</td><td>".join(mots[1:])}</td></tr>')
    return mark_safe("\n".join(html))  # noqa: S308 - every word is escaped above
