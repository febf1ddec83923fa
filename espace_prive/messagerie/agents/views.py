"""The messages, for the agents of each service."""

from django.contrib import messages as avis
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from common import journal
from common.actions import ActionJournal
from common.web.forms import attempt, show
from common.web.http import agent_requis
from espace_prive.messagerie import services
from espace_prive.messagerie.forms import TransmettreForm
from espace_prive.messagerie.models import Message
from espace_prive.messagerie.querysets import LIRE

PAR_PAGE = 30


def _les_miens(request):
    return Message.objects.pour(request.user).select_related("service", "repondu_par")


@agent_requis(LIRE)
@require_GET
def liste(request):
    """Those that wait for an answer, oldest first; or all, latest first."""
    tous = request.GET.get("etat") == "tous"
    lignes = _les_miens(request) if tous else _les_miens(request).en_attente().order_by("recu_le", "pk")
    page = Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page"))
    journal.noter_liste("messages", len(page.object_list), par=request.user)
    contexte = {"titre": "Messages", "tous": tous, "page": page}
    return render(request, "messagerie/agents/liste.html", contexte)


@agent_requis(LIRE)
@require_GET
def detail(request, pk):
    message = get_object_or_404(_les_miens(request), pk=pk)
    return _montrer(request, message)


def _montrer(request, message, form=None):
    """Show it, with its form or the one that was refused; whoever reads it is recorded."""
    journal.noter(ActionJournal.CONSULTATION, message, par=request.user)
    form = form or TransmettreForm(initial={"version": message.service_id or 0})
    contexte = {"titre": str(message), "message": message, "form": form}
    return show(request, "messagerie/agents/detail.html", contexte)


@agent_requis(LIRE)
@require_POST
def repondre(request, pk):
    """Mark a message as answered, or as waiting again."""
    message = get_object_or_404(_les_miens(request), pk=pk)
    if "rouvrir" in request.POST:
        services.rouvrir(message, par=request.user)
        avis.success(request, "Le message est de nouveau en attente.")
        return redirect("messages:detail", pk)
    services.marquer_repondu(message, par=request.user)
    avis.success(request, "Le message est marqué comme répondu.")
    return redirect("messages:liste")


@agent_requis(LIRE)
@require_POST
def transmettre(request, pk):
    message = get_object_or_404(_les_miens(request), pk=pk)
    form = TransmettreForm(request.POST)

    def action():
        d = form.cleaned_data
        services.transmettre(message, service=d["service"], depuis=d["version"], par=request.user)

    if attempt(request, form, action)[0]:
        avis.success(request, f"Le message est transmis : {form.cleaned_data['service'].nom}, prévenu par courriel.")
        return redirect("messages:liste")
    return _montrer(request, message, form)
