"""gunicorn -c site/config/gunicorn.py — from the repository's root."""

import os

# How long the database waits for a page (common.web.timeouts).
os.environ.setdefault("PORTAIL_PROCESSUS", "web")
wsgi_app = "config.wsgi:application"
pythonpath = ".,site"
bind = f"127.0.0.1:{os.environ.get('PORT', 8000)}"
workers = int(os.environ.get("WEB_CONCURRENCY", (os.cpu_count() or 1) + 1))
# Two of them may be held by files that are judged (common/files/judge/judge.py): the others answer the pages.
threads = 4
timeout = 60
max_requests = 5000
max_requests_jitter = 500
preload_app = True
accesslog = None
control_socket_disable = True
# No header changes what is asked: neither SCRIPT_NAME nor any other with an underscore, not even from this machine,
# where the proxy and whatever it lets through come from. Django alone reads X-Forwarded-Proto and X-Forwarded-For.
forwarder_headers = ""
forwarded_allow_ips = ""
header_map = "drop"
secure_scheme_headers = {}


def on_starting(server):
    """Keep tokens and query strings out of gunicorn's own log, as out of Django's."""
    from common.web.journaux import Expurger

    for sortie in server.log.error_log.handlers:
        sortie.addFilter(Expurger())
