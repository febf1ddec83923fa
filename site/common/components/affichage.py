"""What the components show: small frozen records that a view fills. Pure: the standard library only."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.words import typo

LIBRE, RESERVE, COMPLET, FERME = "libre", "reserve", "complet", "ferme"
DELAI, ABSENCE, AUTRE_FOYER, ATTENTE = "delai", "absence", "autre_foyer", "attente"
JOUR_DE_L_AUTRE = "jour_de_l_autre"

# For each state of a day: its word and its icon. A colour never speaks alone.
ETATS_JOUR = {
    LIBRE: ("Libre", "cercle"),
    RESERVE: ("Réservé", "coche"),
    COMPLET: ("Complet", "complet"),
    FERME: ("Fermé", "ferme"),
    DELAI: ("Délai dépassé", "cadenas"),
    ABSENCE: ("Absence signalée", "absence"),
    AUTRE_FOYER: ("Réservé par l’autre foyer", "famille"),
    ATTENTE: ("Liste d’attente", "horloge"),
    JOUR_DE_L_AUTRE: ("Jour de l’autre foyer", "famille"),
}


@dataclass(frozen=True, kw_only=True)
class JourCalendrier:
    """A day of the booking month. Without `nom`, or not `modifiable`, it has no box to tick."""

    date: date
    etat: str = LIBRE
    nom: str = ""  # name of the checkbox
    valeur: str = ""  # its value
    initial: bool = False  # booked in the database
    coche: bool = False  # ticked on this screen
    modifiable: bool = True
    places: int | None = None  # None: do not say
    prix: Decimal | None = None
    limite: str = ""  # « Modifiable jusqu’au mardi 10 à 9 h »
    motif: str = ""  # why it is closed, full, too late
    mention: str = ""  # what was booked, when several things can be: « Journée avec repas »
    chez: str = ""  # « Chez l’autre parent ce jour-là », when two homes share the child

    @property
    def libelle_etat(self):
        """The state in words, with the reason or the places left."""
        mot = ETATS_JOUR[self.etat][0]
        if self.motif:
            return f"{mot}\u00a0: {self.motif}" if self.etat in (FERME, DELAI, COMPLET) else f"{mot}, {self.motif}"
        if self.etat == LIBRE and self.places is not None:
            return f"{mot} ({self.places} place{typo.pluriel(self.places)})"
        return mot

    @property
    def icone(self):
        return ETATS_JOUR[self.etat][1]

    @property
    def centimes(self):
        """The price in cents, for the script that adds."""
        return int((self.prix or Decimal(0)) * 100)

    @property
    def a_case(self):
        return bool(self.nom and self.modifiable)


# Monday, Tuesday, Thursday, Friday
JOURS_ECOLE = (0, 1, 3, 4)


def semaines_du_mois(jours: Sequence[JourCalendrier], *, colonnes=JOURS_ECOLE):
    """Arrange days in weeks of one month; None for what is outside, or not given.

    `colonnes` are the days of the week shown, 0 for Monday.
    """
    if not jours:
        return []
    par_date = {jour.date: jour for jour in jours}
    premier = min(par_date)
    semaines = []
    for semaine in Calendar().monthdatescalendar(premier.year, premier.month):
        ligne = [par_date.get(jour) for jour in semaine if jour.weekday() in colonnes]
        if any(ligne):
            semaines.append(ligne)
    return semaines


@dataclass(frozen=True, kw_only=True)
class PriseMontree:
    """One thing of a child's day: « Cantine », « Centre de loisirs »."""

    libelle: str
    icone: str = "coche"
    etat: str = RESERVE


@dataclass(frozen=True, kw_only=True)
class JourSemaine:
    """A day of the week line."""

    date: date
    prises: Sequence[PriseMontree] = ()
    motif: str = ""  # « Férié », « Vacances »
    aujourdhui: bool = False
    chez: str = ""  # whose day it is, when two homes share the child: « Chez vous », « Autre foyer », « Deux foyers »


def phrase_semaine(jours: Sequence[JourSemaine], *, vide=""):
    """The week in a sentence: « Cantine lundi et mardi. Absence signalée jeudi (cantine). »"""
    par_libelle, absences, motifs, chez = {}, {}, {}, {}
    for jour in jours:
        if jour.chez:
            chez.setdefault(jour.chez, []).append(typo.JOURS[jour.date.weekday()])
        if jour.motif and not jour.prises:
            motifs.setdefault(jour.motif, []).append(typo.JOURS[jour.date.weekday()])
        for prise in jour.prises:
            cible = absences if prise.etat == ABSENCE else par_libelle
            mot = prise.libelle if prise.etat in (RESERVE, ABSENCE) else f"{prise.libelle} (en attente)"
            cible.setdefault(mot, []).append(typo.JOURS[jour.date.weekday()])
    phrases = [f"{libelle} {typo.enumeration(noms)}." for libelle, noms in par_libelle.items()]
    phrases += [f"Absence signalée {typo.enumeration(noms)} ({nom.lower()})." for nom, noms in absences.items()]
    if not phrases:
        phrases.append(vide)
    phrases += [f"{motif} {typo.enumeration(noms)}." for motif, noms in motifs.items()]
    phrases += [f"{ou}\u00a0: {typo.enumeration(noms)}." for ou, noms in chez.items()]
    return " ".join(phrases)


@dataclass(frozen=True, kw_only=True)
class LigneRecap:
    libelle: str
    detail: str = ""
    montant: Decimal | None = None
    signe: bool = False  # write + before what is added
    geste: str = ""  # « ajout », « retrait » or nothing


@dataclass(frozen=True, kw_only=True)
class LigneFiche:
    """A line of a sheet: a question, its answer, a link to change it."""

    libelle: str
    valeur: str = ""
    url: str = ""
    action: str = "Modifier"


@dataclass(frozen=True, kw_only=True)
class Lien:
    """A link of a navigation: breadcrumb, tabs, rubrics, footer."""

    titre: str
    url: str = ""
    courante: bool = False
    icone: str = ""
    compte: int | None = None


@dataclass(frozen=True, kw_only=True)
class Etape:
    """A dated fact of a timeline."""

    titre: str
    le: date | None = None
    texte: str = ""
    etat: str = "fait"  # fait, courante, avenir
