"""Which families an agent reads: decided here, for every screen of the staff.

« Guichet unique »: whoever may read the files of all the services (``TOUS``) reads every family. Another agent reads
the families that have something in the services where the administrator put it: a registration, a request, a message,
a key, or a school when it works for one place of a service. No service, no family.

The health of a child and the quotient of a household are for the agents whose service welcomes the child: a message or
a request alone does not open them. What ties a family to a service is known by the domains above: they add it to
``LIENS``.

    portee.foyers(agent).filter(nom=…)  # the families this agent reads
    get_object_or_404(portee.enfants(agent), pk=pk)  # closed by default: 404, not 403

An agent may also be a parent barred from a child by court order. At work either, such an agent reads nothing of that
child, whatever the role: neither the child nor a home where it or its brothers live or lived (``ecartes``,
``foyers_fermes``). These are conditions inside the statements themselves, and add no statement for the others.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from common import clock
from common.registry import Registry
from espace_prive.famille.models import (
    Appartenance,
    Enfant,
    Foyer,
    LienParental,
    Rattachement,
    Responsable,
    Scolarite,
)
from espace_prive.famille.querysets import en_cours

TOUS = "famille.tous_les_services"
CONSULTER = "famille.consulter_dossier"
SANTE = "famille.consulter_sante"


@dataclass(frozen=True)
class Portee:
    """All services; or some, whole (``services``), or one place of one (``lieux``: pairs service, place)."""

    tous: bool = False
    services: frozenset[int] = frozenset()
    lieux: frozenset[tuple[int, int]] = frozenset()

    def de(self, service="service", lieu="lieu") -> Q:
        """The condition on rows that name a service and a place."""
        condition = Q(**{f"{service}__in": self.services})
        for un_service, un_lieu in sorted(self.lieux):
            condition |= Q(**{service: un_service, lieu: un_lieu})
        return condition


LIENS: Registry[Callable[[Portee], QuerySet]] = Registry(
    "famille.liens", "What ties a household to services: gives, for a Portee, the ids of households."
)
ACCUEILS: Registry[Callable[[Portee], QuerySet]] = Registry(
    "famille.accueils", "The children that services welcome: gives, for a Portee, their ids."
)


def portee(agent) -> Portee:
    """The services of an agent: one statement a request, none for an agent who reads them all."""
    if not hasattr(agent, "portee_lue"):
        if not agent.is_active or agent.has_perm(TOUS):
            agent.portee_lue = Portee(tous=agent.is_active)
        else:
            paires = list(agent.habilitations.values_list("service", "lieu"))
            agent.portee_lue = Portee(
                services=frozenset(service for service, lieu in paires if lieu is None),
                lieux=frozenset((service, lieu) for service, lieu in paires if lieu is not None),
            )
    return agent.portee_lue


def _un_de(listes, moi):
    condition = Q(pk__in=[])
    for liste in listes:
        condition |= Q(pk__in=liste(moi))
    return condition


def _pas_finis() -> Q:
    return Q(au__isnull=True) | Q(au__gte=clock.aujourdhui())


def ecartes(agent) -> QuerySet:
    """Ids of the children this agent is barred from by court order, as their parent."""
    liens = LienParental.objects.filter(_pas_finis(), restreint=True, responsable__utilisateur=agent.pk)
    return liens.values("enfant")


def foyers_fermes(agent) -> QuerySet:
    """Ids of the households where these children live or lived: their files tell of them.

    And the households of whoever lives or lived there with them: a brother's links name his other homes, with their
    address.
    """
    chez_eux = Rattachement.objects.filter(enfant__in=ecartes(agent)).values("foyer")
    freres = Rattachement.objects.filter(foyer__in=chez_eux).values("enfant")
    return Rattachement.objects.filter(enfant__in=freres).values("foyer")


def adultes_fermes(agent) -> QuerySet:
    return Appartenance.objects.filter(_pas_finis(), foyer__in=foyers_fermes(agent)).values("responsable")


def comptes_fermes(agent) -> QuerySet:
    """Ids of the accounts of whoever lives there or is tied to these children, the agent's own apart."""
    lies = LienParental.objects.filter(_pas_finis(), enfant__in=ecartes(agent)).values("responsable")
    proches = Responsable.objects.filter(Q(pk__in=adultes_fermes(agent)) | Q(pk__in=lies))
    return proches.filter(utilisateur__isnull=False).exclude(utilisateur=agent.pk).values("utilisateur")


def foyers(agent) -> QuerySet[Foyer]:
    moi = portee(agent)
    gardes = Foyer.objects.filter(efface_le__isnull=True).exclude(pk__in=foyers_fermes(agent))
    return gardes if moi.tous else gardes.filter(_un_de(LIENS, moi))


def enfants(agent) -> QuerySet[Enfant]:
    """The children of those households, today's and former."""
    petits = Enfant.objects.exclude(pk__in=ecartes(agent))
    if portee(agent).tous:
        return petits.filter(efface_le__isnull=True)
    return petits.filter(pk__in=Rattachement.objects.filter(foyer__in=foyers(agent)).values("enfant"))


def responsables(agent) -> QuerySet[Responsable]:
    """The adults of those households, today's and former."""
    adultes = Responsable.objects.exclude(pk__in=adultes_fermes(agent))
    if portee(agent).tous:
        return adultes.filter(efface_le__isnull=True)
    ici = Appartenance.objects.filter(foyer__in=foyers(agent)).values("responsable")
    return adultes.filter(pk__in=ici)


def adultes_du(agent, foyer) -> QuerySet[Responsable]:
    """The adults of this household whose record the agent may open.

    The record of an adult who left belongs to their new life: it is for the agents who read the present home too.
    """
    adultes = responsables(agent).filter(appartenances__foyer=foyer)
    if not portee(agent).tous:
        suivis = Appartenance.objects.filter(_pas_finis(), foyer__in=foyers(agent)).values("responsable")
        adultes = adultes.filter(pk__in=suivis)
    return adultes.distinct()


def lire(agent, foyer_pk) -> Foyer | None:
    """This household if the agent may open its file; read once a request, since the page has a budget of statements.

    ``accueille``: the agent's services welcome one of its children.
    """
    if not hasattr(agent, "foyers_lus"):
        agent.foyers_lus = {}
    lus = agent.foyers_lus
    if foyer_pk not in lus:
        ici = Rattachement.objects.filter(en_cours(), foyer=OuterRef("pk"), enfant__in=accueillis(agent))
        accueille = Value(True) if portee(agent).tous else Exists(ici)
        lus[foyer_pk] = foyers(agent).filter(pk=foyer_pk).annotate(accueille=accueille).first()
    return lus[foyer_pk]


def peut_lire(agent, foyer_pk) -> bool:
    return lire(agent, foyer_pk) is not None


def lisibles_parmi(agent, cles) -> set[int]:
    """Those of these household ids (None left out) whose file the agent may open: their names are links."""
    connues = {cle for cle in cles if cle is not None}
    if not connues or not agent.has_perm(CONSULTER):
        return set()
    return set(foyers(agent).filter(pk__in=connues).values_list("pk", flat=True))


def accueillis(agent) -> QuerySet[Enfant]:
    """The children whom the agent's services welcome."""
    moi = portee(agent)
    petits = Enfant.objects.exclude(pk__in=ecartes(agent))
    return petits if moi.tous else petits.filter(_un_de(ACCUEILS, moi))


def peut_soigner(agent, enfant) -> bool:
    return agent.has_perm(SANTE) and accueillis(agent).filter(pk=enfant.pk).exists()


def peut_lire_quotient(agent, foyer) -> bool:
    """Whether the agent may read this household's quotient: its services price one of the children."""
    return portee(agent).tous or getattr(lire(agent, foyer.pk), "accueille", False)


def par_un_message(moi: Portee):
    """An adult of the household wrote to the service, signed in."""
    return Appartenance.objects.filter(
        en_cours(), responsable__utilisateur__messages__service__in=moi.services
    ).values("foyer")


def eleves(moi: Portee):
    """The pupils, this year or the next, of the places where the agent works."""
    lieux = {lieu for _, lieu in moi.lieux}
    return Scolarite.objects.filter(ecole__lieu__in=lieux, annee__au__gte=clock.aujourdhui()).values("enfant")


def par_un_enfant(moi: Portee):
    """A child of the household is welcomed by the service."""
    accueillis_ici = Q(pk__in=[])
    for liste in ACCUEILS:
        accueillis_ici |= Q(enfant__in=liste(moi))
    accueillis_ici &= en_cours()
    return Rattachement.objects.filter(accueillis_ici).values("foyer")


LIENS.register(par_un_message)
LIENS.register(par_un_enfant)
ACCUEILS.register(eleves)
