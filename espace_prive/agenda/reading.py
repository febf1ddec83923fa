"""What the agenda is made of."""

from datetime import date

from espace_prive.agenda.extensions import EVENEMENTS, EntreeDAgenda
from espace_prive.famille.acces.perimetre import Perimetre


def evenements(moi: Perimetre, du: date, au: date) -> list[EntreeDAgenda]:
    """Give what every domain has to say of these days, by day then by hour; what is of no hour comes first.

    A source is not trusted with the reach of the reader: what is about a child that is not theirs is left out.
    """
    lus = [e for source in EVENEMENTS for e in source(moi, du, au)]
    siens = [e for e in lus if du <= e.jour <= au and (e.enfant is None or e.enfant in moi.enfants)]
    return sorted(siens, key=lambda e: (e.jour, e.debut is not None, e.debut.timestamp() if e.debut else 0, e.uid))
