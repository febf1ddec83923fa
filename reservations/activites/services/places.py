"""The only writers of places; and the deadlines of an activity, ready to judge any day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count

from common import clock
from common.web.memory import remember
from commune.calendrier import Calendrier
from commune.models import Lieu
from commune.services import calendrier
from reservations.activites import rules
from reservations.activites.enums import FormeDelai
from reservations.activites.models import Activite, Creneau, Formule, RegleDelai


@dataclass(frozen=True)
class Delais:
    par_geste: dict[str, rules.Delai]
    calendrier: Calendrier

    def limite(self, geste: str, jour: date) -> datetime:
        """The instant from which it is too late for ``geste`` on ``jour``; without a rule, midnight before."""
        if geste not in self.par_geste:
            return datetime.combine(jour, datetime.min.time(), tzinfo=clock.fuseau())
        return rules.limite(
            jour,
            self.par_geste[geste],
            ouvres_avant=self.calendrier.ouvres_avant,
            debut_de_session=self.calendrier.debut_de_session,
            fuseau=clock.fuseau(),
        )


@dataclass(frozen=True)
class DelaisDePlusieurs:
    """The deadlines of several activities: one query for a whole page."""

    par_activite: dict[int, Delais]
    calendrier: Calendrier

    def limite(self, activite_id: int, geste: str, jour: date) -> datetime:
        """The instant from which it is too late for ``geste`` on ``jour``."""
        delais_connus = self.par_activite.get(activite_id) or Delais({}, self.calendrier)
        return delais_connus.limite(geste, jour)


def delais_de(activites) -> DelaisDePlusieurs:
    """The deadlines of these activities (ids), cached half a second."""
    connu, par_activite = calendrier(), {}
    for regle in remember("delais", lambda: list(RegleDelai.objects.all())):
        if regle.activite_id not in activites:
            continue
        d = par_activite.setdefault(regle.activite_id, Delais({}, connu))
        d.par_geste[regle.geste] = _delai(regle)
    return DelaisDePlusieurs(par_activite, connu)


def delais(activite: Activite) -> Delais:
    connus = delais_de({activite.pk})
    return connus.par_activite.get(activite.pk) or Delais({}, connus.calendrier)


def _delai(regle):
    return rules.Delai(
        valeur=regle.valeur,
        heure=regle.heure,
        ouvres=regle.forme == FormeDelai.OUVRES,
        session=regle.forme == FormeDelai.SESSION,
    )


def formule_de(activite_id: int) -> Formule | None:
    """The formule that parents book, ``avec_unites``, with its activity and service; cached (common.web.memory)."""
    connues = remember("formules", lambda: {f.activite_id: f for f in _formules()})
    # One that was created this very second is read from the database.
    return connues.get(activite_id) or _formules().filter(activite=activite_id).last()


def formules_connues() -> dict[int, Formule]:
    """Every formule by id, with its hours; cached (common.web.memory)."""
    return remember("formules_horaires", lambda: Formule.objects.avec_horaires().in_bulk())


def debut(formule_id: int) -> time:
    """The hour at which it begins, to sort a day; midnight when unknown."""
    connue = formules_connues().get(formule_id)
    return connue.debut or time.min if connue else time.min


def _formules():
    return Formule.objects.avec_unites().select_related("activite__service").order_by("-pk")


def est_ouverte(activite: Activite, jour: date, jours: Calendrier) -> bool:
    """Whether the activity runs on ``jour`` by its calendar (closings of a day are on the créneau)."""
    if jours.nom_des_vacances(jour):
        return jours.est_ouvre(jour) and jour.weekday() in activite.jours_vacances
    return jours.est_jour_d_ecole(jour, tuple(activite.jours))


def lieux_ouverts(activite: Activite):
    """The places where every unit of the formule that parents book still has a créneau, today or later."""
    formule = formule_de(activite.pk)
    if formule is None or not formule.cles_unites:
        return Lieu.objects.none()
    a_venir = Creneau.objects.filter(unite__in=formule.cles_unites, date__gte=clock.aujourdhui()).order_by()
    complets = (
        a_venir.values("lieu").annotate(unites=Count("unite", distinct=True)).filter(unites=formule.nombre_unites)
    )
    return Lieu.objects.filter(pk__in=complets.values("lieu"))


@transaction.atomic
def ouvrir(activite, lieu, *, du: date, au: date, places: int | None) -> int:
    """Open the places of every unit of ``activite`` at ``lieu`` for each day it runs; return how many were new.

    Idempotent: days already open keep their places; run again after a change of calendar, it adds what is missing.
    """
    jours = calendrier()
    nombre = (au - du).days + 1
    ouverts = [j for j in (du + timedelta(days=n) for n in range(nombre)) if est_ouverte(activite, j, jours)]
    avant = Creneau.objects.count()
    Creneau.objects.bulk_create(
        [
            Creneau(unite=unite, lieu=lieu, date=jour, places=places)
            for unite in activite.unites.all()
            for jour in ouverts
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    return Creneau.objects.count() - avant
