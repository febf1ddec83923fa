"""A real gunicorn with the portal's own configuration, and a real nginx in front of it."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from demo.postgres import RACINE

MODELE = RACINE / "site/config/nginx.conf.modele"
PATIENCE = 40


def port_libre() -> int:
    with contextlib.closing(socket.socket()) as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def attendre(port):
    """Wait until somebody answers on the port."""
    fin = time.monotonic() + PATIENCE
    while time.monotonic() < fin:
        with contextlib.closing(socket.socket()) as prise:
            if prise.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nobody answers on {port}")


@contextlib.contextmanager
def lance(commande, journal: Path, **options):
    """Start a program that ends with the test, whatever happens; what it says goes to ``journal``."""
    with journal.open("w") as sortie:
        programme = subprocess.Popen(
            commande, stdout=sortie, stderr=sortie, cwd=RACINE, start_new_session=True, **options
        )
    try:
        yield programme
    finally:
        programme.send_signal(signal.SIGTERM)
        try:
            programme.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(programme.pid, signal.SIGKILL)
            programme.wait()


def environnement(base: str, cle_publique: str) -> dict:
    return {
        **os.environ,
        "PYTHONPATH": f"{RACINE}{os.pathsep}{RACINE / 'site'}",
        "DJANGO_SETTINGS_MODULE": "tests.tools.reglages_serveur",
        "DATABASE_URL": base,
        "PORTAIL_CLE_PUBLIQUE": cle_publique,
    }


@contextlib.contextmanager
def gunicorn(env: dict, dossier: Path, *, workers=2):
    """Run the portal on a free port; give the port and the file of its log."""
    port, journal = port_libre(), dossier / "web.log"
    commande = [sys.executable, "-m", "gunicorn", "-c", "site/config/gunicorn.py", "--workers", str(workers)]
    with lance(commande, journal, env=env | {"PORT": str(port)}):
        attendre(port)
        yield port, journal


def le_site(*, port: int, amont: int, dossier: Path) -> str:
    """Give the file that the README gives, on plain http and free ports of this machine."""
    site = MODELE.read_text()
    for motif, remplace in (
        (r"server 127\.0\.0\.1:8000;", f"server 127.0.0.1:{amont};"),
        (r"listen 80;", f"listen 127.0.0.1:{port_libre()};"),
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        (r"server_name portail\.example;", "server_name 127.0.0.1;"),
        (r"ssl_\w+ [^;]+;\n\s*", ""),
        (r"/var/log/nginx/", f"{dossier}/"),
    ):
        site, fois = re.subn(motif, remplace, site)
        assert fois, motif
    return site


def programme_nginx() -> str | None:
    """Give the nginx of this machine, or the one that .ci/preparer put beside the tests' programs."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:{sys.prefix}/nginx/usr/sbin")


@contextlib.contextmanager
def nginx(amont: int, dossier: Path):
    """Run the model's site in front of ``amont``; give the port and the file of its log."""
    port = port_libre()
    (dossier / "site.conf").write_text(le_site(port=port, amont=amont, dossier=dossier))
    qui = "user root;" if os.geteuid() == 0 else ""
    temporaires = "".join(
        f"{genre}_temp_path {dossier}/{genre};" for genre in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (dossier / "nginx.conf").write_text(
        f"{qui} daemon off; pid {dossier}/nginx.pid; error_log {dossier}/nginx.erreurs;"
        f"events {{ worker_connections 512; }} http {{ {temporaires} include {dossier}/site.conf; }}\n"
    )
    commande = [programme_nginx(), "-c", str(dossier / "nginx.conf"), "-e", str(dossier / "nginx.erreurs")]
    with lance(commande, dossier / "nginx.sortie"):
        attendre(port)
        yield port, dossier / "portail.log"
