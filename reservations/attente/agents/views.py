"""The agents' screens of the waiting lists: who waits, in order; what was refused for lack of places."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, journal
from common.actions import ActionJournal
from common.files import export
from common.staff.forms import form_page
from common.web.forms import saisie
from common.web.http import agent_requis
from common.words import typo
from common.words.dates import dernier_du_mois, premier_du_mois
from espace_prive.famille.acces.portee import ecartes, lisibles_parmi
from reservations.activites.portee import tenues
from reservations.attente import presentation, services
from reservations.attente.agents.forms import TOUTES, VIVANTES, RechercheAttentesForm, RefusComptesForm, RetraitForm
from reservations.attente.portee import TENIR, attentes_de
from reservations.attente.situations import jours_refuses

PAR_PAGE = 50
# Beyond, one asks month by month.
PERIODE_MAX = timedelta(days=400)


def _cherchees(request):
    form = RechercheAttentesForm(request.GET or {"etat": VIVANTES}, agent=request.user)
    siennes = attentes_de(request.user).entieres().order_by("date", "inscription__activite__tri", "lieu__tri", "pk")
    if not form.is_valid():
        return form, siennes.none()
    voulu = form.cleaned_data
    etat = voulu["etat"] or VIVANTES
    if etat == VIVANTES:
        siennes = siennes.vivantes()
    elif etat != TOUTES:
        siennes = siennes.filter(etat=etat)
    if voulu["activite"]:
        siennes = siennes.filter(inscription__activite=voulu["activite"])
    if voulu["jour"]:
        siennes = siennes.filter(date=voulu["jour"])
    return form, siennes


@agent_requis(TENIR)
@require_GET
def liste(request):
    """By day, activity and place, in the order in which places are offered."""
    form, siennes = _cherchees(request)
    page = Paginator(siennes.select_related("groupe"), PAR_PAGE).get_page(request.GET.get("page"))
    montrees = presentation.montrer(page.object_list)
    journal.noter_liste("listes d’attente", len(montrees), par=request.user)
    foyers = [m.attente.inscription.payeur.foyer_id for m in montrees if m.attente.inscription.payeur.foyer_id]
    contexte = {
        "titre": "Listes d’attente", "form": form, "page": page, "montrees": montrees,
        "lisibles": lisibles_parmi(request.user, foyers),
    }  # fmt: skip
    return render(request, "attente/agents/liste.html", contexte, status=200 if form.is_valid() else 422)


@agent_requis(TENIR)
@require_http_methods(["GET", "POST"])
def retirer(request, pk):
    """Take a child off the list, or take back a place that is offered; the family is told why."""
    attente = get_object_or_404(attentes_de(request.user).entieres(), pk=pk)
    if not attente.vivante:
        return redirect("attentes_agents")
    journal.noter(ActionJournal.CONSULTATION, attente.enfant, par=request.user)
    (montree,) = presentation.montrer([attente])
    suite = " La place sera proposée à l’enfant suivant." if montree.offerte else ""
    form = RetraitForm(saisie(request))
    return form_page(
        request, form, titre=f"Retirer {attente.enfant.prenom} {attente.enfant.nom} de la liste d’attente",
        retour=reverse("attentes_agents"), vers=reverse("attentes_agents"), bouton="Retirer",
        chapeau=f"{montree.titre}, {montree.quoi}, {attente.lieu} : {montree.mot.lower()}.{suite}",
        action=lambda: services.laisser(pk, par=request.user, motif=form.cleaned_data["motif"].strip()),
        succes="L’enfant n’attend plus ce jour, et la famille est prévenue si elle a une adresse électronique.",
    )  # fmt: skip


def _periode(request):
    """Give the form, and the days that it asks for; this month unless told."""
    form = RefusComptesForm(request.GET or None, agent=request.user)
    valides = form.is_bound and form.is_valid()
    voulu = form.cleaned_data if valides else {}
    jour = clock.aujourdhui()
    du = voulu.get("du") or premier_du_mois(jour)
    au = min(voulu.get("au") or dernier_du_mois(max(du, jour)), du + PERIODE_MAX)
    return form, voulu.get("activite"), du, au


@agent_requis(TENIR)
@require_GET
def refus(request):
    """What was refused for lack of places, by activity, place, day and group; also as a spreadsheet."""
    form, activite, du, au = _periode(request)
    siennes = tenues(request.user)
    if activite:
        siennes = {activite.pk: siennes[activite.pk]}
    jours = jours_refuses(attentes_de(request.user), tenues=siennes, du=du, au=au, sauf=ecartes(request.user))
    titres = ["Mois", "Jour", "Activité", "Lieu", "Groupe", "Enfants", "Servis", "En attente", "Sans place"]
    if genre := export.demande(request):
        lignes = [
            (typo.mois_annee(j.mois), j.jour, j.activite, j.lieu, j.groupe, j.demandes, len(j.servis),
             len(j.en_attente), len(j.sans_place))
            for j in jours
        ]  # fmt: skip
        return export.reponse(genre, "refus-faute-de-place", titres, lignes, par=request.user)
    page = Paginator(jours, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "titre": "Refusés faute de place", "form": form, "page": page, "du": du, "au": au,
        "enfants": sum(len(j.sans_place) for j in jours),
        "tableurs": [(mot, _avec(request, format=cle)) for cle, mot in (("xlsx", "Excel"), ("csv", "CSV"))],
    }  # fmt: skip
    return render(request, "attente/agents/refus.html", contexte, status=422 if form.errors else 200)


def _avec(request, **valeurs) -> str:
    demande = request.GET.copy()
    for cle, valeur in valeurs.items():
        demande[cle] = valeur
    return f"?{demande.urlencode()}"
