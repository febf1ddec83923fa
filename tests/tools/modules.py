"""Every module of the project, loaded: for the tests that look at all the classes it declares."""

from importlib import import_module
from pkgutil import walk_packages

from django.apps import apps


def charger_tout() -> list:
    """Load every module of our applications but migrations and programs; give them."""
    return [
        import_module(module.name)
        for config in apps.get_app_configs()
        if "site-packages" not in config.path
        for module in walk_packages([config.path], f"{config.name}.")
        if ".migrations" not in module.name and not module.name.endswith("__main__")
    ]


def descendantes(classe) -> set:
    """Give a class and all that derive from it, among the modules loaded."""
    return {classe}.union(*(descendantes(fille) for fille in classe.__subclasses__()))
