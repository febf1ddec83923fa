from django.apps import AppConfig


class FacturationConfig(AppConfig):
    name = "factures.facturation"
    label = "facturation"
    verbose_name = "facturation"

    def ready(self):
        """A household that owes something is kept."""
        from espace_prive.famille.services.conservation import RETENUES
        from factures.facturation.lectures import dues_du_foyer

        RETENUES.append(dues_du_foyer)
