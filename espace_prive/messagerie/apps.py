from django.apps import AppConfig


class MessagerieConfig(AppConfig):
    name = "espace_prive.messagerie"
    label = "messagerie"
    verbose_name = "messages"

    def ready(self):
        """Forget at night the messages that served."""
        from common.conservation import Regle
        from common.tasks import MENAGES
        from espace_prive.messagerie.services import purger

        MENAGES.register(Regle("messages", "Messages à la mairie", "un an après leur réception", purger))
