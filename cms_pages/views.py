"""The public pages that no editor writes."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cms_pages.flux import FluxDesActualites
from cms_pages.forms import RechercheForm
from cms_pages.search.search import ReponseDeRecherche, chercher
from common.components.affichage import Lien
from common.web.http import public
from common.web.pages import en_commun

PAR_PAGE = 10


@public
@en_commun
@require_GET
def recherche(request):
    form = RechercheForm({"q": request.GET["q"].replace("\x00", "")} if "q" in request.GET else None)
    cherche = form.is_bound and form.is_valid()
    reponse = chercher(form.cleaned_data["q"]) if cherche else ReponseDeRecherche([])
    contexte = {
        "titre": "Rechercher",
        "titre_page": f"Rechercher « {form.cleaned_data['q']} »" if cherche else "",
        "form": form,
        "cherche": cherche,
        "pages": Paginator(reponse.resultats, PAR_PAGE).get_page(request.GET.get("page")),
        "nombre": len(reponse.resultats),
        "tous_les_mots": reponse.tous,
        "corrige": reponse.corrige,
        "fil": [Lien(titre="Accueil", url="/"), Lien(titre="Rechercher")],
    }
    return render(request, "cms_pages/recherche.html", contexte)


@public
@en_commun
@require_GET
def flux(request):
    """The feed of the news; cached half a second for everybody, like a page."""
    return FluxDesActualites()(request)
