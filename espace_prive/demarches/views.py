"""« Dernières demandes » : the history of a family's requests, and each of them."""

from decimal import Decimal

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from common.components.affichage import Etape, Lien, LigneRecap
from espace_prive.demarches.models import Demarche
from espace_prive.demarches.reading import est_lisible, page_de
from espace_prive.famille.acces.perimetre import perimetre

PAR_PAGE = 20
ACCUEIL = "accueil:accueil"


@require_GET
def liste(request):
    demarches = Demarche.objects.pour(request.user).select_related("service")
    contexte = {
        "titre": "Dernières demandes",
        "chapeau": "Toutes vos démarches et leur avancement.",
        "page": Paginator(demarches, PAR_PAGE).get_page(request.GET.get("page")),
        "fil": [Lien(titre="Mon accueil", url=reverse(ACCUEIL)), Lien(titre="Dernières demandes")],
    }
    return render(request, "demarches/liste.html", contexte)


@require_GET
def detail(request, numero):
    """What was asked, what was answered, and each step with its date."""
    moi = perimetre(request.user)
    demarche = get_object_or_404(Demarche.objects.pour(moi).select_related("service"), numero=numero)
    lignes = [
        LigneRecap(
            libelle=ligne["libelle"],
            detail=ligne["detail"],
            montant=Decimal(ligne["montant"]) if ligne.get("montant") else None,
            signe=True,
        )
        for ligne in demarche.recapitulatif
    ]
    en_entier = page_de(moi, demarche)
    lisible = est_lisible(demarche, en_entier)
    montants = [ligne.montant for ligne in lignes if ligne.montant is not None]
    contexte = {
        "titre": demarche.titre,
        "demarche": demarche,
        "en_entier": en_entier,
        "lignes": lignes,
        "total": sum(montants) if montants else None,
        "etapes": [
            Etape(titre=e.get_vers_display(), le=e.le, texte=e.motif if lisible else "")
            for e in demarche.evenements.all()
        ],
        "fil": [
            Lien(titre="Mon accueil", url=reverse(ACCUEIL)),
            Lien(titre="Dernières demandes", url=reverse("demarches:liste")),
            Lien(titre=demarche.service.nom),
        ],
    }
    return render(request, "demarches/detail.html", contexte)
