"""The only writers of the town's data: the official calendars, imported."""

from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.db import transaction
from vacances_scolaires_france import SchoolHolidayDates, UnsupportedYearException

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.web.memory import forget, remember
from commune.calendrier import Calendrier
from commune.extensions import JOURS_CHOMES
from commune.models import AnneeScolaire, JourFerie, Reglages, Service, Vacances
from commune.models.reglages import SERVICE_A_APPELER

MEMOIRE_DU_CALENDRIER = "calendrier"
JOURS_CHOMES_MAX = 62


def reglages() -> Reglages:
    """The town's settings, cached half a second."""
    return remember(Reglages.MEMOIRE, Reglages.load)


def service_a_appeler() -> Service | None:
    """The service that families call, on pages and letters alike.

    The one marked as their first contact, else the first that has a telephone. Where one number answers for all, it is
    that service's. Cached half a second.
    """
    return remember(SERVICE_A_APPELER, _service_a_appeler)


def _service_a_appeler():
    services = Service.objects.order_by("-premier_contact", "pk")
    if service := services.exclude(telephone="").first():
        return service
    service = services.first() if reglages().numero_unique else None
    if service:
        service.telephone = reglages().numero_unique
        service.horaires = reglages().numero_unique_horaires
    return service


@transaction.atomic
def importer_annee(debut: int, *, zone: str) -> AnneeScolaire:
    """Import the school year that starts in September ``debut``: holidays of ``zone``, public holidays, bounds.

    The dates come from the published sets (vacances-scolaires-france, holidays). Idempotent; what was corrected by
    hand stays.
    """
    try:
        jours = _vacances_publiees(debut, zone)
    except UnsupportedYearException as inconnue:
        phrase = f"Les vacances de l’année {debut}-{debut + 1} ne sont pas encore publiées. Saisissez-les à la main."
        raise Refus(phrase, code="annee_inconnue") from inconnue
    fin_ete = max((j for j in jours if date(debut, 7, 1) <= j < date(debut, 10, 1)), default=date(debut, 8, 31))
    debut_ete = min(
        (j for j in jours if date(debut + 1, 6, 15) <= j < date(debut + 1, 9, 1)),
        default=date(debut + 1, 7, 4),
    )
    bornes = {"du": fin_ete + timedelta(days=1), "au": debut_ete - timedelta(days=1)}
    (annee,) = _importer(AnneeScolaire, "libelle", [{"libelle": f"{debut}-{debut + 1}"} | bornes])
    corrigees = list(Vacances.objects.filter(zone=zone, corrige=True).values_list("du", "au"))
    # Holidays that were moved by hand still hold some of their first days.
    vacances = [
        {"zone": zone, "du": du, "au": au, "nom": nom}
        for du, au, nom in _periodes(jours)
        # Summer, which begins when the year ends, is its last holiday: centres open then.
        if du <= annee.au + timedelta(days=1)
        and au >= annee.du
        and not any(c_du <= au and c_au >= du for c_du, c_au in corrigees)
    ]
    _importer(Vacances, "du", vacances, zone=zone)
    _importer(JourFerie, "date", [{"date": jour, "nom": nom} for jour, nom in _feries(debut)])
    forget(MEMOIRE_DU_CALENDRIER)
    return annee


@lru_cache(maxsize=20)
def _vacances_publiees(debut, zone):
    """{day: name of its holidays} of the two years, as published; cached, the package does not change."""
    source = SchoolHolidayDates()
    return {
        jour: infos["nom_vacances"]
        for an in (debut, debut + 1)
        for jour, infos in source.holidays_for_year_and_zone(an, zone).items()
    }


@lru_cache(maxsize=20)
def _feries(debut):
    """(day, name) of the public holidays of the two years."""
    return list(holidays.France(years=[debut, debut + 1], language="fr").items())


def _importer(modele, cle, lignes, **parmi):
    """Write rows of the published sets, identified by their ``cle``; a row corrected by hand stays as it is."""
    connues = {
        getattr(o, cle): o for o in modele.objects.filter(**{f"{cle}__in": [li[cle] for li in lignes]}, **parmi)
    }
    modele.objects.bulk_create([modele(**ligne) for ligne in lignes if ligne[cle] not in connues])
    for ligne in lignes:
        objet = connues.get(ligne[cle])
        if objet and not objet.corrige and any(getattr(objet, nom) != valeur for nom, valeur in ligne.items()):
            for nom, valeur in ligne.items():
                setattr(objet, nom, valeur)
            objet.save()
    return modele.objects.filter(**{f"{cle}__in": [ligne[cle] for ligne in lignes]}, **parmi)


def noter_correction(objet) -> None:
    """Protect from the next imports what was just written by hand, and show it at once."""
    type(objet).objects.filter(pk=objet.pk).update(corrige=True)
    forget(MEMOIRE_DU_CALENDRIER)


def jours_a_chomer(du: date, au: date | None) -> list[date]:
    """Give the days from ``du`` to ``au`` (or ``du`` alone) that are not off yet. Raise Refus: ``au``, ``deja``."""
    au = au or du
    if au < du:
        raise Refus("La fin précède le début.", code="au")
    if (au - du).days >= JOURS_CHOMES_MAX:
        raise Refus(f"Pas plus de {JOURS_CHOMES_MAX} jours à la fois.", code="au")
    tous = [du + timedelta(days=n) for n in range((au - du).days + 1)]
    deja = set(JourFerie.objects.chomes().filter(date__in=tous).values_list("date", flat=True))
    if not (jours := [j for j in tous if j not in deja]):
        raise Refus("Ce jour est déjà dans la liste.", code="deja")
    return jours


@transaction.atomic
def chomer(*, nom: str, du: date, au: date | None, par) -> list[date]:
    """Make these days off for the whole town: what is open then is closed (extensions.JOURS_CHOMES).

    Raise Refus: ``au``, ``deja``.
    """
    jours = jours_a_chomer(du, au)
    for jour in jours:
        JourFerie.objects.update_or_create(date=jour, defaults={"nom": nom, "travaille": False, "corrige": True})
    forget(MEMOIRE_DU_CALENDRIER)
    for suite in JOURS_CHOMES:
        suite.fermer(jours, motif=nom, par=par)
    _noter_chomes(ActionJournal.JOURS_CHOMES, nom, jours, par=par)
    return jours


@transaction.atomic
def travailler(ferie: JourFerie, *, par) -> None:
    """Make a day off a day that the town works: what its calendar had closed opens again. Raise Refus: ``deja``."""
    ferie = lock(ferie)
    if ferie.travaille:
        raise Refus("Ce jour n’est plus dans la liste.", code="deja")
    ferie.travaille, ferie.corrige = True, True
    ferie.save(update_fields=["travaille", "corrige"])
    forget(MEMOIRE_DU_CALENDRIER)
    for suite in JOURS_CHOMES:
        suite.rouvrir([ferie.date], par=par)
    _noter_chomes(ActionJournal.JOURS_TRAVAILLES, ferie.nom, [ferie.date], par=par)


def _noter_chomes(action, nom, jours, *, par):
    journal.noter(action, reglages(), par=par, nom=nom, du=jours[0].isoformat(), au=jours[-1].isoformat())


def renommer_chome(ferie: JourFerie, nom: str) -> None:
    """Change the name that families read; the closings already made keep theirs."""
    JourFerie.objects.filter(pk=ferie.pk).update(nom=nom)
    noter_correction(ferie)


def _periodes(jours: dict[date, str]) -> list[tuple[date, date, str]]:
    """Consecutive days of the same name, joined: (first, last, name)."""
    periodes = []
    for jour in sorted(jours):
        if periodes and periodes[-1][2] == jours[jour] and jour - periodes[-1][1] == timedelta(days=1):
            periodes[-1][1] = jour
        else:
            periodes.append([jour, jour, jours[jour]])
    return [tuple(p) for p in periodes]


def calendrier() -> Calendrier:
    """The town's calendar (school years, holidays of its zone, public holidays), cached half a second."""
    return remember(MEMOIRE_DU_CALENDRIER, _lire_calendrier)


def _lire_calendrier():
    return Calendrier(
        feries=frozenset(JourFerie.objects.chomes().values_list("date", flat=True)),
        vacances=tuple(Vacances.objects.filter(zone=reglages().zone).values_list("du", "au", "nom")),
        annees=tuple(AnneeScolaire.objects.values_list("du", "au")),
    )


def dans_les_courriels() -> dict:
    """What the template of every mail knows of the town."""
    return {"commune": reglages()}
