"""The weeks of a child, half-day by half-day: what both homes read in the same way. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from common.words.dates import lundi_de
from espace_prive.garde.rules import APRES_MIDI, MATIN, Borne, Sejour

SEMAINES = 5


@dataclass(frozen=True)
class Demi:
    """A half-day: in which home (None: nobody wrote it), and whether somebody typed it, with the reason."""

    borne: Borne
    foyer: int | None
    main: bool = False
    motif: str = ""


@dataclass(frozen=True)
class SemaineDeGarde:
    """A week from Monday on: its fourteen half-days, in order."""

    lundi: date
    demis: tuple[Demi, ...]

    @property
    def numero(self) -> int:
        return self.lundi.isocalendar().week

    @property
    def dimanche(self) -> date:
        return self.lundi + timedelta(days=6)

    @property
    def jours(self) -> list[tuple[Demi, Demi]]:
        """The morning and the afternoon of each day."""
        return list(zip(self.demis[::2], self.demis[1::2], strict=True))


def ruban(sejours: Sequence[Sejour], *, du: date, semaines: int = SEMAINES) -> list[SemaineDeGarde]:
    """Give ``semaines`` whole weeks, from that of ``du`` on: each half-day is there once, whatever the stays are."""
    premier = lundi_de(du)
    ranges = sorted(sejours, key=lambda s: s.du)
    return [
        SemaineDeGarde(lundi, tuple(_demi(ranges, lundi + timedelta(days=n // 2), n % 2) for n in range(14)))
        for lundi in (premier + timedelta(weeks=k) for k in range(semaines))
    ]


def _demi(sejours, jour, demi) -> Demi:
    borne = Borne(jour, APRES_MIDI if demi else MATIN)
    sejour = next((s for s in sejours if s.du <= borne <= s.au), None)
    return Demi(borne, sejour.foyer, sejour.main, sejour.motif) if sejour else Demi(borne, None)


def suites_de_demis(demis: Sequence[Borne]) -> list[tuple[Borne, Borne]]:
    """Join half-days that follow each other: the first and the last of each run."""
    runs: list[tuple[Borne, Borne]] = []
    for borne in sorted(set(demis)):
        if runs and runs[-1][1].rang + 1 == borne.rang:
            runs[-1] = (runs[-1][0], borne)
        else:
            runs.append((borne, borne))
    return runs
