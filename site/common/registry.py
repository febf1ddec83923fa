"""Extension points: what a domain asks of the domains above it, which it may not import.

The low domain names the point, the high ones register when the site starts (``apps.py``)::

    # famille/extensions.py
    RETENUES: Registry[Callable] = Registry("famille.retenues", "Gives the rows for which a household is kept.")

    # factures/facturation/apps.py, in ready()
    RETENUES.register(dues_du_foyer)

``manage.py extension_points`` lists them all with what is registered.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
DEFAULT_ORDER = 100


class Registry(Generic[T]):
    """Things of one kind, read in ascending ``order``, then in the order in which they came.

    A thing with a ``cle`` replaces the one of the same key; another that is there already is not added twice: a
    second start of the site changes nothing.
    """

    everywhere: dict[str, "Registry"] = {}

    def __init__(self, name: str, doc: str):
        if name in self.everywhere:
            raise ValueError(f"two extension points are called {name}")
        self.name, self.doc = name, doc
        self._entries: dict[object, tuple[int, T]] = {}
        self.everywhere[name] = self

    def register(self, thing: T, *, order: int = DEFAULT_ORDER) -> T:
        """Add a thing, in the place that the registrant says. Usable as a decorator."""
        self._entries[getattr(thing, "cle", thing)] = (order, thing)
        return thing

    def unregister(self, thing: T) -> None:
        """For tests, which put it back."""
        del self._entries[getattr(thing, "cle", thing)]

    def __iter__(self) -> Iterator[T]:
        return iter([thing for _, thing in sorted(self._entries.values(), key=lambda entry: entry[0])])

    def __contains__(self, thing) -> bool:
        return getattr(thing, "cle", thing) in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, cle) -> T | None:
        entry = self._entries.get(cle)
        return entry[1] if entry else None
