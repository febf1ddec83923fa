from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "espace_prive.documents"
    label = "documents"
    verbose_name = "documents privés"

    def ready(self):
        """Delete at night the files without a row."""
        from common.conservation import Regle
        from common.tasks import MENAGES
        from espace_prive.documents.services import balayer

        MENAGES.register(Regle("fichiers", "Fichiers privés que rien ne cite plus", "une nuit", balayer))
