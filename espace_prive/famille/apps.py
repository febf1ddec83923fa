from django.apps import AppConfig


class FamilleConfig(AppConfig):
    name = "espace_prive.famille"
    label = "famille"
    verbose_name = "familles"

    def ready(self):
        """Follow the accounts' addresses; erase at night the files of those who left."""
        from common.conservation import Regle
        from common.tasks import MENAGES
        from espace_prive.comptes.services import SUIVRE_COURRIEL
        from espace_prive.famille.services.conservation import REGLES
        from espace_prive.famille.services.courriel import suivre_courriel

        SUIVRE_COURRIEL.append(suivre_courriel)
        MENAGES.extend(Regle(*regle) for regle in REGLES)
