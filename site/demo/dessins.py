"""The pictures of the demonstration's news: flat drawings made by Pillow when the data is loaded."""

from io import BytesIO

from PIL import Image, ImageDraw

LARGEUR, HAUTEUR = 1200, 675
FINESSE = 2
CIEL, SOLEIL, PRE, TERRE, BOIS = "#cfe6f2", "#f4c24b", "#9cc28a", "#8a6248", "#b98d62"
VERT, VERT_FONCE, BLANC, ENCRE, ROUGE, BLEU = "#5e9a58", "#3c6e45", "#fdfbf6", "#2c3a47", "#c9563f", "#3c7aa8"


class _Toile:
    """A canvas drawn larger than needed, then reduced: smooth edges."""

    def __init__(self, fond):
        self.image = Image.new("RGB", (LARGEUR * FINESSE, HAUTEUR * FINESSE), fond)
        self.plume = ImageDraw.Draw(self.image)

    def _echelle(self, points):
        return [p * FINESSE for p in points]

    def rond(self, x, y, rayon, couleur, *, hauteur=None):
        haut = hauteur or rayon
        self.plume.ellipse(self._echelle((x - rayon, y - haut, x + rayon, y + haut)), fill=couleur)

    def boite(self, x, y, x2, y2, couleur, *, coin=0):
        self.plume.rounded_rectangle(self._echelle((x, y, x2, y2)), radius=coin * FINESSE, fill=couleur)

    def forme(self, points, couleur):
        self.plume.polygon([(x * FINESSE, y * FINESSE) for x, y in points], fill=couleur)

    def trait(self, points, couleur, epaisseur):
        self.plume.line([(x * FINESSE, y * FINESSE) for x, y in points], fill=couleur, width=epaisseur * FINESSE)

    def png(self):
        sortie = BytesIO()
        self.image.resize((LARGEUR, HAUTEUR), Image.Resampling.LANCZOS).save(sortie, "PNG", optimize=True)
        return sortie.getvalue()


def _plant(toile, x, y, taille):
    toile.trait([(x, y), (x, y - taille)], VERT_FONCE, 6)
    for cote in (-1, 1):
        toile.rond(x + cote * taille * 0.32, y - taille * 0.75, taille * 0.3, VERT, hauteur=taille * 0.17)
        toile.rond(x + cote * taille * 0.26, y - taille * 1.08, taille * 0.24, VERT_FONCE, hauteur=taille * 0.14)


def _potager():
    toile = _Toile(CIEL)
    toile.rond(980, 150, 78, SOLEIL)
    toile.rond(250, 480, 420, "#b7d5a4", hauteur=190)
    toile.rond(1000, 500, 520, PRE, hauteur=210)
    toile.boite(0, 470, LARGEUR, HAUTEUR, TERRE)
    for rang, y in enumerate((500, 565, 640)):
        toile.boite(0, y - 12, LARGEUR, y + 16, "#7a543c" if rang % 2 else "#95694d", coin=14)
        for place in range(9):
            _plant(toile, 80 + place * 135 + rang * 30, y, 46 + rang * 20)
    toile.boite(118, 330, 130, 560, BOIS)
    toile.boite(60, 300, 190, 372, BLANC, coin=8)
    toile.rond(100, 336, 15, ROUGE)
    toile.forme([(92, 324), (100, 302), (108, 324)], VERT)
    toile.boite(124, 326, 174, 333, ENCRE, coin=3)
    toile.boite(124, 343, 158, 350, ENCRE, coin=3)
    return toile


def _ecole():
    toile = _Toile(CIEL)
    toile.rond(180, 130, 66, SOLEIL)
    toile.rond(900, 640, 700, PRE, hauteur=170)
    toile.boite(0, 590, LARGEUR, HAUTEUR, "#8db57c")
    toile.boite(250, 290, 950, 600, "#f0dcc0")
    toile.forme([(220, 290), (980, 290), (900, 220), (300, 220)], ROUGE)
    toile.boite(500, 210, 700, 600, "#f7e9d4")
    toile.forme([(470, 212), (730, 212), (600, 110)], "#b34935")
    toile.rond(600, 262, 38, BLANC)
    toile.trait([(600, 262), (600, 238)], ENCRE, 5)
    toile.trait([(600, 262), (616, 270)], ENCRE, 5)
    for x in (290, 385, 755, 850):
        for y in (325, 460):
            toile.boite(x, y, x + 60, y + 84, BLEU, coin=6)
            toile.trait([(x + 30, y), (x + 30, y + 84)], BLANC, 5)
            toile.trait([(x, y + 42), (x + 60, y + 42)], BLANC, 5)
    toile.boite(555, 470, 645, 600, VERT_FONCE, coin=8)
    toile.trait([(600, 474), (600, 600)], "#2f5838", 4)
    toile.trait([(600, 110), (600, 40)], ENCRE, 6)
    for rang, couleur in enumerate((BLEU, BLANC, ROUGE)):
        toile.boite(603 + rang * 26, 42, 629 + rang * 26, 84, couleur)
    for x, taille in ((120, 1.0), (1080, 1.2)):
        toile.boite(x - 9, 480, x + 9, 610, BOIS)
        toile.rond(x, 440, 70 * taille, VERT)
        toile.rond(x - 30, 470, 48 * taille, VERT_FONCE)
    return toile


def _carte():
    toile = _Toile("#e4eef5")
    toile.rond(1020, 120, 260, "#d3e4ef")
    toile.rond(140, 600, 240, "#d3e4ef")
    toile.boite(610, 90, 900, 600, ENCRE, coin=36)
    toile.boite(628, 120, 882, 570, BLANC, coin=18)
    toile.boite(660, 160, 850, 182, BLEU, coin=8)
    for rang, y in enumerate((214, 252, 290)):
        toile.boite(660, y, 790 - rang * 18, y + 12, "#c3ccd4", coin=6)
        toile.boite(812, y, 850, y + 12, "#8fa0ae", coin=6)
    toile.boite(660, 340, 850, 343, "#c3ccd4")
    toile.boite(760, 362, 850, 386, ENCRE, coin=6)
    toile.boite(660, 440, 850, 500, VERT, coin=14)
    toile.trait([(732, 472), (750, 488), (782, 454)], BLANC, 10)
    toile.boite(280, 250, 680, 500, "#2f6690", coin=24)
    toile.boite(280, 300, 680, 348, "#21496a")
    toile.boite(316, 384, 386, 434, SOLEIL, coin=8)
    for groupe in range(3):
        toile.boite(420 + groupe * 82, 400, 484 + groupe * 82, 416, BLANC, coin=6)
    toile.rond(600, 462, 24, ROUGE)
    toile.rond(632, 462, 24, SOLEIL)
    return toile


def _calendrier():
    toile = _Toile("#f3e8d6")
    toile.rond(200, 140, 200, "#eddcc0")
    toile.rond(1060, 560, 260, "#eddcc0")
    toile.boite(360, 110, 840, 600, BLANC, coin=26)
    toile.boite(360, 110, 840, 220, ROUGE, coin=26)
    toile.boite(360, 180, 840, 220, ROUGE)
    for x in (470, 600, 730):
        toile.boite(x - 9, 76, x + 9, 150, ENCRE, coin=9)
    for rang in range(4):
        for jour in range(5):
            x, y = 402 + jour * 82, 254 + rang * 82
            couleur = "#cfe3c6" if rang == 2 else "#e9eef2"
            toile.boite(x, y, x + 62, y + 60, "#f4efe6" if jour == 2 else couleur, coin=10)
    toile.rond(433, 448, 20, SOLEIL)
    toile.trait([(498, 450), (512, 462), (534, 436)], VERT_FONCE, 8)
    return toile


def _repas():
    toile = _Toile("#e9d9bf")
    for y in range(0, HAUTEUR, 96):
        toile.boite(0, y, LARGEUR, y + 48, "#e4d1b2")
    toile.rond(600, 345, 262, "#d9c39f")
    toile.rond(600, 336, 258, BLANC)
    toile.rond(600, 336, 196, "#f1ece2")
    toile.rond(540, 300, 92, "#d98f4e", hauteur=66)
    toile.rond(530, 290, 70, "#e5a766", hauteur=44)
    for x, y in ((660, 270), (700, 310), (650, 330), (706, 360), (664, 386)):
        toile.rond(x, y, 30, VERT)
        toile.rond(x - 8, y - 9, 12, "#86bb76")
    for x, y in ((500, 410), (548, 432), (596, 420)):
        toile.rond(x, y, 28, SOLEIL, hauteur=20)
    for dent in (-24, -8, 8, 24):
        toile.boite(240 + dent - 4, 170, 240 + dent + 4, 290, "#9aa6b0", coin=4)
    toile.boite(212, 270, 268, 320, "#9aa6b0", coin=18)
    toile.boite(230, 300, 250, 540, "#9aa6b0", coin=10)
    toile.boite(946, 160, 984, 370, "#9aa6b0", coin=18)
    toile.boite(952, 350, 974, 540, "#7f8b95", coin=10)
    toile.rond(1080, 170, 84, "#bcd9e6")
    toile.rond(1080, 170, 62, "#dceef5")
    return toile


DESSINS = {"potager": _potager, "ecole": _ecole, "carte": _carte, "calendrier": _calendrier, "repas": _repas}


def dessiner(nom: str) -> bytes:
    """Give the PNG of a drawing."""
    return DESSINS[nom]().png()
