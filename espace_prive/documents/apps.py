from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "espace_prive.documents"
    label = "documents"
    verbose_name = "documents privés"

    def ready(self):
        """Sweep at night the files that no row knows."""
        from common import tasks
        from common.conservation import Regle
        from espace_prive.documents.services import balayer

        tasks.MENAGES.append(Regle("fichiers", "Fichiers privés que rien ne cite plus", "une nuit", balayer))
