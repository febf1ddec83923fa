"""Fill the database with a town of the demonstration; run again, it changes nothing."""

from django.core.management.base import BaseCommand
from django.db import transaction

from cms_pages.services import tout_indexer
from cms_pages.tasks import planifier as planifier_les_pages
from common import clock
from common.tasks import planifier
from demo.chargement.campagnes import charger_campagnes
from demo.chargement.commune import charger_calendrier, charger_commune
from demo.chargement.evenements import charger_evenements
from demo.chargement.factures import charger_factures
from demo.chargement.familles import charger_familles
from demo.chargement.ouvertures import ouvrir_places
from demo.chargement.personnel import charger_personnel
from demo.chargement.reservations import charger_reservations
from demo.description import lire
from demo.pages import charger_pages
from espace_prive.famille.models import Foyer


class Command(BaseCommand):
    help = "Charge une ville de démonstration : commune, pages, familles, réservations, factures."

    def add_arguments(self, parser):
        parser.add_argument("--ville", default="donges")
        parser.add_argument("--sans-pages", action="store_true", help="ni pages publiques ni images (tests, mesures)")

    def handle(self, *args, ville, sans_pages, **options):
        description = lire(ville)
        aujourdhui = clock.aujourdhui()
        planifier()
        charger_commune(description)
        annee = charger_calendrier(aujourdhui, zone=description["commune"]["zone"])
        charger_personnel(description)
        if not sans_pages:
            charger_pages(description)
            planifier_les_pages()
            tout_indexer()
        if Foyer.objects.exists():
            return
        with transaction.atomic():
            self._charger(description, aujourdhui=aujourdhui, annee=annee)

    @staticmethod
    def _charger(description, *, aujourdhui, annee):
        ouvrir_places(description, annee)
        charger_familles(description, annee)
        charger_reservations(aujourdhui, annee=annee)
        charger_evenements(aujourdhui, depuis=annee.du)
        charger_factures(aujourdhui)
        charger_campagnes()
