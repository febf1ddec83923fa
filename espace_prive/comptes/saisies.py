"""Nothing typed is lost when a session ends, or another tab signs in.

A form sent after the end of a session is stored for its account, and comes back in its page once the person has signed
in again. A form refused because the page is older than a sign-in, or the database too busy, is shown again at once,
filled. Neither does anything by itself: the person reads it, and sends it.
"""

from io import BytesIO
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware import csrf
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.http import escape_leading_slashes

from common.web.middleware import ADMIN
from common.web.remplissage import remplir
from espace_prive.comptes.services import saisies

SANS_REPRISE = "sans-reprise"
CHEMIN_MAXIMUM = 500
FINIE = "Votre connexion avait pris fin."
AUTRE_ONGLET = "Une connexion ou une déconnexion a eu lieu dans un autre onglet depuis que cette page est ouverte."
SANS_COOKIE = "Votre navigateur n’a pas gardé le cookie dont cette page a besoin. Autorisez les cookies de ce site."
AILLEURS = "Cet envoi ne vient pas d’une page de ce site."


def pourquoi(raison: str) -> str:
    if raison == csrf.REASON_NO_CSRF_COOKIE:
        return SANS_COOKIE
    if raison.startswith(("Origin", "Referer")):
        return AILLEURS
    return AUTRE_ONGLET


def refuse(request, reason=""):
    """Say why a form did not count, with the way back to its page (settings.CSRF_FAILURE_VIEW)."""
    request.raison_du_refus = pourquoi(reason)
    contexte = {"raison": request.raison_du_refus, "retour": page_du_formulaire(request)}
    return render(request, "403_csrf.html", contexte, status=403)


def origine(request) -> str:
    """What the browser says of the page that sent this form; empty when it says nothing."""
    return request.headers.get("Origin") or request.headers.get("Referer", "")


def d_ici(request) -> bool:
    """Whether a page of ours sent this form, as far as the browser says."""
    return urlsplit(origine(request))[:2] == (request.scheme, request.get_host())


def page_du_formulaire(request) -> str:
    """Path and query of the page that holds the form: its own address, or the one it sends to.

    A path that a browser would read as another site's is no page of ours.
    """
    venue = urlsplit(request.headers.get("Referer", ""))
    if (
        venue[:2] == (request.scheme, request.get_host())
        and len(venue.path) <= CHEMIN_MAXIMUM
        and not venue.path.startswith(("//", "/\\"))
    ):
        return f"{venue.path}?{venue.query}" if venue.query else venue.path
    return escape_leading_slashes(request.path)


def ce_qui_est_envoye(request):
    """(fields, whether files came); None for what a program sent, or what cannot be read."""
    # Wagtail's own scripts send in the background: no page shows what they sent.
    if request.headers.get("X-Requested-With") or len(request.path) > CHEMIN_MAXIMUM:
        return None
    try:
        return {nom: request.POST.getlist(nom) for nom in request.POST}, bool(request.FILES)
    except (RequestDataTooBig, TooManyFieldsSent, UnreadablePostError, MultiPartParserError):
        return None


class SaisiesMiddleware:
    """Outside the form token's and the session's middlewares, whose refusals it sees."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reponse = self.get_response(request)
        if request.method == "POST":
            return self.apres_un_envoi(request, reponse)
        if request.method == "GET" and settings.SAISIE_COOKIE_NAME in request.COOKIES:
            return self.apres_une_lecture(request, reponse)
        return reponse

    def apres_un_envoi(self, request, reponse):
        if raison := getattr(request, "raison_du_refus", ""):
            return self.montrer_de_nouveau(request, reponse, raison) or reponse
        utilisateur = getattr(request, "user", None)
        if utilisateur is None or utilisateur.is_authenticated:
            if utilisateur and settings.SAISIE_COOKIE_NAME in request.COOKIES:
                saisies.oublier_saisie(utilisateur, action=request.path)
            return reponse
        return self.garder(request, reponse) if getattr(request, "connexion_demandee", False) else reponse

    def garder(self, request, reponse):
        """Store what came after the end of the session; the next sign-in leads back to the form's page."""
        page, envoi = page_du_formulaire(request), ce_qui_est_envoye(request)
        d_ailleurs = origine(request) and not d_ici(request)
        if d_ailleurs or urlsplit(page).path == resolve_url(settings.LOGIN_URL):
            return reponse
        reponse = redirect_to_login(page)
        compte = saisies.compte_de_la_session(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
        if compte and envoi:
            champs, fichiers = envoi
            chemin = urlsplit(page).path
            if saisies.garder(compte, page=chemin, action=request.path, champs=champs, fichiers=fichiers):
                poser_le_temoin(reponse)
        return reponse

    def apres_une_lecture(self, request, reponse):
        """Put back what was stored for this page; a form drawn by a script is only offered for sending as it is."""
        utilisateur = getattr(request, "user", None)
        if not (utilisateur and utilisateur.is_authenticated and est_une_page(reponse)) or SANS_REPRISE in request.GET:
            return reponse
        gardee = saisies.retrouver(utilisateur, page=request.path)
        if gardee is None:
            return reponse
        action, champs, fichiers = gardee
        annonce = annoncer(request, FINIE, fichiers=fichiers)
        page, sans_place = remplir(
            reponse.content.decode(), champs, adresse=request.path, action=action, annonce=annonce
        )
        if sans_place:
            contexte = {"titre": "Reprenez où vous en étiez", "champs": champs, "action": action, "fichiers": fichiers}
            return render(request, "comptes/reprendre.html", contexte | {"sans": f"?{SANS_REPRISE}"})
        return ecrire(reponse, page)

    def montrer_de_nouveau(self, request, refus, raison):
        """Instead of ``refus``, the page of the form with what was just typed; None when that cannot be."""
        envoi = ce_qui_est_envoye(request) if d_ici(request) else None
        if envoi is None:
            return None
        champs, fichiers = envoi
        adresse = page_du_formulaire(request)
        reponse = self.get_response(en_lecture(request, adresse))
        if reponse.status_code == 302:
            return reponse
        if not est_une_page(reponse):
            return None
        vide = reponse.content.decode()
        page, sans_place = remplir(
            vide, champs, adresse=adresse, action=request.path,
            annonce=annoncer(request, raison, fichiers=fichiers),
        )  # fmt: skip
        if sans_place or page == vide:
            return None
        reponse.status_code = refus.status_code
        return ecrire(reponse, page)


def en_lecture(request, adresse):
    """A GET of a page of ours by the same person."""
    chemin, _, question = adresse.partition("?")
    return type(request)(
        request.environ
        | {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote_to_bytes(chemin).decode("latin-1"),
            "QUERY_STRING": question,
            "CONTENT_LENGTH": "0",
            "CONTENT_TYPE": "",
            "wsgi.input": BytesIO(),
        }
    )


def est_une_page(reponse):
    genre = reponse.get("Content-Type", "")
    return reponse.status_code == 200 and not reponse.streaming and genre.startswith("text/html")


def ecrire(reponse, page):
    reponse.content = page.encode()
    if "Content-Length" in reponse:
        reponse["Content-Length"] = len(reponse.content)
    reponse["Cache-Control"] = "no-store, private"
    return reponse


def annoncer(request, raison, *, fichiers):
    contexte = {"raison": raison, "fichiers": fichiers, "gestion": request.path_info.startswith(ADMIN)}
    return render_to_string("comptes/_saisie.html", contexte)


def poser_le_temoin(reponse):
    """A cookie of half an hour says that something was stored: without it, pages look nothing up."""
    reponse.set_cookie(
        settings.SAISIE_COOKIE_NAME, "1", max_age=int(saisies.DUREE.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
