from django.apps import AppConfig


class AttenteConfig(AppConfig):
    name = "reservations.attente"
    label = "attente"
    verbose_name = "listes d’attente"

    def ready(self):
        """Freed places go to who waits, every five minutes and at once; the calendar and the home show them.

        Who waits follows its registration.
        """
        from django.urls import reverse

        from common.a_faire import SOURCES
        from common.conservation import Regle
        from common.tasks import MENAGES, TRAVAUX_FREQUENTS
        from reservations.activites.extensions import PLACES_A_PRENDRE, SUITES
        from reservations.attente import services
        from reservations.attente.a_faire import places_offertes
        from reservations.attente.reading import lire
        from reservations.attente.services.suites import SUITE
        from reservations.planning.extensions import LISTES_D_ATTENTE, ListeDAttente

        LISTES_D_ATTENTE.register(
            ListeDAttente(
                cle="attente", lire=lire, adresse=lambda choix: f"{reverse('attente:demander')}?choix={choix}"
            )
        )
        PLACES_A_PRENDRE.register(services.demander_de_passer)
        SUITES.register(SUITE)
        TRAVAUX_FREQUENTS.register(services.passer)
        SOURCES.register(places_offertes)
        MENAGES.register(Regle("attentes", "Listes d’attente", "un an après le jour", services.effacer))
