"""A very short memory for what every page shows and hardly ever changes: the town's settings, the rubrics.

Each worker remembers for one second; whoever changes the thing forgets it at once in its own worker. So a change is
seen by everybody within a second, and a busy morning asks the database once a second instead of once a page.
"""

from django.core.cache import cache

SECONDES = 1


def retenir(cle: str, calculer):
    """Give what ``calculer()`` gives, or what it gave less than a second ago."""
    return cache.get_or_set(f"memoire.{cle}", calculer, SECONDES)


def oublier(cle: str) -> None:
    """Forget at once, here."""
    cache.delete(f"memoire.{cle}")
