"""The yearly promotion: everybody goes up one class, but for those whose next year is already written."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from common import journal
from common.errors import Refus
from commune.models import AnneeScolaire, Ecole
from espace_prive.famille.enums import Niveau
from espace_prive.famille.models import Enfant, Scolarite
from espace_prive.famille.services.foyers import _avancer, _tenir

NIVEAUX = list(Niveau)


def niveau_suivant(niveau: str) -> str | None:
    """Give the next class; None after CM2: the child leaves for the collège."""
    rang = NIVEAUX.index(Niveau(niveau)) + 1
    return NIVEAUX[rang] if rang < len(NIVEAUX) else None


@dataclass(frozen=True)
class Passage:
    """So many children of a school and a class go to another; ``vers`` is None when they leave, or nobody said."""

    ecole: Ecole
    niveau: str
    nombre: int
    suivant: str | None
    vers: Ecole | None
    # The school has no such class and nobody said which one follows.
    a_dire: bool = False


def _a_promouvoir(de: AnneeScolaire, vers: AnneeScolaire):
    """Give the schoolings of a year whose child has none in the other yet: what was typed is an exception, kept."""
    deja = Scolarite.objects.filter(annee=vers).values("enfant")
    return Scolarite.objects.filter(annee=de).exclude(enfant__in=deja).select_related("ecole__lieu")


def _ecole_suivante(ecole: Ecole, suivant: str, suites: dict) -> Ecole | None:
    return ecole if suivant in ecole.niveaux.split() else suites.get(ecole.pk)


def prevoir(de: AnneeScolaire, vers: AnneeScolaire, *, suites: dict | None = None) -> list[Passage]:
    """Say what the promotion would do; ``suites`` gives the next school where a school has no next class."""
    ecoles = {e.pk: e for e in Ecole.objects.select_related("lieu")}
    comptes = Counter(_a_promouvoir(de, vers).values_list("ecole_id", "niveau"))
    passages = []
    for (pk, niveau), nombre in sorted(comptes.items(), key=lambda c: (str(ecoles[c[0][0]]), NIVEAUX.index(c[0][1]))):
        suivant = niveau_suivant(niveau)
        arrivee = _ecole_suivante(ecoles[pk], suivant, suites or {}) if suivant else None
        passages.append(Passage(ecoles[pk], niveau, nombre, suivant, arrivee, a_dire=bool(suivant and not arrivee)))
    return passages


@transaction.atomic
def promouvoir(de: AnneeScolaire, vers: AnneeScolaire, *, suites: dict | None = None, par) -> int:
    """Write the next year's schoolings; return how many. Run again, it writes those of who came since, no more."""
    if vers.du <= de.du:
        raise Refus("L’année d’arrivée précède l’année de départ.", code="annees")
    nouvelles = []
    for s in _a_promouvoir(de, vers):
        suivant = niveau_suivant(s.niveau)
        if suivant and (ecole := _ecole_suivante(s.ecole, suivant, suites or {})):
            nouvelles.append(Scolarite(enfant_id=s.enfant_id, annee=vers, ecole=ecole, niveau=suivant))
    avant = Scolarite.objects.filter(annee=vers).count()
    Scolarite.objects.bulk_create(nouvelles, ignore_conflicts=True)
    nombre = Scolarite.objects.filter(annee=vers).count() - avant
    if nombre:
        journal.noter("passage de classe", vers, par=par, de=de.libelle, nombre=nombre)
    return nombre


@transaction.atomic
def retirer_scolarite(enfant: Enfant, annee: AnneeScolaire, *, version: int, par) -> None:
    """Take away the school of a year: the child leaves the town's schools. Said twice, done once."""
    enfant = _tenir(Enfant, enfant.pk)
    connues = Scolarite.objects.filter(enfant=enfant, annee=annee)
    if connues.exists():
        _avancer(enfant, version)
        connues.delete()
        journal.noter("scolarité retirée", enfant, par=par, annee=annee.libelle)
