from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = "socle"

    def ready(self):
        from common import choosers, editeurs, export, images

        choosers.installer()
        editeurs.installer()
        export.proteger_wagtail()
        images.installer()
