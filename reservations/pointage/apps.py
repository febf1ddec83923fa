from django.apps import AppConfig


class PointageConfig(AppConfig):
    name = "reservations.pointage"
    label = "pointage"
    verbose_name = "pointage"

    def ready(self):
        """The morning's lists are written every night, and the printed ones do not stay; presences are billed; the
        kitchen's orders are frozen at their hour.
        """
        from common.conservation import Regle
        from common.tasks import MENAGES, TRAVAUX_DE_NUIT, TRAVAUX_FREQUENTS
        from reservations.activites.extensions import A_CONSOMMER
        from reservations.pointage.consommations import a_consommer
        from reservations.pointage.services.commandes import arreter_les_commandes
        from reservations.pointage.services.pointer import effacer_les_pointages
        from reservations.pointage.services.tirages import effacer_les_tirages, garder_les_listes_du_jour

        A_CONSOMMER.register(a_consommer, order=20)
        TRAVAUX_FREQUENTS.register(arreter_les_commandes)
        TRAVAUX_DE_NUIT.register(garder_les_listes_du_jour)
        MENAGES.register(
            Regle("listes-imprimees", "Listes d’enfants imprimées", "sept jours après le jour", effacer_les_tirages)
        )
        MENAGES.register(Regle("pointages", "Pointages des enfants", "deux ans après le jour", effacer_les_pointages))
