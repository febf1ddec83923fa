from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "espace_prive.documents"
    label = "documents"
    verbose_name = "documents privés"

    def ready(self):
        """Sweep at night the files that no row knows."""
        from common import tasks
        from espace_prive.documents.services import balayer

        tasks.MENAGES.append(balayer)
