"""Pages of one family's file: who may open them, and the line that each of them leaves in the journal."""

from functools import wraps

from django.http import Http404

from common.web.http import agent_requis
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.lectures import noter_consultation
from espace_prive.famille.models import Foyer


def pour_tous_les_services(permission):
    """Let in the staff with ``permission`` whose role is for all services: these pages tell of any family."""

    def decorateur(vue):
        @agent_requis(permission)
        @wraps(vue)
        def enveloppe(request, *args, **kwargs):
            if not request.user.has_perm(portee.TOUS):
                raise Http404
            return vue(request, *args, **kwargs)

        return enveloppe

    return decorateur


def page_du_dossier(permission):
    """Let in the staff with ``permission`` and, unless all services are theirs, something of this family in theirs.

    Every page of the file that was shown is noted (a form refused too).

    The household is ``foyer_pk`` in the address, or ``pk`` when nothing else bears that name.
    """

    def decorateur(vue):
        @agent_requis(permission)
        @wraps(vue)
        def enveloppe(request, *args, **kwargs):
            foyer_pk = kwargs["foyer_pk"] if "foyer_pk" in kwargs else kwargs["pk"]
            if not portee.peut_lire(request.user, foyer_pk):
                raise Http404
            reponse = vue(request, *args, **kwargs)
            if reponse.status_code == 200:
                noter_consultation(Foyer(pk=foyer_pk), par=request.user)
            return reponse

        return enveloppe

    return decorateur
