"""The tests: a fast hasher, mails in memory, tasks run at once, one fixed Tuesday morning."""

import os

import dj_database_url

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, LOCAL, Q_CLUSTER
from demo.postgres import Serveur

# The embedded server, started by whoever comes first, unless a server is named.
DATABASES["default"] |= dj_database_url.parse(os.environ.get("DATABASE_URL") or Serveur("tests").demarrer(rapide=True))
SECRET_KEY = "tests-seulement-0123456789-abcdefghijklmnopqrstuvwxyz-9876543210"  # noqa: S105
CLE_DOCUMENTS = "tests-seulement-documents-0123456789-abcdefghijklmnop"
ANCIENNES_CLES_DOCUMENTS = []
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
COURRIELS_GARDES = COURRIELS_SYNCHRONES = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each test sees the page as it is now; those of common.web.pages turn the keeping on.
PAGES_EN_COMMUN_SECONDES = 0
HORLOGE = "2026-11-10T10:00:00+01:00"
Q_CLUSTER = {**Q_CLUSTER, "sync": True}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "prives": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests that run side by side do not wait for each other.
PLACES_DES_JUGES = LOCAL / "juges-des-tests" / str(os.getpid())
WHITENOISE_AUTOREFRESH = True
PAYBOX = {
    "SITE": "1999888",
    "RANG": "32",
    "IDENTIFIANT": "107904482",
    "CLE": "0123456789ABCDEF" * 8,
    "ESSAIS": True,
    "HOTES": ["http://127.0.0.1:9"],
    "CHEMIN": "/php/",
    "CLES_PUBLIQUES": [],
}
