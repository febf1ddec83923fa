"""What an agent reads of the lists: activities, places, groups, children, health."""

from dataclasses import dataclass

from django.db.models import Exists, Q

from espace_prive.famille.acces.portee import SANTE, ecartes
from reservations.activites.models import Activite
from reservations.activites.portee import activites_de, lieux_de
from reservations.pointage.models import Tirage

# What a manager of the lists may, on any day; who may only see them reads the day itself, of what is entrusted to it.
CONSULTER, VOIR = "activites.consulter_effectifs", "pointage.voir_listes"
SANTE_DES_LISTES, CUISINE = "pointage.voir_sante", "pointage.voir_cuisine"
POINTER = "pointage.pointer"


@dataclass(frozen=True)
class Vue:
    """What an agent reads of the lists of one activity.

    ``groupes`` (names by place) are the only ones entrusted to it; None for all.
    """

    lieux: frozenset[int] | None
    sauf: object
    sante: bool
    # Whether children are hidden from it: what it prints tells nobody who is not there.
    partielle: bool
    groupes: dict[int, frozenset[str]] | None = None

    @property
    def propre(self) -> bool:
        """Whether its lists are its own: they leave children out that others' have."""
        return self.partielle or self.groupes is not None


def restreint(agent) -> bool:
    """Whether the agent reads the lists of the day alone: its groups, its places."""
    return not agent.has_perm(CONSULTER)


def _confies(agent) -> dict[int, dict[int, frozenset[str]]]:
    """The groups entrusted to an agent, by activity then place: one statement a request."""
    if not hasattr(agent, "groupes_lus"):
        lus: dict[int, dict[int, frozenset[str]]] = {}
        if restreint(agent):
            rangees = agent.groupes_confies.values_list("groupe__activite_id", "groupe__lieu_id", "groupe__nom")
            for activite, lieu, nom in rangees:
                siens = lus.setdefault(activite, {})
                siens[lieu] = siens.get(lieu, frozenset()) | {nom}
        agent.groupes_lus = lus
    return agent.groupes_lus


def listees(agent) -> list[Activite]:
    """The activities whose lists the agent reads; what a kitchen waits for comes first.

    ``cachee`` of each: children are hidden from the agent, in the same statement.
    """
    siennes = activites_de(agent)
    if confies := _confies(agent):
        siennes = siennes | Activite.objects.filter(pk__in=confies)
    lues = siennes.avec_listes().select_related("service").annotate(cachee=Exists(ecartes(agent)))
    return sorted(lues, key=lambda a: not a.mot.commande)


def vue_de(agent, activite) -> Vue:
    lieux, groupes = lieux_de(agent, activite), _confies(agent).get(activite.pk)
    if groupes is not None:
        lieux = set(groupes)
    partielle = activite.cachee if hasattr(activite, "cachee") else ecartes(agent).exists()
    sante = agent.has_perm(SANTE) or agent.has_perm(SANTE_DES_LISTES)
    return Vue(None if lieux is None else frozenset(lieux), ecartes(agent), sante, partielle, groupes)


def tirages(agent):
    """The printed lists that the agent may open again: its own; the others of its places, unless a child is hidden
    from it, or only some groups are entrusted to it: a list of the night names everybody.
    """
    siennes = Q(par=agent)
    if not restreint(agent) and not ecartes(agent).exists():
        for activite in activites_de(agent):
            vue = vue_de(agent, activite)
            ici = Q(activite=activite, propre=False) & (Q() if vue.lieux is None else Q(lieu__in=vue.lieux))
            siennes |= ici & (Q() if vue.sante else Q(sante=False))
    return Tirage.objects.filter(siennes).select_related("activite", "lieu", "par").defer("contenu", "dit")
