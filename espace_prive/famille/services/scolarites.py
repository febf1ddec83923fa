"""The yearly promotion: everybody goes up one class, but for those whose next year is already written.

A child with no next class leaves the town's schools: the registrations that nobody ended are ended on the eve of the
new year, with the bookings beyond, as when a child leaves a home. What begins with the new year stays: it was written
for a child who leaves. Once for each child: what an agent writes afterwards stays too. Children who left in an earlier
year without anybody ending anything are caught up in the same way, once (``rattraper``).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_pk
from common.errors import Refus
from common.words.noms import cle_de_tri
from commune.models import AnneeScolaire, Ecole
from espace_prive.famille.enums import Niveau
from espace_prive.famille.extensions import engagements
from espace_prive.famille.models import Enfant, Foyer, Scolarite, SortieScolaire
from espace_prive.famille.rules import se_suivent
from espace_prive.famille.services.versions import avancer

NIVEAUX = list(Niveau)
APRES_LE_CM2, HORS_DES_ECOLES = "Fin du CM2", "Ne va plus à l’école dans la commune"


def niveau_suivant(niveau: str) -> str | None:
    """None after CM2: the child leaves for the collège."""
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


class Promotion(NamedTuple):
    """How many children have their next school, and how many left."""

    promus: int
    sortis: int


def _a_promouvoir(de: AnneeScolaire, vers: AnneeScolaire):
    """The schoolings of a year whose child has none in the other, nor left: what was typed stays."""
    deja = Scolarite.objects.filter(annee=vers).values("enfant")
    sortis = SortieScolaire.objects.filter(annee=vers).values("enfant")
    restent = Scolarite.objects.filter(annee=de).exclude(enfant__in=deja).exclude(enfant__in=sortis)
    return restent.select_related("ecole__lieu")


def _ecole_suivante(ecole: Ecole, suivant: str, suites: dict) -> Ecole | None:
    return ecole if suivant in ecole.niveaux.split() else suites.get(ecole.pk)


def prevoir(de: AnneeScolaire, vers: AnneeScolaire, *, suites: dict | None = None) -> list[Passage]:
    """What the promotion would do; ``suites`` names the next school where a school has no next class."""
    ecoles = {e.pk: e for e in Ecole.objects.select_related("lieu")}
    comptes = Counter(_a_promouvoir(de, vers).values_list("ecole_id", "niveau"))
    passages = []
    for (pk, niveau), nombre in sorted(
        comptes.items(), key=lambda c: (cle_de_tri(str(ecoles[c[0][0]])), NIVEAUX.index(c[0][1]))
    ):
        suivant = niveau_suivant(niveau)
        arrivee = _ecole_suivante(ecoles[pk], suivant, suites or {}) if suivant else None
        passages.append(Passage(ecoles[pk], niveau, nombre, suivant, arrivee, a_dire=bool(suivant and not arrivee)))
    return passages


def a_dire_un_par_un(de: AnneeScolaire, vers: AnneeScolaire) -> list[Scolarite]:
    """The schoolings that the promotion left: no next class there, and nobody said which school.

    Before anybody has a school in the next year, no promotion was made yet: nobody is left.
    """
    if not Scolarite.objects.filter(annee=vers).exists():
        return []
    restent = _a_promouvoir(de, vers).exclude(niveau=NIVEAUX[-1]).select_related("ecole__lieu", "enfant")
    restent = restent.order_by("enfant__tri", "pk")
    return [s for s in restent if _ecole_suivante(s.ecole, niveau_suivant(s.niveau), {}) is None]


def promouvoir(de: AnneeScolaire, vers: AnneeScolaire, *, suites: dict | None = None, par) -> Promotion:
    """Write the next year's schoolings, then have the others leave, a child at a time.

    Idempotent: a second run does only the children who came since, or whom a breakdown left.
    """
    if vers.du <= de.du:
        raise Refus("L’année d’arrivée précède l’année de départ.", code="annees")
    if not se_suivent(de.au, vers.du):
        raise Refus(f"{vers} ne suit pas {de}.", code="annees")
    partent = _a_promouvoir(de, vers).filter(niveau=NIVEAUX[-1]).order_by("enfant").values_list("enfant", flat=True)
    promus, partent = _ecrire(de, vers, suites or {}, par), list(partent)
    return Promotion(promus, sum(_quitter(pk, de, vers, par) for pk in partent))


@transaction.atomic
def _quitter(pk, de, vers, par) -> bool:
    """Have a child of the last class leave, unless somebody wrote its school meanwhile, or it has left."""
    enfant = lock_pk(Enfant, pk)
    ecrit = Scolarite.objects.filter(enfant=enfant, annee=vers).exists()
    if ecrit or SortieScolaire.objects.filter(enfant=enfant, annee=vers).exists():
        return False
    _sortir(enfant, vers, motif=APRES_LE_CM2, par=par, sauf_depuis=vers.du)
    return True


def oublies(de: AnneeScolaire):
    """The children who ended the last class before that year and are still paid for.

    Not those who have a later school, or were said to leave.
    """
    plus_tard = Scolarite.objects.filter(enfant=OuterRef("enfant"), annee__du__gt=OuterRef("annee__du"))
    finies = Scolarite.objects.filter(niveau=NIVEAUX[-1], annee__du__lt=de.du).exclude(Exists(plus_tard))
    enfants = Enfant.objects.filter(engagements.enfants(clock.aujourdhui()), pk__in=finies.values("enfant"))
    return enfants.exclude(pk__in=SortieScolaire.objects.values("enfant"))


def a_rattraper(de: AnneeScolaire) -> int:
    """How many ``rattraper`` would catch up: not those whose only bookings were written after they left."""
    return sum(bool(_restes(enfant, suivante := _annee_d_apres(enfant), suivante.du)) for enfant in oublies(de))


def rattraper(de: AnneeScolaire, *, par) -> int:
    """End what nobody ended for those who left before that year; return for how many. Idempotent."""
    return sum(_rattraper(pk, de, par) for pk in list(oublies(de).order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _rattraper(pk, de, par) -> bool:
    """End it for one child, but for what began once the child had left: that was written knowing it."""
    enfant = lock_pk(Enfant, pk)
    if not oublies(de).filter(pk=pk).exists():
        return False
    suivante = _annee_d_apres(enfant)
    if not _restes(enfant, suivante, suivante.du):
        return False
    _sortir(enfant, suivante, motif=APRES_LE_CM2, par=par, sauf_depuis=suivante.du)
    return True


def _annee_d_apres(enfant) -> AnneeScolaire:
    derniere = enfant.scolarites.select_related("annee").latest("annee__du").annee
    return AnneeScolaire.objects.filter(du__gt=derniere.du).earliest("du")


def _payeurs(enfant) -> list[Foyer | None]:
    """Who may pay for the child: the homes that it has or had, and third parties (None)."""
    return [*Foyer.objects.filter(rattachements__enfant=enfant).distinct().order_by("pk"), None]


def _veille(annee) -> date:
    """The last day paid for a child who is in no school from that year on: never a past day."""
    return max(annee.du - timedelta(days=1), clock.aujourdhui())


def _restes(enfant, annee, sauf_depuis=None) -> list[str]:
    """What is paid for the child beyond that day, but for what begins from ``sauf_depuis`` on."""
    payeurs, apres = _payeurs(enfant), _veille(annee)
    return [phrase for payeur in payeurs for phrase in engagements.decrire(enfant, payeur, apres, sauf_depuis)]


def _sortir(enfant, annee, *, motif, par, arreter=True, sauf_depuis=None):
    """Record that the child, locked, is in no school of the town from ``annee`` on; end what is paid for it beyond."""
    apres, restes = _veille(annee), _restes(enfant, annee, sauf_depuis)
    arrete = restes if arreter else []
    if arrete:
        for payeur in _payeurs(enfant):
            engagements.arreter(enfant, payeur, apres=apres, motif=motif, par=par, sauf_depuis=sauf_depuis)
    SortieScolaire.objects.update_or_create(
        enfant=enfant, annee=annee,
        defaults={
            "motif": motif, "engagements_gardes": bool(restes and not arreter), "par_nom": journal.nom_de(par),
            "le": clock.maintenant(),
        },
    )  # fmt: skip
    journal.noter(
        ActionJournal.SORTIE_DE_L_ECOLE,
        enfant,
        par=par,
        motif=motif,
        annee=annee.libelle,
        apres=apres.isoformat(),
        arrete=arrete,
    )


@transaction.atomic
def _ecrire(de, vers, suites, par) -> int:
    nouvelles = []
    for s in _a_promouvoir(de, vers):
        suivant = niveau_suivant(s.niveau)
        if suivant and (ecole := _ecole_suivante(s.ecole, suivant, suites)):
            nouvelles.append(Scolarite(enfant_id=s.enfant_id, annee=vers, ecole=ecole, niveau=suivant))
    avant = Scolarite.objects.filter(annee=vers).count()
    Scolarite.objects.bulk_create(nouvelles, ignore_conflicts=True)
    nombre = Scolarite.objects.filter(annee=vers).count() - avant
    if nombre:
        journal.noter(ActionJournal.PASSAGE_DE_CLASSE, vers, par=par, de=de.libelle, nombre=nombre)
    return nombre


@transaction.atomic
def retirer_scolarite(enfant: Enfant, annee: AnneeScolaire, *, version: int, par, arreter=False) -> list[str]:
    """Remove the school of a year. Idempotent. Return what goes on.

    Without a later one, the child leaves the town's schools: ``arreter`` ends what is paid for it beyond (now, or when
    called again).
    """
    enfant = lock(enfant)
    connues = Scolarite.objects.filter(enfant=enfant, annee=annee)
    part = annee.au >= clock.aujourdhui() and not enfant.scolarites.filter(annee__du__gt=annee.du).exists()
    restes = _restes(enfant, annee) if part else []
    if not connues.exists() and not (arreter and restes):
        return []
    avancer(enfant, version)
    if connues.delete()[0]:
        journal.noter(ActionJournal.SCOLARITE_RETIREE, enfant, par=par, annee=annee.libelle)
    if part:
        _sortir(enfant, annee, motif=HORS_DES_ECOLES, par=par, arreter=arreter)
    return [] if arreter else restes
