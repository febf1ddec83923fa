from django.apps import AppConfig


class MessagerieConfig(AppConfig):
    name = "espace_prive.messagerie"
    label = "messagerie"
    verbose_name = "messages"

    def ready(self):
        from common import tasks
        from common.conservation import Regle
        from espace_prive.messagerie.services import purger

        tasks.MENAGES.append(Regle("messages", "Messages à la mairie", "un an après leur réception", purger))
