from django.apps import AppConfig


class CampagnesConfig(AppConfig):
    name = "reservations.campagnes"
    label = "campagnes"
    verbose_name = "campagnes et rendez-vous"

    def ready(self):
        """What families are asked is to do, is shown in the agenda and in the week, and is recalled in its time."""
        from common.a_faire import SOURCES
        from common.tasks import TRAVAUX_FREQUENTS
        from reservations.campagnes.a_faire import a_repondre
        from reservations.campagnes.services.relances import relancer

        SOURCES.register(a_repondre)
        TRAVAUX_FREQUENTS.register(relancer)
