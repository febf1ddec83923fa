"""What every environment shares. Each environment's file adds to it; none edits it."""

import os
from pathlib import Path

import dj_database_url

from common.files.judge.rules import ILLUSTRATION, PUBLICATION
from config.settings.security import *  # noqa: F403

RACINE = Path(__file__).resolve().parents[3]
LOCAL = Path(os.environ.get("PORTAIL_LOCAL", RACINE / ".local"))

DEBUG = False
ALLOWED_HOSTS = []
# How many proxies of ours stand before the web server: throttles count by the caller, not by the proxy.
MANDATAIRES = 0
# The public address, scheme included, without a trailing slash: links in mails and the bank's return
# addresses come from it, never from the Host header.
ADRESSE_PUBLIQUE = os.environ.get("PORTAIL_ADRESSE", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "common",
    "commune",
    "cms_pages",
    "espace_prive.comptes",
    "espace_prive.documents",
    "espace_prive.messagerie",
    "espace_prive.famille",
    "espace_prive.garde",
    "espace_prive.sante",
    "espace_prive.ouverture",
    "espace_prive.demarches",
    "reservations.activites",
    "factures.tarifs",
    "reservations.planning",
    "reservations.campagnes",
    "reservations.veille",
    "espace_prive.agenda",
    "reservations.interventions",
    "reservations.attente",
    "reservations.pointage",
    "factures.facturation",
    "factures.paiements",
    "espace_prive.modifications",
    "espace_prive.droits",
    "espace_prive.accueil",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_q",
    "csp",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "espace_prive.comptes.agents.apps.PersonnelConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "common.web.middleware.ResteDuCorpsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "common.web.middleware.TeteMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "common.web.middleware.EntetesMiddleware",
    "common.web.affluence.AffluenceMiddleware",
    "espace_prive.comptes.saisies.SaisiesMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "common.web.pages.PagesEnCommunMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "espace_prive.comptes.middleware.SecondFacteurMiddleware",
    "common.web.middleware.CorpsMiddleware",
    "espace_prive.ouverture.middleware.SuperUsagerMiddleware",
    "common.web.middleware.FermeParDefautMiddleware",
    "common.web.middleware.EnvoisMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "common.web.methodes.MethodesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms_pages.middleware.AnciennesAdressesMiddleware",
    "common.web.timeouts.TimeoutsMiddleware",
    "common.web.une_fois.UneSeuleFoisMiddleware",
    "common.web.middleware.RefusMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [RACINE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "commune.context_processors.commune",
                "cms_pages.context_processors.rubriques",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


def adresse_de_la_base():
    """Give the database's URL: DATABASE_URL, or what the embedded server wrote when it started."""
    temoin = LOCAL / "base.url"
    return os.environ.get("DATABASE_URL") or (temoin.read_text().strip() if temoin.exists() else "")


DATABASES = {"default": dj_database_url.parse(adresse_de_la_base() or "postgresql:///portail")}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
CACHES = {
    # Both in the worker's own memory: what they keep lives half a second (common.web.memory, common.web.pages).
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "memoire"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
PAGES_EN_COMMUN_SECONDES = 0.5
# Values travel apart from the SQL, and what a connection asked five times is planned once. A pooler that lends one
# connection to several at a time and knows no prepared statements (PgBouncer before 1.21) needs PORTAIL_PREPARER=0.
if os.environ.get("PORTAIL_PREPARER", "1") == "1":
    DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
# Frozen time (tests, screenshots, demonstrations): an ISO date-time with its offset, or a file that holds one.
HORLOGE = os.environ.get("PORTAIL_HORLOGE", "")
HORLOGE_FICHIER = os.environ.get("PORTAIL_HORLOGE_FICHIER", "")
# How many people may start each second in the private area; above, they wait (common/web/affluence.py). 0: all.
ARRIVEES_PAR_SECONDE = float(os.environ.get("PORTAIL_ARRIVEES_PAR_SECONDE", 0))

STATIC_URL = "static/"
STATICFILES_DIRS = [RACINE / "static"]
STATIC_ROOT = LOCAL / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = Path(os.environ.get("PORTAIL_MEDIA", LOCAL / "media"))
# What families hand to a service: encrypted, outside of everything that the web serves.
DOCUMENTS_PRIVES = Path(os.environ.get("PORTAIL_DOCUMENTS", LOCAL / "documents"))
# Whoever judges a file holds one of these places: web workers and tasks share them.
PLACES_DES_JUGES = LOCAL / "juges"
STORAGES = {
    "default": {"BACKEND": "common.files.judge.storage.StockageEntier"},
    "prives": {
        "BACKEND": "common.files.judge.storage.StockageEntier",
        "OPTIONS": {
            "location": DOCUMENTS_PRIVES,
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "common.web.staticfiles.StockageStatique"},
}

# The identifiant is unique whatever its case: a constraint on Lower(…), which this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTH_USER_MODEL = "comptes.Utilisateur"
LOGIN_URL = "comptes:connexion"
LOGIN_REDIRECT_URL = "accueil:accueil"
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["espace_prive.comptes.authentification.IdentifiantOuCourriel"]

EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = os.environ.get("PORTAIL_EXPEDITEUR", "espace-famille@portail.example")
# Sent mails keep their text only where they are shown on purpose (the demonstration).
COURRIELS_GARDES = False
# Only where no postman runs (the tests): each mail leaves as soon as it is saved.
COURRIELS_SYNCHRONES = False

# The tasks: same database, so a task exists if and only if the change that asked for it commits.
# retry > timeout > the longest task; every task is safe to run twice.
Q_CLUSTER = {
    "name": "portail",
    "orm": "default",
    "workers": int(os.environ.get("PORTAIL_OUVRIERS", 1)),
    "timeout": 300,
    "retry": 360,
    "max_attempts": 5,
    "poll": 0.5,
    "save_limit": 250,
    "catch_up": False,
    "label": "Tâches",
}

PAYBOX = {
    "SITE": os.environ.get("PAYBOX_SITE", ""),
    "RANG": os.environ.get("PAYBOX_RANG", ""),
    "IDENTIFIANT": os.environ.get("PAYBOX_IDENTIFIANT", ""),
    "CLE": os.environ.get("PAYBOX_CLE", ""),
    "HOTES": os.environ.get("PAYBOX_HOTES", "https://tpeweb.paybox.com https://tpeweb1.paybox.com").split(),
    "CHEMIN": os.environ.get("PAYBOX_CHEMIN", "/php/"),
    "CLES_PUBLIQUES": [],
    # Only while the bank's test platform is tried: it signs payments by test cards with the same key as real ones.
    "ESSAIS": os.environ.get("PAYBOX_ESSAIS") == "1",
}

WAGTAIL_SITE_NAME = "Portail familles"
WAGTAILADMIN_BASE_URL = ADRESSE_PUBLIQUE
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Nobody types another's password: a new member of the staff chooses it by a link.
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# A draft is saved when its author says so: Wagtail 8.0.1 answers 500 when « Publier » meets the first automatic save.
WAGTAIL_AUTOSAVE_INTERVAL = 0
# One reading, and whoever writes waits for it (the page is locked): a publisher's correction while approving is
# approved with it. True would start the reading again each time, for ever.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
WAGTAILADMIN_LOGIN_URL = "comptes:connexion"
WAGTAIL_FRONTEND_LOGIN_URL = "/espace/connexion/"
# A page is for everybody or for signed-in people: a password that goes round is no protection (cms_pages.apps).
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("fr", "Français")]
# What may be sent; what is kept is the judge's (common/files/judge): JPEG, PNG or WebP, 3000 pixels at most.
WAGTAILIMAGES_EXTENSIONS = list(ILLUSTRATION.extensions)
WAGTAILIMAGES_MAX_UPLOAD_SIZE = ILLUSTRATION.poids
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms_pages.agents.uploads.ImageForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx", "csv", "ics"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = PUBLICATION.poids
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms_pages.agents.uploads.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "french"}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
# What a request may weigh, form and files: refused before it is read (common.web.middleware.CorpsMiddleware). A proxy
# in front says the same (config/nginx.conf.modele).
CORPS_MAX = 2**20
CORPS_MAX_FICHIERS = 12 * 2**20
# The portal is at the root of its address: no header tells it otherwise.
FORCE_SCRIPT_NAME = ""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"expurger": {"()": "common.web.journaux.Expurger"}},
    "formatters": {
        "ligne": {
            "class": "common.web.journaux.UneLigne",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "ligne", "filters": ["expurger"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Wrong passwords and codes, throttles, sign-outs: kept whatever the rest says.
    "loggers": {"securite": {"level": "INFO"}},
}
