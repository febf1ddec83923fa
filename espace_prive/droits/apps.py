from django.apps import AppConfig


class DroitsConfig(AppConfig):
    name = "espace_prive.droits"
    label = "droits"
    verbose_name = "droits des personnes"

    def ready(self):
        """Offer the archive of a person; erase at night the files of whoever left."""
        from common.archive import FICHIERS, PARTIES
        from common.tasks import MENAGES
        from espace_prive.droits import archive, services

        for partie in archive.PARTIES:
            PARTIES.register(partie)
        FICHIERS.register(archive.fichiers)
        for regle in services.REGLES:
            MENAGES.register(regle)
