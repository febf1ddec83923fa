"""Components that lead somewhere: steps, breadcrumb, tabs, pages, the phone's bar."""

from functools import lru_cache

from django import template
from django.urls import NoReverseMatch, reverse

from common.components.tools import composant, rendre
from common.files.blason import icone_data
from common.web.memory import remember

register = template.Library()

# The five places under the thumb: title, icon, URL name, address while that name does not exist, what is of it.
PLACES = (
    ("Accueil", "accueil", "accueil:accueil", "/espace/", "/espace/"),
    ("Semaine", "calendrier", "planning:semaine", "/espace/reservations/semaine/", "/espace/reservations/"),
    ("Factures", "facture", "facturation:liste", "/espace/factures/", "/espace/factures/"),
    ("Démarches", "demarche", "demarches:liste", "/espace/demarches/", "/espace/demarches/"),
    ("Plus", "plus", "accueil:plus", "/espace/plus/", "/espace/plus/"),
)


@lru_cache(maxsize=64)
def _adresse(nom, defaut):
    """Cached: addresses do not change while the process lives."""
    try:
        return reverse(nom)
    except NoReverseMatch:
        return defaut


@register.simple_tag
def adresse(nom, defaut):
    """The address of a named page: `{% adresse "comptes:connexion" "/espace/connexion/" %}`."""
    return _adresse(nom, defaut)


def _places():
    return [
        {"titre": titre, "icone": icone, "url": _adresse(nom, defaut), "debut": debut}
        for titre, icone, nom, defaut, debut in PLACES
    ]


@register.simple_tag(takes_context=True)
def barre_basse(context):
    """Show the five places of the private area, on a phone: as many drawings as places, kept half a second."""
    requete = context.get("request")
    chemin = requete.path if requete else ""
    places = remember("places", _places)
    siennes = [p for p in places if chemin.startswith(p["debut"])]
    courante = max(siennes, key=lambda p: len(p["debut"]))["url"] if siennes else None
    return remember(f"barre.{courante}", lambda: rendre("barre_basse", places=places, courante=courante))


# What a family comes to do, one tap from every page of a large screen; a phone has it under the thumb.
PLACES_DE_LA_FAMILLE = (
    ("Semaine", "planning:semaine", "/espace/reservations/semaine/", ("/espace/reservations/",)),
    ("Factures", "facturation:liste", "/espace/factures/", ("/espace/factures/",)),
    ("Démarches", "demarches:liste", "/espace/demarches/", ("/espace/demarches/", "/espace/toutes-les-demarches/")),
    ("Ma famille", "modifications:ma_famille", "/espace/famille/", ("/espace/famille/", "/espace/enfants/")),
)


@register.simple_tag(takes_context=True)
def rubriques_de_la_personne(context):
    """Give the two lists of the header: a family's own places, then the public rubrics, its documents, the search."""
    requete = context.get("request")
    recherche = _adresse("site:recherche", "/recherche/")
    chercher = {"titre": "Rechercher", "url": recherche, "courante": bool(requete) and requete.path == recherche}
    rubriques = list(context.get("rubriques") or [])
    personne = getattr(requete, "user", None)
    if personne is None or not personne.is_authenticated or (personne.is_staff and not personne.agit_pour):
        return {"siennes": [], "publiques": [*rubriques, chercher] if rubriques else []}
    accueil = _adresse("accueil:accueil", "/espace/")
    documents = _adresse("accueil:documents", "/espace/documents/")
    siennes = [
        {"titre": titre, "url": _adresse(nom, sinon), "courante": requete.path.startswith(debuts)}
        for titre, nom, sinon, debuts in PLACES_DE_LA_FAMILLE
    ]
    return {
        "siennes": [{"titre": "Mon accueil", "url": accueil, "courante": requete.path == accueil}, *siennes],
        "publiques": [
            *rubriques,
            {"titre": "Édition de documents", "url": documents, "courante": requete.path == documents},
            chercher,
        ],
    }


@composant(register, "components/stepper.html")
def stepper(*, etapes, courante=1):
    """`etapes`: a list, or titles between bars."""
    titres = etapes.split("|") if isinstance(etapes, str) else list(etapes)
    return {
        "etapes": [
            {"numero": n, "titre": titre, "etat": "faite" if n < courante else "courante" if n == courante else ""}
            for n, titre in enumerate(titres, start=1)
        ],
        "courante": courante,
        "total": len(titres),
    }


@register.filter
def page(nom):
    """The address of a named page that takes no argument: `url="demarches:liste"|page`."""
    return _adresse(nom, None) or reverse(nom)


@register.inclusion_tag("components/fil_ariane.html")
def fil_ariane(*, liens):
    """The breadcrumb; the last link is the page itself."""
    return {"liens": liens}


@register.inclusion_tag("components/onglets.html")
def onglets(*, liens, titre):
    """Pages of one thing as tabs, which are links."""
    return {"liens": liens, "titre": titre}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page, *, parametre="page"):
    """Links to the other pages of a list, keeping the filters."""
    requete = context.get("request")

    def url(numero):
        parametres = requete.GET.copy() if requete else None
        if parametres is None:
            return f"?{parametre}={numero}"
        parametres[parametre] = numero
        return f"?{parametres.urlencode()}"

    numeros = [
        {"numero": n, "url": url(n) if isinstance(n, int) else "", "courante": n == page.number}
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "numeros": numeros,
        "precedente": url(page.previous_page_number()) if page.has_previous() else "",
        "suivante": url(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_tag
def icone_du_site(commune):
    return icone_data(commune)
