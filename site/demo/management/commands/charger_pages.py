from django.core.management.base import BaseCommand

from demo.commune import charger_commune, lire_ville
from demo.pages import charger_pages


class Command(BaseCommand):
    help = "Charge la commune et les pages publiques d’une ville de démonstration."

    def add_arguments(self, parser):
        parser.add_argument("ville", nargs="?", default="donges")

    def handle(self, *args, ville, **options):
        description = lire_ville(ville)
        charger_commune(description)
        charger_pages(description)
        self.stdout.write(f"Pages de {description['commune']['nom']} chargées.")
