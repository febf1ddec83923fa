from django.apps import AppConfig


class DemarchesConfig(AppConfig):
    name = "espace_prive.demarches"
    label = "demarches"
    verbose_name = "démarches"

    def ready(self):
        """Open a family’s file to the agents of the services that it asked something of, and show it there; forget
        what it asked.
        """
        from espace_prive.demarches.agents.recherche import chercher
        from espace_prive.demarches.agents.section import SECTION
        from espace_prive.demarches.services import effacer, foyers_qui_ont_demande
        from espace_prive.famille.acces.portee import LIENS
        from espace_prive.famille.extensions import EFFACEURS, SECTIONS
        from espace_prive.famille.extensions.recherches import RECHERCHES

        SECTIONS.register(SECTION, order=60)
        RECHERCHES.register(chercher, order=20)
        EFFACEURS.register(effacer)
        LIENS.register(foyers_qui_ont_demande)
