from django.apps import AppConfig


class FamilleConfig(AppConfig):
    name = "espace_prive.famille"
    label = "famille"
    verbose_name = "familles"

    def ready(self):
        from espace_prive.comptes.services import SUIVRE_COURRIEL
        from espace_prive.famille.services.courriel import suivre_courriel

        SUIVRE_COURRIEL.append(suivre_courriel)
