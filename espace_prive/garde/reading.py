"""What the pages of custody read, in a fixed number of statements whatever the number of children."""

from collections.abc import Iterable
from datetime import date

from commune.models import JourFerie, Vacances
from commune.services import reglages
from espace_prive.famille.acces.perimetre import Perimetre
from espace_prive.famille.enums import Qualite
from espace_prive.famille.models import Appartenance, Enfant, LienParental, Responsable
from espace_prive.famille.querysets import en_cours
from espace_prive.garde.models import PeriodeDeGarde
from espace_prive.garde.rules import Sejour

PARENTS = (Qualite.MERE, Qualite.PERE)


def sejours(enfants: Iterable[int], du: date, au: date) -> dict[int, list[Sejour]]:
    """Give the stays of these children (ids) that touch these days, by child; nothing of who has none."""
    lus: dict[int, list[Sejour]] = {}
    for periode in PeriodeDeGarde.objects.filter(enfant__in=set(enfants)).entre(du, au):
        lus.setdefault(periode.enfant_id, []).append(periode.sejour())
    return lus


def prenoms(enfants: Iterable[int], foyers: Iterable[int], moi: Perimetre) -> dict[tuple[int, int], str]:
    """The first name of the other parent of each home, by (child, home), for who has parental authority too.

    Parents who share that authority know each other; whoever else the child lives with stays unnamed.
    """
    confies, foyers = set(enfants) & moi.confies, set(foyers)
    if not (confies and foyers):
        return {}
    liens = LienParental.objects.filter(en_cours(), enfant__in=confies, restreint=False, autorite_parentale=True)
    couples: dict[int, set[int]] = {}
    for adulte, enfant in liens.filter(qualite__in=PARENTS).values_list("responsable", "enfant"):
        couples.setdefault(adulte, set()).add(enfant)
    ici = Appartenance.objects.filter(en_cours(), foyer__in=foyers, responsable__in=couples).order_by("-pk")
    return {
        (enfant, foyer): noms.split()[0]
        for foyer, adulte, noms in ici.values_list("foyer", "responsable", "responsable__prenoms")
        for enfant in couples[adulte]
        if noms.strip()
    }


def conges(du: date, au: date) -> list[tuple[date, date, str]]:
    """Give the school holidays of the town's zone that touch these days: first day, last day, name."""
    lues = Vacances.objects.filter(zone=reglages().zone, du__lte=au, au__gte=du)
    return list(lues.values_list("du", "au", "nom"))


def feries(du: date, au: date) -> dict[date, str]:
    """Give the public holidays between these days, by name."""
    return dict(JourFerie.objects.chomes().filter(date__range=(du, au)).values_list("date", "nom"))


def foyers_actuels(enfant: Enfant) -> list[int]:
    """Give the homes (ids) where the child lives today."""
    return list(enfant.rattachements.filter(en_cours()).order_by("pk").values_list("foyer", flat=True))


def parents_du_foyer(enfant: Enfant, foyer: int, *, avec_compte=False) -> list[Responsable]:
    """Give the adults of that home who have authority over the child; ``avec_compte``: who may sign in."""
    liens = LienParental.objects.filter(en_cours(), enfant=enfant, restreint=False, autorite_parentale=True)
    ici = Appartenance.objects.a_prevenir(enfant).filter(foyer=foyer, responsable__in=liens.values("responsable"))
    if avec_compte:
        ici = ici.filter(responsable__utilisateur__is_active=True)
    return [a.responsable for a in ici.select_related("responsable__utilisateur").order_by("pk")]
