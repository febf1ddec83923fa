"""The allergens that a family's own words name."""

import pytest

from cms_pages.enums import Allergene
from espace_prive.sante.rules_allergenes import MOTS, lire_les_allergenes


def test_the_codes_are_those_of_the_menus():
    assert set(MOTS) == set(Allergene.values)


@pytest.mark.parametrize(
    ("texte", "codes"),
    [
        ("", set()),
        ("Arachide", {"arachides"}),
        ("ARACHIDES, fruits à coque (noisette, cajou)", {"arachides", "fruits-a-coque"}),
        ("Cacahuètes et œufs crus", {"arachides", "oeufs"}),
        ("oeuf", {"oeufs"}),
        ("Protéines de lait de vache (APLV)", {"lait"}),
        ("intolérance au lactose", {"lait"}),
        ("maladie cœliaque", {"gluten"}),
        ("noix de coco", set()),
        ("lait de coco ; noix", {"fruits-a-coque"}),
        ("salade, laitue", set()),
        ("Pas d’allergie au lait, crevettes", {"crustaces"}),
        ("aucune", set()),
        ("pollen, pénicilline", set()),
        ("moules\npoisson", {"mollusques", "poissons"}),
        ("N’est plus allergique au soja. Moutarde", {"moutarde"}),
    ],
)
def test_what_the_words_name(texte, codes):
    assert lire_les_allergenes(texte) == codes
