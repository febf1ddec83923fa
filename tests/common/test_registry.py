"""Extension points: order is said by whoever registers, a second start changes nothing."""

from dataclasses import dataclass
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from common.registry import Registry


@dataclass(frozen=True)
class Named:
    cle: str
    valeur: int = 0


@pytest.fixture
def point():
    point = Registry("tests.point", "What a test adds.")
    yield point
    del Registry.everywhere["tests.point"]


def test_things_are_read_in_their_order_then_as_they_came(point):
    point.register("troisième", order=200)
    point.register("première")
    point.register("avant", order=10)
    point.register("deuxième")
    assert list(point) == ["avant", "première", "deuxième", "troisième"]


def test_the_same_thing_again_changes_nothing_and_a_key_replaces(point):
    for _ in range(2):
        point.register(len)
        point.register(Named("a"))
    point.register(Named("a", 2))
    assert list(point) == [len, Named("a", 2)]
    assert (point.get("a"), point.get("b"), len in point) == (Named("a", 2), None, True)
    point.unregister(len)
    assert list(point) == [Named("a", 2)]


def test_it_is_a_decorator_too(point):
    @point.register
    def faire():
        return 1

    assert [thing() for thing in point] == [1]


def test_two_points_of_one_name_are_refused(point):
    with pytest.raises(ValueError, match="tests.point"):
        Registry("tests.point", "Another.")


def test_a_second_start_of_the_site_registers_nothing_twice():
    avant = {nom: [getattr(thing, "cle", thing) for thing in point] for nom, point in Registry.everywhere.items()}
    for config in apps.get_app_configs():
        if config.name.startswith(("espace_prive", "reservations", "factures")):
            config.ready()
    apres = {nom: [getattr(thing, "cle", thing) for thing in point] for nom, point in Registry.everywhere.items()}
    assert apres == avant


def test_the_command_lists_every_point_with_what_is_there(point):
    point.register(Named("ma-clé"))
    sortie = StringIO()
    call_command("extension_points", stdout=sortie)
    assert "tests.point: What a test adds.\n    ma-clé\n" in sortie.getvalue()
    assert all(f"{nom}: {p.doc}" in sortie.getvalue() and p.doc for nom, p in Registry.everywhere.items())
