from django.apps import AppConfig


class ModificationsConfig(AppConfig):
    name = "espace_prive.modifications"
    label = "modifications"
    verbose_name = "modifications des dossiers"

    def ready(self):
        """Show the children in the agents’ file, tell parents what it asks, forget what has served."""
        from common.a_faire import SOURCES
        from common.conservation import Regle
        from common.tasks import MENAGES
        from espace_prive.demarches.extensions import PAGES, PageDeDemarche
        from espace_prive.famille.extensions import EFFACEURS, SECTIONS
        from espace_prive.famille.extensions.a_completer import A_COMPLETER
        from espace_prive.modifications import reading, services
        from espace_prive.modifications.a_completer import MANQUES
        from espace_prive.modifications.a_faire import dossiers_incomplets, du_dossier
        from espace_prive.modifications.agents.section import SECTION
        from reservations.activites.extensions import CONDITIONS

        # Before the requests themselves are forgotten.
        EFFACEURS.register(services.effacer, order=10)
        MENAGES.register(
            Regle(
                "saisies",
                "Contenu des changements demandés par les parents",
                "six mois après la réponse",
                services.effacer_les_saisies,
            )
        )
        SECTIONS.register(SECTION, order=50)
        for rang, manque in enumerate(MANQUES):
            A_COMPLETER.register(manque, order=20 + rang)
        SOURCES.register(du_dossier)
        CONDITIONS.register(dossiers_incomplets)
        PAGES.register(
            PageDeDemarche(cle=services.TYPE, adresse=reading.page_d_une_demande, pour_agent=reading.page_pour_agent)
        )
