from django.apps import AppConfig


class VeilleConfig(AppConfig):
    name = "reservations.veille"
    label = "veille"
    verbose_name = "rappels de la veille"

    def ready(self):
        """The evening before a deadline, who usually comes and has booked nothing is told, once a week at most."""
        from common.archive import PARTIES
        from common.conservation import Regle
        from common.tasks import MENAGES, TRAVAUX_FREQUENTS
        from reservations.veille.archive import PARTIE
        from reservations.veille.services import oublier_les_soirees, rappeler

        PARTIES.register(PARTIE)
        TRAVAUX_FREQUENTS.register(rappeler)
        MENAGES.register(Regle("soirees", "Soirs de rappel déjà faits", "deux mois après la semaine",
                               oublier_les_soirees))  # fmt: skip
