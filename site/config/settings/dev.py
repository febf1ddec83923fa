"""A developer's machine: the embedded database, plain http, mails kept to be read."""

from config.settings.base import *  # noqa: F403

DEBUG = True
SECRET_KEY = "developpement-seulement-jamais-en-production-0123456789"  # noqa: S105
CLE_DOCUMENTS, ANCIENNES_CLES_DOCUMENTS = f"documents {SECRET_KEY}", []
ALLOWED_HOSTS = ["*"]
COURRIELS_GARDES = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
