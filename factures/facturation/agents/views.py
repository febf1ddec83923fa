"""The cashier's screens, in the admin: find an invoice, correct it, close a month, read the board."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, journal
from common.actions import ActionJournal
from common.errors import Refus
from common.files import export
from common.money import ZERO
from common.staff.forms import confirmed, mark
from common.web.http import agent_requis
from common.words import typo
from common.words.saisie import lire_jour
from espace_prive.famille.acces import portee
from factures.facturation import services
from factures.facturation.agents import impayes, tableau
from factures.facturation.enums import EtatCloture, Nature, Recherche
from factures.facturation.forms import (
    ClotureForm,
    CorrectionForm,
    RechercheDeFacturesForm,
    RefacturerForm,
    derniers_mois,
)
from factures.facturation.models import Cloture, Facture
from factures.facturation.pdf import liasse_pdf, reponse_pdf
from factures.facturation.phrases import compte, par_enfant

PAR_PAGE = 50
# Printing is a second of work for ten invoices: more at once would hold the web's threads.
PAPIER_MAX = 100
TROP_DE_PAPIER = (
    f"Plus de {PAPIER_MAX} factures à imprimer : choisissez un mois, ou un état, puis imprimez de nouveau."
)
RAFRAICHIR_SECONDES = 3
AVOIRS = Q(nature=Nature.AVOIR)


@agent_requis("facturation.view_facture")
@require_GET
def liste(request):
    """Find invoices: number, family, state, month; with what is left to pay, and as a file."""
    form, factures = _cherchees(request)
    if genre := export.demande(request):
        return export.reponse(genre, "factures", *impayes.en_colonnes(factures), par=request.user)
    nombres = factures.aggregate(toutes=Count("pk", distinct=True), avoirs=Count("pk", filter=AVOIRS, distinct=True))
    pages = Paginator(factures.avec_reste().select_related("regie", "payeur__foyer"), PAR_PAGE)
    pages.count = nombres["toutes"]
    page = pages.get_page(request.GET.get("page"))
    journal.noter_liste("factures", len(page.object_list), par=request.user)
    contexte = {
        "titre": "Factures",
        "form": form,
        "compte": _compte(nombres["toutes"] - nombres["avoirs"], nombres["avoirs"]),
        "du": impayes.somme_due(factures),
        "page": page,
        "lisibles": portee.lisibles_parmi(request.user, [f.payeur.foyer_id for f in page]),
        "recherche": _sans_page(request),
        "papier": request.GET.get("etat") == Recherche.PAPIER,
    }
    return render(request, "facturation/agents/liste.html", contexte)


def _cherchees(request):
    form = RechercheDeFacturesForm(request.GET)
    factures = Facture.objects.pour_agent(request.user).order_by("-emise_le", "-numero")
    if form.is_valid():
        recherche = form.cleaned_data
        factures = factures.cherchees(recherche["texte"])
        if recherche["etat"]:
            factures = factures.dans_l_etat(recherche["etat"])
        if recherche["mois"]:
            factures = factures.filter(mois=recherche["mois"])
    return form, factures


def _sans_page(request):
    """The search as a query string, for the pages and the files."""
    garde = request.GET.copy()
    for nom in ("page", "format"):
        garde.pop(nom, None)
    return garde.urlencode()


@agent_requis("facturation.view_facture")
@require_GET
def par_famille(request):
    """Debts by family, the oldest first, with their sum; and as a file."""
    echues = request.GET.get("etat") != Recherche.DUES
    dettes = impayes.par_payeur(Facture.objects.pour_agent(request.user), echues=echues)
    if genre := export.demande(request):
        return export.reponse(genre, "impayes-par-famille", *impayes.dettes_en_colonnes(dettes), par=request.user)
    journal.noter_liste("impayés par famille", len(dettes), par=request.user)
    contexte = {
        "titre": "Impayés par famille",
        "dettes": dettes,
        "total": sum((d.reste for d in dettes), ZERO),
        "echues": echues,
        "lisibles": portee.lisibles_parmi(request.user, [d.payeur.foyer_id for d in dettes]),
    }
    return render(request, "facturation/agents/impayes.html", contexte)


@agent_requis("facturation.view_facture")
@require_GET
def imprimer_papier(request):
    """One file, ready to print and post, of the invoices that no mail brings, of a month or of a search."""
    _, factures = _cherchees(request)
    retenues = factures.sur_papier().order_by("famille_numero", "pk").avec_reste()
    retenues = list(retenues.select_related("regie__service", "corrige", "avoir", "payeur__foyer")[: PAPIER_MAX + 1])
    if not retenues or len(retenues) > PAPIER_MAX:
        messages.warning(request, TROP_DE_PAPIER if retenues else "Aucune facture sur papier dans cette recherche.")
        return redirect(f"{reverse('factures_agents')}?{_sans_page(request)}")
    journal.noter_liste("factures sur papier", len(retenues), par=request.user)
    entetes = {"Content-Disposition": f'attachment; filename="factures-papier-{clock.aujourdhui():%Y-%m-%d}.pdf"'}
    return HttpResponse(liasse_pdf(retenues), content_type="application/pdf", headers=entetes)


def _compte(factures, avoirs):
    """« 1 facture », « 2 factures et 1 avoir », « Aucune facture »."""
    dits = [
        f"{typo.nombre(nombre)} {mot}{typo.pluriel(nombre)}"
        for nombre, mot in ((factures, "facture"), (avoirs, "avoir"))
        if nombre
    ]
    return typo.enumeration(dits) or "Aucune facture"


def _facture(request, pk):
    """An invoice that the agent may read; the reading is recorded in the family's file."""
    lisibles = Facture.objects.pour_agent(request.user).avec_reste()
    lisibles = lisibles.select_related("regie__service", "corrige", "avoir", "payeur__foyer")
    facture = get_object_or_404(lisibles, pk=pk)
    if request.method == "GET":
        dossier = facture.payeur.foyer or facture
        journal.noter(ActionJournal.CONSULTATION, dossier, par=request.user, facture=facture.reference)
    return facture


@agent_requis("facturation.view_facture")
@require_GET
def detail(request, pk):
    """An invoice as the family sees it, with what the cashier may do."""
    return _fiche(request, _facture(request, pk))


def _fiche(request, facture, refacturer=None):
    """The invoice's page; ``refacturer`` is the form that was refused, with what was typed."""
    peut_corriger = request.user.has_perm("facturation.corriger")
    if refacturer is None and peut_corriger and services.peut_refacturer(facture):
        refacturer = RefacturerForm()
    contexte = {
        "titre": str(facture),
        "facture": facture,
        "groupes": par_enfant(facture.lignes.all()),
        "compte": compte(facture),
        "lisibles": portee.lisibles_parmi(request.user, [facture.payeur.foyer_id]),
        "peut_corriger": peut_corriger and not facture.est_avoir and not facture.avoir_pk,
        "refacturer": refacturer,
    }
    refusee = refacturer is not None and refacturer.is_bound
    return render(request, "facturation/agents/detail.html", contexte, status=422 if refusee else 200)


@agent_requis("facturation.view_facture")
@require_GET
def telecharger(request, pk):
    return reponse_pdf(_facture(request, pk))


@agent_requis("facturation.corriger")
@require_http_methods(["GET", "POST"])
def corriger(request, pk):
    """Cancel an invoice by a total avoir: the reason, then a box to tick."""
    facture = _facture(request, pk)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            avoir = services.corriger(facture, motif=form.cleaned_data["motif"], par=request.user)
        except Refus as refus:
            form.add_error("motif" if refus.code == "motif" else None, refus.phrase)
        else:
            messages.success(request, f"L’avoir {avoir.reference} annule la facture {facture.reference}.")
            return redirect("facture_agent", facture.pk)
    contexte = {"titre": f"Corriger la facture {facture.reference}", "facture": facture, "form": form}
    return render(request, "facturation/agents/corriger.html", contexte, status=422 if form.errors else 200)


@agent_requis("facturation.corriger")
@require_POST
def refacturer(request, pk):
    """Bill again what an avoir freed."""
    facture = _facture(request, pk)
    form = RefacturerForm(request.POST)
    if not form.is_valid():
        return _fiche(request, facture, form)
    try:
        nouvelle = services.refacturer(facture, echeance=form.cleaned_data["echeance"], par=request.user)
    except Refus as refus:
        messages.error(request, refus.phrase)
        return redirect("facture_agent", facture.pk)
    messages.success(request, f"La facture {nouvelle.reference} remplace la facture {facture.reference}.")
    return redirect("facture_agent", nouvelle.pk)


@agent_requis("facturation.cloturer")
@require_http_methods(["GET", "POST"])
def cloturer(request):
    """Close a month: first preview what it would bill, then the button."""
    form = ClotureForm(request.POST or None)
    apercu = connue = sans_quotient = None
    if request.method == "POST" and form.is_valid():
        valeurs = form.cleaned_data
        if confirmed(request, form):
            try:
                cloture = services.lancer_cloture(**valeurs, par=request.user)
            except Refus as refus:
                form.add_error("echeance" if refus.code == "echeance" else "mois", refus.phrase)
            else:
                return redirect("cloture", cloture.pk)
        else:
            apercu = services.apercu(valeurs["regie"], valeurs["mois"])
            sans_quotient = _nommables(request, apercu.sans_quotient)
            journal.noter_liste("familles sans quotient", len(sans_quotient), par=request.user)
            connue = Cloture.objects.filter(regie=valeurs["regie"], mois=valeurs["mois"]).first()
    contexte = {
        "titre": "Clôturer un mois",
        "form": form,
        "marque": mark(form),
        "apercu": apercu,
        "sans_quotient": sans_quotient,
        "connue": connue,
        "clotures": Cloture.objects.select_related("regie").order_by("-lancee_le")[:12],
    }
    return render(request, "facturation/agents/cloturer.html", contexte, status=422 if form.errors else 200)


def _nommables(request, payeurs):
    """(payer, whether its file opens) of those whom the person may know of."""
    fermes = set(portee.foyers_fermes(request.user).values_list("foyer", flat=True))
    lisibles = portee.lisibles_parmi(request.user, [p.foyer_id for p in payeurs])
    return [(p, p.foyer_id in lisibles) for p in payeurs if p.foyer_id not in fermes]


@agent_requis("facturation.cloturer")
@require_GET
def cloture(request, pk):
    """How far a closing went; the page reloads itself until it is finished."""
    vue = get_object_or_404(Cloture.objects.select_related("regie", "lancee_par"), pk=pk)
    contexte = {
        "titre": f"Clôture {typo.de_mois(vue.mois)}",
        "cloture": vue,
        "en_cours": vue.etat == EtatCloture.EN_COURS,
        "totaux": tableau.totaux(vue),
        "sur_papier": vue.factures.sur_papier().count(),
    }
    contexte["par_courriel"] = vue.factures_emises - contexte["sur_papier"]
    reponse = render(request, "facturation/agents/cloture.html", contexte)
    if contexte["en_cours"]:
        reponse["Refresh"] = str(RAFRAICHIR_SECONDES)
    return reponse


@agent_requis("facturation.cloturer")
@require_POST
def reprendre(request, pk):
    vue = get_object_or_404(Cloture, pk=pk)
    try:
        services.reprendre_cloture(vue.pk, par=request.user)
    except Refus as refus:
        messages.warning(request, refus.phrase)
    else:
        messages.success(request, "La clôture reprend là où elle s’était arrêtée.")
    return redirect("cloture", vue.pk)


@agent_requis("facturation.consulter_tableau")
@require_GET
def tableau_de_bord(request):
    """Meals, amounts billed, paid and due: this month, the months before, by place."""
    ce_mois = clock.aujourdhui().replace(day=1)
    choix = [ce_mois, *derniers_mois()]
    demande = lire_jour(request.GET.get("mois"))
    mois = demande if demande in choix else ce_mois
    contexte = {
        "titre": f"Tableau de bord – {typo.mois_annee(mois)}",
        "tableau": tableau.dresser(mois),
        "choix": choix,
    }
    return render(request, "facturation/agents/tableau.html", contexte)
