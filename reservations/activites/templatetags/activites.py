"""What public pages say of an activity: the very rules and places that the bookings obey, never typed twice."""

from dataclasses import dataclass
from datetime import date, datetime

from django import template
from django.db.models import F, Q

from common import clock
from commune.models import Ecole
from reservations.activites.enums import Geste
from reservations.activites.models import Activite, Creneau
from reservations.activites.phrases import delais_en_clair
from reservations.activites.services.delais import delais_de
from reservations.activites.services.places import lieux_ouverts

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class EnDirect:
    """Who registers, until when, and the next day that can still be booked."""

    ecoles: list[str]
    delais: list[str]
    prochain: date | None = None
    limite: datetime | None = None
    jusquau: date | None = None


@register.simple_tag
def activite_en_direct(code):
    """What the bookings know of the activity of this code; None when there is no such activity."""
    activite = Activite.objects.filter(code=code).first() if code else None
    if activite is None:
        return None
    lieux = lieux_ouverts(activite)
    ecoles = Ecole.objects.filter(Q(restaurant__in=lieux) | Q(lieu__in=lieux)).select_related("lieu")
    jours = _jours_ouverts(activite)
    prochain, limite = _prochain(activite, jours)
    return EnDirect(
        ecoles=[ecole.lieu.nom for ecole in ecoles],
        delais=delais_en_clair(activite.delais.select_related("formule", "periode").order_by("pk")),
        prochain=prochain,
        limite=limite,
        jusquau=jours[-1] if prochain else None,
    )


def _jours_ouverts(activite):
    """The days to come, in order, that have a place somewhere."""
    libres = Q(places__isnull=True) | Q(prises__lt=F("places") + F("surbooking"))
    ouverts = Creneau.objects.filter(libres, unite__activite=activite, ferme=False, date__gte=clock.aujourdhui())
    return list(ouverts.order_by("date").values_list("date", flat=True).distinct())


def _prochain(activite, jours):
    """(the first of these days that can still be booked, until when)."""
    connus, maintenant = delais_de({activite.pk}), clock.maintenant()
    for jour in jours:
        if (limite := connus.limite(activite.pk, Geste.RESERVER, jour)) > maintenant:
            return jour, limite
    return None, None
