from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "espace_prive.dossier"
    label = "dossier"
    verbose_name = "dossiers des familles"

    def ready(self):
        """Show the children in the agents' file, tell parents what it asks, forget what has served."""
        from common.a_faire import SOURCES
        from common.conservation import Regle
        from common.tasks import MENAGES
        from espace_prive.demarches.pages import PAGES
        from espace_prive.dossier import lectures, services
        from espace_prive.dossier.a_faire import du_dossier
        from espace_prive.dossier.section import SECTION
        from espace_prive.famille import sections
        from espace_prive.famille.services.conservation import EFFACEURS

        # Before the requests themselves are forgotten.
        EFFACEURS.insert(0, services.effacer)
        MENAGES.append(
            Regle(
                "saisies", "Contenu des changements demandés par les parents", "six mois après la réponse",
                services.effacer_les_saisies,
            )
        )  # fmt: skip
        sections.ajouter(SECTION)
        SOURCES.append(du_dossier)
        PAGES[services.TYPE] = lectures.page_d_une_demande
