"""What each door takes: the judge that reads it, the weight and the names it may have."""

from dataclasses import dataclass

from common.files.judge.images import EXTENSIONS as PHOTOS

MO = 1024 * 1024


@dataclass(frozen=True)
class Regles:
    """One door. ``juge`` names a function of juges.py; without ``extensions`` the judge looks at the name itself."""

    juge: str
    poids: int
    trop_lourd: str
    extensions: tuple[str, ...] = ()
    mauvais_genre: str = ""

    @property
    def accept(self) -> str:
        """What the browser's dialogue shows first."""
        return ",".join(f".{e}" for e in self.extensions)


PIECE = Regles(
    juge="piece",
    poids=8 * MO,
    trop_lourd="Ce fichier pèse plus de 8 Mo. Photographiez-le en plus petit, ou enregistrez-le en PDF.",
    extensions=("pdf", *PHOTOS),
    mauvais_genre="Envoyez un PDF, ou une photo JPG, PNG, WebP, AVIF ou HEIC (celle d’un iPhone).",
)
ILLUSTRATION = Regles(
    juge="illustration",
    poids=15 * MO,
    trop_lourd="Cette image pèse plus de 15 Mo. Réduisez-la, puis recommencez.",
    extensions=PHOTOS,
    mauvais_genre="Envoyez une image JPG, PNG, WebP, AVIF ou HEIC (celle d’un iPhone).",
)
VIGNETTE = Regles(
    juge="vignette",
    poids=2 * MO,
    trop_lourd="Cette image pèse plus de 2 Mo. Réduisez-la, puis recommencez.",
    extensions=PHOTOS,
    mauvais_genre=(
        "Ce fichier n’est pas une image JPG, PNG, WebP, AVIF ou HEIC. Un dessin SVG doit d’abord être exporté en PNG."
    ),
)
PUBLICATION = Regles(
    juge="publication",
    poids=10 * MO,
    trop_lourd="Ce fichier pèse plus de 10 Mo. Enregistrez-le en plus léger, ou coupez-le en plusieurs.",
)
TABLEAU = Regles(
    juge="tableau", poids=1_000_000, trop_lourd="Ce fichier est trop lourd : 1 Mo au plus, soit une année de menus."
)
