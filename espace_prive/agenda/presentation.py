"""The agenda in words: a list of days, a month in weeks, the same on paper."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from common import clock
from common.words import typo
from common.words.dates import dernier_du_mois, lundi_de, premier_du_mois
from commune.services import calendrier
from espace_prive.agenda.reading import Contenu, heure_de
from espace_prive.famille.acces.perimetre import Perimetre, rangs
from espace_prive.garde.presentation import journee


@dataclass(frozen=True)
class LigneDAgenda:
    """One thing of a day. ``prenom`` and ``rang``: whose, and its colour; None for the family."""

    quoi: str
    heures: str
    lieu: str = ""
    texte: str = ""
    url: str = ""
    prenom: str = ""
    rang: int | None = None
    absent: bool = False
    reserve: bool = False


@dataclass(frozen=True)
class JourDAgenda:
    """``chez``: (first name, whose day it is) of the children whom two homes share."""

    jour: date
    lignes: list[LigneDAgenda]
    chez: list[tuple[str, str]]
    vacances: str
    ferie: bool
    aujourdhui: bool
    dans_le_mois: bool = True

    @property
    def passe(self) -> bool:
        return self.jour < clock.aujourdhui()


@dataclass(frozen=True)
class MoisDAgenda:
    premier: date
    semaines: list[tuple[int, list[JourDAgenda]]]

    @property
    def jours(self) -> list[JourDAgenda]:
        """The days of the month on which something happens."""
        return [j for _, jours in self.semaines for j in jours if j.dans_le_mois and j.lignes]

    @property
    def passes(self) -> list[JourDAgenda]:
        return [j for j in self.jours if j.passe]

    @property
    def a_venir(self) -> list[JourDAgenda]:
        return [j for j in self.jours if not j.passe]

    @property
    def precedent(self) -> str:
        return f"{premier_du_mois(self.premier, -1):%Y-%m}"

    @property
    def suivant(self) -> str:
        return f"{premier_du_mois(self.premier, 1):%Y-%m}"


def bornes_du_mois(premier: date) -> tuple[date, date]:
    """The first and the last day of the weeks that hold a month."""
    return lundi_de(premier), lundi_de(dernier_du_mois(premier)) + timedelta(days=6)


def mois(contenu: Contenu, premier: date, moi: Perimetre) -> MoisDAgenda:
    """The weeks of the month of ``premier``: what was read goes from its first Monday to its last Sunday."""
    lignes = _lignes_par_jour(contenu, moi)
    semaines, lundi = [], contenu.du
    while lundi <= contenu.au:
        jours = [_jour(lundi + timedelta(days=n), lignes, contenu, premier, moi) for n in range(7)]
        semaines.append((lundi.isocalendar().week, jours))
        lundi += timedelta(weeks=1)
    return MoisDAgenda(premier, semaines)


def _jour(jour, lignes, contenu, premier, moi) -> JourDAgenda:
    connu = calendrier()
    chez = [
        (e.prenom, mot)
        for e in contenu.enfants
        if e.pk in contenu.sejours and (mot := journee(contenu.sejours[e.pk], jour, moi.foyers))
    ]
    return JourDAgenda(
        jour, lignes.get(jour, []), chez, connu.nom_des_vacances(jour), jour in connu.feries,
        jour == clock.aujourdhui(), (jour.year, jour.month) == (premier.year, premier.month),
    )  # fmt: skip


def _lignes_par_jour(contenu, moi) -> dict[date, list[LigneDAgenda]]:
    couleurs = rangs(moi)
    prenoms = {e.pk: e.prenom for e in contenu.enfants}
    lignes: dict[date, list[LigneDAgenda]] = {}
    for entree in contenu.entrees:
        ligne = LigneDAgenda(
            typo.typographier(entree.titre), dire_les_heures(*heure_de(entree)), entree.lieu, entree.texte, entree.url,
            prenoms.get(entree.enfant, ""), couleurs.get(entree.enfant),
        )  # fmt: skip
        lignes.setdefault(entree.jour, []).append(ligne)
    for r in contenu.reserves:
        ligne = LigneDAgenda(
            r.quoi[:1].upper() + r.quoi[1:], dire_les_heures(r.debut, r.fin), r.lieu, prenom=r.enfant.prenom,
            rang=couleurs.get(r.enfant.pk), absent=r.absent, reserve=True,
        )  # fmt: skip
        lignes.setdefault(r.jour, []).append(ligne)
    return lignes


def dire_les_heures(debut: time | None, fin: time | None) -> str:
    """« 11 h 45 – 13 h 30 », « à partir de 8 h », nothing for a whole day."""
    if debut and fin:
        return f"{typo.heure(debut)} – {typo.heure(fin)}"
    return f"à partir de {typo.heure(debut)}" if debut else ""
