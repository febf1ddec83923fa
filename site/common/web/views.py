"""Pages of the kernel: the staff's showcase of components."""

from django.http import Http404
from django.shortcuts import render

from common.components import vitrine


def _pour_les_agents(utilisateur):
    if not (utilisateur.is_staff and utilisateur.is_verified()):
        raise Http404


def composants(request):
    """Every component in every state, to staff with a second factor; 404 for others."""
    _pour_les_agents(request.user)
    return render(request, "common/composants.html", vitrine.contexte())


def composants_agents(request):
    """The components of the staff's own screens, in the admin, to the same."""
    _pour_les_agents(request.user)
    return render(request, "common/composants_agents.html", vitrine.contexte_agents())
