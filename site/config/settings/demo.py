"""The demonstration (`make demo`): as production runs, over plain http on this machine, with invented people."""

import os

from common.web.timeouts import options_de_connexion
from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, INSTALLED_APPS, LOCAL, PAYBOX
from demo.banque.cles import cle_publique

if os.environ.get("PORTAIL_ENV") == "production":
    raise RuntimeError("The demonstration settings cannot serve a real town.")

DEMONSTRATION = True
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
SECRET_KEY = (LOCAL / "cle-secrete").read_text().strip()
CLE_DOCUMENTS, ANCIENNES_CLES_DOCUMENTS = f"documents {SECRET_KEY}", []
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", options_de_connexion())
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
COURRIELS_GARDES = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

BANQUE = os.environ.get("PORTAIL_BANQUE", "http://127.0.0.1:8001")
PAYBOX = {
    **PAYBOX,
    "SITE": "1999888",
    "RANG": "32",
    "IDENTIFIANT": "107904482",
    "CLE": "0123456789ABCDEF" * 8,
    "ESSAIS": True,
    "HOTES": [BANQUE],
    "CLES_PUBLIQUES": [cle_publique(LOCAL / "banque")],
}
