from django.apps import AppConfig


class GardeConfig(AppConfig):
    name = "espace_prive.garde"
    label = "garde"
    verbose_name = "gardes"

    def ready(self):
        """Carry custody on with the return to school."""
        from espace_prive.famille.extensions import RENTREE
        from espace_prive.garde.rentree import SUITE

        RENTREE.register(SUITE)
