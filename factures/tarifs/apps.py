from django.apps import AppConfig


class TarifsConfig(AppConfig):
    name = "factures.tarifs"
    label = "tarifs"
    verbose_name = "tarifs"

    def ready(self):
        """A town that installs is told what has no price."""
        from commune.extensions import RESTE_A_REGLER
        from factures.tarifs.manques import des_tarifs

        RESTE_A_REGLER.register(des_tarifs, order=30)
