"""What a gesture would do to each child and day, and why not: judged, nothing written."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from common import clock
from common.rules import Non
from common.words import typo
from reservations.activites.models import Activite
from reservations.activites.services.catalogue import FormuleConnue
from reservations.interventions import reading, rules
from reservations.interventions.enums import QUI_AJOUTENT, FacturationAbsence, GesteIntervention
from reservations.interventions.services.etats import TIENT, Changement, annulee, etat_de
from reservations.planning.enums import EffetAbsence, Jugement
from reservations.planning.models import Reservation
from reservations.planning.services.places import Places

Cible = tuple[int, date]
EFFETS = {
    FacturationAbsence.LIBRE: (EffetAbsence.NON_FACTUREE, Jugement.OFFERTE),
    FacturationAbsence.DUE: (EffetAbsence.FACTUREE, Jugement.REFUSEE),
    # Judged by the rules once all are written (``interventions``).
    FacturationAbsence.CERTIFICAT: (EffetAbsence.NON_FACTUREE, Jugement.ACCEPTEE),
}


@dataclass(frozen=True)
class Ordre:
    """What an agent wants done, of one activity.

    ``formule`` (its id): what is added, or the only thing that is touched. ``au_dela``: full is no obstacle. ``vers``:
    the day to move to. ``raison`` and ``facturation`` are of an absence.
    """

    geste: str
    activite: Activite
    formule: int | None = None
    arrivee: time | None = None
    depart: time | None = None
    vers: date | None = None
    raison: str = ""
    facturation: str = FacturationAbsence.LIBRE
    au_dela: bool = False
    motif: str = ""
    par: object = None
    # The only places (ids) that the agent keeps; None for all.
    tenus: frozenset[int] | None = None

    @property
    def mot(self):
        return self.activite.mot


@dataclass
class Etude:
    """What would be done for a child on a day; ``non``: why it is not. ``montant``: what it changes on the bills."""

    enfant: object
    jour: date
    fait: str
    phrase: str = ""
    formule: FormuleConnue | None = None
    non: Non | None = None
    changement: Changement | None = None
    montant: Decimal | None = None
    sur: str = ""
    au_dela: bool = field(default=False)

    @property
    def dit(self) -> str:
        return self.non.phrase if self.non else self.phrase

    @property
    def fait_en_mots(self) -> str:
        return GesteIntervention(self.fait).fait


class Etudes:
    """Judge one order on many children and days; each sees the places that the former ones took or gave back."""

    def __init__(self, ordre: Ordre, enfants: Collection[int], jours: Collection[date], *, verrou=False):
        self.ordre = ordre
        self.lecture = reading.JoursDesEnfants(ordre.activite, enfants, jours, verrou=verrou, tenus=ordre.tenus)
        self.places = Places(self.lecture.creneaux)

    def juger(self, cibles: Iterable[Cible]) -> list[Etude]:
        """Judge by day, then child."""
        rangees = sorted(set(cibles), key=lambda c: (c[1], c[0]))
        return [e for enfant, jour in rangees for e in self._juger(self.lecture.enfants[enfant], jour)]

    def _juger(self, enfant, jour) -> list[Etude]:
        geste = self.ordre.geste
        if geste in QUI_AJOUTENT:
            return [self._ajouter(enfant, jour)]
        if geste == GesteIntervention.RETABLISSEMENT:
            return [self._retablir(enfant, jour)]
        siennes = reading.tiennent(self.lecture.siennes(enfant.pk, jour, self.ordre.formule))
        if not siennes:
            return [self._rien(enfant, jour, self.lecture.siennes(enfant.pk, jour, self.ordre.formule))]
        gestes = {
            GesteIntervention.ANNULATION: self._annuler, GesteIntervention.EXONERATION: self._exonerer,
            GesteIntervention.ABSENCE: self._absent, GesteIntervention.PRESENCE: self._present,
        }  # fmt: skip
        if geste == GesteIntervention.DEPLACEMENT:
            return [e for r in siennes for e in self._deplacer(enfant, r)]
        return [gestes[geste](enfant, r) for r in siennes]

    def _rien(self, enfant, jour, siennes) -> Etude:
        suite = " Ce qui l’était a été annulé : vous pouvez le remettre." if reading.annulees(siennes) else ""
        if reading.offerte(siennes):
            suite = " Une place y est proposée à la famille, qui n’a pas encore répondu : voyez la liste d’attente."
        non = Non("rien", f"Rien n’est réservé le {typo.date_longue(jour)}.{suite}")
        return Etude(enfant, jour, self.ordre.geste, non=non)

    def _ajouter(self, enfant, jour, *, formule=None, sauf=(), payeur=None, heures=None, fait=None) -> Etude:
        ordre = self.ordre
        formule = self.lecture.catalogue.formules[formule or ordre.formule]
        inscription = self.lecture.inscription(enfant.pk, jour, payeur=payeur)
        siennes = self.lecture.siennes(enfant.pk, jour, formule.pk)
        offerte = reading.offerte(siennes)
        rangees = self.places.rangees(formule, inscription.lieu_id, enfant, jour) if inscription else []
        etude = Etude(enfant, jour, fait or ordre.geste, formule=formule)
        etude.non = rules.refuser_accueil(
            rules.Accueil(
                jour, inscrit=inscription is not None, ouvert=len(rangees) == len(formule.unites),
                motif_de_fermeture=self.lecture.ferme(enfant.pk, rangees), reserve=bool(reading.tiennent(siennes)),
                occupe_par=self.lecture.occupe_par(enfant.pk, jour, formule, sauf=sauf),
                restantes=None if offerte else self.places.moins_pleine(rangees),
            ),
            au_dela=ordre.au_dela,
        )  # fmt: skip
        venu = ordre.geste == GesteIntervention.VENU
        etude.non = etude.non or (rules.refuser_venu(jour, clock.aujourdhui()) if venu else None)
        if etude.non:
            return etude
        if offerte:
            # The family has not answered yet: what is held for it becomes its booking, in the same places.
            avant = etat_de(offerte)
            return self._entrer(etude, offerte, avant, avant | TIENT, [])
        arrivee, depart = heures or (ordre.arrivee, ordre.depart)
        nouvelle = Reservation(
            enfant=enfant, formule_id=formule.pk, lieu=inscription.lieu, payeur=inscription.payeur, date=jour,
            arrivee=arrivee, depart=depart, sans_reservation=venu, creee_par=ordre.par,
        )  # fmt: skip
        return self._entrer(etude, nouvelle, None, etat_de(nouvelle), rangees)

    def _entrer(self, etude, reservation, avant, apres, rangees) -> Etude:
        """Take the places, past their number when it is allowed."""
        pleines = self.places.pleines(rangees)
        self.places.bouger(rangees, 1)
        if avant is None:
            # The next ones of the same order see it: two days are not moved onto one.
            self.lecture.ajouter(reservation)
        etude.changement = Changement(reservation, avant, apres, rangees, au_dela=pleines)
        etude.au_dela = bool(pleines)
        mot = self.ordre.mot
        if etude.fait == GesteIntervention.VENU:
            etude.phrase = f"Venu sans réservation : {mot.le} est facturé{mot.e}."
        elif etude.fait == GesteIntervention.RETABLISSEMENT:
            etude.phrase = "Remis par le service."
        else:
            etude.phrase = "Réservé par le service."
        return etude

    def _sortir(self, etude, r) -> Etude:
        """Give the places of a booking back."""
        formule = self.lecture.catalogue.formules[r.formule_id]
        self.places.bouger(self.places.rangees(formule, r.lieu_id, etude.enfant, r.date), -1)
        avant = etat_de(r)
        # Its absence stays with it: what comes back comes back as it was.
        etude.changement = Changement(r, avant, annulee(avant, motif=f"Annulée par le service : {self.ordre.motif}"))
        etude.phrase = f"Annulé{self.ordre.mot.e} par le service : rien n’est facturé."
        return etude

    def _etude(self, enfant, r) -> Etude:
        return Etude(enfant, r.date, self.ordre.geste, formule=self.lecture.catalogue.formules[r.formule_id])

    def _annuler(self, enfant, r) -> Etude:
        return self._sortir(self._etude(enfant, r), r)

    def _deplacer(self, enfant, r) -> list[Etude]:
        part, vers = self._etude(enfant, r), self.ordre.vers
        part.non = rules.refuser_deplacement(r.date, vers)
        if part.non:
            return [part]
        arrive = self._ajouter(
            enfant, vers, formule=r.formule_id, payeur=r.payeur_id, heures=(r.arrivee, r.depart),
            fait=GesteIntervention.AJOUT,
        )  # fmt: skip
        if arrive.non:
            part.non = arrive.non
            return [part]
        part.fait = GesteIntervention.ANNULATION
        return [self._sortir(part, r), arrive]

    def _exonerer(self, enfant, r) -> Etude:
        etude, mot = self._etude(enfant, r), self.ordre.mot
        if r.exoneree:
            etude.non = Non("deja", f"Le service ne facture déjà pas {mot.le}.")
            return etude
        avant = etat_de(r)
        etude.changement = Changement(r, avant, avant | {"exoneree": True})
        etude.phrase = f"Le service ne facture pas {mot.le}."
        return etude

    def _retablir(self, enfant, jour) -> Etude:
        siennes = self.lecture.siennes(enfant.pk, jour, self.ordre.formule)
        mot = self.ordre.mot
        if exoneree := next((r for r in reading.tiennent(siennes) if r.exoneree), None):
            etude, avant = self._etude(enfant, exoneree), etat_de(exoneree)
            etude.changement = Changement(exoneree, avant, avant | {"exoneree": False})
            etude.phrase = f"{mot.le.capitalize()} est de nouveau facturé{mot.e}."
            return etude
        prises = {r.formule_id for r in reading.tiennent(siennes)}
        r = next((r for r in reading.annulees(siennes) if r.formule_id not in prises), None)
        if r is None:
            non = Non("rien", f"Rien n’a été annulé le {typo.date_longue(jour)}.")
            return Etude(enfant, jour, self.ordre.geste, non=non)
        return self.remettre(self._etude(enfant, r), r, etat_de(r) | TIENT | {"absence": None})

    def remettre(self, etude, r, apres, *, au_dela=None) -> Etude:
        """Give a cancelled booking its places back, where it was; ``au_dela`` True: whatever is left."""
        formule = self.lecture.catalogue.formules[r.formule_id]
        rangees = self.places.rangees(formule, r.lieu_id, etude.enfant, r.date)
        autres = reading.tiennent(self.lecture.siennes(etude.enfant.pk, r.date, r.formule_id))
        etude.non = rules.refuser_accueil(
            rules.Accueil(
                r.date, inscrit=self.lecture.inscrite(r), ouvert=len(rangees) == len(formule.unites),
                motif_de_fermeture=self.lecture.ferme(etude.enfant.pk, rangees),
                reserve=any(a.pk != r.pk for a in autres),
                occupe_par=self.lecture.occupe_par(etude.enfant.pk, r.date, formule, sauf={r.pk}),
                restantes=self.places.moins_pleine(rangees),
            ),
            au_dela=self.ordre.au_dela if au_dela is None else au_dela,
        )  # fmt: skip
        return etude if etude.non else self._entrer(etude, r, etat_de(r), apres, rangees)

    def _absent(self, enfant, r) -> Etude:
        etude, avant, ordre = self._etude(enfant, r), etat_de(r), self.ordre
        effet, jugement = EFFETS[FacturationAbsence(ordre.facturation)]
        mot, connue = ordre.mot, avant["absence"] or {}
        phrases = {
            FacturationAbsence.LIBRE: f"Absence notée par le service : {mot.le} n’est pas facturé{mot.e}.",
            FacturationAbsence.DUE: f"Absence notée par le service : {mot.le} reste facturé{mot.e}.",
            FacturationAbsence.CERTIFICAT: f"Certificat vu par le service : {mot.le} n’est pas facturé{mot.e}.",
        }
        etude.phrase = phrases[FacturationAbsence(ordre.facturation)]
        absence = {
            "declaree_le": clock.maintenant().isoformat(), "declaree_par_id": ordre.par and ordre.par.pk,
            "demarche_id": None, "justificatif_id": None, "justifiee_le": None, "a_justifier_avant": None,
        } | connue | {
            "motif": ordre.raison, "effet": str(effet), "jugement": str(jugement), "phrase": etude.phrase,
        }  # fmt: skip
        etude.changement = Changement(r, avant, avant | {"absence": absence})
        return etude

    def _present(self, enfant, r) -> Etude:
        etude, avant, mot = self._etude(enfant, r), etat_de(r), self.ordre.mot
        if avant["absence"] is None:
            etude.non = Non("rien", f"Aucune absence n’est notée le {typo.date_longue(r.date)}.")
            return etude
        etude.changement = Changement(r, avant, avant | {"absence": None})
        etude.phrase = f"Venu finalement : {mot.le} est facturé{mot.e}."
        return etude


def etudier(ordre: Ordre, cibles: Iterable[Cible], *, verrou=False) -> list[Etude]:
    """Judge an order on these children and days."""
    cibles = list(cibles)
    jours = {jour for _, jour in cibles} | ({ordre.vers} - {None})
    return Etudes(ordre, {enfant for enfant, _ in cibles}, jours, verrou=verrou).juger(cibles)


def empreinte(etudes: Iterable[Etude]) -> str:
    """Mark what a page said that it would do: another mark, and something is to be read again."""
    dites = [
        (e.enfant.pk, e.jour.isoformat(), e.fait, e.non and e.non.code,
         e.changement and e.changement.avant, e.changement and e.changement.au_dela)
        for e in etudes
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(dites, default=str).encode()).hexdigest()[:16]
