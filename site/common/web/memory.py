"""A very short cache for what every page shows and hardly ever changes: the town's settings, the rubrics.

Each worker caches for half a second; whoever changes the thing clears it at once in its own worker. A page made of it
may be cached half a second more (``common.web.pages``): a change is seen by everybody within a second, and a busy
morning asks the database twice a second instead of once a page.
"""

from django.core.cache import cache

SECONDES = 0.5


def remember(cle: str, calculer):
    """The result of ``calculer()``, cached."""
    return cache.get_or_set(f"memoire.{cle}", calculer, SECONDES)


def forget(cle: str) -> None:
    cache.delete(f"memoire.{cle}")
