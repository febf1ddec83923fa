from django.apps import AppConfig


class ActivitesConfig(AppConfig):
    name = "reservations.activites"
    label = "activites"
    verbose_name = "activités"

    def ready(self):
        """Show the registrations in the agents' family file; a home that a child leaves pays them no more."""
        from espace_prive.famille import engagements, sections
        from reservations.activites.inscriptions import ENGAGEMENT, SECTION_DU_DOSSIER

        sections.ajouter(SECTION_DU_DOSSIER)
        engagements.ajouter(ENGAGEMENT)
