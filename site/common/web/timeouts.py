"""How long the database lets anybody wait, and the page that says so.

Without these, one stuck transaction keeps every parent of the same day waiting without limit: the web server's own
timeout watches the worker, not the request.
"""

import os

import psycopg
from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

OCCUPE = "Le portail est très demandé en ce moment : rien n’a été enregistré. Attendez quelques secondes."
_ATTENTES = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.QueryCanceled,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.IdleInTransactionSessionTimeout,
)


def options_de_connexion() -> str:
    """PostgreSQL's options for a connection of this process.

    The web (``PORTAIL_PROCESSUS=web``, set by config/gunicorn.py) answers people: 20 s a statement. A task or a
    migration may compute for long, under its own limit, but waits no longer for a lock nor holds one asleep.
    """
    web = os.environ.get("PORTAIL_PROCESSUS") == "web"
    delais = {
        "lock_timeout": "10s",
        "statement_timeout": "20s" if web else "0",
        "idle_in_transaction_session_timeout": "60s" if web else "300s",
    }
    return " ".join(f"-c {nom}={valeur}" for nom, valeur in delais.items())


class TimeoutsMiddleware:
    """Answer 503 with a page that says to try again, when the database stopped waiting."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not (isinstance(exception, OperationalError) and isinstance(exception.__cause__, _ATTENTES)):
            return None
        # The form is shown again with what was typed (``comptes.saisies``).
        request.raison_du_refus = OCCUPE
        page = render_to_string("503.html", {"raison": OCCUPE, "retour": request.get_full_path()})
        reponse = HttpResponse(page, status=503)
        reponse["Retry-After"] = "5"
        return reponse
