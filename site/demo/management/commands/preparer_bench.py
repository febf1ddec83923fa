"""Sign the demonstration's parent in for the bench; print the session, and the month to book."""

from django.core.management.base import BaseCommand
from django.test import Client

from common import clock
from common.words.dates import premier_du_mois
from demo.identites import PARENT
from espace_prive.comptes.models import Utilisateur


class Command(BaseCommand):
    help = "Prépare la mesure : session d’un parent, mois à réserver."

    def handle(self, *args, **options):
        client = Client()
        client.force_login(Utilisateur.objects.get(identifiant=PARENT.identifiant))
        mois = premier_du_mois(clock.aujourdhui(), 2)
        self.stdout.write(f"{client.cookies['sessionid'].value} {mois.year} {mois:%m}")
