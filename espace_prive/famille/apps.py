from django.apps import AppConfig


class FamilleConfig(AppConfig):
    name = "espace_prive.famille"
    label = "famille"
    verbose_name = "familles"

    def ready(self):
        """Follow the accounts' addresses; close what an agent may not read; erase who left at night."""
        from common.conservation import Regle
        from common.tasks import MENAGES
        from espace_prive.comptes.services import COMPTES_FERMES, SUIVRE_COURRIEL
        from espace_prive.famille.portee import comptes_fermes
        from espace_prive.famille.services.conservation import REGLES
        from espace_prive.famille.services.courriel import suivre_courriel
        from espace_prive.messagerie.querysets import FERMES

        SUIVRE_COURRIEL.append(suivre_courriel)
        FERMES.append(comptes_fermes)
        COMPTES_FERMES.append(comptes_fermes)
        MENAGES.extend(Regle(*regle) for regle in REGLES)
