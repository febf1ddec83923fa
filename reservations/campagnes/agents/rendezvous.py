"""« Rendez-vous » in the admin: what is offered to families, its hours, who took what."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import journal
from common.staff.forms import button, form_page
from common.web.forms import saisie
from common.web.http import agent_requis, bouton_sur
from common.words import typo
from espace_prive.famille.acces.portee import ecartes, lisibles_parmi
from reservations.campagnes.agents.forms import HorairesForm, RencontreForm
from reservations.campagnes.agents.views import TENIR
from reservations.campagnes.reading import rencontres_de
from reservations.campagnes.services import rendezvous as services


def _la_rencontre(request, pk):
    return get_object_or_404(rencontres_de(request.user).select_related("service"), pk=pk)


@agent_requis(TENIR)
@require_GET
def liste(request):
    contexte = {"titre": "Rendez-vous", "rencontres": rencontres_de(request.user)}
    return render(request, "campagnes/agents/rencontres.html", contexte)


def _ecrire(request, form):
    d = form.cleaned_data
    return services.enregistrer(form.instance, ecoles=d["ecoles"], activites=d["activites"], par=request.user)


@agent_requis(TENIR)
@require_http_methods(["GET", "POST"])
def creer(request):
    form = RencontreForm(saisie(request), agent=request.user)
    return form_page(
        request, form, titre="Proposer des rendez-vous", retour=reverse("rencontres_agents"), icone="date",
        action=lambda: _ecrire(request, form), vers=lambda r: reverse("rencontre_agent", args=[r.pk]),
        chapeau="Vous direz ensuite les heures. Chaque famille en choisit une par enfant.",
        succes="C’est enregistré. Dites maintenant les heures.",
    )  # fmt: skip


@agent_requis(TENIR)
@require_http_methods(["GET", "POST"])
def modifier(request, pk):
    rencontre = _la_rencontre(request, pk)
    form = RencontreForm(saisie(request), instance=rencontre, agent=request.user)
    return form_page(
        request, form, titre=f"Modifier « {rencontre.titre} »", retour=reverse("rencontre_agent", args=[pk]),
        icone="date", action=lambda: _ecrire(request, form), chapeau="Les rendez-vous déjà pris restent.",
        succes="C’est enregistré.",
    )  # fmt: skip


@agent_requis(TENIR)
@require_http_methods(["GET", "POST"])
def fiche(request, pk):
    """The hours, who took them; more hours are added below."""
    rencontre = _la_rencontre(request, pk)
    form = HorairesForm(saisie(request))

    def ajouter():
        debut, fin = form.bornes()
        services.proposer(rencontre, debut=debut, fin=fin, minutes=form.cleaned_data["minutes"], par=request.user)

    rendez_vous = list(
        rencontre.rendez_vous.exclude(enfant__in=ecartes(request.user)).select_related("enfant", "foyer")
    )
    pris = [r for r in rendez_vous if not r.libre]
    if request.method == "GET":
        journal.noter_liste(f"rendez-vous {rencontre}", len(pris), par=request.user)
    return form_page(
        request, form, titre=rencontre.titre, template="campagnes/agents/rencontre.html", action=ajouter,
        retour=reverse("rencontres_agents"), vers=reverse("rencontre_agent", args=[pk]), icone="date",
        succes="Les heures sont proposées aux familles.", rencontre=rencontre, rendez_vous=rendez_vous,
        nombre=len(pris), lisibles=lisibles_parmi(request.user, [r.foyer_id for r in pris]),
        ecoles=typo.enumeration(rencontre.ecoles.all()), activites=typo.enumeration(rencontre.activites.all()),
    )  # fmt: skip


@agent_requis(TENIR)
@bouton_sur("rencontre_agent", "pk")
@require_POST
def retirer(request, pk, cle):
    """Take an hour back; the family that had taken it is told."""
    rencontre = _la_rencontre(request, pk)
    return button(
        request, lambda: services.retirer(cle, rencontre, par=request.user),
        vers=reverse("rencontre_agent", args=[pk]),
        succes="L’heure n’est plus proposée. Si une famille l’avait choisie, elle est prévenue.",
    )  # fmt: skip
