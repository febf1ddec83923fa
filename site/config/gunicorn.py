"""gunicorn -c site/config/gunicorn.py — from the repository's root."""

import os

# How long the database waits for a page (common.timeouts).
os.environ.setdefault("PORTAIL_PROCESSUS", "web")
wsgi_app = "config.wsgi:application"
pythonpath = ".,site"
bind = f"127.0.0.1:{os.environ.get('PORT', 8000)}"
workers = int(os.environ.get("WEB_CONCURRENCY", (os.cpu_count() or 1) + 1))
# Two of them may be held by files that are judged (common/fichiers/juge.py): the others answer the pages.
threads = 4
timeout = 60
max_requests = 5000
max_requests_jitter = 500
preload_app = True
accesslog = None
control_socket_disable = True
