"""The shield of a town without a picture, and the picture of a town that has one."""

from base64 import b64decode
from xml.dom import minidom

from django.core.files.base import ContentFile

from common.files.blason import blason_data, data_uri, ecu
from commune.models import Reglages


def test_ecu_is_a_drawing_with_the_initial():
    dessin = ecu("Étampes", "#8b1f3f")
    assert minidom.parseString(dessin).getElementsByTagName("text")[0].firstChild.data == "É"  # noqa: S318
    assert 'fill="#8b1f3f"' in dessin


def test_ecu_never_writes_what_it_was_given_as_markup():
    assert "<script" not in ecu("<script>", '"><script>')


def test_blason_data_prefers_the_picture():
    reglages = Reglages(nom="Ville de Donges")
    assert blason_data(reglages).startswith("data:image/svg+xml;base64,")
    reglages.blason = ContentFile(b"\x89PNG\r\n\x1a\n...", name="blason.png")
    adresse = blason_data(reglages)
    assert adresse == data_uri(b"\x89PNG\r\n\x1a\n...", "image/png")
    assert b64decode(adresse.split(",")[1]).startswith(b"\x89PNG")
