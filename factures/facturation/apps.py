from django.apps import AppConfig


class FacturationConfig(AppConfig):
    name = "factures.facturation"
    label = "facturation"
    verbose_name = "facturation"

    def ready(self):
        """A household that owes something is not erased; its file shows its invoices."""
        from espace_prive.famille.extensions import RETENUES, SECTIONS
        from factures.facturation.agents.section import SECTION
        from factures.facturation.reading import dues_du_foyer

        RETENUES.register(dues_du_foyer)
        SECTIONS.register(SECTION, order=40)
