"""``manage.py extension_points``: what a domain may add to those below it, and what is there."""

from django.core.management.base import BaseCommand

from common.registry import Registry


class Command(BaseCommand):
    help = "List the extension points and what is registered on each, in order."

    def handle(self, *args, **options):
        for name, point in sorted(Registry.everywhere.items()):
            self.stdout.write(f"{name}: {point.doc}")
            for thing in point:
                self.stdout.write(f"    {describe(thing)}")


def describe(thing) -> str:
    if hasattr(thing, "cle"):
        return str(thing.cle)
    if hasattr(thing, "__qualname__"):
        return f"{thing.__module__}.{thing.__qualname__}"
    return str(getattr(thing, "titre", thing))
