"""The public pages that no editor writes."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cms_pages.flux import FluxDesActualites
from cms_pages.forms import RechercheForm
from cms_pages.recherche import chercher
from common.affichage import Lien
from common.http import public
from common.pages import en_commun

PAR_PAGE = 10


@public
@en_commun
@require_GET
def recherche(request):
    """Search pages, documents and menus."""
    form = RechercheForm({"q": request.GET["q"].replace("\x00", "")} if "q" in request.GET else None)
    resultats, tous_les_mots, cherche = [], True, form.is_bound and form.is_valid()
    if cherche:
        resultats, tous_les_mots = chercher(form.cleaned_data["q"])
    contexte = {
        "titre": "Rechercher",
        "titre_page": f"Rechercher « {form.cleaned_data['q']} »" if cherche else "",
        "form": form,
        "cherche": cherche,
        "pages": Paginator(resultats, PAR_PAGE).get_page(request.GET.get("page")),
        "nombre": len(resultats),
        "tous_les_mots": tous_les_mots,
        "fil": [Lien(titre="Accueil", url="/"), Lien(titre="Rechercher")],
    }
    return render(request, "cms_pages/recherche.html", contexte)


@public
@en_commun
@require_GET
def flux(request):
    """Serve the feed of the news; kept half a second for everybody, like a page."""
    return FluxDesActualites()(request)
