"""How files are written on the disk: whole, or not at all."""

import logging
import os
import uuid
from contextlib import suppress

from django.core.files.storage import FileSystemStorage

from common.errors import Refus
from common.files.judge.judge import EN_PANNE

PARTIEL = ".partiel"
journal = logging.getLogger(__name__)


class StockageEntier(FileSystemStorage):
    """Django's storage, but it writes under a temporary name, waits for the disk, then renames.

    A disk that is full, read only or broken leaves nothing behind, and raises Refus(code="stockage").
    """

    def _save(self, name, content):
        provisoire = f"{name}.{uuid.uuid4().hex[:8]}{PARTIEL}"
        try:
            super()._save(provisoire, content)
            with open(self.path(provisoire), "rb") as fichier:
                os.fsync(fichier.fileno())
            return self._nommer(provisoire, name)
        except OSError as erreur:
            journal.exception("a file could not be written in %s", self.location)
            raise Refus(EN_PANNE, code="stockage") from erreur
        finally:
            with suppress(OSError):
                os.unlink(self.path(provisoire))

    def _nommer(self, provisoire, name):
        """Rename the whole file, or to the next free name when somebody took it meanwhile: never over another."""
        while True:
            try:
                os.link(self.path(provisoire), self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name
