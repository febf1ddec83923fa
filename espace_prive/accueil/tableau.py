"""The private home, read in a fixed number of queries whatever the number of children."""

from datetime import date, datetime, timedelta

from django.db.models import Prefetch
from django.urls import reverse

from common import clock, typo
from common.affichage import ABSENCE, RESERVE, JourSemaine, Prise
from common.memoire import retenir
from espace_prive.accueil.rules import Tache, trier
from espace_prive.demarches.models import Demarche
from espace_prive.famille.models import Enfant, Responsable, Scolarite
from espace_prive.famille.perimetre import perimetre
from factures.facturation.models import Facture
from reservations.activites.enums import Geste
from reservations.activites.models import Activite, Inscription
from reservations.activites.services import delais_de, est_ouverte
from reservations.planning.models import Reservation

JOURS = 7
HORIZON = 14
BIENTOT = timedelta(days=2)
AVANT_LA_RENTREE = timedelta(days=70)


def scolarites_en_cours():
    """Give the schoolings of the present school year; in summer, those of the coming September."""
    jour = clock.aujourdhui()
    return Scolarite.objects.filter(annee__du__lte=jour + AVANT_LA_RENTREE, annee__au__gte=jour)


def enfants_de(acteur):
    """Give the person's children, each with ``scolarites_en_cours`` (one at most)."""
    en_cours = scolarites_en_cours().select_related("ecole__lieu")
    return Enfant.objects.pour(acteur).prefetch_related(
        Prefetch("scolarites", en_cours, to_attr="scolarites_en_cours")
    )


class Tableau:
    """Everything that the private home of ``acteur`` shows."""

    def __init__(self, acteur):
        moi = perimetre(acteur)
        self.aujourdhui = clock.aujourdhui()
        self.enfants = list(Enfant.objects.pour(moi))
        ecoles = dict(
            scolarites_en_cours().filter(enfant__in=moi.enfants).values_list("enfant_id", "ecole__lieu__nom")
        )
        for enfant in self.enfants:
            enfant.ecole = ecoles.get(enfant.pk, "")
        self.adultes = list(Responsable.objects.pour(moi))
        par_enfant = {enfant.pk: enfant for enfant in self.enfants}
        self.inscriptions = list(Inscription.objects.pour(moi).actives(self.aujourdhui, date.max).order_by())
        activites = retenir("activites", lambda: Activite.objects.in_bulk())
        for inscription in self.inscriptions:
            inscription.enfant = par_enfant[inscription.enfant_id]
            # One that was created this very second is read from the database.
            inscription.activite = activites.get(inscription.activite_id) or inscription.activite
        rangs = {pk: rang for rang, pk in enumerate(par_enfant)}
        self.inscriptions.sort(key=lambda i: (rangs[i.enfant_id], i.activite.nom))
        jusque = self.aujourdhui + timedelta(days=HORIZON + JOURS)
        # Rows of values: this page opens every visit, and builds no object that it does not show.
        self.reservations = list(
            Reservation.objects.vivantes()
            .filter(enfant__in=moi.enfants, date__range=(self.aujourdhui, jusque))
            .order_by("date")
            .values_list("enfant_id", "date", "formule__activite_id", "formule__activite__nom_courant", "absence__id")
        )
        self.delais = delais_de({i.activite_id for i in self.inscriptions})
        self.factures = list(
            Facture.objects.pour(moi).non_reglees().select_related("regie").order_by("echeance", "pk")
        )
        self.demarches = list(Demarche.objects.pour(moi)[:3])

    @property
    def reste_du(self):
        return sum(f.reste for f in self.factures)

    @property
    def phrase_factures(self):
        """« Vous avez 1 facture non réglée »."""
        nombre = len(self.factures)
        if not nombre:
            return "Toutes vos factures sont réglées"
        return f"Vous avez {nombre} facture{typo.pluriel(nombre)} non réglée{typo.pluriel(nombre)}"

    @property
    def semaines(self):
        """Give (child, seven days) for each child."""
        jours = [self.aujourdhui + timedelta(days=n) for n in range(JOURS)]
        par_jour = {}
        for enfant, jour, _, nom, absence in self.reservations:
            etat = RESERVE if absence is None else ABSENCE
            par_jour.setdefault((enfant, jour), []).append(Prise(libelle=nom.capitalize(), icone="repas", etat=etat))
        return [
            (
                enfant,
                [
                    JourSemaine(
                        date=jour,
                        prises=tuple(par_jour.get((enfant.pk, jour), ())),
                        motif=self._motif(jour),
                        aujourdhui=jour == self.aujourdhui,
                    )
                    for jour in jours
                ],
            )
            for enfant in self.enfants
        ]

    def _motif(self, jour):
        if jour in self.delais.calendrier.feries:
            return "Férié"
        return "Vacances" if self.delais.calendrier.nom_des_vacances(jour) else ""

    @property
    def taches(self):
        """Give what is to do, soonest deadline first."""
        return trier([*self._a_payer(), *self._a_reserver()], aujourdhui=self.aujourdhui)

    def _a_payer(self):
        for facture in self.factures:
            en_retard = facture.echeance is not None and facture.echeance < self.aujourdhui
            yield Tache(
                titre=f"Facture {facture.reference}",
                texte=f"{facture.regie.nom}, {typo.mois_annee(facture.mois)}" + (" – échéance dépassée" * en_retard),
                url=reverse("facturation:detail", args=[facture.pk]),
                action="Payer",
                echeance=facture.echeance,
                icone="facture",
                montant=facture.reste,
                proche=facture.echeance is not None and facture.echeance <= self.aujourdhui + BIENTOT,
            )

    def _a_reserver(self):
        """For each registration: the next school week in which nothing is booked and something still can be."""
        trouvees = {}
        for inscription in self.inscriptions:
            semaine = self._semaine_vide(inscription)
            if semaine:
                trouvees.setdefault((inscription.activite_id, *semaine), []).append(inscription)
        for (_, lundi, limite), inscriptions in trouvees.items():
            activite = inscriptions[0].activite
            prenoms = typo.enumeration(i.enfant.prenom for i in inscriptions)
            yield Tache(
                titre=f"Réserver : {activite.nom_courant}, semaine du {typo.date_simple(lundi, annee=False)}",
                texte=f"Rien n’est réservé pour {prenoms}.",
                url=reverse("planning:mois", args=[inscriptions[0].pk, lundi.year, lundi.month])
                if (lundi.year, lundi.month) >= (self.aujourdhui.year, self.aujourdhui.month)
                else reverse("planning:commencer", args=[inscriptions[0].pk]),
                action="Réserver",
                echeance=limite,
                icone="calendrier",
                proche=limite - clock.maintenant() < BIENTOT,
            )

    def _semaine_vide(self, inscription) -> tuple[date, datetime] | None:
        reservees = {
            jour - timedelta(days=jour.weekday())
            for enfant, jour, activite, *_ in self.reservations
            if (enfant, activite) == (inscription.enfant_id, inscription.activite_id)
        }
        for n in range(1, HORIZON + 1):
            jour = self.aujourdhui + timedelta(days=n)
            if not est_ouverte(inscription.activite, jour, self.delais.calendrier):
                continue
            limite = self.delais.limite(inscription.activite_id, Geste.RESERVER, jour)
            lundi = jour - timedelta(days=jour.weekday())
            if limite > clock.maintenant():
                return None if lundi in reservees else (lundi, limite)
        return None
