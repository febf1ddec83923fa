from django.apps import AppConfig


class CommuneConfig(AppConfig):
    name = "commune"
    label = "commune"
    verbose_name = "la commune"

    def ready(self):
        from common import courriels
        from commune.services import reglages

        courriels.FOURNISSEURS.append(lambda: {"commune": reglages()})
