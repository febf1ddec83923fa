"""An address that only takes POST, and that somebody opens: back to the page of its button.

After signing in again, from the history of a browser, from a link that somebody copied.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse

RIEN = "Rien n’a été fait : cette adresse ne sert qu’à un bouton. Le voici sur cette page, s’il est encore utile."


def page_du_bouton(request) -> str:
    """The page of the button: the one that the view names, or the nearest above its address."""
    trouvee = request.resolver_match
    if nommee := getattr(trouvee.func, "page_du_bouton", None):
        nom, cles = nommee
        return reverse(nom, args=[trouvee.kwargs[cle] for cle in cles])
    return page_la_plus_proche(request.path_info)


def page_la_plus_proche(chemin: str) -> str:
    """The nearest address above ``chemin`` that answers something; the home when there is none."""
    morceaux = chemin.strip("/").split("/")
    while len(morceaux) > 1:
        morceaux.pop()
        plus_haut = f"/{'/'.join(morceaux)}/"
        try:
            trouvee = resolve(plus_haut)
        except Resolver404:
            continue
        # Pages of the public site and the admin's own « everything else » answer whatever the address.
        if "(" not in trouvee.route and ".*" not in trouvee.route:
            return plus_haut
    return "/"


class MethodesMiddleware:
    """A page for every refused method; a signed-in GET is sent to the page of the button."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reponse = self.get_response(request)
        if reponse.status_code != 405 or reponse.content:
            return reponse
        retour = page_du_bouton(request)
        if request.method == "GET" and request.user.is_authenticated and retour != "/":
            messages.info(request, RIEN)
            return redirect(retour)
        page = render(request, "405.html", {"retour": retour}, status=405)
        page["Allow"] = reponse["Allow"]
        return page
