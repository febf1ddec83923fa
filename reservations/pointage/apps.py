from django.apps import AppConfig


class PointageConfig(AppConfig):
    name = "reservations.pointage"
    label = "pointage"
    verbose_name = "pointage"

    def ready(self):
        """The morning's lists are written every night, and the printed ones do not stay."""
        from common.conservation import Regle
        from common.tasks import MENAGES, TRAVAUX_DE_NUIT
        from reservations.pointage.services.tirages import effacer_les_tirages, garder_les_listes_du_jour

        TRAVAUX_DE_NUIT.register(garder_les_listes_du_jour)
        MENAGES.register(
            Regle("listes-imprimees", "Listes d’enfants imprimées", "sept jours après le jour", effacer_les_tirages)
        )
