"""The ribbon of a child: five weeks of half-days, in the words of whoever reads them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from common import clock
from common.words import typo
from common.words.dates import lundi_de
from common.words.saisie import lire_jour
from espace_prive.famille.acces.perimetre import Perimetre
from espace_prive.famille.models import Enfant
from espace_prive.garde import reading
from espace_prive.garde.models import Swap
from espace_prive.garde.presentation import AUTRE_FOYER, CHEZ_VOUS, dire, dire_entre
from espace_prive.garde.rules import Borne, nommer
from espace_prive.garde.rules_ruban import SEMAINES, Demi, SemaineDeGarde, ruban, suites_de_demis

JOURNEE, MATIN, APRES_MIDI = "toute la journée", "le matin", "l’après-midi"
ICI, AILLEURS, INCONNU = "ici", "ailleurs", "inconnu"


@dataclass(frozen=True)
class MoitieDuRuban:
    """A half-day, or a whole day in one home: ``chez`` in a sentence, ``court`` in the cell."""

    valeurs: tuple[str, ...]
    quand: str
    chez: str
    court: str
    ou: str
    main: bool
    motif: str
    passee: bool = False


@dataclass(frozen=True)
class JourDuRuban:
    jour: date
    moities: tuple[MoitieDuRuban, ...]
    aujourdhui: bool
    vacances: str
    ferie: str

    @property
    def week_end(self) -> bool:
        return self.jour.weekday() >= 5

    @property
    def remarques(self) -> list[str]:
        """What else is to know of the day, as it is read aloud."""
        notes = [self.ferie, self.vacances, "aujourd’hui" if self.aujourdhui else ""]
        return [note for note in notes if note]


@dataclass(frozen=True)
class SemaineDuRuban:
    numero: int
    du: date
    au: date
    vacances: str
    jours: tuple[JourDuRuban, ...]

    @property
    def dates(self) -> str:
        """« du 30 novembre au 6 décembre »."""
        return typo.periode(self.du, self.au)


@dataclass(frozen=True)
class RubanMontre:
    """``autres``: the other homes by the words of the legend; ``exceptions``: at least one half-day was typed."""

    enfant: Enfant
    semaines: list[SemaineDuRuban]
    autres: list[str]
    exceptions: bool

    @property
    def du(self) -> date:
        return self.semaines[0].du

    @property
    def au(self) -> date:
        return self.semaines[-1].au

    @property
    def avant(self) -> date:
        return self.du - timedelta(weeks=len(self.semaines))

    @property
    def apres(self) -> date:
        return self.au + timedelta(days=1)


def valeur(borne: Borne) -> str:
    """A half-day in a form and in an address: « 2026-12-03-0 »."""
    return f"{borne.jour.isoformat()}-{borne.demi}"


def lire_valeur(texte: str) -> Borne | None:
    """The half-day that ``valeur`` wrote; None when it is not one."""
    texte, _, demi = str(texte).rpartition("-")
    jour = lire_jour(texte)
    return Borne(jour, int(demi)) if jour and demi in ("0", "1") else None


def rubans(
    enfants: Iterable[Enfant], moi: Perimetre, *, du: date | None = None, semaines: int = SEMAINES, entiers=True
) -> list[RubanMontre]:
    """Give the ribbon of each child whom two homes share during these weeks, in five statements at most.

    ``entiers``: a day in one home is one piece; else both its half-days are told apart, to choose among them.
    """
    enfants, premier = list(enfants), lundi_de(du or clock.aujourdhui())
    dernier = premier + timedelta(weeks=semaines, days=-1)
    sejours = reading.sejours([e.pk for e in enfants], premier, dernier)
    autres = {pk: {s.foyer for s in lus} - moi.foyers for pk, lus in sejours.items()}
    if not any(autres.values()):
        return []
    noms = reading.prenoms(autres, set().union(*autres.values()), moi)
    jours = _JoursRemarquables(premier, dernier)
    faits = []
    for enfant in enfants:
        if autres.get(enfant.pk):
            mots = _mots(enfant.pk, sorted(autres[enfant.pk]), noms, moi)
            faits.append(
                _ruban(enfant, ruban(sejours[enfant.pk], du=premier, semaines=semaines), mots, jours, entiers)
            )
    return faits


class _JoursRemarquables:
    """The holidays and the public holidays of some days."""

    def __init__(self, du, au):
        self.conges, self.feries, self.aujourdhui = reading.conges(du, au), reading.feries(du, au), clock.aujourdhui()

    def vacances(self, du, au) -> str:
        return next((nom for premier, dernier, nom in self.conges if premier <= au and dernier >= du), "")


def _mots(enfant, autres, noms, moi) -> dict[int | None, tuple[str, str, str]]:
    """Say each home: (in a sentence, in a cell, which of the two colours)."""
    connus = {foyer: noms[enfant, foyer] for foyer in autres if (enfant, foyer) in noms}
    if len(autres) > 1:
        dits = nommer(autres, connus)
    else:
        dits = {foyer: f"chez {connus[foyer]}" if foyer in connus else AUTRE_FOYER for foyer in autres}
    courts = {foyer: connus[foyer] if dits[foyer].startswith("chez") else "Autre" for foyer in autres}
    mots = {foyer: (dits[foyer], courts[foyer], AILLEURS) for foyer in autres}
    mots |= dict.fromkeys(moi.foyers, (CHEZ_VOUS, "Vous", ICI))
    return mots | {None: ("non renseigné", "—", INCONNU)}


@dataclass(frozen=True)
class SwapMontre:
    """A swap as one of its homes reads it: what it gives and takes, in days; whether it is the one that proposed."""

    swap: Swap
    sien: bool
    donne: list[str]
    prend: list[str]

    @property
    def valeurs(self) -> set[str]:
        """Its half-days, as a form writes them."""
        return {valeur(d.borne) for d in self.swap.demis.all()}


def montrer(swap: Swap, moi: Perimetre) -> SwapMontre:
    """``swap`` comes with its half-days (``demis``) read beforehand."""
    sien = swap.de_id in moi.foyers
    donnees = [d.borne for d in swap.demis.all() if d.donne is sien]
    prises = [d.borne for d in swap.demis.all() if d.donne is not sien]
    return SwapMontre(swap, sien, dire_les_demis(donnees), dire_les_demis(prises))


@dataclass(frozen=True)
class SwapDUnDossier:
    """A swap as an agent reads it: each home, and the days that go to it."""

    swap: Swap
    mouvements: list[tuple[str, list[str]]]


def lire_pour_un_agent(swap: Swap) -> SwapDUnDossier:
    """``swap`` comes with its homes and its half-days."""
    vers_a = dire_les_demis(d.borne for d in swap.demis.all() if d.donne)
    vers_de = dire_les_demis(d.borne for d in swap.demis.all() if not d.donne)
    return SwapDUnDossier(swap, [(str(f), jours) for f, jours in ((swap.a, vers_a), (swap.de, vers_de)) if jours])


def dire_les_demis(demis: Iterable[Borne]) -> list[str]:
    """« le jeudi 3 décembre », « du vendredi 4 décembre matin au dimanche 6 décembre après-midi »."""
    return [dire_entre(du, au) if du != au else f"le {dire(du)}" for du, au in suites_de_demis(list(demis))]


def _ruban(enfant, semaines: list[SemaineDeGarde], mots, jours: _JoursRemarquables, entiers) -> RubanMontre:
    montrees = [
        SemaineDuRuban(
            semaine.numero, semaine.lundi, semaine.dimanche, jours.vacances(semaine.lundi, semaine.dimanche),
            tuple(_jour(matin, apres_midi, mots, jours, entiers) for matin, apres_midi in semaine.jours),
        )
        for semaine in semaines
    ]  # fmt: skip
    autres = [chez for chez, _, ou in mots.values() if ou == AILLEURS]
    exceptions = any(d.main for semaine in semaines for d in semaine.demis)
    return RubanMontre(enfant, montrees, autres, exceptions)


def _jour(matin: Demi, apres_midi: Demi, mots, jours, entiers) -> JourDuRuban:
    jour = matin.borne.jour
    pareils = entiers and replace(matin, borne=apres_midi.borne) == apres_midi
    groupes = [((matin, apres_midi), JOURNEE)] if pareils else [((matin,), MATIN), ((apres_midi,), APRES_MIDI)]
    moities = tuple(
        MoitieDuRuban(
            tuple(valeur(d.borne) for d in demis), quand, *mots[demis[0].foyer], demis[0].main, demis[0].motif,
            jour < jours.aujourdhui,
        )
        for demis, quand in groupes
    )  # fmt: skip
    return JourDuRuban(
        jour, moities, jour == jours.aujourdhui, jours.vacances(jour, jour),
        typo.typographier(jours.feries.get(jour, "")),
    )  # fmt: skip
