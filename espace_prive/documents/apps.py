from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "espace_prive.documents"
    label = "documents"
    verbose_name = "documents privés"
