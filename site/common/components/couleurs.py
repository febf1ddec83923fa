"""The town's accent: shades derived in OKLCH, contrasts computed by WCAG. Pure: the standard library only."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

CONTRASTE_TEXTE = 4.5
CONTRASTE_GRAPHIQUE = 3.0
ACCENT_PAR_DEFAUT = "#1f5f8b"

# The surfaces the accent lies on: the same values as in static/css/tokens.css (a test compares them).
SURFACE_CLAIRE, FOND_CLAIR = "#ffffff", "#faf8f4"
SURFACE_SOMBRE, FOND_SOMBRE = "#1d2430", "#141a24"
ENCRE_SOMBRE = "#10151d"

_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


@dataclass(frozen=True, kw_only=True)
class RefusAccent:
    """Why a colour is refused, and the nearest that passes."""

    message: str
    proposition: str | None = None


def normaliser(couleur):
    """« #rrggbb » in lower case; None for what is no colour."""
    trouve = _HEX.fullmatch(str(couleur).strip())
    if not trouve:
        return None
    chiffres = trouve[1].lower()
    return "#" + ("".join(c * 2 for c in chiffres) if len(chiffres) == 3 else chiffres)


def _lineaire(canal):
    return canal / 12.92 if canal <= 0.04045 else ((canal + 0.055) / 1.055) ** 2.4


def _gamma(canal):
    return canal * 12.92 if canal <= 0.0031308 else 1.055 * canal ** (1 / 2.4) - 0.055


def _rvb_lineaire(couleur):
    return [_lineaire(int(couleur[i : i + 2], 16) / 255) for i in (1, 3, 5)]


def luminance(couleur):
    """Relative luminance (WCAG 2.2)."""
    r, v, b = _rvb_lineaire(couleur)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def contraste(une, autre):
    """Contrast ratio of two colours, from 1 to 21."""
    claire, sombre = sorted((luminance(une), luminance(autre)), reverse=True)
    return (claire + 0.05) / (sombre + 0.05)


def vers_oklch(couleur):
    """(lightness 0–1, chroma, hue in radians)."""
    r, v, b = _rvb_lineaire(couleur)
    l_ = math.cbrt(0.4122214708 * r + 0.5363325363 * v + 0.0514459929 * b)
    m_ = math.cbrt(0.2119034982 * r + 0.6806995451 * v + 0.1073969566 * b)
    s_ = math.cbrt(0.0883024619 * r + 0.2817188376 * v + 0.6299787005 * b)
    clarte = 0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_
    a = 1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_
    b = 0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_
    return clarte, math.hypot(a, b), math.atan2(b, a)


def _canaux(clarte, chroma, teinte):
    a, b = chroma * math.cos(teinte), chroma * math.sin(teinte)
    l_ = (clarte + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (clarte - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (clarte - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )


def depuis_oklch(clarte, chroma, teinte):
    """The nearest colour that a screen can show, by lowering the chroma."""
    clarte = min(max(clarte, 0.0), 1.0)
    bas, haut = 0.0, chroma
    if not all(-1e-4 <= c <= 1.0001 for c in _canaux(clarte, chroma, teinte)):
        for _ in range(20):
            milieu = (bas + haut) / 2
            if all(-1e-4 <= c <= 1.0001 for c in _canaux(clarte, milieu, teinte)):
                bas = milieu
            else:
                haut = milieu
        chroma = bas
    canaux = (min(max(c, 0.0), 1.0) for c in _canaux(clarte, chroma, teinte))
    return "#" + "".join(f"{round(_gamma(c) * 255):02x}" for c in canaux)


def _jusqua(couleur, *, fonds, ratio, vers):
    """Move the lightness towards `vers` (0 or 1) until the contrast holds on every ground."""
    clarte, chroma, teinte = vers_oklch(couleur)
    pas = 0.004 if vers else -0.004
    while 0.0 <= clarte <= 1.0:
        essai = depuis_oklch(clarte, chroma, teinte)
        if all(contraste(essai, fond) >= ratio for fond in fonds):
            return essai
        clarte += pas
    return "#ffffff" if vers else "#000000"


@lru_cache(maxsize=64)
def roles(accent):
    """The accent's roles: {name: (light, dark)}."""
    accent = normaliser(accent) or ACCENT_PAR_DEFAUT
    clarte, chroma, teinte = vers_oklch(accent)
    doux_clair = depuis_oklch(0.957, min(chroma, 0.02), teinte)
    doux_sombre = depuis_oklch(0.30, min(chroma, 0.045), teinte)
    clair = _jusqua(accent, fonds=(SURFACE_CLAIRE, FOND_CLAIR), ratio=CONTRASTE_TEXTE, vers=0)
    depart = depuis_oklch(max(clarte, 0.74), min(chroma, 0.13), teinte)
    sombre = _jusqua(depart, fonds=(SURFACE_SOMBRE, FOND_SOMBRE, ENCRE_SOMBRE), ratio=CONTRASTE_TEXTE, vers=1)
    lien_clair = _jusqua(clair, fonds=(SURFACE_CLAIRE, FOND_CLAIR, doux_clair), ratio=5.5, vers=0)
    lien_sombre = _jusqua(sombre, fonds=(SURFACE_SOMBRE, FOND_SOMBRE, doux_sombre), ratio=5.5, vers=1)
    l_clair, l_sombre = vers_oklch(clair)[0], vers_oklch(sombre)[0]
    return {
        "accent": (clair, sombre),
        "accent-strong": (
            depuis_oklch(l_clair - 0.07, chroma, teinte),
            depuis_oklch(l_sombre + 0.06, min(chroma, 0.11), teinte),
        ),
        "on-accent": ("#ffffff", ENCRE_SOMBRE),
        "accent-soft": (doux_clair, doux_sombre),
        "accent-line": (
            depuis_oklch(0.86, min(chroma, 0.05), teinte),
            depuis_oklch(0.42, min(chroma, 0.06), teinte),
        ),
        "link": (lien_clair, lien_sombre),
    }


def verifier_accent(couleur):
    """Refuse an accent on which white text would not reach 4.5:1, and propose the nearest that does."""
    accent = normaliser(couleur)
    if accent is None:
        return RefusAccent(message="Cette couleur n’est pas lisible. Écrivez-la comme #1f5f8b.")
    mesure = min(contraste(accent, SURFACE_CLAIRE), contraste(accent, FOND_CLAIR))
    if mesure >= CONTRASTE_TEXTE:
        return None
    proposition = _jusqua(accent, fonds=(SURFACE_CLAIRE, FOND_CLAIR), ratio=CONTRASTE_TEXTE, vers=0)
    mesure = f"{math.floor(mesure * 10) / 10:.1f}".replace(".", ",")
    return RefusAccent(
        message=(
            f"Cette couleur est trop claire\u00a0: un texte blanc y aurait un contraste de {mesure} pour 1, "
            f"il en faut 4,5. La plus proche qui convient est {proposition}."
        ),
        proposition=proposition,
    )


def feuille_de_style(accent):
    lignes = "".join(
        f"    --colour-{nom}: light-dark({clair}, {sombre});\n" for nom, (clair, sombre) in roles(accent).items()
    )
    return f"@layer tokens {{\n  :root {{\n{lignes}  }}\n}}\n"
