"""The private home, read in a fixed number of queries whatever the number of children."""

from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from django.db.models import Prefetch
from django.urls import reverse

from cms_pages.reading import actualites_des_familles, rappels
from common import a_faire, clock
from common.a_faire import Tache, trier
from common.components.affichage import ABSENCE, RESERVE, JourSemaine, PriseMontree
from common.web.memory import remember
from common.words import typo
from espace_prive.accueil import reading
from espace_prive.accueil.rules import phrase_rien_a_faire, prochaine_semaine
from espace_prive.accueil.site_public import profils
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Enfant
from espace_prive.famille.reading import AVANT_LA_RENTREE, scolarites_en_cours
from espace_prive.garde import presentation
from espace_prive.garde.rules import du_jour
from factures.facturation.phrases import phrases_avoirs
from factures.facturation.reading import credits
from reservations.activites.enums import Geste
from reservations.activites.models import Activite
from reservations.activites.services.places import debut, delais_de, formule_de

JOURS = 7
HORIZON = 14
ACTUALITES = 3
BIENTOT = timedelta(days=2)


def enfants_de(acteur):
    """The person's children, each with ``scolarites_en_cours`` (one at most)."""
    en_cours = scolarites_en_cours().select_related("ecole__lieu")
    return Enfant.objects.pour(acteur).prefetch_related(
        Prefetch("scolarites", en_cours, to_attr="scolarites_en_cours")
    )


class Inscrit(NamedTuple):
    """A registration in force."""

    pk: int
    enfant: Enfant
    activite: Activite
    lieu: int
    du: date
    au: date | None

    def couvre(self, jour):
        return self.du <= jour and (self.au is None or jour <= self.au)


class Tableau:
    """Everything that the private home of ``acteur`` shows."""

    def __init__(self, acteur):
        moi = perimetre(acteur)
        jour = self.aujourdhui = clock.aujourdhui()
        self.foyer_connu, self.dossier_connu = bool(moi.foyers), bool(moi.confies)
        self.acteur = acteur
        fin = jour + timedelta(days=HORIZON + JOURS)
        self.miens = moi.foyers
        self.enfants = reading.enfants(enfants=moi.enfants, jour=jour, rentree=jour + AVANT_LA_RENTREE, fin=fin)
        self.sejours = {e.pk: [presentation.relire(ligne) for ligne in e.jours_de_garde or ()] for e in self.enfants}
        self.adultes = list(reading.adultes(adultes=moi.adultes))
        self.inscriptions = self._inscriptions(moi)
        self.reservations = reading.reservations(enfants=moi.enfants, du=jour, au=fin)
        self.libres = reading.creneaux_libres(
            lieux={i.lieu for i in self.inscriptions}, du=jour + timedelta(days=1), au=jour + timedelta(days=HORIZON)
        )
        self.delais = delais_de({i.activite.pk for i in self.inscriptions})
        # What the domains ask; the weeks to book are of what this page reads anyway.
        self.demandees = a_faire.lire(acteur, moi)
        self.factures = [tache for tache in self.demandees if tache.genre == a_faire.FACTURE]
        self.avoirs = credits(foyers=moi.foyers)
        self.demarches = list(reading.demarches(foyers=moi.foyers))
        self.toutes_les_actualites, self.actualites = self._actualites(moi)
        self.rappels = rappels()

    def _actualites(self, moi):
        """(address of the list, the last news addressed to this family)."""
        liste, annonces = actualites_des_familles()
        inscrits = [(i.enfant.pk, i.activite.code) for i in self.inscriptions]
        siens = profils(self.enfants, inscrits) if moi.foyers or moi.enfants else None
        siennes = (une for une in annonces if une.destinataires.comprend(siens, self.aujourdhui))
        return liste, list(islice(siennes, ACTUALITES))

    @property
    def moi(self):
        """The reader's key among the adults, or that of whoever an agent acts for; None outside a household."""
        if pour := self.acteur.agit_pour:
            return pour.pk
        return next((a.pk for a in self.adultes if a.utilisateur_id == self.acteur.pk), None)

    @property
    def rappels_du_mois(self):
        """Reminders of the month: (text, address), by the family's own way to it where it has one."""
        siens = {i.activite.code: reverse("planning:commencer", args=[i.pk]) for i in reversed(self.inscriptions)}
        lus = self.rappels.du_mois(self.aujourdhui.month) if self.rappels else ()
        return [(texte, siens.get(code, url)) for texte, url, code in lus]

    def _inscriptions(self, moi):
        """The registrations in force, by child in the order of the page, then by activity."""
        lignes = reading.inscriptions(enfants=moi.enfants, foyers=moi.foyers, du=self.aujourdhui, au=date.max)
        activites = remember("activites", lambda: Activite.objects.in_bulk())
        if not {activite for _, _, activite, *_ in lignes} <= activites.keys():  # created this very second
            activites = Activite.objects.in_bulk()
        rangs = {enfant.pk: rang for rang, enfant in enumerate(self.enfants)}
        connues = [
            Inscrit(pk, self.enfants[rangs[enfant]], activites[activite], *suite)
            for pk, enfant, activite, *suite in lignes
        ]
        return sorted(connues, key=lambda i: (rangs[i.enfant.pk], i.activite.tri))

    @property
    def reste_du(self):
        return sum(tache.montant for tache in self.factures)

    @property
    def phrase_factures(self):
        """« Vous avez 1 facture non réglée »."""
        nombre = len(self.factures)
        if not self.foyer_connu:
            return "Voir mes factures"
        if not nombre:
            return "Aucune facture à régler"
        return f"Vous avez {nombre} facture{typo.pluriel(nombre)} non réglée{typo.pluriel(nombre)}"

    @property
    def phrase_compte(self):
        """What « Mon compte » says: the invoices to pay, then what the town owes to the family."""
        phrases = phrases_avoirs(self.avoirs, du=bool(self.factures))
        return ". ".join([self.phrase_factures, " ".join(phrases)]) if phrases else self.phrase_factures

    @property
    def semaines(self):
        """(child, seven days) for each child."""
        jours = [self.aujourdhui + timedelta(days=n) for n in range(JOURS)]
        par_jour = {}
        for r in sorted(self.reservations, key=lambda r: debut(r.formule_id)):
            etat = RESERVE if r.absence__id is None else ABSENCE
            prise = PriseMontree(
                libelle=r.formule__activite__nom_courant.capitalize(), icone=r.formule__activite__icone, etat=etat
            )
            par_jour.setdefault((r.enfant_id, r.date), []).append(prise)
        return [
            (
                enfant,
                [
                    JourSemaine(
                        date=jour,
                        prises=tuple(par_jour.get((enfant.pk, jour), ())),
                        motif=self._motif(jour),
                        aujourdhui=jour == self.aujourdhui,
                        chez=presentation.journee(self.sejours[enfant.pk], jour, self.miens),
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

    @cached_property
    def taches(self):
        return trier([*self.demandees, *self._a_reserver()])

    def _a_reserver(self):
        """For each registration: the next school week in which nothing is booked and something still can be."""
        trouvees = {}
        for inscription, semaine in zip(self.inscriptions, self.semaines_a_reserver, strict=True):
            if semaine and not semaine.reservee:
                cle = (inscription.activite.pk, semaine.lundi, semaine.limite)
                trouvees.setdefault(cle, []).append(inscription)
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

    @cached_property
    def semaines_a_reserver(self):
        """For each registration, the next week in which something can still be booked, or None."""
        return [self._prochaine_semaine(inscription) for inscription in self.inscriptions]

    def _ailleurs(self, inscription, jour):
        foyers = du_jour(self.sejours[inscription.enfant.pk], jour)
        return None not in foyers and not self.miens.intersection(foyers)

    @property
    def phrase_rien_a_faire(self):
        fin = typo.date_simple(self.aujourdhui + timedelta(days=HORIZON), annee=False)
        return phrase_rien_a_faire(
            self.semaines_a_reserver, jusqu_au=fin, foyer=self.foyer_connu, dossier=self.dossier_connu
        )

    def _prochaine_semaine(self, inscription):
        activite = inscription.activite.pk
        formule = formule_de(activite)
        par_jour = {}
        for lieu, unite, jour in self.libres:
            # The other home's days are for it to think of.
            if lieu == inscription.lieu and inscription.couvre(jour) and not self._ailleurs(inscription, jour):
                par_jour.setdefault(jour, set()).add(unite)
        return prochaine_semaine(
            [jour for jour, unites in par_jour.items() if formule and unites.issuperset(formule.cles_unites)],
            limite=lambda jour: self.delais.limite(activite, Geste.RESERVER, jour),
            reserves=[
                r.date
                for r in self.reservations
                if (r.enfant_id, r.formule__activite_id) == (inscription.enfant.pk, activite)
            ],
            maintenant=clock.maintenant(),
        )
