"""Whose day it is: a rhythm of custody becomes explicit stays, bounded by half-days. Pure.

A half-day is numbered without end, two for each day: week 53, holidays and changes of year are nothing special to what
is stored. The morning holds the midday meal; « Friday after school » is Friday afternoon.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from common.words.dates import lundi_de

MATIN, APRES_MIDI = 0, 1
EXCLUSIVE, WEEK_ENDS, SEMAINES, JOURS = "exclusive", "week_ends", "semaines", "jours"
PAIRES, IMPAIRES = "paires", "impaires"
COMME_L_ANNEE, MOITIES = "", "moities"
VENDREDI = 4


@dataclass(frozen=True, order=True)
class Borne:
    """A half-day."""

    jour: date
    demi: int = MATIN

    @property
    def rang(self) -> int:
        return self.jour.toordinal() * 2 + self.demi

    @classmethod
    def au_rang(cls, rang: int) -> "Borne":
        return cls(date.fromordinal(rang // 2), rang % 2)


@dataclass(frozen=True)
class Sejour:
    """The child is at ``foyer``'s from one half-day to another, both included; ``main``: typed, not generated."""

    foyer: int
    du: Borne
    au: Borne
    main: bool = False
    motif: str = ""


@dataclass(frozen=True)
class Rythme:
    """How two homes share a child's time. ``foyers`` are the first home and the second.

    SEMAINES: one week at each, from the change on; WEEK_ENDS: at the first home, one week-end in two at the second.
    Which week is which is said by ``parite`` (ISO weeks of the first home; of the second home's week-ends), or by
    ``repere``, a day of such a week, from which weeks alternate whatever their numbers. JOURS: ``grille`` says it for
    each half-day of one or two weeks from Monday on, « a » for the first home, « b » for the second.
    """

    forme: str
    foyers: tuple[int, int]
    change: tuple[int, int] = (VENDREDI, APRES_MIDI)
    parite: str = ""
    repere: date | None = None
    grille: str = ""
    vacances: str = COMME_L_ANNEE
    # Who has the first half of the holidays that begin in an even year: 0 the first home, 1 the second.
    moitie_paire: int = 0


def _est_sa_semaine(rythme: Rythme, jour: date) -> bool:
    """Whether the ISO week of ``jour`` is one that the parity or the landmark names."""
    if rythme.parite:
        return (jour.isocalendar().week % 2 == 0) == (rythme.parite == PAIRES)
    return (lundi_de(jour) - lundi_de(rythme.repere)).days // 7 % 2 == 0


def _milieu(rythme: Rythme, borne: Borne) -> date:
    """The middle of the week of custody that holds ``borne``: its ISO week is the one people mean.

    From a Friday after school to the next, the week that counts is that of the school days between them.
    """
    jour, demi = rythme.change
    debut = Borne(lundi_de(borne.jour) + timedelta(days=jour), demi)
    premier = debut.jour if debut <= borne else debut.jour - timedelta(days=7)
    return premier + timedelta(days=3)


def foyer_ordinaire(rythme: Rythme, borne: Borne) -> int:
    """Whose half-day it is by the rhythm alone, without holidays nor exceptions."""
    un, deux = rythme.foyers
    if rythme.forme == SEMAINES:
        return un if _est_sa_semaine(rythme, _milieu(rythme, borne)) else deux
    if rythme.forme == WEEK_ENDS:
        en_week_end = (borne.jour.weekday(), borne.demi) >= (VENDREDI, APRES_MIDI)
        return deux if en_week_end and _est_sa_semaine(rythme, borne.jour) else un
    if rythme.forme == JOURS:
        semaine = (lundi_de(borne.jour) - lundi_de(rythme.repere)).days // 7 if rythme.repere else 0
        rang = semaine * 14 + borne.jour.weekday() * 2 + borne.demi
        return deux if rythme.grille[rang % len(rythme.grille)] == "b" else un
    return un


def foyer_des_vacances(rythme: Rythme, borne: Borne, vacances: Iterable[tuple[date, date]]) -> int | None:
    """Whose half-day it is in holidays shared by halves; None outside of them.

    Holidays run from the afternoon before their first day: the children leave school. The first half takes the odd
    half-day, so that whole days are shared equally.
    """
    if rythme.vacances != MOITIES or rythme.forme == EXCLUSIVE:
        return None
    for premier, dernier in vacances:
        debut = Borne(premier - timedelta(days=1), APRES_MIDI).rang
        fin = Borne(dernier, APRES_MIDI).rang
        if debut <= borne.rang <= fin:
            en_premier = borne.rang < debut + (fin - debut + 2) // 2
            paire = premier.year % 2 == 0
            return rythme.foyers[rythme.moitie_paire ^ (not paire) ^ (not en_premier)]
    return None


def generer(
    rythme: Rythme, *, du: Borne, au: date, vacances: Sequence[tuple[date, date]] = (), mains: Iterable[Sejour] = ()
) -> list[Sejour]:
    """The stays from ``du`` to the end of ``au``; those typed by hand (``mains``) stay as they are."""
    sejours = []
    for rang in range(du.rang, Borne(au, APRES_MIDI).rang + 1):
        borne = Borne.au_rang(rang)
        foyer = foyer_des_vacances(rythme, borne, vacances) or foyer_ordinaire(rythme, borne)
        if sejours and sejours[-1].foyer == foyer:
            sejours[-1] = replace(sejours[-1], au=borne)
        else:
            sejours.append(Sejour(foyer, borne, borne))
    for typee in mains:
        sejours = poser(sejours, typee)
    return sejours


def enlever(sejours: Iterable[Sejour], du: Borne, au: Borne | None = None) -> list[Sejour]:
    """The stays minus what lies between two half-days (no ``au``: for ever); those across them are cut."""
    restent = []
    for s in sejours:
        if s.du < du:
            restent.append(replace(s, au=min(s.au, Borne.au_rang(du.rang - 1))))
        if au is not None and s.au > au:
            restent.append(replace(s, du=max(s.du, Borne.au_rang(au.rang + 1))))
    return restent


def poser(sejours: Iterable[Sejour], nouveau: Sejour) -> list[Sejour]:
    """The stays with ``nouveau`` in place of what it covers: never two at once."""
    return sorted([*enlever(sejours, nouveau.du, nouveau.au), nouveau], key=lambda s: s.du)


def partager(du: Borne, au: Borne, jour: date) -> tuple[tuple[Borne, Borne] | None, tuple[Borne, Borne] | None]:
    """Split half-days, both included: those past on ``jour``, which stay as they were; those to come."""
    debut = Borne(jour)
    passees = (du, min(au, Borne.au_rang(debut.rang - 1))) if du < debut else None
    return passees, (max(du, debut), au) if au >= debut else None


def nommer(autres: Sequence[int], prenoms: dict[int, str]) -> dict[int, str]:
    """Which of a child's other homes it is, when there are several: named by the adult whom the reader may know.

    A home without such an adult has a rank, no name: « dans un autre foyer » when it is alone of its kind.
    """
    connus = {foyer: prenoms[foyer] for foyer in autres if prenoms.get(foyer)}
    uniques = {f: nom for f, nom in connus.items() if list(connus.values()).count(nom) == 1}
    inconnus = [foyer for foyer in sorted(autres) if foyer not in uniques]
    rangs = ["un autre"] if len(inconnus) == 1 else ["un deuxième", "un troisième", "un quatrième", "un cinquième"]
    dits = {f: f"dans {rangs[min(n, len(rangs) - 1)]} foyer" for n, f in enumerate(inconnus)}
    return dits | {foyer: f"chez {nom}" for foyer, nom in uniques.items()}


def suites(sejours: Sequence[Sejour], *, jours: int = 14) -> list[Sejour]:
    """The generated stays of ``jours`` days or more: week numbers make some at the change of year."""
    return [s for s in sejours if not s.main and (s.au.rang - s.du.rang + 1) >= jours * 2]


def chez_qui(sejours: Iterable[Sejour], borne: Borne) -> int | None:
    """Whose half-day it is; None when unknown."""
    return next((s.foyer for s in sejours if s.du <= borne <= s.au), None)


def du_jour(sejours: Iterable[Sejour], jour: date) -> tuple[int | None, int | None]:
    """Whose morning and whose afternoon it is."""
    sejours = list(sejours)
    return chez_qui(sejours, Borne(jour, MATIN)), chez_qui(sejours, Borne(jour, APRES_MIDI))


def prochain_changement(sejours: Sequence[Sejour], borne: Borne) -> Sejour | None:
    """The next stay in another home than that of ``borne``."""
    ici = chez_qui(sejours, borne)
    return next((s for s in sorted(sejours, key=lambda s: s.du) if s.du > borne and s.foyer != ici), None)
