"""Custody as people read it: agents by the homes’ names, parents as « chez vous » and « dans son autre foyer »."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from common import clock
from common.words import typo
from espace_prive.famille.acces.perimetre import Perimetre
from espace_prive.famille.models import Enfant, Foyer
from espace_prive.garde import reading
from espace_prive.garde.models import PeriodeDeGarde
from espace_prive.garde.rules import (
    APRES_MIDI,
    Borne,
    Rythme,
    Sejour,
    chez_qui,
    du_jour,
    generer,
    nommer,
    prochain_changement,
    suites,
)
from espace_prive.garde.services import apercevoir, fin_de_l_annee

SEMAINES_MONTREES = 5
APERCU_JOURS = 91
CHEZ_VOUS, AUTRE_FOYER, ECHANGE = "chez vous", "dans son autre foyer", "Deux foyers"


def foyers_de(enfant: Enfant) -> list[Foyer]:
    rattachements = enfant.rattachements.exclude(au__lt=clock.aujourdhui()).select_related("foyer")
    return [r.foyer for r in rattachements.order_by("du", "pk")]


@dataclass(frozen=True)
class LigneDeGarde:
    chez: str
    du: Borne
    au: Borne
    main: bool = False
    motif: str = ""
    ici: bool = False

    @property
    def texte_du(self):
        return dire(self.du)

    @property
    def texte_au(self):
        return dire(self.au)


def dire(borne: Borne) -> str:
    """« vendredi 13 novembre après-midi »."""
    return f"{typo.date_longue(borne.jour)} {'après-midi' if borne.demi == APRES_MIDI else 'matin'}"


def dire_entre(du: Borne, au: Borne) -> str:
    """« du jeudi 12 novembre matin au vendredi 13 novembre après-midi », « le jeudi 12 novembre »."""
    if du.jour != au.jour:
        return f"du {dire(du)} au {dire(au)}"
    return f"le {dire(du) if du == au else typo.date_longue(du.jour)}"


@dataclass(frozen=True)
class ApercuDeRythme:
    """What a rhythm would make: the first weeks, how far it goes, what to look at twice."""

    lignes: list[LigneDeGarde]
    au: date
    longues: list[LigneDeGarde]


def apercu(enfant: Enfant, reglages: dict, *, du: date, foyers: list[Foyer]) -> ApercuDeRythme:
    """What the typed rhythm would make; nothing is written."""
    second = reglages["second"] or reglages["premier"]
    regle = Rythme(
        forme=reglages["forme"], foyers=(reglages["premier"].pk, second.pk),
        change=(reglages["change_jour"], reglages["change_demi"]),
        **{nom: reglages[nom] for nom in ("parite", "repere", "grille", "vacances", "moitie_paire")},
    )  # fmt: skip
    au = fin_de_l_annee(du)
    sejours = apercevoir(enfant, regle, du=du, au=au)
    noms = {f.pk: str(f) for f in foyers}
    # By numbers of weeks, a year of 53 makes two weeks in a row: looked for without the holidays, which make some too.
    ordinaires = generer(replace(regle, vacances=""), du=Borne(du), au=au) if regle.parite else []
    longs = suites(ordinaires) if regle.forme == "semaines" else []
    lignes = [LigneDeGarde(noms.get(s.foyer, "un autre foyer"), s.du, s.au, s.main, s.motif) for s in sejours]
    return ApercuDeRythme(
        lignes=[li for li in lignes if li.du.jour <= du + timedelta(days=APERCU_JOURS)], au=au,
        longues=[LigneDeGarde(noms.get(s.foyer, "un autre foyer"), s.du, s.au) for s in longs],
    )  # fmt: skip


@dataclass(frozen=True)
class PourUnParent:
    """Where the child is now, when that changes, and the next weeks; one other home has no name."""

    maintenant: str
    suite: str
    lignes: list[LigneDeGarde]


def vue_de(enfant: Enfant, moi: Perimetre) -> PourUnParent:
    """For a parent: whose day it is, now and in the next weeks; several other homes are told apart."""
    periodes = periodes_de(enfant)
    autres = sorted({s.foyer for s in periodes} - moi.foyers)
    noms = nommer(autres, _prenoms(enfant.pk, autres, moi)) if len(autres) > 1 else {}
    return pour_un_parent(periodes, moi.foyers, noms=noms)


def _prenoms(enfant: int, foyers: list[int], moi: Perimetre) -> dict[int, str]:
    return {foyer: prenom for (_, foyer), prenom in reading.prenoms([enfant], foyers, moi).items()}


def pour_un_parent(
    periodes: list[Sejour],
    miens: frozenset[int],
    *,
    maintenant: Borne | None = None,
    noms: dict[int, str] | None = None,
) -> PourUnParent:
    """Whose day it is, for a reader who lives in ``miens``; without ``noms``, the other homes are one."""
    borne = maintenant or _a_present()
    noms = noms or {}
    autre = next((s.foyer for s in periodes if s.foyer not in miens), None)
    vus = [s if s.foyer in miens or noms else replace(s, foyer=autre) for s in periodes]
    ici = chez_qui(vus, borne)
    suite = prochain_changement(vus, borne)
    return PourUnParent(
        maintenant=_chez(ici, miens, noms) if ici else "",
        suite=f"{_chez(suite.foyer, miens, noms)} à partir du {dire(suite.du)}" if suite else "",
        lignes=[
            LigneDeGarde(_chez(s.foyer, miens, noms), s.du, s.au, s.main, s.motif, ici=s.foyer in miens)
            for s in sorted(periodes, key=lambda s: s.du)
            if s.au >= borne
        ],
    )


def journee(sejours: list[Sejour], jour: date, miens: frozenset[int]) -> str:
    """Whose day it is, in the week line: « Chez vous », « Autre foyer », « Deux foyers »; nothing when unknown."""
    moities = {foyer in miens for foyer in du_jour(sejours, jour) if foyer is not None}
    if not moities:
        return ""
    return ECHANGE if len(moities) == 2 else (CHEZ_VOUS.capitalize() if moities == {True} else "Autre foyer")


def relire(ligne: dict) -> Sejour:
    """A stay from the columns of its row: dates as dates or as JSON text."""
    du, au = (j if isinstance(j, date) else date.fromisoformat(j) for j in (ligne["du"], ligne["au"]))
    return Sejour(ligne["foyer"], Borne(du, ligne["du_demi"]), Borne(au, ligne["au_demi"]))


def _chez(foyer, miens, noms):
    return CHEZ_VOUS if foyer in miens else noms.get(foyer, AUTRE_FOYER)


def _a_present() -> Borne:
    ici = clock.ici()
    return Borne(ici.date(), APRES_MIDI if ici.hour >= 14 else 0)


def periodes_de(enfant: Enfant, *, semaines=SEMAINES_MONTREES) -> list[Sejour]:
    """The stays of the next weeks, in one statement."""
    jour = clock.aujourdhui()
    lues = PeriodeDeGarde.objects.filter(enfant=enfant).entre(jour, jour + timedelta(weeks=semaines))
    return [p.sejour() for p in lues]
