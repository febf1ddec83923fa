"""Sign the demonstration's parent in for the bench; print the session, a registration, a month, a price, 20 days."""

from django.core.management.base import BaseCommand
from django.test import Client

from common import clock
from common.words.dates import premier_du_mois
from demo.identites import PARENT
from espace_prive.comptes.models import Utilisateur
from factures.tarifs.services import Tarificateur
from reservations.activites.models import Creneau, Inscription
from reservations.planning.models import Reservation

JOURS = 20


class Command(BaseCommand):
    help = "Prépare la mesure : session d’un parent, inscription, jours à réserver."

    def handle(self, *args, **options):
        parent = Utilisateur.objects.get(identifiant=PARENT.identifiant)
        client = Client()
        client.force_login(parent)
        inscription = Inscription.objects.pour(parent).select_related("payeur").order_by("-pk").first()
        pris = Reservation.objects.vivantes().filter(enfant=inscription.enfant_id).values("date")
        debut = premier_du_mois(clock.aujourdhui(), 1)
        creneaux = Creneau.objects.filter(lieu=inscription.lieu_id, date__gte=debut).exclude(date__in=pris)
        jours = [c.date for c in creneaux.order_by("date")[:JOURS]]
        formule = inscription.activite.formules.get()
        prix = Tarificateur([formule.pk], [inscription.payeur.foyer_id]).prix(
            formule.pk, inscription.payeur.foyer_id, jours[0]
        )
        mots = [client.cookies["sessionid"].value, inscription.pk, debut.year, debut.month, prix.montant]
        self.stdout.write(" ".join(map(str, [*mots, *(j.isoformat() for j in jours)])))
