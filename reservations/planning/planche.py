"""« Notre semaine »: some days of every child and every activity, the household's draft applied, ready to show.

The page, its bar, its print and its script's answers are all made of this one reading.
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property

from common import clock
from common.components.affichage import LigneRecap
from common.words import typo
from common.words.dates import lundi_de, premier_du_mois
from factures.tarifs.phrases import expliquer
from reservations.activites.enums import Fonctionnement, Geste
from reservations.activites.rules_quantites import quantite
from reservations.activites.services.catalogue import FormuleConnue
from reservations.activites.services.delais import delais_de
from reservations.activites.services.places import est_ouverte
from reservations.planning import reading
from reservations.planning.enums import Sens
from reservations.planning.rules import EtatJour, SituationDuJour, etat_du_jour
from reservations.planning.services.reserver import Souhait, etudier, montant_total, sans_remplaces
from reservations.planning.situations import Piste, Reservee, Situations, pistes

SEMAINES_CHERCHEES = 10
MOIS_A_L_AVANCE = 12
SEMAINES_A_L_AVANCE = 53
# Why a family of formules cannot be booked: the reason that helps most is told first.
RAISONS = (
    EtatJour.ATTENTE, EtatJour.COMPLET, EtatJour.OCCUPE, EtatJour.CONDITION, EtatJour.PAS_ENCORE,
    EtatJour.DELAI, EtatJour.PERIODE_CLOSE, EtatJour.GUICHET, EtatJour.AGE, EtatJour.JOUR_DE_L_AUTRE, EtatJour.FERME,
)  # fmt: skip


def mes_pistes(moi, *, du: date, au: date) -> list[Piste]:
    """Give the rows that the person may see between two dates: its children by birth, their activities by name."""
    return pistes(reading.inscriptions(enfants=moi.enfants, du=du, au=au), moi.foyers)


@dataclass(frozen=True)
class Offre:
    """A formule that a cell offers, with the price of the day and what it would be to book it."""

    formule: FormuleConnue
    prix: Decimal | None
    situation: SituationDuJour


@dataclass(frozen=True)
class Case:
    """One row on one day: a family of formules of which one is chosen; ``avant`` booked, ``apres`` with the draft."""

    piste: Piste
    famille: tuple[FormuleConnue, ...]
    jour: date
    etat: EtatJour
    avant: Reservee | None
    apres: Reservee | None
    offres: tuple[Offre, ...]
    situation: SituationDuJour
    chez_l_autre: bool
    # Of each formule of the family.
    etats: tuple[EtatJour, ...] = ()

    @property
    def modifiable(self) -> bool:
        return self.etat in (EtatJour.LIBRE, EtatJour.RESERVE)

    @property
    def completes(self) -> list[FormuleConnue]:
        """Give the formules that have no place left and are not waited for yet."""
        return [f for f, etat in zip(self.famille, self.etats, strict=True) if etat == EtatJour.COMPLET]

    @property
    def changee(self) -> bool:
        """The draft changes it."""
        avant, apres = ((r.formule.pk, r.arrivee, r.depart) if r else None for r in (self.avant, self.apres))
        return avant != apres


class Planche:
    """The days from ``du`` to ``au`` for the person whose perimeter is ``moi``, its draft (``souhaits``) applied."""

    def __init__(self, moi, *, du: date, au: date, rangees=None, souhaits=()):
        self.moi, self.du, self.au = moi, du, au
        rangees = mes_pistes(moi, du=du, au=au) if rangees is None else rangees
        self.pistes = [p for p in rangees if p.inscription.du <= au and (p.inscription.au or date.max) >= du]
        self.jours = [du + timedelta(days=n) for n in range((au - du).days + 1)]
        self.demandes = list(souhaits)

    @cached_property
    def situations(self) -> Situations | None:
        """Read when something is first asked of it: who only reads what a page sends asks nothing."""
        bornes = [self.du, self.au, *(s.jour for s in self.demandes)]
        toutes = list({p.cle: p for p in [*self.pistes, *(s.piste for s in self.demandes)]}.values())
        return Situations(toutes, du=min(bornes), au=max(bornes)) if toutes else None

    @cached_property
    def heures_reservees(self) -> dict[tuple[int, int, date], tuple[time | None, time | None]]:
        """Give the planned hours of what is booked on these days, by (child, formule, day): one statement, no more."""
        lues = reading.reservations(enfants={p.enfant.pk for p in self.pistes}, du=self.du, au=self.au)
        return {(r.enfant_id, r.formule_id, r.date): (r.arrivee, r.depart) for r in lues}

    @cached_property
    def premieres(self) -> dict[tuple, tuple[Reservee | None, EtatJour | None]]:
        """Give, by row and day, what was booked before the draft."""
        return {
            (p.cle, famille[0].pk, jour): self._avant(p, famille, jour)
            for p, famille in self.rangees
            for jour in self.jours
        }

    @cached_property
    def reponses(self) -> list:
        """Give the answers to the draft, without what changes nothing any more."""
        if not self.demandes:
            return []
        self.premieres  # noqa: B018 - read before the draft is noted on the situations
        reponses, _ = etudier(self.demandes, situations=self.situations)
        return [r for r in reponses if not r.sans_objet]

    @cached_property
    def rangees(self) -> list[tuple[Piste, tuple[FormuleConnue, ...]]]:
        """Give the rows with ticks: a registration and one family of its formules."""
        connues = self.situations.catalogue.familles if self.situations else {}
        return [(p, famille) for p in self.pistes if p.se_reserve for famille in connues.get(p.activite.pk, ())]

    @property
    def sans_cases(self) -> list[Piste]:
        """Give the rows that are only shown: what is billed from presence, or yearly."""
        return [p for p in self.pistes if not p.se_reserve]

    def _avant(self, piste, famille, jour) -> tuple[Reservee | None, EtatJour | None]:
        """Give what was booked before the draft, with its state; None and None when nothing was."""
        ici = self.situations.reservees.get((piste.enfant.pk, jour), ())
        reservee = next((r for r in ici if r.formule in famille), None)
        if reservee is None:
            return None, None
        return reservee, etat_du_jour(self.situations.de(piste, reservee.formule, jour))

    def case(self, piste, famille, jour) -> Case:
        """Give the cell of that row on that day."""
        s = self.situations
        avant, etat = self.premieres[piste.cle, famille[0].pk, jour]
        self.reponses  # noqa: B018 - the draft is noted on the situations
        ici = s.reservees.get((piste.enfant.pk, jour), ())
        apres = next((r for r in ici if r.formule in famille), None)
        chez_l_autre = s.chez_l_autre(piste, jour)
        if not (avant or apres or s.ouvre(piste, famille, jour)):
            # Most cells of most weeks: nothing of the family is open that day, so one formule says it for all.
            situation = s.de(piste, famille[0], jour)
            fermes = (EtatJour.FERME,) * len(famille)
            return Case(piste, famille, jour, EtatJour.FERME, None, None, (), situation, chez_l_autre, fermes)
        situations = {f: s.de(piste, f, jour, sauf=apres if apres and apres.formule != f else None) for f in famille}
        etats = {f: etat_du_jour(situation) for f, situation in situations.items()}
        sienne = [f for f in famille if apres and f == apres.formule]
        libres = [f for f in famille if f in sienne or etats[f] == EtatJour.LIBRE]
        if etat is None:
            etat = EtatJour.LIBRE if libres else next(raison for raison in RAISONS if raison in etats.values())
        if avant:
            dite = avant.formule
        else:
            dite = libres[0] if libres else next(f for f in famille if etats[f] == etat)
        montrees = libres if etat in (EtatJour.LIBRE, EtatJour.RESERVE) else sienne
        offres = tuple(Offre(f, self._prix(piste, f, jour, apres), situations[f]) for f in montrees)
        return Case(
            piste, famille, jour, etat, avant, apres, offres, situations[dite], chez_l_autre, tuple(etats.values())
        )  # fmt: skip

    def _prix(self, piste, formule, jour, apres) -> Decimal | None:
        prix = self.situations.prix(piste, formule, jour)
        heures = (apres.arrivee, apres.depart) if apres and apres.formule == formule else (None, None)
        return prix.montant * quantite(formule, *heures) if prix else None

    @cached_property
    def lignes(self) -> list[tuple[Piste, tuple[FormuleConnue, ...], list[Case]]]:
        """Give each row with ticks and its cells, in the order of the days."""
        return [(p, f, [self.case(p, f, jour) for jour in self.jours]) for p, f in self.rangees]

    @cached_property
    def souhaits(self) -> list[Souhait]:
        """Give the draft without what changes nothing any more."""
        return [r.souhait for r in self.reponses]

    # What the bar says.

    @property
    def acceptees(self):
        return [r for r in self.reponses if r.non is None]

    @property
    def refusees(self):
        return [r for r in self.reponses if r.non is not None]

    @property
    def montant(self) -> Decimal:
        return montant_total(self.reponses)

    @property
    def comptes(self) -> list[str]:
        """Count what is added, then what is cancelled: « 8 repas », « 2 accueils », « 1 repas annulé »."""
        ajouts, retraits = Counter(), Counter()
        for r in sans_remplaces(self.acceptees):
            (ajouts if r.souhait.ajout else retraits)[r.souhait.piste.activite.mot] += 1
        comptes = [mot.compte(n) for mot, n in ajouts.items()]
        return comptes + [f"{mot.compte(n)} annulé{mot.e}{typo.pluriel(n)}" for mot, n in retraits.items()]

    @property
    def par_mois(self) -> list[tuple[date, Decimal]]:
        """Give (month, what its invoice will have more or less), in order: each month is billed by itself."""
        groupes = {}
        for reponse in self.acceptees:
            groupes.setdefault(reponse.souhait.jour.replace(day=1), []).append(reponse)
        return [(mois, montant_total(groupes[mois])) for mois in sorted(groupes)]

    @property
    def par_enfant(self) -> list[tuple]:
        """Give (child, receipt lines, subtotal) for each child with an accepted change."""
        groupes = {}
        for reponse in self.acceptees:
            groupes.setdefault(reponse.souhait.piste.enfant, []).append(reponse)
        return [(enfant, [_recu(r) for r in rs], montant_total(rs)) for enfant, rs in groupes.items()]

    @property
    def explications(self) -> list[str]:
        """Say once how each unit price came about; of what, where they differ."""
        groupes = {}
        for r in self.acceptees:
            if r.prix:
                groupes.setdefault(expliquer(r.prix), {})[r.souhait.piste.activite.nom_courant] = None
        if len(groupes) < 2:
            return list(groupes)
        return [f"{dite} ({typo.enumeration(noms)})" for dite, noms in groupes.items()]

    @property
    def phrase(self) -> str:
        """Say where the sum goes: « En plus sur votre facture de décembre 2026 »."""
        mois = self.par_mois
        if not mois:
            return ""
        sur = f"votre facture {typo.de_mois(mois[0][0])}" if len(mois) == 1 else "vos factures"
        if not self.montant:
            return f"Rien ne change sur {sur}" if len(mois) == 1 else "En tout, sur vos factures"
        return f"{'En plus' if self.montant > 0 else 'En moins'} sur {sur}"

    @cached_property
    def numero(self) -> uuid.UUID:
        """The number of the request that this page would make."""
        return uuid.uuid4()


def _recu(reponse) -> LigneRecap:
    s = reponse.souhait
    montant = reponse.montant if reponse.montant is not None else Decimal("0.00")
    detail = f"Annulable jusqu’au {typo.date_heure(reponse.limite)}" if s.ajout else "Annulation"
    if reponse.majoree:
        detail = f"Hors délai, avec une majoration. {detail}"
    return LigneRecap(
        libelle=f"{typo.date_longue(s.jour).capitalize()}, {reponse.libelle}",
        detail=detail,
        montant=montant if s.ajout else -montant,
        signe=True,
        geste="ajout" if s.ajout else "retrait",
    )


def tout_cocher(planche: Planche, *, inscription: int | None = None, preferees=None) -> list[Souhait]:
    """Wish every free cell: of one row's registration, or of all.

    ``preferees``: by registration, the formules that the child takes usually; else the first that the day offers.
    """
    souhaits = []
    for piste, _, cases in planche.lignes:
        if inscription is not None and piste.cle != inscription:
            continue
        for case in cases:
            if case.etat == EtatJour.LIBRE and case.apres is None and not case.chez_l_autre:
                siennes = (preferees or {}).get(piste.cle, ())
                offre = next((o for o in case.offres if o.formule.pk in siennes), case.offres[0])
                souhaits.append(Souhait(piste, offre.formule, case.jour, Sens.AJOUT))
    return souhaits


def premiere_semaine(rangees: list[Piste], connus, *, maintenant: datetime, aujourdhui: date) -> date:
    """Give the Monday of the first week in which something can still be booked or cancelled, by the calendar alone."""
    activites = {p.activite.pk: p.activite for p in rangees if p.activite.fonctionnement == Fonctionnement.RESERVATION}
    for n in range(SEMAINES_CHERCHEES * 7):
        jour = aujourdhui + timedelta(days=n)
        for pk, activite in activites.items():
            if est_ouverte(activite, jour, connus.calendrier) and any(
                connus.limite(pk, geste, jour) > maintenant for geste in (Geste.RESERVER, Geste.ANNULER)
            ):
                return lundi_de(jour)
    return lundi_de(aujourdhui)


def semaine_de(moi, *, souhaits=(), lundi: date | None = None, rangees=None) -> Planche:
    """Give the week of ``lundi``, Monday to Friday; without it the first in which something can be changed."""
    aujourdhui = clock.aujourdhui()
    if lundi is None:
        rangees = mes_pistes(moi, du=aujourdhui, au=date.max) if rangees is None else rangees
        connus = delais_de({p.activite.pk for p in rangees})
        lundi = premiere_semaine(rangees, connus, maintenant=clock.maintenant(), aujourdhui=aujourdhui)
    return Planche(moi, du=lundi, au=lundi + timedelta(days=4), rangees=rangees, souhaits=souhaits)


def lundi_le_plus_loin() -> date:
    """Give the Monday of the last week that can be shown."""
    return lundi_de(clock.aujourdhui()) + timedelta(weeks=SEMAINES_A_L_AVANCE)


def mois_le_plus_loin() -> date:
    """Give the first day of the last month that can be shown."""
    return premier_du_mois(clock.aujourdhui(), MOIS_A_L_AVANCE)


def ecrire_choix(piste, formule, jour: date) -> str:
    """Write a cell's choice as the page carries it: « 12:3:2026-12-08 »."""
    return f"{piste.cle}:{formule.pk}:{jour.isoformat()}"


def champ_de_l_heure(cle: int, formule: int, jour: date) -> str:
    """Name the field of the planned hour of a cell."""
    return f"heures-{cle}-{formule}-{jour.isoformat()}"


def arrive(formule) -> bool:
    """Tell whether one says when the child arrives (before school), rather than when it leaves."""
    return formule.debut is not None and formule.debut < time(12)
