"""Sign the demonstration's people in for the bench, fill a restaurant; print the sessions, and what to ask."""

from django.core.management.base import BaseCommand
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from common import clock
from common.words.dates import premier_du_mois
from commune.models import AnneeScolaire
from demo.identites import PARENT
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille.models import Enfant, Scolarite
from espace_prive.sante.models import FicheSanitaire
from reservations.activites.models import Inscription
from reservations.planning.agents.effectifs import prochain_jour
from reservations.planning.models import Reservation

# A big town's canteen on one day (« voir la liste du jour »).
CONVIVES = 828


class Command(BaseCommand):
    help = "Prépare la mesure : sessions d’un parent et d’un agent, mois à réserver, liste de 828 enfants."

    def handle(self, *args, **options):
        mois = premier_du_mois(clock.aujourdhui(), 2)
        activite, jour = _remplir()
        parent, agent = _session(PARENT.identifiant), _session("agent")
        self.stdout.write(f"{parent} {mois.year} {mois:%m} {agent} {activite.pk} {jour.isoformat()}")


def _session(identifiant: str) -> str:
    """Sign somebody in, with the second factor of who has one; give the session's cookie."""
    client, compte = Client(), Utilisateur.objects.get(identifiant=identifiant)
    client.force_login(compte)
    if appareil := TOTPDevice.objects.filter(user=compte).first():
        session = client.session
        session["otp_device_id"] = appareil.persistent_id
        session.save()
    return client.cookies["sessionid"].value


def _remplir():
    """Have 828 children eat on the next day; give the activity and the day."""
    modele = Inscription.objects.select_related("activite").filter(activite__prestation="repas").earliest("pk")
    jour = prochain_jour(modele.activite, clock.aujourdhui())
    connues = Scolarite.objects.filter(annee=AnneeScolaire.objects.get(du__lte=jour, au__gte=jour))[:8]
    ecoles = list(connues)
    petits = Enfant.objects.bulk_create(
        Enfant(nom=f"Le Goff-Kerguelen {n}", prenom="Anne-Sophie", naissance=clock.aujourdhui().replace(year=2019))
        for n in range(CONVIVES)
    )
    Scolarite.objects.bulk_create(
        Scolarite(enfant=e, annee_id=s.annee_id, ecole_id=s.ecole_id, niveau=s.niveau, classe="Classe A")
        for n, e in enumerate(petits)
        for s in [ecoles[n % len(ecoles)]]
    )
    FicheSanitaire.objects.bulk_create(FicheSanitaire(enfant=e, regime="sans_porc") for e in petits[::3])
    formule = modele.activite.formules.earliest("pk")
    Reservation.objects.bulk_create(
        Reservation(enfant=e, formule=formule, lieu_id=modele.lieu_id, payeur_id=modele.payeur_id, date=jour)
        for e in petits
    )
    return modele.activite, jour
