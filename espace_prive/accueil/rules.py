"""The weeks to book, and what to say when nothing is to do. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from common.words import typo
from common.words.dates import lundi_de

SEMAINE = 7


@dataclass(frozen=True)
class Semaine:
    """The next week in which something can still be booked: its Monday, until when, whether it has a booked day."""

    lundi: date
    limite: datetime
    reservee: bool


def prochaine_semaine(
    ouverts: Iterable[date], *, limite: Callable[[date], datetime], reserves: Iterable[date], maintenant: datetime
) -> Semaine | None:
    """The week of the first of these ``ouverts`` days that can still be booked; None when none can."""
    for jour in sorted(ouverts):
        if (fin := limite(jour)) > maintenant:
            lundi = lundi_de(jour)
            return Semaine(lundi, fin, lundi in {lundi_de(r) for r in reserves})
    return None


@dataclass(frozen=True)
class ProchaineEcheance:
    """The next deadline, and what it is about, in a sentence."""

    limite: datetime
    phrase: str


def prochaine_echeance(possibles: Iterable[tuple[datetime, bool, str, str, date]]) -> ProchaineEcheance | None:
    """Give the next deadline of these (limit, booked, activity, child, day); what falls together is said together."""
    connues = sorted(possibles)
    if not connues:
        return None
    limite, reservee = connues[0][:2]
    ensemble = [p for p in connues if p[:2] == (limite, reservee)]
    quoi = typo.enumeration(dict.fromkeys(activite for _, _, activite, _, _ in ensemble))
    qui = typo.enumeration(dict.fromkeys(enfant for _, _, _, enfant, _ in ensemble))
    jours = sorted({jour for *_, jour in ensemble})
    quand = f"{'à partir du ' if len(jours) > 1 else ''}{typo.date_longue(jours[0])}"
    geste = "annuler" if reservee else "réserver"
    return ProchaineEcheance(limite, f"Dernier moment pour {geste} : {quoi}, {qui}, {quand}.")


@dataclass(frozen=True)
class Prochain:
    """The next booked day of a child, and what it is; ``mange``: a meal."""

    prenom: str
    jour: date
    quoi: str
    mange: bool = False


def prochains_par_enfant(lignes: Iterable[tuple], *, repas: str) -> list[Prochain]:
    """Give the next day of each child, of rows (child, first name, day, what is booked, name); a meal first."""
    premiers: dict[int, Prochain] = {}
    for enfant, prenom, jour, prestation, nom in sorted(lignes, key=lambda r: (r[2], r[3] != repas)):
        quoi = nom[:1].upper() + nom[1:]
        premiers.setdefault(enfant, Prochain(prenom, jour, quoi, mange=prestation == repas))
    return list(premiers.values())


def phrase_en_ordre(
    prochains: Sequence[Prochain], *, aujourdhui: date, jusque: datetime | date | None, ouvert_d_ici: str = "",
    reserve: bool = True, tout_connu: bool = True,
) -> str:  # fmt: skip
    """Say in facts that nothing is to do: until when, then the next booked day of each child.

    ``jusque``: the first moment at which something may be asked again, None when none is known. ``ouvert_d_ici``: the
    day until which nothing can be booked. ``reserve``: the family books something. Without a household or a file that
    the person may see (``tout_connu``), no more is said than what it is asked.
    """
    debut = "Tout est en ordre" if tout_connu else "Rien ne vous est demandé"
    phrases = [f"{debut}{_jusqu_a(jusque, aujourdhui)}."]
    groupes: dict[tuple, list[str]] = {}
    for p in sorted(prochains, key=lambda p: p.jour):
        groupes.setdefault((p.jour, p.mange or p.quoi), []).append(p.prenom)
    for (jour, quoi), prenoms in groupes.items():
        qui, quand = typo.enumeration(dict.fromkeys(prenoms)), nommer_le_jour(jour, aujourdhui)
        pluriel = "nt" if len(prenoms) > 1 else ""
        phrases.append(f"{qui} mange{pluriel} {quand}." if quoi is True else f"{quoi} {quand} pour {qui}.")
    if not prochains and reserve:
        phrases.append("Aucun jour n’est réservé dans les deux semaines qui viennent.")
    if ouvert_d_ici:
        phrases.append(f"Aucun jour n’est ouvert aux réservations d’ici au {ouvert_d_ici}.")
    return " ".join(phrases)


def _jusqu_a(moment, aujourdhui: date) -> str:
    if moment is None:
        return ""
    jour = moment.date() if isinstance(moment, datetime) else moment
    if jour == aujourdhui:
        return f" jusqu’à {typo.heure(moment)}" if isinstance(moment, datetime) else ""
    nom = nommer_le_jour(jour, aujourdhui)
    return f" jusqu’à {nom}" if " " not in nom else f" jusqu’au {nom}"


def nommer_le_jour(jour: date, aujourdhui: date) -> str:
    """« aujourd’hui », « demain », « mardi » within the week, « mardi 24 novembre » beyond."""
    if (ecart := (jour - aujourdhui).days) < SEMAINE and ecart >= 0:
        return ("aujourd’hui", "demain")[ecart] if ecart <= 1 else typo.date_longue(jour).split()[0]
    return typo.date_longue(jour)
