"""The agents' screens of corrections: who and when, what would be done to the cent, what was done, and its undoing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, journal
from common.errors import Refus
from common.staff.forms import confirmed, mark
from common.web.forms import put_beside, saisie, show
from common.web.http import agent_requis
from common.words import typo
from common.words.saisie import lire_entier
from espace_prive.famille.acces.portee import ecartes
from reservations.activites.portee import activites_de, lieux_de, tenues
from reservations.interventions.agents.enfants import enfants_de, jours_ouverts
from reservations.interventions.agents.forms import GestesForm, QuiForm, RecentesForm, RetourForm
from reservations.interventions.models import Intervention, LigneIntervention
from reservations.interventions.services import (
    Ordre,
    annuler_intervention,
    apercu,
    apercu_du_retour,
    empreinte,
    intervenir,
)

PERMISSION = "interventions.intervenir"
PAR_PAGE = 30
PAS_ENTIERE = "Cette correction touche des enfants ou des lieux que vous ne tenez pas : demandez au service."


def _qui(request):
    """Read whose days are corrected: the address carries it, so that a roster leads here."""
    demande = request.GET.copy()
    demande.setdefault("du", request.GET.get("jour") or clock.aujourdhui().isoformat())
    if not demande.get("activite"):
        # What a kitchen waits for comes first.
        siennes = sorted(activites_de(request.user).reservables(), key=lambda a: not a.mot.commande)
        demande["activite"] = siennes[0].pk if siennes else ""
    return QuiForm(demande, agent=request.user)


@agent_requis(PERMISSION)
@require_http_methods(["GET", "POST"])
def corriger(request):
    """Choose children and days, see what would be done, do it."""
    qui = _qui(request)
    contexte = {"titre": "Corriger des réservations", "qui": qui, "enfants": [], "aujourdhui": clock.aujourdhui()}
    if not qui.fields["activite"].queryset.exists():
        return render(request, "interventions/agents/corriger.html", contexte | {"qui": None})
    if not qui.is_valid():
        return show(request, "interventions/agents/corriger.html", contexte, qui)
    voulu = qui.cleaned_data
    seulement = [e for brut in request.GET.getlist("enfants") if (e := lire_entier(brut))]
    vises = enfants_de(
        request.user, voulu["activite"], voulu["du"], voulu["au"], ecole=voulu["ecole"], niveau=voulu["niveau"],
        texte=voulu["texte"], seulement=seulement,
    )  # fmt: skip
    form = GestesForm(
        saisie(request), activite=voulu["activite"], connus=[v.enfant.pk for v in vises],
        initial={nom: request.GET.get(nom, "") for nom in ("geste", "raison", "motif")} | {"enfants": seulement},
    )  # fmt: skip
    contexte |= {
        "activite": voulu["activite"],
        "du": voulu["du"],
        "au": voulu["au"],
        "form": form,
        "enfants": vises,
        "jours": jours_ouverts(voulu["activite"], voulu["du"], voulu["au"]),
    }
    journal.noter_liste(f"réservations à corriger du {voulu['du'].isoformat()}", len(vises), par=request.user)
    if request.method == "POST" and form.is_valid():
        fait = _faire(request, form, voulu["activite"], contexte)
        if fait is not None:
            return redirect("correction", fait.pk)
    contexte["coches"] = set(form["enfants"].value() or ()) if not form.is_bound else set(form.data.getlist("enfants"))
    contexte["coches"] = {lire_entier(str(c)) for c in contexte["coches"]}
    return show(request, "interventions/agents/corriger.html", contexte)


def _faire(request, form, activite, contexte):
    """Do what the button confirms; else put in the page what it would do."""
    d = form.cleaned_data
    ordre = Ordre(
        d["geste"], activite, formule=d["formule"].pk if d["formule"] else None, arrivee=d.get("arrivee"),
        depart=d.get("depart"), vers=d["vers"], raison=d["raison"], facturation=d["facturation"],
        au_dela=d["au_dela"], motif=d["motif"], par=request.user, tenus=_tenus(request.user, activite),
    )  # fmt: skip
    cibles = [(enfant, jour) for enfant in d["enfants"] for jour in contexte["jours"]]
    try:
        if not cibles:
            raise Refus("Rien n’est ouvert ces jours-là pour cette activité.", code="rien")
        if confirmed(request, form):
            fait = intervenir(ordre, cibles, vu=request.POST.get("vu"))
            messages.success(request, _dire(fait))
            return fait
        contexte["etudes"] = etudes = apercu(ordre, cibles)
        contexte |= {
            "marque": mark(form), "vu": empreinte(etudes), "faites": sum(e.changement is not None for e in etudes),
            "au_dela": sum(e.au_dela for e in etudes),
            "somme": sum(e.montant for e in etudes if e.montant is not None),
        }  # fmt: skip
    except Refus as refus:
        put_beside(form, refus)
    return None


def _tenus(agent, activite) -> frozenset[int] | None:
    lieux = lieux_de(agent, activite)
    return None if lieux is None else frozenset(lieux)


def _dire(fait: Intervention) -> str:
    lignes = list(fait.lignes.all())
    n = sum(x.faite for x in lignes)
    dit = f"{n} réservation{typo.pluriel(n)} {typo.pluriel(n, 'corrigée,corrigées')}, les familles sont prévenues."
    if reste := len(lignes) - n:
        dit += f" {reste} ligne{typo.pluriel(reste)} n’{typo.pluriel(reste, 'a,ont')} pas pu être faite"
        dit += f"{typo.pluriel(reste)} : voyez pourquoi ci-dessous."
    return dit


def _lisibles(agent):
    """Give the lines of the places that the agent keeps, and of no child it is barred from."""
    condition = Q(pk__in=[])
    for activite, lieux in tenues(agent).items():
        siennes = Q(reservation__lieu__in=lieux or ()) | Q(reservation=None, intervention__par=agent)
        condition |= Q(intervention__activite=activite) & (Q() if lieux is None else siennes)
    return LigneIntervention.objects.filter(condition).exclude(enfant__in=ecartes(agent))


def _siennes(agent):
    """Give the corrections of which the agent reads something: a reason tells of its children."""
    lues = Exists(_lisibles(agent).filter(intervention=OuterRef("pk")))
    return Intervention.objects.filter(lues).select_related("activite", "par", "defaite_par")


def _lignes(agent, fait):
    lignes = _lisibles(agent).filter(intervention=fait)
    return list(lignes.select_related("enfant", "formule", "reservation__lieu", "reservation__payeur__foyer"))


@agent_requis(PERMISSION)
@require_GET
def liste(request):
    """The corrections made lately, the last first."""
    form = RecentesForm(request.GET or None, agent=request.user)
    faites = _siennes(request.user)
    if form.is_valid():
        voulu = form.cleaned_data
        for champ, condition in (("activite", "activite"), ("geste", "geste"), ("depuis", "le__date__gte")):
            if voulu[champ]:
                faites = faites.filter(**{condition: voulu[champ]})
    page = Paginator(faites, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {"titre": "Corrections faites", "form": form, "page": page}
    return render(request, "interventions/agents/liste.html", contexte, status=422 if form.errors else 200)


@agent_requis(PERMISSION)
@require_http_methods(["GET", "POST"])
def correction(request, pk):
    """What was done, child by child and day by day; then what taking it back would do, and the button that does."""
    fait = get_object_or_404(_siennes(request.user), pk=pk)
    lignes = _lignes(request.user, fait)
    journal.noter_liste(f"correction {fait.pk}", len(lignes), par=request.user)
    form = RetourForm(saisie(request))
    contexte = {
        "titre": f"{fait.get_geste_display().capitalize()} : {fait.activite.nom}", "fait": fait, "lignes": lignes,
        "form": form, "defaite": getattr(fait, "defaite_par", None), "etudes": None,
        "jour": min((x.date for x in lignes), default=None),
    }  # fmt: skip
    entiere = contexte["entiere"] = fait.lignes.count() == len(lignes)
    if request.method == "POST" and form.is_valid():
        try:
            if not entiere:
                raise Refus(PAS_ENTIERE, code="lieux")
            rendue = annuler_intervention(fait, par=request.user, **form.cleaned_data)
            messages.success(request, _dire(rendue))
            return redirect("correction", rendue.pk)
        except Refus as refus:
            put_beside(form, refus)
    if contexte["defaite"] is None and fait.defait_id is None and entiere:
        contexte["etudes"] = apercu_du_retour(fait, par=request.user)
        contexte["refusees"] = [e for e in contexte["etudes"] if e.non]
        contexte["somme"] = sum(e.montant for e in contexte["etudes"] if e.montant is not None)
    return show(request, "interventions/agents/correction.html", contexte)
