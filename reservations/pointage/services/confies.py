"""The groups entrusted to somebody: their only writer."""

import zlib
from collections.abc import Iterable

from django.db import transaction

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from reservations.activites.models import Groupe
from reservations.pointage.models import GroupeConfie

CHANGES = "Les groupes de cette personne viennent d’être changés depuis une autre page : relisez, puis recommencez."


def groupes_de(personne) -> list[int]:
    return sorted(GroupeConfie.objects.filter(utilisateur=personne).values_list("groupe", flat=True))


def version(groupes: Iterable[int]) -> int:
    """The mark of these groups: another, and what a page showed of them is old."""
    return zlib.crc32(repr(sorted(groupes)).encode())


@transaction.atomic
def confier(personne, groupes: Iterable[Groupe], *, vue: int, par) -> None:
    """Entrust these groups and no other. Raise Refus(code="version") when others were since the page was shown."""
    lock(personne)
    avant, voulus = set(groupes_de(personne)), {g.pk: g for g in groupes}
    if avant == set(voulus):
        return
    if version(avant) != vue:
        raise Refus(CHANGES, code="version")
    GroupeConfie.objects.filter(utilisateur=personne).exclude(groupe__in=voulus).delete()
    GroupeConfie.objects.bulk_create(GroupeConfie(utilisateur=personne, groupe_id=pk) for pk in voulus.keys() - avant)
    journal.noter(ActionJournal.GROUPES_D_UN_AGENT, personne, par=par, groupes=sorted(str(g) for g in voulus.values()))
