"""What a kitchen prepares between two days, by place and diet: a fixed number of statements."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count

from espace_prive.sante.enums import Regime
from reservations.activites.models import Creneau
from reservations.planning.models import Reservation
from reservations.pointage.enums import FaitPointe
from reservations.pointage.models import Commande, Pointage
from reservations.pointage.rules_cuisine import Couverts, regime_compte
from reservations.pointage.rules_pointage import etat

LIBELLES = {r.value: r.label for r in Regime} | {Regime.PANIER.value: "Panier-repas"}
ORDRE = {r.value: rang for rang, r in enumerate(Regime)}


def services(activite, du: date, au: date, *, lieux=None, sauf=(), commandes=True) -> dict[date, list[Couverts]]:
    """Give each day's places: booked, ordered, came. ``lieux``, ``sauf``: as in ``listes.ListeVoulue``.

    Without ``commandes`` nothing is said of orders nor of who came: they count the children who are left out too.
    """
    jours: dict[date, dict[int, Couverts]] = {du + timedelta(days=n): {} for n in range((au - du).days + 1)}
    ici = {} if lieux is None else {"lieu__in": lieux}
    ouverts = Creneau.objects.filter(unite__activite=activite, groupe=None, date__range=(du, au), ferme=False, **ici)
    for jour, lieu, nom in ouverts.order_by("date", "lieu__tri").values_list("date", "lieu", "lieu__nom"):
        jours[jour].setdefault(lieu, Couverts(lieu, nom))
    for jour, lieu, nom, regime, panier, combien in _reserves(activite, du, au, ici, sauf):
        service = jours[jour].setdefault(lieu, Couverts(lieu, nom))
        service.reserves[regime_compte(regime, panier)] += combien
    if commandes:
        for c in Commande.objects.filter(activite=activite, jour__range=(du, au), **ici).select_related("lieu"):
            service = jours[c.jour].setdefault(c.lieu_id, Couverts(c.lieu_id, c.lieu.nom))
            service.commandes, service.figee_le = c.comptes, c.figee_le
        _compter_les_presents(activite, du, au, jours)
    return {jour: list(siens.values()) for jour, siens in jours.items()}


def _reserves(activite, du, au, ici, sauf):
    """Give (day, place, its name, diet, basket, children): a late absence keeps its meal."""
    lues = Reservation.objects.vivantes().filter(formule__activite=activite, date__range=(du, au), **ici)
    colonnes = ("date", "lieu", "lieu__nom", "enfant__fiche_sanitaire__regime", "enfant__fiche_sanitaire__pai_panier")
    groupees = lues.exclude(enfant__in=sauf).order_by("date", "lieu__tri").values_list(*colonnes)
    return groupees.annotate(combien=Count("enfant", distinct=True))


def _compter_les_presents(activite, du, au, jours) -> None:
    """Count who was noted present, where it was."""
    lues = Pointage.objects.filter(activite=activite, date__range=(du, au), defait_par__isnull=True)
    faits: dict[tuple, list] = {}
    ou: dict[tuple, int] = {}
    colonnes = ("date", "enfant_id", "unite_id", "lieu_id", "fait", "arrivee", "depart")
    lues = lues.exclude(fait=FaitPointe.RETIRE).order_by("quand", "pk")
    for jour, enfant, unite, lieu, *fait in lues.values_list(*colonnes):
        faits.setdefault((jour, enfant, unite), []).append(fait)
        ou[jour, enfant] = lieu
    venus: dict[tuple, bool] = {}
    for (jour, enfant, _), siens in faits.items():
        connu = etat(siens)
        venus[jour, enfant] = venus.get((jour, enfant), False) or bool(connu and connu.venu)
    for (jour, enfant), venu in venus.items():
        service = jours[jour].get(ou[jour, enfant])
        if service is not None:
            service.presents = (service.presents or 0) + venu


def regimes(services_du_jour: Iterable[Couverts]) -> list[str]:
    """The diets that are counted or were ordered, in the order of the file."""
    connus = {r for s in services_du_jour for r in {*s.reserves, *(s.commandes or {})}}
    return sorted(connus, key=lambda r: ORDRE.get(r, len(ORDRE)))
