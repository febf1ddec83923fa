from django.apps import AppConfig


class ActivitesConfig(AppConfig):
    name = "reservations.activites"
    label = "activites"
    verbose_name = "activités"

    def ready(self):
        """Show the registrations in the agents' family file."""
        from espace_prive.famille import sections
        from reservations.activites.inscriptions import SECTION_DU_DOSSIER

        sections.ajouter(SECTION_DU_DOSSIER)
