"""A real town: every secret comes from the environment, and a missing one stops the start."""

import os

from django.core.exceptions import ImproperlyConfigured

from common.web.timeouts import options_de_connexion
from config.settings.base import *  # noqa: F403
from config.settings.base import CONTENT_SECURITY_POLICY, DATABASES, PAYBOX


def exiger(nom):
    """Give the environment variable ``nom``; raise ImproperlyConfigured, naming it, when it is missing."""
    valeur = os.environ.get(nom, "").strip()
    if not valeur:
        raise ImproperlyConfigured(f"Missing environment variable: {nom}")
    return valeur


SECRET_KEY = exiger("PORTAIL_CLE_SECRETE")
SECRET_KEY_FALLBACKS = os.environ.get("PORTAIL_ANCIENNES_CLES", "").split()
# Without it no document that families gave can be read again. Keep it, and apart from the backups.
CLE_DOCUMENTS = exiger("PORTAIL_CLE_DOCUMENTS")
ANCIENNES_CLES_DOCUMENTS = os.environ.get("PORTAIL_ANCIENNES_CLES_DOCUMENTS", "").split()
exiger("DATABASE_URL")
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", options_de_connexion())
ADRESSE_PUBLIQUE = WAGTAILADMIN_BASE_URL = exiger("PORTAIL_ADRESSE").rstrip("/")
if not ADRESSE_PUBLIQUE.startswith("https://"):
    raise ImproperlyConfigured("PORTAIL_ADRESSE must start with https://")
ALLOWED_HOSTS = exiger("PORTAIL_HOTES").split()
CSRF_TRUSTED_ORIGINS = [ADRESSE_PUBLIQUE]

EMAIL_HOST = exiger("PORTAIL_SMTP_HOTE")
EMAIL_PORT = int(os.environ.get("PORTAIL_SMTP_PORT", 587))
EMAIL_HOST_USER = os.environ.get("PORTAIL_SMTP_UTILISATEUR", "")
EMAIL_HOST_PASSWORD = os.environ.get("PORTAIL_SMTP_MOT_DE_PASSE", "")
EMAIL_USE_TLS = os.environ.get("PORTAIL_SMTP_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = exiger("PORTAIL_EXPEDITEUR")

PAYBOX = {
    **PAYBOX,
    "SITE": exiger("PAYBOX_SITE"),
    "RANG": exiger("PAYBOX_RANG"),
    "IDENTIFIANT": exiger("PAYBOX_IDENTIFIANT"),
    "CLE": exiger("PAYBOX_CLE"),
    # Several PEM keys may follow each other: the bank changes its key without a common date.
    "CLES_PUBLIQUES": [
        f"{bloc}-----END PUBLIC KEY-----\n"
        for bloc in exiger("PAYBOX_CLES_PUBLIQUES").replace("\\n", "\n").split("-----END PUBLIC KEY-----")
        if "BEGIN PUBLIC KEY" in bloc
    ],
}
if PAYBOX["CLE"].upper() == "0123456789ABCDEF" * 8:
    raise ImproperlyConfigured("PAYBOX_CLE is the bank's published test key")

# Behind a proxy that sets this header itself and drops the client's.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
MANDATAIRES = int(os.environ.get("PORTAIL_MANDATAIRES", 1))
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
APPAREIL_COOKIE_NAME = "__Host-appareil"
LIEN_COOKIE_NAME = "__Host-lien"
SAISIE_COOKIE_NAME = "__Host-saisie"
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
