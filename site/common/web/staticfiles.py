"""Static files: hashed names, compressed; one stylesheet a page, and that of the family's week."""

import re
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTATION = re.compile(r'@import url\("(?P<chemin>[^"]+)"\) layer\((?P<couche>[\w-]+)\);')
# What is written for readers of the source: a tenth of what every visitor would download.
COMMENTAIRE = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def inliner(feuille: str, lire) -> str:
    """Replace each ``@import url(x) layer(y);`` by the file in its layer, without comments; ``lire(x)`` reads it."""
    entiere = IMPORTATION.sub(lambda m: f"@layer {m['couche']} {{\n{lire(m['chemin'])}\n}}", feuille)
    return COMMENTAIRE.sub("", entiere)


class StockageStatique(CompressedManifestStaticFilesStorage):
    """Inline the imports of our stylesheets when collected, then hash and compress as WhiteNoise does."""

    ENTREES = ("css/portail.css", "css/semaine.css", "css/absence.css", "css/famille.css")
    # Our modules name each other: their imports are hashed too. Only ours: vendored scripts do not bear it.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )

    def post_process(self, paths, dry_run=False, **options):
        for entree in self.ENTREES:
            if entree in paths and not dry_run:
                fichier = Path(self.path(entree))
                # Read where it was written: a collected one that did not change is inlined already, with old imports.
                stockage, nom = paths[entree]
                with stockage.open(nom) as source:
                    feuille = source.read().decode()
                fichier.write_text(inliner(feuille, lambda nom, ici=fichier.parent: (ici / nom).read_text()))
                # From now on the collected (inlined) file is the source.
                paths = {**paths, entree: (self, entree)}
        yield from super().post_process(paths, dry_run, **options)

    def compress_files(self, paths):
        """Compress only the hashed copies, which pages name; the others are for old links."""
        return super().compress_files(paths & set(self.hashed_files.values()))
