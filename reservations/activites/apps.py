from django.apps import AppConfig


class ActivitesConfig(AppConfig):
    name = "reservations.activites"
    label = "activites"
    verbose_name = "activités"

    def ready(self):
        """Show the registrations in the agents' family file, open to their services; a home left pays them no more."""
        from espace_prive.famille import engagements, portee, sections
        from espace_prive.famille.services.conservation import PRESENCES
        from reservations.activites.inscriptions import ENGAGEMENT, SECTION_DU_DOSSIER, inscriptions_depuis
        from reservations.activites.portee import inscrits, payeurs

        PRESENCES.append(inscriptions_depuis)
        portee.ACCUEILS.append(inscrits)
        portee.LIENS.append(payeurs)

        sections.ajouter(SECTION_DU_DOSSIER)
        engagements.ajouter(ENGAGEMENT)
