from django.apps import AppConfig


class FamilleConfig(AppConfig):
    name = "espace_prive.famille"
    label = "famille"
    verbose_name = "familles"

    def ready(self):
        """Follow the accounts’ addresses; close what an agent may not read."""
        from espace_prive.comptes.extensions import COMPTES_FERMES, SUIVRE_COURRIEL
        from espace_prive.famille.acces.portee import comptes_fermes
        from espace_prive.famille.services.courriel import suivre_courriel

        SUIVRE_COURRIEL.register(suivre_courriel)
        COMPTES_FERMES.register(comptes_fermes)
