from django.apps import AppConfig


class ActivitesConfig(AppConfig):
    name = "reservations.activites"
    label = "activites"
    verbose_name = "activités"

    def ready(self):
        """Show the registrations in the agents’ family file, open to their services; a home left pays them no more.

        The fees of subscriptions are billed; a town that installs is told what an activity lacks.
        """
        from commune.extensions import RESTE_A_REGLER
        from espace_prive.famille.acces.portee import ACCUEILS, LIENS
        from espace_prive.famille.extensions import GESTES, PRESENCES, SECTIONS
        from espace_prive.famille.extensions.a_completer import A_COMPLETER
        from espace_prive.famille.extensions.arrivees import ARRIVEES
        from espace_prive.famille.extensions.engagements import ENGAGEMENTS
        from reservations.activites.a_completer import SANS_QUOTIENT
        from reservations.activites.agents.section import SECTION, gestes
        from reservations.activites.arrivees import ARRIVEE
        from reservations.activites.engagements import ENGAGEMENT
        from reservations.activites.extensions import A_CONSOMMER
        from reservations.activites.manques import des_activites
        from reservations.activites.portee import inscrits, payeurs
        from reservations.activites.services.abonnements import a_consommer
        from reservations.activites.services.inscriptions import inscriptions_depuis

        PRESENCES.register(inscriptions_depuis)
        ACCUEILS.register(inscrits)
        LIENS.register(payeurs)
        SECTIONS.register(SECTION, order=10)
        GESTES.register(gestes, order=20)
        ARRIVEES.register(ARRIVEE)
        A_COMPLETER.register(SANS_QUOTIENT, order=10)
        ENGAGEMENTS.register(ENGAGEMENT, order=10)
        A_CONSOMMER.register(a_consommer, order=20)
        RESTE_A_REGLER.register(des_activites, order=20)
