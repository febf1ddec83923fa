"""« Nous écrire », for everybody."""

from datetime import datetime, timedelta

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from common import clock
from common.components.affichage import Lien
from common.errors import Refus
from common.web import freins
from common.web.forms import show
from common.web.http import public
from common.words.saisie import lire_texte
from commune.models import Service
from espace_prive.messagerie import services
from espace_prive.messagerie.forms import MessageForm
from espace_prive.messagerie.models import Message

# The message that this browser has just sent: [its id, when]; its copy is shown for an hour.
ENVOYE, COPIE = "message_envoye", timedelta(hours=1)
FIL = [Lien(titre="Accueil", url="/"), Lien(titre="Nous écrire")]


def _initial(request):
    """What is known: the service named in the address, the signed-in person."""
    initial = {}
    if code := lire_texte(request.GET.get("service"), longueur=50):
        initial["service"] = Service.objects.filter(code=code).first()
    if request.user.is_authenticated:
        initial |= {"nom": request.user.get_full_name(), "courriel": request.user.email}
    return initial


@public
@require_http_methods(["GET", "POST"])
def ecrire(request):
    """Show the form, or store the message. Never cached for everybody: each page has its own stamp."""
    if request.method == "POST":
        form = MessageForm(request.POST)
        if form.is_valid():
            auteur = request.user if request.user.is_authenticated else None
            try:
                message = services.recevoir(
                    numero=form.numero, adresse=freins.adresse(request), auteur=auteur, **form.cleaned_data
                )
            except Refus as refus:
                form.add_error(None, refus)
            else:
                request.session[ENVOYE] = [message.pk, clock.maintenant().isoformat()]
                return redirect("messagerie:merci")
        form.retamponner()
    else:
        form = MessageForm(initial=_initial(request))
    contexte = {"titre": "Nous écrire", "form": form, "fil": FIL}
    reponse = show(request, "messagerie/ecrire.html", contexte)
    reponse["Cache-Control"] = "no-store"
    return reponse


@public
@require_GET
def merci(request):
    """Confirm the message: its number, when an answer comes, what was written; only to whoever has just sent it."""
    pk, le = request.session.get(ENVOYE) or (None, "")
    recent = pk is not None and clock.maintenant() - datetime.fromisoformat(le) < COPIE
    message = Message.objects.filter(pk=pk).select_related("service").first() if recent else None
    contexte = {"titre": "Votre message est envoyé", "fil": FIL, "message": message}
    reponse = render(request, "messagerie/merci.html", contexte)
    reponse["Cache-Control"] = "no-store"
    return reponse
