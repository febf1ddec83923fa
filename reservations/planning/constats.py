"""What a request did, as one says it: « Malo ne mangera pas au restaurant scolaire le mardi 8 décembre. » Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.words import typo
from reservations.activites.mots import Mot

# Beyond, the days are counted; the receipt below has each of them.
JOURS_DITS = 6


@dataclass(frozen=True)
class Fait:
    """A day of a child, from now on: it comes (``vient``) or it does not. ``nom``: « cantine »; ``mot``: « repas »."""

    prenom: str
    jour: date
    vient: bool
    nom: str
    mot: Mot


def constater(faits: Sequence[Fait], par_mois: Sequence[tuple[date, Decimal]]) -> str:
    """Say the fact, then where its price goes: « 8 repas réservés pour Zoé et Malo, du 4 au 8 janvier, 8,00 €. »

    ``par_mois``: (month, what its invoice has more or less).
    """
    comptes = Counter((not fait.vient, fait.mot) for fait in faits)
    quoi = typo.enumeration(_compte(mot, n, annule=annule) for (annule, mot), n in _en_ordre(comptes))
    prenoms = typo.enumeration(dict.fromkeys(fait.prenom for fait in faits))
    jours = [fait.jour for fait in faits]
    somme = sum((montant for _, montant in par_mois), Decimal(0))
    prix = f", {typo.montant(abs(somme))}{' en moins' if somme < 0 else ''}" if somme else ""
    fait = f"{quoi} pour {prenoms}, {typo.periode(min(jours), max(jours))}{prix}."
    return " ".join(filter(None, (fait, _dire_les_factures(par_mois))))


def _en_ordre(comptes):
    """What is booked first, then what is cancelled."""
    return sorted(comptes.items(), key=lambda c: c[0][0])


def _compte(mot, nombre, *, annule):
    """« 8 repas réservés », « 1 séance annulée »."""
    return f"{mot.compte(nombre)} {'annulé' if annule else 'réservé'}{mot.e}{typo.pluriel(nombre)}"


def _dire_les_factures(par_mois):
    """Write « En plus sur votre facture de janvier 2027. »; month by month when there are several."""
    touches = [(mois, montant) for mois, montant in par_mois if montant]
    if len(touches) > 1:
        sommes = typo.enumeration(f"{typo.montant(m, signe=True)} en {typo.mois_annee(mois)}" for mois, m in touches)
        return f"Sur vos factures : {sommes}."
    return "".join(
        f"En {'plus' if montant > 0 else 'moins'} sur votre facture {typo.de_mois(mois)}." for mois, montant in touches
    )


def raconter(faits: Sequence[Fait]) -> list[str]:
    """Give a sentence for each thing done; children of the same days share one."""
    par_enfant = {}
    for fait in faits:
        par_enfant.setdefault((fait.vient, fait.nom, fait.mot, fait.prenom), set()).add(fait.jour)
    groupes = {}
    for (vient, nom, mot, prenom), jours in par_enfant.items():
        groupes.setdefault((vient, nom, mot, frozenset(jours)), []).append(prenom)
    # What comes first, then what is cancelled.
    return [_phrase(prenoms, *cle) for cle, prenoms in sorted(groupes.items(), key=lambda g: not g[0][0])]


def _phrase(prenoms, vient, nom, mot, jours):
    verbe = "mangera" if mot.commande else "viendra"
    verbe = verbe if len(prenoms) == 1 else f"{verbe[:-1]}ont"
    if not vient:
        verbe = f"ne {verbe} pas"
    ou = "au restaurant scolaire " if mot.commande else ""
    quoi = "" if mot.commande else f" ({nom})"
    return f"{typo.enumeration(prenoms)} {verbe} {ou}{dire_les_jours(jours)}{quoi}."


def dire_les_jours(jours) -> str:
    """Write « le mardi 8 décembre », « le lundi 4 et le mardi 5 janvier », « 12 jours, du … au … »."""
    jours = sorted(jours)
    if len(jours) > JOURS_DITS:
        return f"{len(jours)} jours, du {typo.date_longue(jours[0])} au {typo.date_longue(jours[-1])}"
    return typo.enumeration(f"le {typo.date_longue(jour)}" for jour in jours)


def dire_le_montant(montant: Decimal, mois: Sequence[date]) -> str:
    """Write « 1,00 € en moins sur votre facture de décembre 2026. » for these ``mois``; nothing without change."""
    if not montant:
        return ""
    sur = f"votre facture {typo.de_mois(mois[0])}" if len(mois) == 1 else "vos factures"
    return f"{typo.montant(abs(montant))} en {'plus' if montant > 0 else 'moins'} sur {sur}."


def resumer(constat: str, *, sinon: str, largeur=110) -> str:
    """Give the first sentence of a fact, as the subject of its mail; ``sinon`` when there is none, or a long one."""
    premiere, point, _ = constat.partition(".")
    return premiere if point and len(premiere) <= largeur else sinon
