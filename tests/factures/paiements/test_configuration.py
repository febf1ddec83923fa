"""From the settings to the protocol."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from factures.paiements.paybox.configuration import configuration

CLES = json.loads(Path(__file__).with_name("paybox_vectors.json").read_text())["public_keys"]
PAYBOX = {
    "SITE": "1999888",
    "RANG": "32",
    "IDENTIFIANT": "107904482",
    "CLE": "0123456789ABCDEF" * 8,
    "HOTES": ["https://tpeweb.example/", "https://tpeweb1.example"],
    "CHEMIN": "/cgi/FramepagepaiementRWD.cgi",
    "CLES_PUBLIQUES": [CLES["verifone_1024"], CLES["test_2048"]],
}


def test_configuration_reads_the_settings(settings):
    settings.PAYBOX = PAYBOX
    lue = configuration()
    assert lue.hotes == ("https://tpeweb.example", "https://tpeweb1.example")
    assert lue.cles_publiques == (CLES["verifone_1024"], CLES["test_2048"])
    assert lue.cle == PAYBOX["CLE"]


@pytest.mark.parametrize("nom", list(PAYBOX))
def test_a_missing_or_empty_setting_is_named(settings, nom):
    settings.PAYBOX = {autre: valeur for autre, valeur in PAYBOX.items() if autre != nom}
    with pytest.raises(ImproperlyConfigured, match=nom):
        configuration()
    settings.PAYBOX = PAYBOX | {nom: type(PAYBOX[nom])()}
    with pytest.raises(ImproperlyConfigured):
        configuration()


def test_no_message_holds_the_key(settings):
    settings.PAYBOX = PAYBOX | {"CLE": PAYBOX["CLE"] + "Z"}
    with pytest.raises(ImproperlyConfigured) as erreur:
        configuration()
    assert "0123456789ABCDEF" not in str(erreur.value)
