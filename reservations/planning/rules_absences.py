"""Pure rules of absences: what a reported day stays billed, and why. No import of Django."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from common.words import typo
from reservations.activites.mots import Mot

# The values of enums.MotifAbsence and enums.EffetAbsence (a test compares them).
MALADIE = "maladie"
FACTUREE, NON_FACTUREE, A_JUSTIFIER = "facturee", "non_facturee", "a_justifier"
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
    is, from 1. ``declarees``: illnesses already taken on the parents' word this school year. ``certificat``: given
    with the report, or before.
    """

    jour: date
    motif: str
    maintenant: datetime
    limite: datetime
    mot: Mot
    preavis: datetime | None = None
    prix: Decimal | None = None
    rang: int = 1
    declarees: int = 0
    certificat: bool = False


@dataclass(frozen=True)
class Effet:
    """What an absence changes to the bill, with its sentence. ``avant``: the last day to give a certificate.

    ``sur_parole``: it uses one of the parents' declarations of the year. ``a_temps``: the place is given back.
    """

    effet: str
    phrase: str
    avant: date | None = None
    sur_parole: bool = False
    a_temps: bool = False

    @property
    def facturee(self) -> bool:
        return self.effet == FACTUREE


def juger(m: Manquee, regle: RegleAbsence) -> Effet:
    """Tell what the absence changes to the bill."""
    mot = m.mot
    if m.maintenant < m.limite:
        return Effet(NON_FACTUREE, f"Prévenu à temps : {mot.le} ne sera pas facturé{mot.e}.", a_temps=True)
    if m.motif != MALADIE or not regle.connait_la_maladie:
        return Effet(FACTUREE, _trop_tard(m))
    if m.rang <= regle.carence:
        return Effet(FACTUREE, _carence(m, regle))
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


def _reste(m):
    combien = f" ({typo.montant(m.prix)})" if m.prix is not None else ""
    return f"{m.mot.le} reste facturé{m.mot.e}{combien}"


def _sinon(m):
    return f" ; sinon {_reste(m)}"


def _trop_tard(m):
    mot = m.mot
    combien = f" ({typo.montant(m.prix)})" if m.prix is not None else ""
    if mot.commande:
        return f"{mot.le.capitalize()} est déjà commandé{mot.e} : {mot.il} reste facturé{mot.e}{combien}."
    return f"Il est trop tard pour annuler : {mot.le} reste facturé{mot.e}{combien}."


def _carence(m, regle):
    if regle.carence == 1:
        return f"Le premier jour d’une maladie reste dû : {_reste(m)}."
    return f"Les {regle.carence} premiers jours d’une maladie restent dus : {_reste(m)}."


def rangs(malades: Iterable[date], reserves: Iterable[date]) -> dict[date, int]:
    """Give, for each sick day, which day of its illness it is; a booked day on which the child comes ends one.

    ``reserves``: all the child's booked days of the activity, the sick ones too.
    """
    malades = set(malades)
    resultat: dict[date, int] = {}
    rang, dernier = 0, None
    for jour in sorted(malades | set(reserves)):
        if jour not in malades:
            rang = 0
            continue
        rang = rang + 1 if dernier and jour - dernier <= MEME_MALADIE else 1
        resultat[jour], dernier = rang, jour
    return resultat


def juger_ensemble(manquees: Iterable[Manquee], regle: RegleAbsence) -> dict[date, Effet]:
    """Judge the days of one child and one activity reported together.

    An illness uses one of the parents' declarations, not one a day; ``declarees`` are those used before this report.
    """
    resultat: dict[date, Effet] = {}
    prises, sur_parole = 0, False
    for m in sorted(manquees, key=lambda m: m.jour):
        suite = sur_parole and m.rang > 1
        effet = juger(replace(m, declarees=m.declarees + prises - suite), regle)
        if suite and effet.sur_parole:
            phrase = f"La même déclaration suffit : {m.mot.le} ne sera pas facturé{m.mot.e}."
            effet = replace(effet, phrase=phrase)
        prises += effet.sur_parole and not suite
        sur_parole = effet.sur_parole
        resultat[m.jour] = effet
    return resultat
