"""« Garde » of a child, for the agents: the rhythm with its preview, typed exceptions, the end."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock
from common.errors import Refus
from common.staff.forms import confirmed, form_page, mark
from common.web.forms import attempt, saisie, show
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.pages import page_du_dossier
from espace_prive.famille.agents.liens import enfant_de
from espace_prive.famille.agents.views import CONSULTER, MODIFIER, formulaire
from espace_prive.garde import presentation, services
from espace_prive.garde.agents.forms import ArretForm, DefaireForm, ExceptionForm, RetirerForm, RythmeForm
from espace_prive.garde.models import PeriodeDeGarde, RythmeDeGarde, Swap
from espace_prive.garde.planche import lire_pour_un_agent
from espace_prive.garde.services import swaps

SWAPS_MONTRES = 20


def _ici(request, pk, enfant_pk):
    foyer = portee.lire(request.user, pk)
    return foyer, enfant_de(foyer, enfant_pk)


def _adresse(foyer, enfant):
    return reverse("gardes:garde", args=[foyer.pk, enfant.pk])


@page_du_dossier(CONSULTER)
@require_GET
def garde(request, pk, enfant_pk):
    """Whose day it is: the rhythm in force, what is ahead, the exceptions."""
    foyer, enfant = _ici(request, pk, enfant_pk)
    jour = clock.aujourdhui()
    lus = enfant.swaps.select_related("de", "a").prefetch_related("demis")
    contexte = {
        "titre": f"Garde – {enfant}",
        "foyer": foyer,
        "enfant": enfant,
        "rythme": RythmeDeGarde.objects.filter(enfant=enfant).select_related("premier", "second").first(),
        "aujourdhui": jour,
        "foyers": presentation.foyers_de(enfant),
        "periodes": enfant.gardes.filter(au__gte=jour, du__lte=jour + timedelta(days=62)).select_related("foyer"),
        "exceptions": enfant.gardes.filter(main=True, au__gte=jour).select_related("foyer"),
        "swaps": [lire_pour_un_agent(s) for s in lus[:SWAPS_MONTRES]],
        "peut_modifier": request.user.has_perm(MODIFIER),
    }
    return render(request, "garde/agents/garde.html", contexte)


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def rythme(request, pk, enfant_pk):
    """Type a rhythm, preview its days, then confirm."""
    foyer, enfant = _ici(request, pk, enfant_pk)
    foyers = presentation.foyers_de(enfant)
    connu = RythmeDeGarde.objects.filter(enfant=enfant, arrete_depuis__isnull=True).first()
    premier = connu.premier_id if connu else foyer.pk
    form = RythmeForm(
        saisie(request), version=enfant.version, foyers=foyers, rythme=connu,
        initial={"du": clock.aujourdhui(), "premier": premier},
    )  # fmt: skip
    contexte = {"titre": f"Rythme de garde – {enfant}", "foyer": foyer, "enfant": enfant, "foyers": foyers}
    contexte |= {"template": "garde/agents/rythme.html", "retour": _adresse(foyer, enfant)}

    def appliquer():
        d = form.cleaned_data
        services.appliquer_rythme(enfant, du=d["du"], version=d["version"], par=request.user, **form.reglages())

    if confirmed(request, form):
        return form_page(request, form, action=appliquer, succes="Le rythme est enregistré.", **contexte)
    _, apercu = attempt(
        request, form, lambda: presentation.apercu(enfant, form.reglages(), du=form.cleaned_data["du"], foyers=foyers)
    )
    return show(request, contexte.pop("template"), contexte | {"form": form, "marque": mark(form), "apercu": apercu})


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def exception(request, pk, enfant_pk):
    foyer, enfant = _ici(request, pk, enfant_pk)
    foyers = presentation.foyers_de(enfant)
    form = ExceptionForm(saisie(request), version=enfant.version, foyers=foyers, initial={"foyer": foyer.pk})

    def action():
        d = form.cleaned_data
        du, au = form.bornes(d)
        return services.poser_exception(
            enfant, d["foyer"], du=du, au=au, motif=d["motif"], version=d["version"], par=request.user
        )

    return formulaire(
        request, form, titre=f"Exception – {enfant}", foyer=foyer, retour=_adresse(foyer, enfant), action=action,
        succes="L’exception est enregistrée. Le rythme reprend ensuite.",
        chapeau="Elle remplace le rythme entre ces deux moments, et reste quand le rythme change.",
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_POST
def retirer(request, pk, enfant_pk, periode_pk):
    foyer, enfant = _ici(request, pk, enfant_pk)
    form = RetirerForm(request.POST)
    if not form.is_valid():
        raise Http404
    periode = PeriodeDeGarde.objects.filter(pk=periode_pk, enfant=enfant).first()
    if periode:
        try:
            services.retirer_exception(periode, version=form.cleaned_data["version"], par=request.user)
        except Refus as refus:
            messages.error(request, str(refus))
            return redirect(_adresse(foyer, enfant))
    messages.success(request, "L’exception est retirée : le rythme reprend.")
    return redirect(_adresse(foyer, enfant))


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def arreter(request, pk, enfant_pk):
    foyer, enfant = _ici(request, pk, enfant_pk)
    form = ArretForm(saisie(request), version=enfant.version, initial={"du": clock.aujourdhui()})
    return formulaire(
        request, form, titre=f"Arrêter la garde partagée – {enfant}", foyer=foyer, retour=_adresse(foyer, enfant),
        succes="C’est enregistré : les périodes suivantes sont retirées.", bouton="Arrêter",
        chapeau="Les jours passés ne changent pas. Si l’enfant ne vit plus dans un des foyers, notez aussi son départ "
        "dans « Liens et foyers ».",
        action=lambda: services.arreter_la_garde(enfant, par=request.user, **form.cleaned_data),
    )  # fmt: skip


@page_du_dossier(MODIFIER)
@require_http_methods(["GET", "POST"])
def defaire(request, pk, enfant_pk, swap_pk):
    """Undo a swap that both parents had agreed upon: its days that are to come, and what went with them."""
    foyer, enfant = _ici(request, pk, enfant_pk)
    swap = get_object_or_404(Swap, pk=swap_pk, enfant=enfant)
    form = DefaireForm(saisie(request))

    def action():
        for phrase in swaps.restes(swaps.defaire(swap, par=request.user, motif=form.cleaned_data["motif"])):
            messages.warning(request, phrase)

    return formulaire(
        request, form, titre=f"Défaire un échange de jours – {enfant}", foyer=foyer, retour=_adresse(foyer, enfant),
        succes="L’échange est défait. Les deux parents sont prévenus.", bouton="Défaire l’échange",
        chapeau="Les jours à venir reviennent à qui ils étaient, et avec eux les réservations qui les avaient suivis. "
        "Les jours passés ne changent pas.", action=action,
    )  # fmt: skip
