"""The security settings, apart so that one page can be reviewed at once (facts: OWASP ASVS 5, ANSSI-PA-009)."""

from csp.constants import NONE, SELF

# Strict policy for every page. The admin differs by what common.web.middleware.EntetesMiddleware lists.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_ENGINE = "espace_prive.comptes.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = False

PASSWORD_HASHERS = ["common.web.hachage.Argon2Mesure"]
# From the most to the least useful to the reader: only the first sentence is shown (comptes.motsdepasse.juger).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"espace_prive.comptes.motsdepasse.{nom}"}
    for nom in ("Longueur", "ToutEnChiffres", "Courant", "MotsDuContexte", "TropSimple")
] + [
    {
        "NAME": "espace_prive.comptes.motsdepasse.Semblable",
        "OPTIONS": {"user_attributes": ("identifiant", "first_name", "last_name", "email")},
    },
]
# A link to choose a new password or to activate an account lives one day.
PASSWORD_RESET_TIMEOUT = 24 * 3600
OTP_TOTP_ISSUER = "Portail familles"
# Wrong codes are slowed down by common.web.freins, apart for the person's own browsers: django-otp's own lock, which
# doubles at each wrong code, would let whoever stole a password keep its owner out for days.
OTP_TOTP_THROTTLE_FACTOR = 0
# By which an account knows a browser again.
APPAREIL_COOKIE_NAME = "appareil"
# What a link of a mail holds waits in it while its page is shown.
LIEN_COOKIE_NAME = "lien"
# That a form came after the end of a connection, and is stored until the person signs in again.
SAISIE_COOKIE_NAME = "saisie"
CSRF_FAILURE_VIEW = "espace_prive.comptes.saisies.refuse"
