from django.apps import AppConfig


class ComptesConfig(AppConfig):
    name = "espace_prive.comptes"
    label = "comptes"
    verbose_name = "comptes"

    def ready(self):
        """Register what is erased when, and the account's part of a person's archive."""
        from wagtail.admin.views.account import NameEmailSettingsPanel

        from common.archive import PARTIES
        from common.conservation import Regle
        from common.tasks import MENAGES
        from commune.extensions import RESTE_A_REGLER
        from espace_prive.comptes import archive, logs, services
        from espace_prive.comptes.manques import du_personnel
        from espace_prive.comptes.services.saisies import purger_saisies

        RESTE_A_REGLER.register(du_personnel, order=40)
        for partie in archive.PARTIES:
            PARTIES.register(partie)
        logs.brancher()
        # Families read who opened their file by this name: its owner does not change it alone.
        NameEmailSettingsPanel.is_active = lambda panneau: False
        for regle in (
            ("adresses", "Changements d’adresse restés sans réponse, appliqués ou abandonnés", "trois jours",
             services.mener_les_changements),
            ("sessions", "Connexions terminées", "un jour après leur fin", services.purger_sessions),
            ("formulaires", "Formulaires envoyés après la fin d’une connexion", "une demi-heure", purger_saisies),
            ("appareils", "Appareils plus utilisés", "un an sans connexion", services.purger_appareils),
            ("comptes-jamais-actives", "Comptes jamais activés", "90 jours", services.effacer_jamais_actives),
            ("comptes-preavis", "Préavis aux comptes qui ne servent plus (courriels)", "un mois avant deux ans",
             services.prevenir_les_inactifs),
            ("comptes-inactifs", "Comptes qui ne servent plus", "deux ans après la dernière connexion",
             services.effacer_les_inactifs),
        ):  # fmt: skip
            MENAGES.register(Regle(*regle))
