"""The cashier's screens: what asks for attention, the payments, what the bank said."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from common import journal
from common.errors import Refus
from common.files import export
from common.money import ZERO
from common.web.http import agent_requis
from common.words import typo
from common.words.saisie import lire_entier, lire_jour, lire_texte
from commune.models import Regie
from espace_prive.famille.acces import portee
from espace_prive.famille.models import Foyer, Payeur
from factures.paiements import services
from factures.paiements.agents import tableau
from factures.paiements.en_mots import raconter
from factures.paiements.enums import Verdict
from factures.paiements.models import Notification, Paiement

CONSULTER, CORRIGER = "facturation.consulter_tableau", "facturation.corriger"
PAR_PAGE = 50
COLONNES = (
    "Reçu le", "Payeur", "Régie", "Montant", "Mode", "Référence", "Facture", "Transaction", "Autorisation",
    "Employé sur des factures",
)  # fmt: skip


@agent_requis(CONSULTER)
@require_GET
def a_regarder(request):
    """« Ce qui demande attention »."""
    fermes = portee.foyers_fermes(request.user)
    refusees = tableau.refusees()
    raconter(refusees.dernieres)
    contexte = {
        "titre": "Ce qui demande attention",
        "credits": tableau.credits(sauf=fermes),
        "alertes": raconter(tableau.alertes(sauf=fermes)),
        "refusees": refusees,
        "en_suspens": tableau.en_suspens(sauf=fermes),
        "peut_imputer": request.user.has_perm(CORRIGER),
    }
    familles = sum(len(contexte[nom]) for nom in ("credits", "alertes", "en_suspens"))
    journal.noter_liste("ce qui demande attention", familles, par=request.user)
    return render(request, "paiements/agents/a_regarder.html", contexte)


@agent_requis(CORRIGER)
@require_POST
def imputer(request):
    """Pay the unpaid invoices of a payer with the credit."""
    lisibles = Payeur.objects.exclude(foyer__in=portee.foyers_fermes(request.user))
    payeur = get_object_or_404(lisibles, pk=lire_entier(request.POST.get("payeur")))
    regie = get_object_or_404(Regie, pk=lire_entier(request.POST.get("regie")))
    try:
        utilise = services.imputer_credit(payeur, regie, par=request.user)
    except Refus as refus:
        messages.warning(request, refus.phrase)
    else:
        messages.success(request, f"{typo.montant(utilise)} de crédit ont payé les factures de : {payeur}.")
    return redirect("paiements_a_regarder")


@agent_requis(CONSULTER)
@require_GET
def paiements(request):
    cherche = lire_texte(request.GET.get("q"))
    trouves = Paiement.objects.exclude(payeur__foyer__in=portee.foyers_fermes(request.user))
    trouves = trouves.select_related("payeur__foyer", "regie", "tentative__facture")
    trouves = trouves.annotate(impute=Sum("imputations__montant")).order_by("-recu_le", "-pk")
    if cherche:
        trouves = trouves.filter(
            Q(tentative__reference__icontains=cherche)
            | Q(transaction=cherche)
            | Q(autorisation=cherche)
            | Q(payeur__foyer__in=Foyer.objects.recherche(cherche))
            | Q(payeur__nom__icontains=cherche)
        )
    du, au = lire_jour(request.GET.get("du")), lire_jour(request.GET.get("au"))
    if du:
        trouves = trouves.filter(recu_le__date__gte=du)
    if au:
        trouves = trouves.filter(recu_le__date__lte=au)
    if genre := export.demande(request):
        return export.reponse(genre, "paiements", COLONNES, map(_en_colonnes, trouves), par=request.user)
    page, garde = _page(request, trouves, quoi="paiements reçus"), request.GET.copy()
    for nom in ("page", "format"):
        garde.pop(nom, None)
    contexte = {
        "titre": "Paiements reçus",
        "q": cherche,
        "du": du,
        "au": au,
        "total": _somme(trouves),
        "page": page,
        "recherche": garde.urlencode(),
        "lisibles": portee.lisibles_parmi(request.user, [p.payeur.foyer_id for p in page]),
    }
    return render(request, "paiements/agents/paiements.html", contexte)


def _somme(trouves):
    tous = Paiement.objects.filter(pk__in=trouves.order_by().values("pk"))
    return tous.aggregate(somme=Sum("montant"))["somme"] or ZERO


def _en_colonnes(paiement):
    tentative = paiement.tentative
    return (
        paiement.recu_le, str(paiement.payeur), paiement.regie.nom, paiement.montant, paiement.get_mode_display(),
        tentative.reference if tentative else "", tentative.facture.reference if tentative else "",
        paiement.transaction, paiement.autorisation, paiement.impute or ZERO,
    )  # fmt: skip


@agent_requis(CONSULTER)
@require_GET
def notifications(request):
    """What the bank's door received, word for word, and what was made of it."""
    verdict = request.GET.get("verdict", "")
    fermes = portee.foyers_fermes(request.user)
    recues = Notification.objects.exclude(tentative__facture__payeur__foyer__in=fermes)
    recues = recues.select_related("tentative__facture__payeur__foyer")
    if verdict in Verdict.values:
        recues = recues.filter(verdict=verdict)
    contexte = {
        "titre": "Notifications de la banque",
        "verdict": verdict,
        "verdicts": Verdict.choices,
        "page": _page(request, recues, quoi="notifications de la banque"),
    }
    raconter(contexte["page"].object_list)
    return render(request, "paiements/agents/notifications.html", contexte)


def _page(request, lignes, *, quoi):
    page = Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page"))
    journal.noter_liste(quoi, len(page.object_list), par=request.user)
    return page
