"""« Nouvelle famille », whole on one page; and the second home of children who are already known."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common.web.forms import put_beside, saisie, show
from commune.services import reglages
from espace_prive.famille import services
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.pages import page_du_dossier, pour_tous_les_services
from espace_prive.famille.agents import doubles
from espace_prive.famille.agents.forms_creation import ENFANTS, ENFANTS_MAX, FamilleForm
from espace_prive.famille.agents.views import MODIFIER
from espace_prive.famille.extensions import arrivees
from espace_prive.famille.models import Foyer
from espace_prive.famille.querysets import en_cours

GABARIT = "famille/agents/creation.html"
UN_DE_PLUS, NOMBRE = "un_enfant_de_plus", "nombre_d_enfants"


@pour_tous_les_services(MODIFIER)
@require_http_methods(["GET", "POST"])
def creer(request):
    """A household with its adults and its children, at once."""
    return _page(request, titre="Nouvelle famille", retour=reverse("familles:liste"))


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def creer_autre_foyer(request, pk):
    """The other home of the children of this household: its adults, and which of the children live there too."""
    if not request.user.has_perm(portee.TOUS):
        raise Http404
    foyer = portee.lire(request.user, pk)
    rattachements = foyer.rattachements.filter(en_cours()).exclude(enfant__in=portee.ecartes(request.user))
    petits = [r.enfant for r in rattachements.select_related("enfant").order_by("enfant__naissance")]
    return _page(
        request, titre="L’autre foyer des enfants", retour=reverse("familles:dossier", args=[pk]), connus=petits
    )


def _page(request, *, titre, retour, connus=()):
    """Show the page, give it one child more, ask who is who, or create it all."""
    ville = reglages()
    initial = {"code_postal": ville.code_postal, "ville": ville.ville}
    options = {"initial": initial, "connus": connus, "suites": arrivees.champs(), "nombre": _nombre(request, connus)}
    form = FamilleForm(saisie(request), **options)
    contexte = {"titre": titre, "retour": retour, "form": form, "plus": form.nombre < ENFANTS_MAX}
    if request.method == "POST" and UN_DE_PLUS in request.POST:
        return show(request, GABARIT, contexte | {"form": _un_de_plus(request, options)})
    if request.method == "POST" and form.is_valid():
        questions = _questions(request, form)
        if ailleurs := next((q.ailleurs for q in questions.values() if q.ailleurs), ""):
            messages.info(request, doubles.RIEN)
            return redirect(ailleurs)
        connus = {cle: q.connu for cle, q in questions.items()}
        if all(q.repondue for q in questions.values()) and (foyer := _creer(request, form, connus)):
            messages.success(request, "La famille est créée.")
            return redirect("familles:dossier", foyer.pk)
        for part in form.parts:
            part.question = questions.get(part.prefix)
    return show(request, GABARIT, contexte)


def _nombre(request, connus):
    """How many children the page has room for."""
    saisi = request.POST.get(NOMBRE, "")
    nombre = int(saisi) if saisi.isdecimal() and len(saisi) == 1 else (0 if connus else ENFANTS)
    return min(nombre, ENFANTS_MAX)


def _un_de_plus(request, options):
    """The same page with room for one child more: all that was typed is kept, and nothing is judged yet."""
    form = FamilleForm(**options | {"nombre": min(options["nombre"] + 1, ENFANTS_MAX)})
    for part in form.parts:
        part.initial = {nom: request.POST.get(part.add_prefix(nom), "") for nom in part.fields}
    return form


def _questions(request, form):
    """{part: who is known and may be the same, with what the agent answered}."""
    agent, tape = request.user, form.foyer.champs()
    logis = Foyer(**{nom: tape[nom] for nom in ("adresse", "code_postal", "ville")})
    trouves = {None: doubles.de_foyer(agent, **tape)}
    for adulte in form.presents():
        trouves[adulte.prefix] = doubles.d_adulte(agent, logis, **adulte.champs())
    for enfant in form.enfants:
        if enfant.remplie:
            champs = enfant.champs()
            trouves[enfant.prefix] = doubles.d_enfant(agent, **champs | {"nom": champs["nom"] or tape["nom"]})
    questions = {cle: doubles.demander(d, request.POST, cle or "") for cle, d in trouves.items()}
    return {cle: question for cle, question in questions.items() if question}


def _creer(request, form, connus):
    """The household, or None: what was refused is said beside whom it is about."""
    adultes, enfants = form.voulus(connus)
    try:
        return services.creer_famille(
            par=request.user, foyer=form.foyer.champs(), adultes=adultes, enfants=enfants,
            quotient=form.quotient_voulu(),
        )  # fmt: skip
    except ValidationError as refus:
        part, champ = form.part(getattr(refus, "cle", None)), getattr(refus, "champ", None)
        if champ in part.fields:
            part.add_error(champ, refus)
        else:
            put_beside(part, refus)
        return None
