"""The deadlines and the booking periods of activities, ready to judge any day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from common import clock
from common.web.memory import remember
from commune.calendrier import Calendrier
from commune.services import calendrier
from reservations.activites import phrases, rules
from reservations.activites.enums import Suite
from reservations.activites.models import PeriodeReservation, RegleDelai
from reservations.activites.rules import Delai, Echeance
from reservations.activites.services.catalogue import catalogue
from reservations.activites.services.places import est_ouverte


@dataclass(frozen=True)
class PeriodeConnue:
    """A booking period (models.PeriodeReservation), as a value."""

    pk: int
    nom: str
    du: date
    au: date
    ouvre_le: datetime
    ferme_le: datetime | None
    session: bool


@dataclass(frozen=True)
class Delais:
    """The deadlines of several activities; what was asked once is not worked out again."""

    regles: dict[tuple[int, str, str], tuple[Delai, ...]]
    periodes: dict[int, tuple[PeriodeConnue, ...]]
    calendrier: Calendrier
    _connues: dict = field(default_factory=dict)

    def periode(self, activite: int, jour: date) -> PeriodeConnue | None:
        """The booking period that holds the day; None when the day can always be booked."""
        return next((p for p in self.periodes.get(activite, ()) if p.du <= jour <= p.au), None)

    def echeance(self, activite: int, formule: int | None, geste: str, jour: date) -> Echeance:
        """Until when ``geste`` is possible on ``jour``, and from when it costs more: the most precise rules decide."""
        cle = (activite, formule, geste, jour)
        if cle not in self._connues:
            periode = self.periode(activite, jour)
            self._connues[cle] = rules.echeance(
                jour, self.regles.get((activite, geste, Suite.REFUS), ()),
                self.regles.get((activite, geste, Suite.MAJORATION), ()), self.calendrier, fuseau=clock.fuseau(),
                formule=formule, periode=periode.pk if periode else None,
                debut_de_session=self.premier_jour(activite, periode) if periode and periode.session else None,
            )  # fmt: skip
        return self._connues[cle]

    def limite(self, activite: int, geste: str, jour: date, formule: int | None = None) -> datetime:
        """The instant from which it is too late for ``geste`` on ``jour``; without a rule, when the day begins."""
        return self.echeance(activite, formule, geste, jour).limite

    def premier_jour(self, activite: int, periode: PeriodeConnue) -> date:
        """The first day of the session on which the activity runs, whatever the school holidays: summer too."""
        cle = (activite, periode.pk)
        if cle not in self._connues:
            connue = catalogue().activites.get(activite)
            jours = connue.jours_vacances if connue else ()
            self._connues[cle] = self.calendrier.premier_jour(periode.du, periode.au, jours)
        return self._connues[cle]


def delais_de(activites: Iterable[int]) -> Delais:
    """The deadlines of these activities (ids), as they were less than a second ago."""
    activites = set(activites)
    regles, periodes = remember("delais", _lire)
    return Delais(
        {cle: connues for cle, connues in regles.items() if cle[0] in activites},
        {cle: connues for cle, connues in periodes.items() if cle in activites},
        calendrier(),
    )


def _lire():
    regles, periodes = {}, {}
    for r in RegleDelai.objects.order_by("pk"):
        regles.setdefault((r.activite_id, r.geste, r.suite), []).append(valeur(r))
    for p in PeriodeReservation.objects.order_by("du"):
        periodes.setdefault(p.activite_id, []).append(
            PeriodeConnue(p.pk, p.nom, p.du, p.au, p.ouvre_le, p.ferme_le, p.session)
        )
    return {c: tuple(v) for c, v in regles.items()}, {c: tuple(v) for c, v in periodes.items()}


def valeur(regle: RegleDelai) -> Delai:
    """Give the deadline of a row, as a value."""
    return Delai(
        regle.forme, regle.valeur, regle.heure, regle.jour_fixe, tuple(regle.jours), regle.formule_id,
        regle.periode_id, regle.premiere_offerte,
    )  # fmt: skip


def exemples(regle: RegleDelai, *, nombre=3) -> list[str]:
    """Say until when for the next days that the rule is about, even before it is saved: « pour le lundi… »."""
    connu, delai = calendrier(), valeur(regle)
    session = regle.periode if regle.periode_id and regle.periode.session else None
    premier = connu.premier_jour(session.du, session.au, regle.activite.jours_vacances) if session else None
    trouves = []
    for jour in _jours_d_exemple(regle, connu):
        if len(trouves) == nombre:
            break
        limite = rules.limite(jour, delai, connu, fuseau=clock.fuseau(), debut_de_session=premier)
        if limite > clock.maintenant():
            trouves.append(phrases.exemple(jour, limite))
    return trouves


def _jours_d_exemple(regle, connu):
    """The days to come, within a year, on which the activity runs and that the rule is about."""
    debut, fin = clock.aujourdhui(), clock.aujourdhui() + timedelta(days=366)
    if regle.periode_id:
        debut, fin = max(debut, regle.periode.du), min(fin, regle.periode.au)
    for rang in range((fin - debut).days + 1):
        jour = debut + timedelta(days=rang)
        if (not regle.jours or jour.weekday() in regle.jours) and _accueille(regle, jour, connu):
            yield jour


def _accueille(regle, jour, connu):
    if regle.periode_id and regle.periode.session:
        return jour not in connu.feries and jour.weekday() in regle.activite.jours_vacances
    return est_ouverte(regle.activite, jour, connu)
