"""What people type or paste, cleaned before it is checked, stored or compared. Pure: the standard library only.

A text copied from a page, a PDF, an address book or a Mac carries signs that nobody sees: directions, joints, letters
in two pieces, rare spaces and dashes. Every form reads through here (``common.forms``), and so does what is imported.
"""

import re
import unicodedata

# They turn the line round: around what is pasted they mean nothing; inside, what was read is not what is written.
RENVERSANTS = "\u202d\u202e"
# Joints between the letters of Arabic, Indian scripts or pictures; between ours they mean nothing.
JOINTS = "\u200c\u200d"
# Seen by nobody, and not of Unicode's « format » class.
INVISIBLES = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {chr(c) for c in range(0xFE00, 0xFE10)}
FIN_DE_LIGNE = frozenset("\n\r\t\v\f\x85\u2028\u2029")
INSECABLES = frozenset("\u00a0\u202f")
_TIRETS = str.maketrans(dict.fromkeys("\u2010\u2011\u2043\u2212\ufe58\ufe63\uff0d", "-"))
_TIRET_DE_MOT = re.compile(r"(?<=[^\W_])[\u2012-\u2015](?=[^\W_])")
_APOSTROPHES = "\u2018\u201b\u02b9\u02bb\u02bc\u02c8\u2032\u00b4\u0060\uff07"
_APOSTROPHE_DE_MOT = re.compile(rf"(?<=[^\W\d_])[{_APOSTROPHES}](?=[^\W\d_])")
_ENTRE_CHIFFRES = re.compile(r"(?<=\d)\s+(?=\d)")
DERNIER_LATIN = "\u024f"


def nettoyer(texte: str, *, lignes=False) -> str:
    """``texte`` in NFC, without invisible signs, with plain spaces, hyphens and apostrophes.

    ``lignes``: a text of several lines, or typography that an editor chose: its line ends, no-break spaces, dashes and
    apostrophes stay. NUL stays too, for the form to refuse.
    """
    texte = unicodedata.normalize("NFC", texte)
    signes = []
    for rang, signe in enumerate(texte):
        if not _invisible(texte, rang):
            signes.append(_espace(signe, lignes))
    propre = "".join(signes).strip(RENVERSANTS if lignes else f"{RENVERSANTS} ")
    if lignes:
        return propre
    propre = _TIRET_DE_MOT.sub("-", propre.translate(_TIRETS))
    return _APOSTROPHE_DE_MOT.sub("’", propre)


def _invisible(texte, rang):
    signe = texte[rang]
    if " " <= signe <= "~" or signe in RENVERSANTS:
        return False
    if signe in JOINTS:
        avant, apres = texte[rang - 1 : rang], texte[rang + 1 : rang + 2]
        return not (avant > DERNIER_LATIN and apres > DERNIER_LATIN)
    if signe in FIN_DE_LIGNE or signe == "\0":
        return False
    return signe in INVISIBLES or unicodedata.category(signe) in ("Cf", "Cc", "Cs")


def se_voit(texte: str) -> bool:
    """Whether anything of ``texte`` is visible."""
    rangs = range(len(texte))
    return any(unicodedata.category(texte[r])[0] not in "CZ" and not _invisible(texte, r) for r in rangs)


def _espace(signe, lignes):
    if lignes and (signe in FIN_DE_LIGNE or signe in INSECABLES):
        return signe
    return " " if signe in FIN_DE_LIGNE or unicodedata.category(signe) == "Zs" else signe


def nettoyer_typographie(texte: str) -> str:
    """A text of an editor: its line ends, no-break spaces, dashes and quotes stay."""
    return nettoyer(texte, lignes=True)


def nettoyer_adresse(texte: str) -> str:
    """An e-mail or web address: no bidirectional sign, no spaces about, the keyboard's apostrophe."""
    return tout_a_plat(texte).replace("’", "'")


def nettoyer_nombre(texte: str) -> str:
    """A number without the spaces between its figures."""
    return _ENTRE_CHIFFRES.sub("", tout_a_plat(texte))


def tout_a_plat(texte: str) -> str:
    """A text that is no prose (number, address, code): cleaned, without bidirectional signs."""
    return nettoyer(texte).translate(dict.fromkeys(map(ord, RENVERSANTS)))


def serrer(texte: str) -> str:
    """A code whose spaces, dots and dashes mean nothing (postcode, number of a file), without them."""
    return re.sub(r"[\s.\-–—]", "", tout_a_plat(texte))


def nettoyer_arbre(valeur):
    """Clean every text of nested lists and dictionaries (blocks of a page); other values stay."""
    if isinstance(valeur, str):
        return nettoyer(valeur, lignes=True)
    if isinstance(valeur, list):
        return [nettoyer_arbre(v) for v in valeur]
    if isinstance(valeur, dict):
        return {cle: nettoyer_arbre(v) for cle, v in valeur.items()}
    return valeur
