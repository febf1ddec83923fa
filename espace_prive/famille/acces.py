"""Pages of one family's file: who may open them, and the line that each of them leaves in the journal."""

from functools import wraps

from common.http import agent_requis
from espace_prive.famille.models import Foyer
from espace_prive.famille.services import noter_consultation


def page_du_dossier(permission):
    """Let in the staff with ``permission``, and note every page of the file that was shown (a form refused too).

    The household is ``foyer_pk`` in the address, or ``pk`` when nothing else bears that name.
    """

    def decorateur(vue):
        @agent_requis(permission)
        @wraps(vue)
        def enveloppe(request, *args, **kwargs):
            reponse = vue(request, *args, **kwargs)
            if reponse.status_code == 200:
                noter_consultation(
                    Foyer(pk=kwargs["foyer_pk"] if "foyer_pk" in kwargs else kwargs["pk"]), par=request.user
                )
            return reponse

        return enveloppe

    return decorateur
