"""Time the closing of a past month for 1,000 families of 27 meals; print seconds, invoices, queries of a batch."""

import time
from datetime import date, timedelta
from decimal import Decimal

from django.core.management.base import BaseCommand
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from commune.models import Lieu, Regie, Service
from espace_prive.famille.models import Appartenance, Enfant, Foyer, Payeur, QuotientFamilial, Responsable
from factures.facturation.services import cloturer_lot, lancer_cloture
from factures.tarifs.models import Grille
from factures.tarifs.services import Cellule
from factures.tarifs.services import creer as creer_grille
from reservations.activites.models import Activite, Creneau, Formule, Unite
from reservations.planning.models import Prise, Reservation

FAMILLES, REPAS = 1000, 27
MOIS = date(2025, 3, 1)


class Command(BaseCommand):
    help = "Mesure la clôture d’un mois pour 1 000 familles de 27 repas."

    def handle(self, *args, **options):
        marque = f"bench-{int(time.time())}"
        regie = self._charger(marque)
        cloture = lancer_cloture(regie=regie, mois=MOIS, echeance=clock.aujourdhui() + timedelta(days=30), par=None)
        debut, requetes = time.perf_counter(), 0
        while True:
            with CaptureQueriesContext(connection) as capture:
                reste = cloturer_lot(cloture.pk)
            requetes = requetes or len(capture)
            if not reste:
                break
        secondes = time.perf_counter() - debut
        self.stdout.write(f"{secondes} {regie.factures.count()} {requetes}")

    def _charger(self, marque):
        """Make a régie of its own, so that every run closes the same month afresh."""
        service = Service.objects.first()
        regie = Regie.objects.create(code=marque, nom=marque, service=service)
        activite = Activite.objects.create(service=service, regie=regie, code=marque, nom=marque, nom_courant="bench")
        unite = Unite.objects.create(activite=activite, code="repas", nom="Repas")
        formule = Formule.objects.create(activite=activite, code="repas", nom="Repas")
        formule.unites.add(unite)
        modele = Grille.objects.filter(forme="tranches").prefetch_related("tranches").first()
        cellules = [Cellule(t.jusqua, prix=t.prix) for t in modele.tranches.all()]
        creer_grille(formule=formule, nom=marque, du=date(2024, 9, 1), cellules=cellules, par=None)
        lieu = Lieu.objects.filter(genre="restaurant").first()
        jours = [MOIS + timedelta(days=n) for n in range(REPAS)]
        creneaux = Creneau.objects.bulk_create(
            Creneau(unite=unite, lieu=lieu, date=jour, prises=FAMILLES) for jour in jours
        )
        self._familles(formule, unite, lieu, creneaux)
        return regie

    def _familles(self, formule, unite, lieu, creneaux):
        premier = (Foyer.objects.order_by("-numero").values_list("numero", flat=True).first() or 0) + 1
        adresse = {"adresse": "1 rue du Marais", "code_postal": "44480", "ville": "Donges"}
        foyers = Foyer.objects.bulk_create(
            Foyer(numero=premier + n, nom=f"Famille {n}", **adresse) for n in range(FAMILLES)
        )
        payeurs = Payeur.objects.bulk_create(Payeur(foyer=foyer) for foyer in foyers)
        adultes = Responsable.objects.bulk_create(
            Responsable(civilite="mme", nom=f.nom, prenoms="Marie", email=f"{f.numero}@courriel.example")
            for f in foyers
        )
        Appartenance.objects.bulk_create(
            Appartenance(responsable=a, foyer=f, du=date(2024, 9, 1)) for a, f in zip(adultes, foyers, strict=True)
        )
        QuotientFamilial.objects.bulk_create(
            QuotientFamilial(foyer=f, valeur=Decimal(300 + f.numero % 1500), source="caf", date_effet=date(2024, 9, 1))
            for f in foyers
        )
        enfants = Enfant.objects.bulk_create(
            Enfant(nom=f.nom, prenom="Zoé", naissance=date(2018, 5, 14)) for f in foyers
        )
        reservations = Reservation.objects.bulk_create(
            (
                Reservation(enfant=e, formule=formule, lieu=lieu, payeur=p, date=c.date)
                for e, p in zip(enfants, payeurs, strict=True)
                for c in creneaux
            ),
            batch_size=5000,
        )
        par_date = {c.date: c for c in creneaux}
        Prise.objects.bulk_create(
            (
                Prise(reservation=r, creneau=par_date[r.date], enfant_id=r.enfant_id, unite=unite, date=r.date)
                for r in reservations
            ),
            batch_size=5000,
        )
