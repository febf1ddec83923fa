"""What the waiting lists read, in a fixed number of statements."""

from collections.abc import Collection
from datetime import date

from django.db import connection
from django.urls import reverse

from common import clock
from common.web.memory import remember
from commune.services import reglages
from reservations.attente.enums import EtatAttente
from reservations.attente.models import Attente
from reservations.attente.rules import Horaires
from reservations.planning.extensions import EnAttente

# A rank counts who asked before for one of the same places: places given elsewhere, or new ones, only make it smaller.
RANGS = """
SELECT a.id, (
    SELECT 1 + count(DISTINCT b.attente_id)
    FROM attente_placeattendue m
    JOIN activites_creneau c ON c.id = m.creneau_id AND c.places IS NOT NULL
    JOIN attente_placeattendue b ON b.creneau_id = m.creneau_id AND b.attente_id < a.id
    WHERE m.attente_id = a.id
) FROM attente_attente a WHERE a.id = ANY(%s)
"""


def rangs(attentes: Collection[int]) -> dict[int, int]:
    """Give the rank of each of those that wait (ids): only who still waits has rows of places."""
    if not attentes:
        return {}
    with connection.cursor() as curseur:
        curseur.execute(RANGS, [list(attentes)])
        return dict(curseur.fetchall())


def lire(enfants: Collection[int], du: date, au: date) -> dict[tuple[int, int, date], EnAttente]:
    """Give what the calendar shows of the waiting lists: two statements, only where somebody waits."""
    vivantes = Attente.objects.vivantes().filter(enfant__in=enfants, date__range=(du, au))
    lues = list(vivantes.order_by().values_list("pk", "enfant_id", "formule_id", "date", "expire_le"))
    connus = rangs([pk for pk, *_, expire_le in lues if expire_le is None])
    return {
        (enfant, formule, jour): EnAttente(connus.get(pk), expire_le, reverse("attente:attente", args=[pk]))
        for pk, enfant, formule, jour, expire_le in lues
    }


# The children who have a place held for them: known half a second, so that the others' home asks nothing more.
OFFERTES = "attente.offertes"


def enfants_servis() -> frozenset[int]:
    connues = Attente.objects.filter(etat=EtatAttente.PROPOSEE)
    return remember(OFFERTES, lambda: frozenset(connues.values_list("enfant_id", flat=True)))


def horaires() -> Horaires:
    """Give the town's hours of offers."""
    ville = reglages()
    return Horaires(ville.offres_de, ville.offres_a, ville.offres_heures, clock.fuseau())
