"""The light markup of the towns' texts: paragraphs, « - » lists, **strong**, [words](address). Pure."""

import re
from html import escape

from common.words.typo import typographier

_FORT = re.compile(r"\*\*(.+?)\*\*")
_LIEN = re.compile(r"\[(.+?)\]\((\S+?)\)")


def mots(texte: str) -> str:
    """Give a plain text its French typography."""
    return typographier(texte.strip())


def _en_ligne(texte: str) -> str:
    texte = escape(mots(texte), quote=False)
    texte = _FORT.sub(r"<b>\1</b>", texte)
    return _LIEN.sub(r'<a href="\2">\1</a>', texte)


def html(texte: str) -> str:
    """Write a text as the rich text that editors would have typed."""
    blocs = []
    for bloc in re.split(r"\n\s*\n", texte.strip()):
        lignes = [ligne.strip() for ligne in bloc.strip().splitlines()]
        if all(ligne.startswith("- ") for ligne in lignes):
            blocs.append("<ul>" + "".join(f"<li>{_en_ligne(ligne[2:])}</li>" for ligne in lignes) + "</ul>")
        else:
            blocs.append(f"<p>{_en_ligne(' '.join(lignes))}</p>")
    return "".join(blocs)
