"""The private home, read in a fixed number of queries whatever the number of children."""

from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from django.db.models import Prefetch
from django.urls import reverse

from cms_pages.reading import actualites_des_familles, rappels
from common import a_faire, clock
from common.a_faire import Tache, trier
from common.words import typo
from espace_prive.accueil import reading
from espace_prive.accueil.rules import (
    ProchaineEcheance,
    Semaine,
    phrase_en_ordre,
    prochaine_echeance,
    prochaine_semaine,
    prochains_par_enfant,
)
from espace_prive.accueil.site_public import profils
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Enfant
from espace_prive.famille.reading import AVANT_LA_RENTREE, scolarites_en_cours
from factures.facturation.phrases import phrases_avoirs
from factures.facturation.reading import credits
from reservations.activites.enums import Prestation
from reservations.planning import presentation
from reservations.planning.planche import mes_pistes, semaine_de
from reservations.planning.rules import EtatJour
from reservations.planning.services import brouillons
from reservations.planning.situations import Piste

ACTUALITES = 3
TACHES_VUES = 3
BIENTOT = timedelta(days=2)
# How far the next booked day is looked for; from that hour on, today's is eaten.
LE_PROCHAIN, MIDI = timedelta(days=14), 12


def enfants_de(acteur):
    """The person's children, each with ``scolarites_en_cours`` (one at most)."""
    en_cours = scolarites_en_cours().select_related("ecole__lieu")
    return Enfant.objects.pour(acteur).prefetch_related(
        Prefetch("scolarites", en_cours, to_attr="scolarites_en_cours")
    )


class Rangee(NamedTuple):
    """A registration, and what can still be booked of it in the week shown."""

    piste: Piste
    semaine: Semaine | None


class Tableau:
    """Everything that the private home of ``acteur`` shows."""

    def __init__(self, acteur):
        moi = perimetre(acteur)
        jour = self.aujourdhui = clock.aujourdhui()
        self.foyer_connu = bool(moi.foyers)
        self.acteur, self.siens = acteur, moi.enfants
        self.enfants = reading.enfants(enfants=moi.enfants, jour=jour, rentree=jour + AVANT_LA_RENTREE)
        self.adultes = reading.adultes(adultes=moi.adultes)
        self.pistes = mes_pistes(moi, du=jour, au=date.max)
        self.brouillon = brouillons.lire(moi.foyers, agent=acteur if acteur.agit_pour else None)
        souhaits = brouillons.souhaits(self.brouillon, {p.cle: p for p in self.pistes})
        self.planche = semaine_de(moi, rangees=self.pistes, souhaits=souhaits)
        # What the domains ask; the weeks to book are of what this page reads anyway.
        self.demandees, self.a_venir = a_faire.partager(a_faire.lire(acteur, moi), jour)
        self.factures = [tache for tache in self.demandees if tache.genre == a_faire.FACTURE]
        self.avoirs = credits(foyers=moi.foyers)
        self.demarches = reading.demarches(foyers=moi.foyers)
        self.toutes_les_actualites, self.actualites = self._actualites(moi)
        self.rappels = rappels()

    def _actualites(self, moi):
        """(address of the list, the last news addressed to this family)."""
        liste, annonces = actualites_des_familles()
        inscrits = [(p.enfant.pk, p.activite.code) for p in self.pistes]
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
        siens = {p.activite.code: reverse("planning:commencer", args=[p.cle]) for p in reversed(self.pistes)}
        lus = self.rappels.du_mois(self.aujourdhui.month) if self.rappels else ()
        return [(texte, siens.get(code, url)) for texte, url, code in lus]

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

    @cached_property
    def semaine(self) -> dict:
        """What the template shows of the week in which something can still be changed."""
        return presentation.page(self.planche, self.brouillon) | {"mois": ()}

    @property
    def se_reserve(self) -> bool:
        """There is something to tick, one day or another."""
        return bool(self.planche.rangees)

    @cached_property
    def taches(self):
        return trier([*self.demandees, *self._a_reserver()])

    @property
    def urgentes(self) -> list[Tache]:
        """What does not wait: above the week."""
        return [t for t in self.taches if t.d_abord or t.proche]

    @property
    def suivantes(self) -> list[Tache]:
        """What can wait: beneath it."""
        return [t for t in self.taches if not (t.d_abord or t.proche)]

    @property
    def premieres(self) -> list[Tache]:
        """Those of them that are seen at once: all, or the first three of many."""
        return self.suivantes if len(self.suivantes) <= TACHES_VUES + 1 else self.suivantes[:TACHES_VUES]

    @property
    def dernieres(self) -> list[Tache]:
        return self.suivantes[len(self.premieres) :]

    @cached_property
    def prochaine_echeance(self) -> ProchaineEcheance | None:
        """The next instant after which something shown can no longer be booked, or no longer cancelled."""
        cases = [case for _, _, cases in self.planche.lignes for case in cases if case.modifiable]
        return prochaine_echeance(
            (
                case.situation.limite_annuler if case.avant else case.situation.limite_reserver,
                bool(case.avant),
                case.piste.activite.nom_courant,
                case.piste.enfant.prenom,
                case.jour,
            )
            for case in cases
            if not case.chez_l_autre and case.piste.mienne
        )

    def _a_reserver(self):
        """For each activity booked by the day: the children who have nothing of it that week, and still can."""
        trouvees = {}
        for rangee in self.rangees_de_la_semaine:
            if rangee.semaine and not rangee.semaine.reservee:
                trouvees.setdefault((rangee.piste.activite.pk, rangee.semaine.limite), []).append(rangee.piste)
        for (_, limite), pistes in trouvees.items():
            activite = pistes[0].activite
            prenoms = typo.enumeration(dict.fromkeys(p.enfant.prenom for p in pistes))
            yield Tache(
                titre=f"Réserver : {activite.nom_courant}, semaine du "
                f"{typo.date_simple(self.planche.du, annee=False)}",
                texte=f"Rien n’est réservé pour {prenoms}.",
                url=reverse("planning:semaine_du", args=[self.planche.du.isoformat()]),
                action="Réserver",
                echeance=limite,
                icone="calendrier",
                proche=limite - clock.maintenant() < BIENTOT,
            )

    @cached_property
    def rangees_de_la_semaine(self) -> list[Rangee]:
        """Give each registration that is used every week, with what is left to book of it that week."""
        par_piste = {}
        for piste, _, cases in self.planche.lignes:
            if piste.mienne and piste.activite.prestation == Prestation.REPAS:
                par_piste.setdefault(piste.cle, (piste, []))[1].extend(cases)
        return [Rangee(piste, self._prochaine_semaine(cases)) for piste, cases in par_piste.values()]

    @staticmethod
    def _prochaine_semaine(cases):
        libres = [c for c in cases if c.etat == EtatJour.LIBRE and not c.chez_l_autre]
        ouvertes = {c.jour: c.situation.limite_reserver for c in libres}
        return prochaine_semaine(
            ouvertes,
            limite=ouvertes.get,
            reserves=[c.jour for c in cases if c.avant],
            maintenant=clock.maintenant(),
        )

    @property
    def phrase_rien_a_faire(self):
        """Say in facts that all is in order: read only when nothing is to do."""
        cases = [c for _, _, siennes in self.planche.lignes for c in siennes]
        fermees = bool(self.pistes) and not any(c.modifiable or c.avant for c in cases)
        du = self.aujourdhui + timedelta(days=clock.maintenant().hour >= MIDI)
        lues = reading.prochaines(enfants=self.siens, du=du, au=self.aujourdhui + LE_PROCHAIN) if self.pistes else ()
        return phrase_en_ordre(
            prochains_par_enfant(lues, repas=Prestation.REPAS),
            aujourdhui=self.aujourdhui,
            jusque=min([*self.a_venir, *self._limites], key=_jour, default=None),
            ouvert_d_ici=typo.date_simple(self.planche.au, annee=False) if fermees else "",
            reserve=any(p.se_reserve for p in self.pistes),
            tout_connu=self.foyer_connu,
        )

    @property
    def _limites(self):
        """Give the instant at which the week shown is over, and the next one is looked at; nothing without a week."""
        limites = [
            limite
            for _, _, cases in self.planche.lignes
            for c in cases
            for limite in (c.situation.limite_reserver, c.situation.limite_annuler)
            if c.etat != EtatJour.FERME and limite > clock.maintenant()
        ]
        return [max(limites)] if limites else []


def _jour(moment) -> datetime:
    """Give the instant of a moment, a day from its first hour on, to compare both."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), tzinfo=clock.fuseau())
