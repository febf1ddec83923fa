from django.apps import AppConfig


class CommuneConfig(AppConfig):
    name = "commune"
    label = "commune"
    verbose_name = "la commune"

    def ready(self):
        """Give every mail the town’s name and colours; say what the town still lacks."""
        from common.mails import courriels
        from commune.extensions import RESTE_A_REGLER
        from commune.manques import de_la_commune
        from commune.services import dans_les_courriels

        courriels.FOURNISSEURS.register(dans_les_courriels)
        RESTE_A_REGLER.register(de_la_commune, order=10)
