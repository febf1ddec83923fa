from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = "socle"

    def ready(self):
        from common import choosers, editeurs, exports, images

        choosers.installer()
        editeurs.installer()
        exports.proteger_wagtail()
        images.installer()
