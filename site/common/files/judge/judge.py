"""The web's side: wait for a place, judge the file in a child process, read the answer.

A fresh interpreter, not a fork: the web server has threads. It starts in 0.1 s for a photo, 0.3 s for a PDF, 0.4 s
for a workbook, and knows neither Django, nor the database, nor a secret.
"""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from common.errors import Refus
from common.files.judge import TROP_COMPLIQUE
from common.files.judge.process import DUREE_SECONDES
from common.files.judge.rules import Regles

SITE = Path(__file__).resolve().parents[3]
# In the whole portal, web workers and tasks together.
EN_MEME_TEMPS = 2
# In one web worker, judged or waiting: of its four threads (config/gunicorn.py), two always answer the pages.
PAR_PROCESSUS = 2
ATTENTE_SECONDES, REGARD_SECONDES = 5, 0.1
VIDE = "Ce fichier est vide. Choisissez-le de nouveau."
OCCUPE = "Beaucoup de fichiers arrivent en ce moment. Patientez une minute, puis envoyez le vôtre de nouveau."
EN_PANNE = (
    "Votre fichier n’a pas pu être enregistré : notre stockage est plein ou en panne. Ce n’est pas de votre fait ; "
    "réessayez plus tard."
)

_du_processus = threading.BoundedSemaphore(PAR_PROCESSUS)


@dataclass(frozen=True)
class Document:
    """What was judged: fit to be stored. ``nom`` is what the sender called it."""

    nom: str
    extension: str
    contenu: bytes


def juger(fichier, regles: Regles) -> Document:
    """Judge an uploaded file; raise Refus with what to do. It is slow: hold no lock that others wait for."""
    if not fichier.size:
        raise Refus(VIDE, code="vide")
    if fichier.size > regles.poids:
        raise Refus(regles.trop_lourd, code="poids")
    extension = fichier.name.rsplit(".", 1)[-1].lower() if "." in fichier.name else ""
    if regles.extensions and extension not in regles.extensions:
        raise Refus(regles.mauvais_genre, code="genre")
    try:
        with tempfile.TemporaryFile() as entree, tempfile.TemporaryFile() as sortie:
            fichier.seek(0)
            entree.write(fichier.read())
            entree.seek(0)
            _faire_juger(regles.juge, fichier.name, entree, sortie)
            sortie.seek(0)
            reponse = json.loads(sortie.readline() or "{}")
            contenu = sortie.read()
    except (OSError, ValueError) as erreur:
        # No room for the temporary file, or an answer cut short for want of it.
        raise Refus(EN_PANNE, code="stockage") from erreur
    if "extension" not in reponse:
        raise Refus(reponse.get("refus", TROP_COMPLIQUE), code=reponse.get("code", "complique"))
    return Document(fichier.name, reponse["extension"], contenu)


def _faire_juger(juge, nom, entree, sortie):
    """Run the child to its end, or to ours; its answer is in ``sortie``, empty when a limit ended it."""
    nom = nom.encode("utf-8", "replace").decode().replace("\0", "")[-200:]
    with _place() as place:
        enfant = subprocess.Popen(  # noqa: S603 - our own module; of the sender's, only a name, as one argument
            [sys.executable, "-m", "common.files.judge.process", juge, nom],
            stdin=entree, stdout=sortie, pass_fds=[place], cwd=SITE,
            env={"PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"},
        )  # fmt: skip
        try:
            enfant.wait(DUREE_SECONDES)
        except subprocess.TimeoutExpired:
            pass
        finally:
            enfant.kill()
            enfant.wait()
        if enfant.returncode:
            sortie.truncate(0)


@contextmanager
def _place():
    """Hold one of the places for a file; raise Refus(code="occupe") when none is free soon enough.

    A place is a lock on a file, which the child inherits: it is free again when both have ended, however they did.
    """
    if not _du_processus.acquire(blocking=False):
        raise Refus(OCCUPE, code="occupe")
    try:
        fin, prise = time.monotonic() + ATTENTE_SECONDES, None
        while (prise := _prendre_une_place()) is None:
            if time.monotonic() > fin:
                raise Refus(OCCUPE, code="occupe")
            time.sleep(REGARD_SECONDES)
        try:
            yield prise
        finally:
            os.close(prise)
    finally:
        _du_processus.release()


def _prendre_une_place():
    dossier = settings.PLACES_DES_JUGES
    dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
    for numero in range(EN_MEME_TEMPS):
        place = os.open(dossier / f"{numero}", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(place)
        else:
            return place
    return None
