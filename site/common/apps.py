from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = "socle"

    def ready(self):
        from common.files import export, images
        from common.staff import choosers, editeurs

        choosers.installer()
        editeurs.installer()
        export.proteger_wagtail()
        images.installer()
