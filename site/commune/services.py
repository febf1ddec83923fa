"""The only writers of the town's data: the official calendars, imported."""

from datetime import date, timedelta

import holidays
from django.core.cache import cache
from django.db import transaction
from vacances_scolaires_france import SchoolHolidayDates

from common.memoire import retenir
from commune.calendrier import Calendrier
from commune.models import AnneeScolaire, JourFerie, Reglages, Service, Vacances

CLE_DU_CALENDRIER = "commune.calendrier"


def reglages() -> Reglages:
    """Give the town's settings (half a second old at the most)."""
    return retenir(Reglages.MEMOIRE, Reglages.load)


def service_a_appeler() -> Service | None:
    """Give the service that families call, on pages and letters alike: the first that has a telephone."""
    return Service.objects.exclude(telephone="").order_by("pk").first()


@transaction.atomic
def importer_annee(debut: int, *, zone: str) -> AnneeScolaire:
    """Import the school year that starts in September ``debut``: holidays of ``zone``, public holidays, bounds.

    The dates come from the published sets (vacances-scolaires-france, holidays); a second import changes nothing.
    """
    source = SchoolHolidayDates()
    jours = {}
    for an in (debut, debut + 1):
        for jour, infos in source.holidays_for_year_and_zone(an, zone).items():
            jours[jour] = infos["nom_vacances"]
    fin_ete = max((j for j in jours if date(debut, 7, 1) <= j < date(debut, 10, 1)), default=date(debut, 8, 31))
    debut_ete = min(
        (j for j in jours if date(debut + 1, 6, 15) <= j < date(debut + 1, 9, 1)),
        default=date(debut + 1, 7, 4),
    )
    annee, _ = AnneeScolaire.objects.update_or_create(
        libelle=f"{debut}-{debut + 1}",
        defaults={"du": fin_ete + timedelta(days=1), "au": debut_ete - timedelta(days=1)},
    )
    for du, au, nom in _periodes(jours):
        if du <= annee.au and au >= annee.du:
            Vacances.objects.update_or_create(zone=zone, du=du, defaults={"au": au, "nom": nom})
    for jour, nom in holidays.France(years=[debut, debut + 1], language="fr").items():
        JourFerie.objects.update_or_create(date=jour, defaults={"nom": nom})
    cache.delete(CLE_DU_CALENDRIER)
    return annee


def _periodes(jours: dict[date, str]) -> list[tuple[date, date, str]]:
    """Join consecutive days of the same name into (first, last, name)."""
    periodes = []
    for jour in sorted(jours):
        if periodes and periodes[-1][2] == jours[jour] and jour - periodes[-1][1] == timedelta(days=1):
            periodes[-1][1] = jour
        else:
            periodes.append([jour, jour, jours[jour]])
    return [tuple(p) for p in periodes]


def calendrier() -> Calendrier:
    """Give the town's calendar (school years, holidays of its zone, public holidays); kept for ten minutes."""
    connu = cache.get(CLE_DU_CALENDRIER)
    if connu is None:
        zone = reglages().zone
        connu = Calendrier(
            feries=frozenset(JourFerie.objects.values_list("date", flat=True)),
            vacances=tuple(Vacances.objects.filter(zone=zone).values_list("du", "au", "nom")),
            annees=tuple(AnneeScolaire.objects.values_list("du", "au")),
        )
        cache.set(CLE_DU_CALENDRIER, connu, 600)
    return connu
