from django.apps import AppConfig


class OuvertureConfig(AppConfig):
    name = "espace_prive.ouverture"
    label = "ouverture"
    verbose_name = "ouverture des espaces"

    def ready(self):
        """Show each adult's way in on the family file; forget at night what served."""
        from common.conservation import Regle
        from common.tasks import MENAGES
        from espace_prive.comptes.services import A_LA_FERMETURE
        from espace_prive.comptes.services.saisies import POUR_UN_AUTRE
        from espace_prive.famille import sections
        from espace_prive.famille.services.conservation import EFFACEURS
        from espace_prive.ouverture.dossier import contexte
        from espace_prive.ouverture.middleware import CLE
        from espace_prive.ouverture.services import menage
        from espace_prive.ouverture.services.fermeture import noter_la_fermeture

        sections.ajouter(
            sections.Section(
                cle="ouverture", titre="Espaces", gabarit="ouverture/agents/_section.html", contexte=contexte, ordre=5
            )
        )
        A_LA_FERMETURE.append(noter_la_fermeture)
        POUR_UN_AUTRE.add(CLE)
        EFFACEURS.append(menage.effacer)
        MENAGES.extend(
            Regle(*regle)
            for regle in (
                ("liasses", "Lettres avec clé, prêtes à imprimer", "30 jours", menage.purger_liasses),
                ("demandes-espace", "Demandes d’espace traitées", "un an après la réponse", menage.purger_demandes),
                (
                    "demandes-espace-sans-reponse",
                    "Demandes d’espace restées sans réponse",
                    "un an après leur arrivée ; les agents sont prévenus le dernier mois",
                    menage.purger_demandes_sans_reponse,
                ),
                ("invitations", "Invitations périmées", "un an après leur fin", menage.purger_invitations),
                ("cles", "Clés enfance périmées, jamais utilisées", "un an après leur fin", menage.purger_cles),
            )
        )
