"""What an agent reads of the lists: activities, places, groups, children, health."""

from dataclasses import dataclass

from django.db.models import Exists, Q

from espace_prive.famille.acces.portee import SANTE, ecartes
from reservations.activites.models import Activite
from reservations.activites.portee import activites_de, lieux_de
from reservations.pointage.models import Tirage

CONSULTER = "activites.consulter_effectifs"
POINTER = "pointage.pointer"


@dataclass(frozen=True)
class Vue:
    """What an agent reads of the lists of one activity."""

    lieux: frozenset[int] | None
    sauf: object
    sante: bool
    # Whether children are hidden from it: what it prints tells nobody who is not there.
    partielle: bool


def listees(agent) -> list[Activite]:
    """The activities whose lists the agent reads; what a kitchen waits for comes first.

    ``cachee`` of each: children are hidden from the agent, in the same statement.
    """
    lues = activites_de(agent).avec_listes().select_related("service").annotate(cachee=Exists(ecartes(agent)))
    return sorted(lues, key=lambda a: not a.mot.commande)


def vue_de(agent, activite) -> Vue:
    lieux = lieux_de(agent, activite)
    partielle = activite.cachee if hasattr(activite, "cachee") else ecartes(agent).exists()
    return Vue(None if lieux is None else frozenset(lieux), ecartes(agent), agent.has_perm(SANTE), partielle)


def tirages(agent):
    """The printed lists that the agent may open again: its own; the others of its places, unless a child is hidden
    from it: a list of the night names everybody.
    """
    siennes = Q(par=agent)
    if not ecartes(agent).exists():
        for activite in activites_de(agent):
            vue = vue_de(agent, activite)
            ici = Q(activite=activite) & (Q() if vue.lieux is None else Q(lieu__in=vue.lieux))
            siennes |= ici & (Q() if vue.sante else Q(sante=False))
    return Tirage.objects.filter(siennes).select_related("activite", "lieu", "par").defer("contenu", "dit")
