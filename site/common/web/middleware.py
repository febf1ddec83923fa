"""Closed by default, the headers that Django does not set itself, and what one account may send in a day."""

from datetime import timedelta

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode

from common.errors import Refus
from common.web import freins
from common.words.saisie import lire_entier

MORCEAU = 64 * 1024
ADMIN = "/gestion/"
PAGES = "/gestion/pages/"
# What Wagtail's admin needs beyond the strict policy (a test freezes this list): it shows previews of pages in
# frames of its own origin and thumbnails of images that are still in the browser's memory.
ADMIN_CSP = {"frame-ancestors": [SELF], "frame-src": [SELF], "img-src": [SELF, "data:", "blob:"]}
# Where pages are written, the rich text editor writes a <style> of its own, which changes with the text: no hash fits.
PAGES_CSP = ADMIN_CSP | {"style-src-elem": [SELF, UNSAFE_INLINE]}
# Views that are not ours, so that they cannot carry the decorator, and that everybody may see.
PUBLIQUES = {"wagtail_serve", "wagtaildocs_serve"}


class TeteMiddleware:
    """Answer a HEAD as the GET that it stands for, and let the server drop the body: no page is refused to it.

    Programs ask so for the links of mails; refused, the link would be written in the log.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        reponse = self.get_response(request)
        request.method = "HEAD"
        return reponse


class ResteDuCorpsMiddleware:
    """Read and drop the rest of a bounded body that nobody read: if the connection closed on the sender, the answer
    would be lost (refused for want of a sign-in or of a form token, or too heavy). Outside of all others.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reponse = self.get_response(request)
        if 0 < lire_entier(request.META.get("CONTENT_LENGTH") or "0", defaut=0) <= settings.CORPS_MAX_FICHIERS:
            try:
                while request.read(MORCEAU):
                    pass
            except OSError:
                pass
        return reponse


class CorpsMiddleware:
    """Refuse a body too heavy for its view before any of it is stored (settings.CORPS_MAX, CORPS_MAX_FICHIERS).

    Files come from signed-in people to the views marked by ``recoit_des_fichiers``, and from the staff. Before every
    middleware that looks at the body, after those that know who sends it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        poids = lire_entier(request.META.get("CONTENT_LENGTH") or "0", defaut=None)
        if poids is None:
            return HttpResponseBadRequest()
        if poids <= settings.CORPS_MAX or poids <= (limite := self.limite(request)):
            return self.get_response(request)
        return render(request, "413.html", {"limite": limite // 2**20}, status=413)

    @staticmethod
    def limite(request):
        utilisateur, gestion = request.user, request.path_info.startswith(ADMIN)
        if utilisateur.is_authenticated:
            permis = not gestion or (utilisateur.is_staff and utilisateur.is_verified())
        else:
            # What a person sends just after the end of a session is stored (comptes.saisies), so it has to be read.
            permis = request.session.est_finie(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
        permis = permis and (gestion or CorpsMiddleware.recoit_des_fichiers(request.path_info))
        return settings.CORPS_MAX_FICHIERS if permis else settings.CORPS_MAX

    @staticmethod
    def recoit_des_fichiers(chemin):
        """Whether the view of this address is so marked; the router has not run yet."""
        try:
            return getattr(resolve(chemin).func, "fichiers", False)
        except Resolver404:
            return False


class EntetesMiddleware:
    """Add the isolation headers, the admin's few exceptions, and forbid caching private pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reponse = self.get_response(request)
        reponse.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        reponse.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        reponse.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if request.path_info.startswith(ADMIN):
            reponse._csp_replace = PAGES_CSP if request.path_info.startswith(PAGES) else ADMIN_CSP
            # A preview went through every middleware as the page it shows: the strict header is already on it.
            # A private document keeps its own, which is stricter.
            if not getattr(reponse, "_csp_exempt", False):
                reponse.headers.pop("Content-Security-Policy", None)
            reponse["X-Frame-Options"] = "SAMEORIGIN"
        utilisateur = getattr(request, "user", None)
        prive = request.path_info.startswith(("/espace/", ADMIN)) or (utilisateur and utilisateur.is_authenticated)
        # Only what a view says public by itself (the town's colours) escapes.
        if prive and "public" not in reponse.get("Cache-Control", ""):
            reponse["Cache-Control"] = "no-store, private"
        return reponse


class FermeParDefautMiddleware(LoginRequiredMiddleware):
    """Require a sign-in on all that is not marked public, and a second factor in the admin."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.path_info.startswith(ADMIN):
            return self.garder_l_admin(request, view_func)
        correspondance = request.resolver_match
        if correspondance and correspondance.view_name in PUBLIQUES:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        """Require a sign-in, and tell the outer middlewares that nothing else was missing."""
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


STATUTS = {"frein": 429, "perdu": 404, "stockage": 507}


def page_de_refus(request, refus: Refus):
    return render(request, "refus.html", {"refus": refus}, status=STATUTS.get(refus.code, 409))


class RefusMiddleware:
    """A refusal that no form of a view could show (a document whose file is lost) is a page, not a failure."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return page_de_refus(request, exception) if isinstance(exception, Refus) else None


# In a day: what no parent meets, even who books a year for four children day by day, and a programme soon does.
ENVOIS_PAR_JOUR = 1_500
# A family's papers, sent twice over; the photos of a feast.
FICHIERS_PAR_JOUR = {"famille": 60, "personnel": 600}
TROP_D_ENVOIS = "Votre compte a envoyé beaucoup de demandes aujourd’hui. Réessayez demain, ou appelez le service."
TROP_DE_FICHIERS = "Votre compte a envoyé beaucoup de fichiers aujourd’hui. Réessayez demain, ou appelez le service."


class EnvoisMiddleware:
    """Count what each account sends in a day: forms (families), and files (everybody), whatever page takes them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.method != "POST" or not request.user.is_authenticated:
            return None
        compte, personnel, jour = request.user.pk, request.user.is_staff, timedelta(days=1)
        try:
            if not personnel:
                freins.compter(f"envois:{compte}", limite=ENVOIS_PAR_JOUR, fenetre=jour, phrase=TROP_D_ENVOIS)
            # Already parsed: the token against forgery was read in the same body.
            if request.content_type == "multipart/form-data" and request.FILES:
                limite = FICHIERS_PAR_JOUR["personnel" if personnel else "famille"]
                freins.compter(f"fichiers:{compte}", limite=limite, fenetre=jour, phrase=TROP_DE_FICHIERS)
        except Refus as refus:
            return page_de_refus(request, refus)
        return None
