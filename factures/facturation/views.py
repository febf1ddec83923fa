"""« Mon compte » : the family's invoices, what is paid of them, and each of them in full."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from common import typo
from common.affichage import Lien
from factures.facturation.models import Facture
from factures.facturation.pdf import reponse_pdf
from factures.facturation.presentation import par_enfant

PAR_PAGE = 24
ACCUEIL = Lien(titre="Mon accueil", url="/espace/")


@require_GET
def liste(request):
    """List the invoices, latest first, by régie when there are several; say first how many are unpaid."""
    toutes = Facture.objects.pour(request.user)
    regies = list(toutes.order_by("regie__nom").values_list("regie_id", "regie__nom").distinct())
    choisie = next((pk for pk, _ in regies if str(pk) == request.GET.get("regie")), None)
    factures = toutes.avec_reste().select_related("regie", "corrige")
    if choisie:
        factures = factures.filter(regie=choisie)
    a_regler = [facture.reste for facture in toutes.non_reglees()]
    contexte = {
        "titre": "Mon compte",
        "page": Paginator(factures.order_by("-mois", "-emise_le", "-numero"), PAR_PAGE).get_page(
            request.GET.get("page")
        ),
        "onglets_regies": _onglets(regies, choisie) if len(regies) > 1 else [],
        "nombre": len(a_regler),
        "reste_du": sum(a_regler),
        "fil": [ACCUEIL, Lien(titre="Mon compte")],
    }
    return render(request, "facturation/liste.html", contexte)


def _onglets(regies, choisie):
    adresse = reverse("facturation:liste")
    toutes = Lien(titre="Toutes mes factures", url=adresse, courante=choisie is None)
    return [toutes, *(Lien(titre=nom, url=f"{adresse}?regie={pk}", courante=pk == choisie) for pk, nom in regies)]


def _facture(request, pk):
    """Give an invoice of the person's foyer; 404 for any other."""
    factures = Facture.objects.pour(request.user).avec_reste()
    return get_object_or_404(factures.select_related("regie__service", "corrige", "avoir"), pk=pk)


@require_GET
def detail(request, pk):
    """Show an invoice: what it is for, how each price came about, what is paid and what is left."""
    facture = _facture(request, pk)
    titre = f"{facture.get_nature_display().capitalize()} {typo.de_mois(facture.mois)}"
    contexte = {
        "titre": titre,
        "facture": facture,
        "groupes": par_enfant(facture.lignes.all()),
        "reglements": facture.imputations.order_by("le").values_list("le", "montant", "avoir_id"),
        "fil": [ACCUEIL, Lien(titre="Mon compte", url=reverse("facturation:liste")), Lien(titre=titre)],
    }
    return render(request, "facturation/detail.html", contexte)


@require_GET
def telecharger(request, pk):
    """Give the invoice as a PDF."""
    return reponse_pdf(_facture(request, pk))
