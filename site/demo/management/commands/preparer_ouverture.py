"""An opening morning: families signed in, children registered, sessions of few places; print what the crowd needs."""

import json
from datetime import date, timedelta
from decimal import Decimal

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.models import Count, F
from django.test import Client

from common import clock
from common.words.dates import lundi_de
from commune.models import Lieu, Regie, Service
from espace_prive.comptes.models import Utilisateur
from espace_prive.demarches.models import Demarche
from espace_prive.famille.models import (
    Appartenance,
    Enfant,
    Foyer,
    LienParental,
    Payeur,
    QuotientFamilial,
    Rattachement,
    Responsable,
)
from factures.tarifs.models import Grille
from factures.tarifs.services import Cellule
from factures.tarifs.services import creer as creer_grille
from reservations.activites.models import Activite, Creneau, Formule, Inscription, Unite
from reservations.planning.models import Brouillon, DemandeReservation, LigneDemande, Prise, Reservation

FAMILLES, PLACES, SEMAINES, JOURS = 800, 60, 2, 5
CODE, DEPUIS = "bench-ouverture", date(2024, 9, 1)


class Command(BaseCommand):
    help = "Prépare un matin d’ouverture : 800 familles connectées veulent les mêmes sessions de 60 places."

    def add_arguments(self, parser):
        parser.add_argument("--vider", action="store_true", help="rend toutes les places, pour un autre essai")
        parser.add_argument(
            "--compter", action="store_true", help="dit ce qui a été réservé, et ce qui l’a été de trop"
        )

    def handle(self, *args, vider=False, compter=False, **options):
        activite = Activite.objects.filter(code=CODE).first()
        if compter:
            self.stdout.write(json.dumps(_compter(activite)))
        elif vider:
            _vider(activite)
        else:
            self.stdout.write(json.dumps(_preparer()))


def _preparer() -> dict:
    activite, formule = _activite()
    lundis = [_premier_lundi() + timedelta(weeks=n) for n in range(SEMAINES)]
    lieu = Lieu.objects.filter(genre="centre").first() or Lieu.objects.first()
    Creneau.objects.bulk_create(
        Creneau(unite=formule.unites.get(), lieu=lieu, date=lundi + timedelta(days=n), places=PLACES)
        for lundi in lundis
        for n in range(JOURS)
    )
    comptes = _familles(activite, lieu)
    return {
        "semaines": [lundi.isoformat() for lundi in lundis],
        "activite": activite.pk,
        "sessions": [_session(compte) for compte in comptes],
    }


def _activite():
    """An activity of its own, open every day, booked until the day itself."""
    service = Service.objects.first()
    regie = Regie.objects.create(code=CODE, nom="Régie du bench", service=service)
    activite = Activite.objects.create(
        service=service, regie=regie, code=CODE, nom="Séjours d’été", nom_courant="séjour", jours=[0, 1, 2, 3, 4],
        jours_vacances=[0, 1, 2, 3, 4],
    )  # fmt: skip
    unite = Unite.objects.create(activite=activite, code="journee", nom="Journée")
    formule = Formule.objects.create(activite=activite, code="journee", nom="Journée")
    formule.unites.add(unite)
    modele = Grille.objects.filter(forme="tranches").prefetch_related("tranches").first()
    cellules = [Cellule(t.jusqua, prix=t.prix) for t in modele.tranches.all()]
    creer_grille(formule=formule, nom="Séjours", du=DEPUIS, cellules=cellules, par=None)
    return activite, formule


def _premier_lundi() -> date:
    return lundi_de(clock.aujourdhui()) + timedelta(weeks=6)


def _familles(activite, lieu):
    """800 families of a parent and two children, both registered."""
    premier = (Foyer.objects.order_by("-numero").values_list("numero", flat=True).first() or 0) + 1
    adresse = {"adresse": "1 rue du Marais", "code_postal": "44480", "ville": "Donges"}
    foyers = Foyer.objects.bulk_create(
        Foyer(numero=premier + n, nom=f"Famille {n}", **adresse) for n in range(FAMILLES)
    )
    payeurs = Payeur.objects.bulk_create(Payeur(foyer=foyer) for foyer in foyers)
    comptes = Utilisateur.objects.bulk_create(
        Utilisateur(
            identifiant=f"ouverture.{f.numero}", email=f"ouverture.{f.numero}@courriel.example", password="!",
            first_name="Marie", last_name=f.nom, civilite="mme",
        )
        for f in foyers
    )  # fmt: skip
    adultes = Responsable.objects.bulk_create(
        Responsable(civilite="mme", nom=f.nom, prenoms="Marie", email=c.email, utilisateur=c)
        for f, c in zip(foyers, comptes, strict=True)
    )
    Appartenance.objects.bulk_create(
        Appartenance(responsable=a, foyer=f, du=DEPUIS) for a, f in zip(adultes, foyers, strict=True)
    )
    QuotientFamilial.objects.bulk_create(
        QuotientFamilial(foyer=f, valeur=Decimal(300 + f.numero % 1500), source="caf", date_effet=DEPUIS)
        for f in foyers
    )
    for prenom, annee in (("Zoé", 2017), ("Malo", 2019)):
        enfants = Enfant.objects.bulk_create(
            Enfant(nom=f.nom, prenom=prenom, naissance=date(annee, 5, 14)) for f in foyers
        )
        Rattachement.objects.bulk_create(
            Rattachement(enfant=e, foyer=f, du=DEPUIS) for e, f in zip(enfants, foyers, strict=True)
        )
        LienParental.objects.bulk_create(
            LienParental(enfant=e, responsable=a, qualite="mere", du=DEPUIS)
            for e, a in zip(enfants, adultes, strict=True)
        )
        Inscription.objects.bulk_create(
            Inscription(enfant=e, activite=activite, lieu=lieu, payeur=p, du=DEPUIS)
            for e, p in zip(enfants, payeurs, strict=True)
        )
    return comptes


def _session(compte) -> str:
    client = Client()
    client.force_login(compte)
    return client.cookies["sessionid"].value


def _vider(activite) -> None:
    """Give every place back, and forget what was asked: another try begins as the first."""
    siennes = Reservation.objects.filter(formule__activite=activite)
    demarches = Demarche.objects.filter(foyer__in=activite.inscriptions.values("payeur__foyer"))
    Prise.objects.filter(reservation__in=siennes).delete()
    LigneDemande.objects.filter(demande__demarche__in=demarches).delete()
    DemandeReservation.objects.filter(demarche__in=demarches).delete()
    siennes.delete()
    demarches.delete()
    Brouillon.objects.filter(foyer__in=activite.inscriptions.values("payeur__foyer")).delete()
    Creneau.objects.filter(unite__activite=activite).update(prises=0)


def _compter(activite) -> dict:
    """Count what was booked, the places beyond the number, the counters that lie, the deadlocks of the database."""
    creneaux = Creneau.objects.filter(unite__activite=activite)
    with connection.cursor() as curseur:
        curseur.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        verrous = curseur.fetchone()[0]
    comptes = creneaux.annotate(reelles=Count("prises_vivantes"))
    return {
        "reservees": Prise.objects.filter(creneau__in=creneaux).count(),
        "de_trop": comptes.filter(reelles__gt=F("places")).count(),
        "faux": comptes.exclude(reelles=F("prises")).count(),
        "etreintes": verrous,
    }
