from django.apps import AppConfig


class FacturationConfig(AppConfig):
    name = "factures.facturation"
    label = "facturation"
    verbose_name = "facturation"

    def ready(self):
        """A household that owes something is kept; its file shows its invoices."""
        from espace_prive.famille import sections
        from espace_prive.famille.services.conservation import RETENUES
        from factures.facturation.lectures import dues_du_foyer
        from factures.facturation.section import SECTION

        RETENUES.append(dues_du_foyer)
        sections.ajouter(SECTION)
