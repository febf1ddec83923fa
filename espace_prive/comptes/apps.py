from django.apps import AppConfig


class ComptesConfig(AppConfig):
    name = "espace_prive.comptes"
    label = "comptes"
    verbose_name = "comptes"

    def ready(self):
        from common.tasks import MENAGES
        from espace_prive.comptes import services

        MENAGES.extend([services.mener_les_changements, services.purger_appareils])
