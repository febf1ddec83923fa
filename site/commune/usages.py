"""What still uses a row of the town: said before it is deleted, so that the refusal names what to change first."""

from collections import Counter
from collections.abc import Callable

from django.db import router
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector

from common.registry import Registry
from common.words.noms import cle_de_tri

CHERCHEURS: Registry[Callable] = Registry(
    "commune.usages", "chercher(row) says in words what uses it that the database does not hold: « page Contact »."
)


def usages(objet) -> list[str]:
    collecteur = Collector(using=router.db_for_write(type(objet)), origin=objet)
    try:
        collecteur.collect([objet])
        proteges = ()
    except ProtectedError as erreur:
        proteges = erreur.protected_objects
    except RestrictedError as erreur:
        proteges = erreur.restricted_objects
    comptes = Counter(type(p) for p in proteges)
    lignes = [
        f"{nombre} {m._meta.verbose_name if nombre == 1 else m._meta.verbose_name_plural}"
        for m, nombre in sorted(comptes.items(), key=lambda paire: cle_de_tri(str(paire[0]._meta.verbose_name)))
    ]
    for chercher in CHERCHEURS:
        lignes += chercher(objet)
    return lignes
