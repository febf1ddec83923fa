"""The arms of the demonstration's towns: fictional ones, drawn by Pillow when the data is loaded."""

import math
from io import BytesIO

from PIL import Image, ImageDraw

LARGEUR, HAUTEUR, FINESSE = 264, 312, 4
OR, ARGENT, SABLE, SINOPLE = "#f2c14e", "#f8f6f0", "#2b2f36", "#2f7d4f"


def _ecu():
    """The outline of the shield, as a mask."""
    masque = Image.new("L", (LARGEUR * FINESSE, HAUTEUR * FINESSE), 0)
    plume = ImageDraw.Draw(masque)
    w, h = LARGEUR * FINESSE, HAUTEUR * FINESSE
    plume.rectangle((0, 0, w, h * 0.52), fill=255)
    plume.pieslice((-w, -h * 0.04, w, h * 1.08), 0, 90, fill=255)
    gauche = Image.new("L", masque.size, 0)
    ImageDraw.Draw(gauche).pieslice((0, -h * 0.04, 2 * w, h * 1.08), 90, 180, fill=255)
    bas = Image.composite(masque, Image.new("L", masque.size, 0), gauche)
    haut = Image.new("L", masque.size, 0)
    ImageDraw.Draw(haut).rectangle((0, 0, w, h * 0.52), fill=255)
    return Image.composite(haut, bas, haut)


class _Ecu:
    """A shield of one colour, on which charges are laid; lengths are in hundredths of its width."""

    def __init__(self, fond):
        self.image = Image.new("RGB", (LARGEUR * FINESSE, HAUTEUR * FINESSE), fond)
        self.plume = ImageDraw.Draw(self.image)

    def _points(self, points):
        return [(x * LARGEUR * FINESSE / 100, y * LARGEUR * FINESSE / 100) for x, y in points]

    def forme(self, points, couleur):
        self.plume.polygon(self._points(points), fill=couleur)

    def rond(self, x, y, rayon, couleur):
        (a, b), (c, d) = self._points([(x - rayon, y - rayon), (x + rayon, y + rayon)])
        self.plume.ellipse((a, b, c, d), fill=couleur)

    def ondes(self, y, epaisseur, couleur):
        """A wavy band across the shield."""
        for pas in range(-1, 11):
            x, haut = pas * 10, y + (4 if pas % 2 else -4)
            suite = y + (-4 if pas % 2 else 4)
            self.forme(
                [(x, haut), (x + 10, suite), (x + 10, suite + epaisseur), (x, haut + epaisseur)],
                couleur,
            )

    def tour(self, x, y, largeur, hauteur, couleur):
        """A tower with battlements, its foot at ``y``."""
        gauche, haut = x - largeur / 2, y - hauteur
        self.forme([(gauche, haut), (gauche + largeur, haut), (gauche + largeur, y), (gauche, y)], couleur)
        for dent in range(3):
            cote = gauche + dent * largeur * 0.4
            self.forme(
                [(cote, haut - 6), (cote + largeur * 0.2, haut - 6), (cote + largeur * 0.2, haut), (cote, haut)],
                couleur,
            )

    def png(self):
        fini = Image.new("RGBA", self.image.size, (0, 0, 0, 0))
        fini.paste(self.image, mask=_ecu())
        sortie = BytesIO()
        fini.resize((LARGEUR, HAUTEUR), Image.Resampling.LANCZOS).save(sortie, "PNG", optimize=True)
        return sortie.getvalue()


def _nef(ecu):
    ecu.forme([(24, 62), (76, 62), (66, 78), (34, 78)], OR)
    ecu.forme([(48, 14), (52, 14), (52, 62), (48, 62)], OR)
    ecu.forme([(54, 18), (54, 56), (80, 56)], ARGENT)
    ecu.forme([(46, 24), (46, 56), (26, 56)], ARGENT)
    ecu.ondes(84, 6, ARGENT)
    ecu.ondes(97, 6, ARGENT)


def _grappe(ecu):
    ecu.forme([(0, 0), (100, 0), (100, 30), (0, 30)], ARGENT)
    ecu.ondes(13, 5, "#3c7aa8")
    for rang, y in enumerate((48, 59, 70, 81, 92)):
        for n in range(5 - rang):
            ecu.rond(50 + (n - (4 - rang) / 2) * 12, y, 6.4, OR)
    ecu.forme([(48, 34), (52, 34), (52, 46), (48, 46)], SINOPLE)
    ecu.forme([(52, 40), (68, 34), (64, 46)], SINOPLE)


def _epis(ecu):
    for x in (28, 50, 72):
        ecu.forme([(x - 1.4, 40), (x + 1.4, 40), (x + 1.4, 96), (x - 1.4, 96)], OR)
        for y in (24, 34, 44, 54):
            ecu.forme([(x, y + 10), (x - 8, y), (x - 2, y - 4)], OR)
            ecu.forme([(x, y + 10), (x + 8, y), (x + 2, y - 4)], OR)
        ecu.forme([(x, 24), (x - 4, 14), (x, 6), (x + 4, 14)], OR)


def _chateau(ecu):
    ecu.forme([(0, 78), (100, 78), (100, 120), (0, 120)], SINOPLE)
    ecu.tour(50, 78, 24, 50, ARGENT)
    ecu.tour(26, 78, 18, 34, ARGENT)
    ecu.tour(74, 78, 18, 34, ARGENT)
    ecu.forme([(45, 78), (45, 64), (50, 58), (55, 64), (55, 78)], SABLE)
    ecu.ondes(92, 5, ARGENT)


def _rosace(ecu):
    ecu.rond(50, 46, 36, OR)
    ecu.rond(50, 46, 32, ARGENT)
    for rang in range(8):
        angle = math.tau * rang / 8
        ecu.rond(50 + 20 * math.cos(angle), 46 + 20 * math.sin(angle), 9, "#3c7aa8" if rang % 2 else "#c9563f")
    ecu.rond(50, 46, 9, OR)
    ecu.ondes(92, 6, ARGENT)


CHARGES = {"estuaire": _nef, "fleuve": _grappe, "plaine": _epis, "vallee": _chateau, "cite": _rosace}


def dessiner(paysage: str, couleur: str) -> bytes:
    """Give the PNG of the arms of a town: its colour, and the charge that goes with its landscape (none: bare)."""
    ecu = _Ecu(couleur)
    if charge := CHARGES.get(paysage):
        charge(ecu)
    return ecu.png()
