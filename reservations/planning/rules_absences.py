"""Pure rules of absences: what a reported day stays billed, and why. No import of Django."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from common.money import ZERO
from common.words import typo
from reservations.activites.mots import Mot

# The values of enums.MotifAbsence and enums.EffetAbsence (a test compares them).
MALADIE = "maladie"
FACTUREE, CARENCE, NON_FACTUREE, A_JUSTIFIER = "facturee", "carence", "non_facturee", "a_justifier"
# Two sick days further apart than this are two illnesses, whatever is booked between them.
MEME_MALADIE = timedelta(days=7)


@dataclass(frozen=True)
class RegleAbsence:
    """What the town decided for an activity (models.Activite), as a value.

    Too late to cancel, a sick child's first ``carence`` booked days stay billed. The next ones are not: at once where
    the town asks nothing; on the parents' word, ``declarations`` illnesses a school year; else with a certificate
    given within ``certificat_sous`` days of the day missed. With none of the three, sickness changes nothing.
    """

    carence: int = 0
    certificat_sous: int | None = None
    declarations: int | None = None

    @property
    def connait_la_maladie(self) -> bool:
        return bool(self.carence) or self.certificat_sous is not None or self.declarations is not None


@dataclass(frozen=True)
class Manquee:
    """A booked day that the child will miss: values only.

    ``limite``: until when it can be cancelled, which costs nothing. ``preavis``: the hour after which the parents'
    word is not enough (an absence is told before 9 o'clock); None: no such hour. ``rang``: which day of the illness it
    is, from 1; ``maladie``: the first day of that illness. ``declarees``: illnesses already taken on the parents' word
    this school year. ``certificat``: given with the report, or before. ``cle``: the booking. ``prix``: what it costs,
    None for who does not pay it; ``majoration``: what an absence that is not excused adds to it.
    """

    jour: date
    motif: str
    maintenant: datetime
    limite: datetime
    mot: Mot
    preavis: datetime | None = None
    prix: Decimal | None = None
    majoration: Decimal = ZERO
    rang: int = 1
    declarees: int = 0
    certificat: bool = False
    maladie: date | None = None
    cle: int = 0


@dataclass(frozen=True)
class Effet:
    """What an absence changes to the bill, with its sentence. ``avant``: the last day to give a certificate.

    ``sur_parole``: it uses one of the parents' declarations of the year. ``a_temps``: the place is given back.
    ``reste``: what stays billed, as far as who reads may know it.
    """

    effet: str
    phrase: str
    avant: date | None = None
    sur_parole: bool = False
    a_temps: bool = False
    reste: Decimal = ZERO

    @property
    def facturee(self) -> bool:
        return self.effet in (FACTUREE, CARENCE)


def juger(m: Manquee, regle: RegleAbsence) -> Effet:
    """Tell what the absence changes to the bill."""
    effet = _selon_la_regle(m, regle)
    if effet.effet == NON_FACTUREE:
        return effet
    return replace(effet, reste=(m.prix or ZERO) + (m.majoration if effet.effet == FACTUREE else ZERO))


def _selon_la_regle(m, regle):
    mot = m.mot
    if m.maintenant < m.limite:
        return Effet(NON_FACTUREE, f"Prévenu à temps : {mot.le} ne sera pas facturé{mot.e}.", a_temps=True)
    if m.motif != MALADIE or not regle.connait_la_maladie:
        return Effet(FACTUREE, _trop_tard(m))
    if m.rang <= regle.carence:
        # Ill is excused: the day is due, without any surcharge.
        return Effet(CARENCE, _carence(replace(m, majoration=ZERO), regle))
    return _apres_la_carence(m, regle)


def _apres_la_carence(m, regle):
    mot = m.mot
    gratuit = f"{mot.le} ne sera pas facturé{mot.e}"
    if m.certificat:
        return Effet(NON_FACTUREE, f"Certificat donné : {gratuit}.")
    prevenu = m.preavis is None or m.maintenant < m.preavis
    if prevenu and regle.certificat_sous is None and regle.declarations is None:
        return Effet(NON_FACTUREE, f"Enfant malade : {gratuit}.")
    if prevenu and regle.declarations is not None and m.declarees < regle.declarations:
        reste = regle.declarations - m.declarees - 1
        suite = f"il vous en restera {reste} cette année" if reste else "c’est la dernière de l’année"
        phrase = f"Votre déclaration suffit, sans certificat ({suite}) : {gratuit}."
        return Effet(NON_FACTUREE, phrase, sur_parole=True)
    if regle.certificat_sous is not None:
        avant = m.jour + timedelta(days=regle.certificat_sous)
        if m.maintenant.date() <= avant:
            phrase = f"Avec un certificat donné au plus tard le {typo.date_longue(avant)}, {gratuit}{_sinon(m)}."
            return Effet(A_JUSTIFIER, phrase, avant=avant)
        return Effet(FACTUREE, f"Le certificat est attendu depuis le {typo.date_longue(avant)} : {_reste(m)}.")
    if not prevenu:
        phrase = f"Une maladie se signale avant le {typo.date_heure(m.preavis)} : {_reste(m)}."
        return Effet(FACTUREE, phrase)
    s = typo.pluriel(regle.declarations)
    combien = f"{regle.declarations} déclaration{s}" if regle.declarations else "aucune déclaration"
    return Effet(FACTUREE, f"Sans certificat, le règlement accepte {combien} par an : {_reste(m)}.")


def _combien(m):
    """« (0,85 €) », « (0,85 €, et 2,00 € de majoration) »; nothing for who does not pay it."""
    if m.prix is None:
        return ""
    plus = f", et {typo.montant(m.majoration)} de majoration" if m.majoration else ""
    return f" ({typo.montant(m.prix)}{plus})"


def _reste(m):
    return f"{m.mot.le} reste facturé{m.mot.e}{_combien(m)}"


def _sinon(m):
    # Who is ill is excused, with a certificate or without: no surcharge.
    return f" ; sinon {_reste(replace(m, majoration=ZERO))}"


def _trop_tard(m):
    mot = m.mot
    if mot.commande:
        return f"{mot.le.capitalize()} est déjà commandé{mot.e} : {mot.il} reste facturé{mot.e}{_combien(m)}."
    return f"Il est trop tard pour annuler : {_reste(m)}."


def _carence(m, regle):
    if regle.carence == 1:
        return f"Le premier jour d’une maladie reste dû : {_reste(m)}."
    return f"Les {regle.carence} premiers jours d’une maladie restent dus : {_reste(m)}."


class Place(NamedTuple):
    """Where a sick day stands: the first day of its illness, and which of its days it is, from 1."""

    maladie: date
    rang: int


def maladies(malades: Iterable[date], reserves: Iterable[date]) -> dict[date, Place]:
    """Tell the illness of each sick day, in one report or in several; a booked day on which the child comes ends one.

    ``reserves``: all the child's booked days of the activity, the sick ones too.
    """
    malades = set(malades)
    resultat: dict[date, Place] = {}
    dernier: date | None = None
    for jour in sorted(malades | set(reserves)):
        if jour not in malades:
            dernier = None
            continue
        suit = dernier is not None and jour - dernier <= MEME_MALADIE
        resultat[jour] = Place(resultat[dernier].maladie, resultat[dernier].rang + 1) if suit else Place(jour, 1)
        dernier = jour
    return resultat


def juger_ensemble(
    manquees: Iterable[Manquee], regle: RegleAbsence, sur_parole: Iterable[date] = ()
) -> dict[int, Effet]:
    """Judge what one child misses of one activity in one school year, all together: the effect of each booking.

    An illness uses one of the parents' declarations, not one a day nor one a report. ``sur_parole``: the illnesses
    (their first days) that were already taken on the parents' word.
    """
    resultat: dict[int, Effet] = {}
    prises = set(sur_parole)
    for m in sorted(manquees, key=lambda m: (m.jour, m.cle)):
        effet = juger(replace(m, declarees=len(prises - {m.maladie})), regle)
        if effet.sur_parole and m.maladie in prises:
            phrase = f"La même déclaration suffit : {m.mot.le} ne sera pas facturé{m.mot.e}."
            effet = replace(effet, phrase=phrase)
        elif effet.sur_parole:
            prises.add(m.maladie)
        resultat[m.cle] = effet
    return resultat


def empreinte(effets: dict[int, Effet]) -> str:
    """Mark what a page said of these bookings: another mark, and something is to be read again."""
    dites = "\n".join(f"{cle} {effet.effet} {effet.phrase}" for cle, effet in sorted(effets.items()))
    return hashlib.sha256(dites.encode()).hexdigest()[:16]
