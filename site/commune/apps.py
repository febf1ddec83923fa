from django.apps import AppConfig


class CommuneConfig(AppConfig):
    name = "commune"
    label = "commune"
    verbose_name = "la commune"

    def ready(self):
        """Give every mail the town’s name and colours."""
        from common.mails import courriels
        from commune.services import dans_les_courriels

        courriels.FOURNISSEURS.register(dans_les_courriels)
