"""Pages of the kernel: the staff's showcase of components."""

from django.http import Http404
from django.shortcuts import render

from common import vitrine


def composants(request):
    """Show every component in every state, to staff with a second factor; 404 for others."""
    utilisateur = request.user
    if not (utilisateur.is_staff and utilisateur.is_verified()):
        raise Http404
    return render(request, "common/composants.html", vitrine.contexte())
