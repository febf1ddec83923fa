from django.apps import AppConfig


class OuvertureConfig(AppConfig):
    name = "espace_prive.ouverture"
    label = "ouverture"
    verbose_name = "ouverture des espaces"

    def ready(self):
        """Show each adult's way in on the family file; forget at night what served."""
        from common.tasks import MENAGES
        from espace_prive.famille import sections
        from espace_prive.ouverture.dossier import contexte
        from espace_prive.ouverture.services import purger

        sections.ajouter(
            sections.Section(
                cle="ouverture", titre="Espaces", gabarit="ouverture/agents/_section.html", contexte=contexte, ordre=5
            )
        )
        if purger not in MENAGES:
            MENAGES.append(purger)
