"""Two people on one row: the second one, whose page shows what is no longer true, is told and overwrites nothing.

A row has a ``version``, which its page shows and its form gives back. The row is locked first.
"""

from common.errors import Refus

ENTRE_TEMPS = (
    "Ce dossier a été modifié entre-temps par quelqu’un d’autre. Rien n’a été écrasé : lisez la version "
    "à jour, puis refaites votre modification."
)


def exiger_version(lue, version) -> None:
    """Refuse what was shown as ``version`` when it is ``lue`` by now."""
    if lue != version:
        raise Refus(ENTRE_TEMPS, code="version")


def avancer(actuel, version) -> None:
    """Refuse a row that is no longer the one that was shown; else count this change of it, or of what hangs on it."""
    exiger_version(actuel.version, version)
    actuel.version += 1
    actuel.save(update_fields=["version"])
