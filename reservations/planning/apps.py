from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "reservations.planning"
    label = "planning"
    verbose_name = "réservations"

    def ready(self):
        """A home that a child leaves has nothing booked beyond; who books is here; a file shows what is booked;
        bookings are billed; what the calendar closes is closed; days that open are booked by usual weeks.
        """
        from common.a_faire import SOURCES
        from common.conservation import Regle
        from common.tasks import MENAGES, TRAVAUX_DE_NUIT
        from commune.extensions import JOURS_CHOMES
        from espace_prive.famille.extensions import PRESENCES, SECTIONS
        from espace_prive.famille.extensions.engagements import ENGAGEMENTS
        from espace_prive.garde.extensions import SUITES as SUITES_D_UN_SWAP
        from reservations.activites.extensions import A_CONSOMMER, A_L_OUVERTURE, SUITES
        from reservations.planning.a_faire import ce_qui_attend, reservations_qui_ferment
        from reservations.planning.agents.section import SECTION
        from reservations.planning.consommations import a_consommer
        from reservations.planning.services.departs import ENGAGEMENT, reservations_depuis
        from reservations.planning.services.habitudes import generer_tout
        from reservations.planning.services.jours_chomes import SUITE
        from reservations.planning.services.justificatifs import effacer_les_justificatifs
        from reservations.planning.services.ouvertures import a_l_ouverture
        from reservations.planning.services.suites_retour import SUITE as SUITE_D_UNE_INSCRIPTION
        from reservations.planning.services.swaps import SUITE as SUITE_D_UN_SWAP

        MENAGES.register(
            Regle(
                "justificatifs", "Justificatifs d’absence", "un an après le dernier jour d’absence",
                effacer_les_justificatifs,
            )
        )  # fmt: skip
        SOURCES.register(ce_qui_attend)
        SOURCES.register(reservations_qui_ferment)
        TRAVAUX_DE_NUIT.register(generer_tout)
        ENGAGEMENTS.register(ENGAGEMENT, order=20)
        SECTIONS.register(SECTION, order=30)
        PRESENCES.register(reservations_depuis)
        A_CONSOMMER.register(a_consommer, order=10)
        A_L_OUVERTURE.register(a_l_ouverture)
        SUITES.register(SUITE_D_UNE_INSCRIPTION)
        JOURS_CHOMES.register(SUITE)
        SUITES_D_UN_SWAP.register(SUITE_D_UN_SWAP)
