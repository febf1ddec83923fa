from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "espace_prive.dossier"
    label = "dossier"
    verbose_name = "dossiers des familles"

    def ready(self):
        """Show in the agents' family file the changes that wait, the entourage, and the way to each child's file."""
        from espace_prive.dossier.section import SECTION
        from espace_prive.famille import sections

        sections.ajouter(SECTION)
