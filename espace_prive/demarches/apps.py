from django.apps import AppConfig


class DemarchesConfig(AppConfig):
    name = "espace_prive.demarches"
    label = "demarches"
    verbose_name = "démarches"

    def ready(self):
        """Open a family's file to the agents of the services that it asked something of; forget what it asked."""
        from espace_prive.demarches.models import Demarche
        from espace_prive.demarches.services import effacer
        from espace_prive.famille import portee
        from espace_prive.famille.services.conservation import EFFACEURS

        EFFACEURS.append(effacer)

        portee.LIENS.append(lambda moi: Demarche.objects.filter(service__in=moi.services).values("foyer"))
