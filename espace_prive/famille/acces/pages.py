"""Pages of one family's file: who may open them, and the line that each of them leaves in the journal."""

from functools import wraps

from django.http import Http404

from common.web.http import agent_requis
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.lectures import noter_consultation
from espace_prive.famille.models import Foyer


def pour_tous_les_services(permission):
    """Admit the staff with ``permission`` whose role covers all services: these pages tell of any family."""

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
    """Admit the staff with ``permission`` who, unless all services are theirs, share one with this family.

    The household is ``foyer_pk`` in the address, or ``pk`` when nothing else bears that name. Every page shown is
    noted, a refused form too.
    """

    def decorateur(vue):
        @agent_requis(permission)
        @wraps(vue)
        def enveloppe(request, *args, **kwargs):
            foyer_pk = kwargs["foyer_pk"] if "foyer_pk" in kwargs else kwargs["pk"]
            if not portee.peut_lire(request.user, foyer_pk):
                raise Http404
            reponse = vue(request, *args, **kwargs)
            if reponse.status_code in {200, 422}:
                noter_consultation(Foyer(pk=foyer_pk), par=request.user)
            return reponse

        return enveloppe

    return decorateur
