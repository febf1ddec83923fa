"""The settings of a real web server started by a test: those of the tests, behind one proxy, with pages kept."""

import os

from config.settings.test import *  # noqa: F403
from config.settings.test import PAYBOX

MANDATAIRES = 1
PAGES_EN_COMMUN_SECONDES = 2
COURRIELS_GARDES = False
PAYBOX = {**PAYBOX, "CLES_PUBLIQUES": [os.environ["PORTAIL_CLE_PUBLIQUE"]]}
