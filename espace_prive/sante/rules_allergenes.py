"""Which of the regulation's fourteen allergens a family's own words name. Pure.

The file says « Arachide, fruits à coque (noisette) » as the family wrote it. What is recognised is shown beside a menu
as an information: what is not recognised says nothing, and never that a plate is safe.
"""

import re

from common.words.noms import sans_accents

# The codes of ``cms_pages.enums.Allergene``, and the beginnings of the words that name each.
MOTS = {
    "gluten": ("gluten", "ble", "froment", "seigle", "orge", "epeautre", "coeliaque"),
    "crustaces": ("crustace", "crevette", "crabe", "homard", "langoust", "gambas"),
    "oeufs": ("oeuf", "ovalbumine"),
    "poissons": ("poisson", "saumon", "thon", "cabillaud", "colin"),
    "arachides": ("arachide", "cacahuete", "cacahouete"),
    "soja": ("soja",),
    "lait": ("lait", "laitier", "laitage", "lactose", "caseine", "aplv", "fromage"),
    "fruits-a-coque": ("fruits a coque", "fruit a coque", "noix", "noisette", "amande", "cajou", "pistache", "pecan",
                       "macadamia"),
    "celeri": ("celeri",),
    "moutarde": ("moutarde",),
    "sesame": ("sesame",),
    "sulfites": ("sulfite",),
    "lupin": ("lupin",),
    "mollusques": ("mollusque", "moule", "huitre", "calamar", "calmar", "coquillage", "poulpe"),
}  # fmt: skip
# Words that hold one of these beginnings and name something else.
AUTRES = re.compile(r"\b(?:noix de (?:coco|muscade)|lait (?:de|d) ?(?:coco|amandes?|riz|avoine)|laitues?|orgeat)\b")
COUPES = re.compile(r"[,;.:()/\n]")
# « Pas d’allergie au lait », « aucune » : what follows, until the sentence turns, is not declared.
NIES = re.compile(r"\b(?:pas|plus|aucune?s?|ni|sauf|guerie?)\b.*")


def lire_les_allergenes(texte: str) -> frozenset[str]:
    """Give the codes that these words name."""
    morceaux = [NIES.sub("", AUTRES.sub(" ", sans_accents(morceau))) for morceau in COUPES.split(texte)]
    dit = "\n".join(morceaux)
    return frozenset(code for code, debuts in MOTS.items() if any(re.search(rf"\b{debut}", dit) for debut in debuts))
