from django.apps import AppConfig


class DemarchesConfig(AppConfig):
    name = "espace_prive.demarches"
    label = "demarches"
    verbose_name = "démarches"

    def ready(self):
        """Open a family’s file to the agents of the services that it asked something of; forget what it asked."""
        from espace_prive.demarches.services import effacer, foyers_qui_ont_demande
        from espace_prive.famille.acces.portee import LIENS
        from espace_prive.famille.extensions import EFFACEURS

        EFFACEURS.register(effacer)
        LIENS.register(foyers_qui_ont_demande)
