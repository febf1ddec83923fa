"""Closed by default, and the headers that Django does not set itself."""

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

ADMIN = "/gestion/"
PAGES = "/gestion/pages/"
# What Wagtail's admin needs beyond the strict policy (a test freezes this list): it shows previews of pages in
# frames of its own origin and thumbnails of images that are still in the browser's memory.
ADMIN_CSP = {"frame-ancestors": [SELF], "frame-src": [SELF], "img-src": [SELF, "data:", "blob:"]}
# Where pages are written, the rich text editor writes a <style> of its own, which changes with the text: no hash fits.
PAGES_CSP = ADMIN_CSP | {"style-src-elem": [SELF, UNSAFE_INLINE]}
# Views that are not ours, so that they cannot carry the decorator, and that everybody may see.
PUBLIQUES = {"wagtail_serve", "wagtaildocs_serve"}


class EntetesMiddleware:
    """Add the isolation headers, the admin's few exceptions, and forbid storing private pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reponse = self.get_response(request)
        reponse.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        reponse.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        reponse.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if request.path.startswith(ADMIN):
            reponse._csp_replace = PAGES_CSP if request.path.startswith(PAGES) else ADMIN_CSP
            # A preview went through every middleware as the page it shows: the strict header is already on it.
            # A private document keeps its own, which is stricter.
            if not getattr(reponse, "_csp_exempt", False):
                reponse.headers.pop("Content-Security-Policy", None)
            reponse["X-Frame-Options"] = "SAMEORIGIN"
        utilisateur = getattr(request, "user", None)
        prive = request.path.startswith(("/espace/", ADMIN)) or (utilisateur and utilisateur.is_authenticated)
        # Only what a view says public by itself (the town's colours) escapes.
        if prive and "public" not in reponse.get("Cache-Control", ""):
            reponse["Cache-Control"] = "no-store, private"
        return reponse


class FermeParDefautMiddleware(LoginRequiredMiddleware):
    """Ask for a sign-in everywhere but on what says it is public, and for a second factor in the admin."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.path.startswith(ADMIN):
            return self.garder_l_admin(request, view_func)
        correspondance = request.resolver_match
        if correspondance and correspondance.view_name in PUBLIQUES:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        """Ask for a sign-in, and tell the outer middlewares that nothing else was missing."""
        request.connexion_demandee = True
        return super().handle_no_permission(request, view_func)

    def garder_l_admin(self, request, view_func):
        """Whatever a view of the admin says of itself: a sign-in, then a second factor."""
        if not request.user.is_authenticated:
            return self.handle_no_permission(request, view_func)
        if not request.user.is_staff:
            raise Http404
        if not request.user.is_verified():
            suite = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('comptes:second_facteur')}?{suite}")
        return None
