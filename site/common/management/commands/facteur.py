"""The postman: runs beside the web and the tasks, until it is told to stop."""

import signal

from django.core.management.base import BaseCommand

from common.mails import facteur


class Command(BaseCommand):
    help = "Envoie les courriels, les plus attendus d’abord, jusqu’à ce qu’on l’arrête."

    def handle(self, *args, **options):
        arrets = []
        for numero in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            # The mail in hand is finished first.
            signal.signal(numero, lambda *recu: arrets.append(recu))
        facteur.servir(lambda: not arrets)
