from django.apps import AppConfig


class GardeConfig(AppConfig):
    name = "espace_prive.garde"
    label = "garde"
    verbose_name = "gardes"

    def ready(self):
        """Carry custody on with the return to school; have swaps of days answered, and closed in time."""
        from common.a_faire import SOURCES
        from common.tasks import TRAVAUX_DE_NUIT
        from espace_prive.famille.extensions import RENTREE
        from espace_prive.garde.a_faire import swaps
        from espace_prive.garde.rentree import SUITE
        from espace_prive.garde.tasks import fermer_les_swaps

        RENTREE.register(SUITE)
        SOURCES.register(swaps, order=20)
        TRAVAUX_DE_NUIT.register(fermer_les_swaps)
