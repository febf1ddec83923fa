"""What the staff still has to obtain for the children it welcomes: the domains above say what they miss.

The home of the agents counts it, and « À compléter » names the children and the homes.
"""

from collections.abc import Callable
from dataclasses import dataclass

from common.registry import Registry


@dataclass(frozen=True, kw_only=True)
class ACompleter:
    """``lire(agent)`` gives the children, or the households, for which it is missing and whom this agent may read.

    ``permission``: who is told; ``pourquoi`` says what it changes.
    """

    cle: str
    titre: str
    pourquoi: str
    permission: str
    lire: Callable


A_COMPLETER: Registry[ACompleter] = Registry("famille.a_completer", "An ACompleter: what is missing of children.")


def pour(agent) -> list[ACompleter]:
    return [manque for manque in A_COMPLETER if agent.has_perm(manque.permission)]
