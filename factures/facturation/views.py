"""« Mon compte » : the family's invoices, what is paid of them, and each of them in full."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from common import clock
from common.components.affichage import Lien
from common.words import typo
from common.words.dates import premier_du_mois
from common.words.noms import cle_de_tri
from common.words.saisie import lire_mois
from espace_prive.famille.acces.perimetre import perimetre
from factures.facturation import extensions, reading
from factures.facturation.models import Facture
from factures.facturation.pdf import reponse_pdf
from factures.facturation.phrases import compte, par_enfant, phrases_avoirs
from factures.facturation.presentation import estimer
from factures.facturation.rules import mois_precedent

PAR_PAGE = 24
# How many months ahead can be estimated.
MOIS_ESTIMES = 3
ACCUEIL = Lien(titre="Mon accueil", url="/espace/")


@require_GET
def liste(request):
    """The invoices, latest first, by régie when there are several; first, how many are unpaid.

    All are read at once, in one query: a family has a dozen a year, and the totals cover them all.
    """
    moi = perimetre(request.user)
    factures = Facture.objects.pour(moi).avec_reste().select_related("regie")
    toutes = list(factures.order_by("-mois", "-emise_le", "-numero"))
    regies = sorted({(facture.regie.nom, facture.regie_id) for facture in toutes}, key=lambda r: cle_de_tri(r[0]))
    choisie = next((pk for _, pk in regies if str(pk) == request.GET.get("regie")), None)
    visibles = [facture for facture in toutes if choisie in (None, facture.regie_id)]
    dues = [facture.reste for facture in toutes if facture.etat.est_due]
    attentes = _en_cours(toutes)
    for facture in visibles:
        facture.en_cours = attentes.get(facture.pk)
    contexte = {
        "titre": "Mon compte",
        "titre_page": "Mon compte : mes factures",
        "chapeau": "Vos factures, et ce qui est payé.",
        "page": Paginator(visibles, PAR_PAGE).get_page(request.GET.get("page")),
        "onglets_regies": _onglets(regies, choisie) if len(regies) > 1 else [],
        "mois": clock.aujourdhui(),
        "nombre": len(dues),
        "reste_du": sum(dues),
        "avoirs": phrases_avoirs(reading.credits(foyers=moi.foyers), du=bool(dues)),
        "fil": [ACCUEIL, Lien(titre="Mon compte")],
    }
    return render(request, "facturation/liste.html", contexte)


def _onglets(regies, choisie):
    adresse = reverse("facturation:liste")
    toutes = Lien(titre="Toutes mes factures", url=adresse, courante=choisie is None)
    return [toutes, *(Lien(titre=nom, url=f"{adresse}?regie={pk}", courante=pk == choisie) for nom, pk in regies)]


def _en_cours(factures):
    """{invoice id: payment that waits for the bank}, among those due."""
    dues = {facture.pk for facture in factures if facture.etat.est_due}
    lues = [lire(factures=dues) for lire in extensions.PAIEMENTS_EN_COURS] if dues else []
    return {pk: attente for par_facture in lues for pk, attente in par_facture.items()}


def _facture(request, pk):
    """An invoice of the person's foyer; 404 for any other."""
    factures = Facture.objects.pour(request.user).avec_reste()
    return get_object_or_404(factures.select_related("regie__service", "corrige", "avoir"), pk=pk)


@require_GET
def detail(request, pk):
    """An invoice: what it is for, how each price came about, what is paid and what is left."""
    facture = _facture(request, pk)
    titre = f"{facture.get_nature_display().capitalize()} {typo.de_mois(facture.mois)}"
    contexte = {
        "titre": titre,
        "facture": facture,
        "en_cours": _en_cours([facture]).get(facture.pk),
        "groupes": par_enfant(facture.lignes.all()),
        "compte": compte(facture),
        "fil": [ACCUEIL, Lien(titre="Mon compte", url=reverse("facturation:liste")), Lien(titre=titre)],
    }
    return render(request, "facturation/detail.html", contexte)


@require_GET
def estimation(request):
    """What a month comes to before it is billed, child by child; this month unless another is asked."""
    courant = premier_du_mois(clock.aujourdhui())
    mois = lire_mois(request.GET["mois"]) if request.GET.get("mois") else courant
    premier, dernier = mois_precedent(courant), premier_du_mois(courant, MOIS_ESTIMES)
    if mois is None or not premier <= mois <= dernier:
        raise Http404
    titre = f"Estimation {typo.de_mois(mois)}"
    estimee = estimer(perimetre(request.user), mois)
    contexte = {
        "titre": titre,
        "chapeau": "Ce que vous avez réservé, au prix d’aujourd’hui. La facture, à la fin du mois, fait seule foi.",
        "estimation": estimee,
        "precedent": mois_precedent(mois) if mois > premier else None,
        "suivant": premier_du_mois(mois, 1) if mois < dernier else None,
        "fil": [ACCUEIL, Lien(titre="Mon compte", url=reverse("facturation:liste")), Lien(titre=titre)],
    }
    return render(request, "facturation/estimation.html", contexte)


@require_GET
def telecharger(request, pk):
    return reponse_pdf(_facture(request, pk))
