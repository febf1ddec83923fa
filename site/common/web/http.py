"""Small tools for views: who may come in, and what an answer may do."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404

# Open to everybody; every other view asks for a sign-in (FermeParDefautMiddleware).
public = login_not_required


def agent_requis(permission):
    """Admit only staff with a second factor and ``permission`` (app.codename); 404 for others."""

    def decorateur(vue):
        @wraps(vue)
        def enveloppe(request, *args, **kwargs):
            utilisateur = request.user
            if not (utilisateur.is_staff and utilisateur.is_verified() and utilisateur.has_perm(permission)):
                raise Http404
            return vue(request, *args, **kwargs)

        enveloppe.permission = permission
        return enveloppe

    return decorateur


def recoit_des_fichiers(vue):
    """Mark a view to which signed-in people send files: its body may weigh more than a form."""
    vue.fichiers = True
    return vue


def bouton_sur(nom, *cles):
    """Name the page of a view's button, when it is not the nearest one above (``common.web.methodes``).

    ``nom`` is the page's name, ``cles`` those of the view's own parameters that it takes.
    """

    def decorateur(vue):
        vue.page_du_bouton = nom, cles
        return vue

    return decorateur
