"""The only writer of the search index of the public site."""

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.search.index import SearchField, get_indexed_models

from cms_pages.models import Fiche
from common.words.noms import sans_accents

# The title is stored apart; links that lead elsewhere and what the day changes are found where they are.
HORS_RECHERCHE = "h1, nav, script, style, svg, template, [aria-hidden=true], [hidden], [data-hors-recherche]"


def indexer_page(page: Page) -> None:
    """Write or remove the index row of a page."""
    page = page.specific
    if not page.live:
        Fiche.objects.filter(page=page.pk).delete()
        return
    _ecrire({"page": page}, page.title, _texte_de(page))


def indexer_document(document) -> None:
    """Index a document: its title, and the name of its file."""
    _ecrire({"document": document}, document.title, "")


def tout_indexer() -> int:
    """Rebuild the index; return the number of pages and documents."""
    pages = Page.objects.live().filter(depth__gt=1).specific()
    for page in pages:
        indexer_page(page)
    documents = get_document_model().objects.all()
    for document in documents:
        indexer_document(document)
    Fiche.objects.filter(page__isnull=False).exclude(page__in=pages).delete()
    return len(pages) + len(documents)


def _ecrire(cle, titre, texte):
    texte = " ".join(texte.split())
    Fiche.objects.update_or_create(
        **cle,
        defaults={
            "titre": titre, "texte": texte, "titre_comparable": sans_accents(titre),
            "texte_comparable": sans_accents(texte),
        },
    )  # fmt: skip


def _texte_de(page):
    """The page's text, without its title and what changes by itself; only the fields of one that is not public."""
    if not page.get_view_restrictions():
        return _texte_montre(page)
    morceaux = []
    for champ in type(page).get_search_fields() if type(page) in get_indexed_models() else []:
        if isinstance(champ, SearchField) and champ.field_name != "title":
            valeur = champ.get_value(page)
            morceaux += valeur if isinstance(valeur, list) else [valeur]
    return " ".join(str(m) for m in morceaux if m)


def _texte_montre(page):
    """The words of the page rendered as for a visitor."""
    requete = HttpRequest()
    requete.method, requete.path, requete.user = "GET", page.get_url() or "/", AnonymousUser()
    requete.META |= {"SERVER_NAME": settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost", "SERVER_PORT": "80"}
    gabarit, contexte = page.get_template(requete), page.get_context(requete)
    principal = BeautifulSoup(render_to_string(gabarit, contexte, requete), "html.parser").find("main")
    if principal is None:
        return ""
    for bruit in principal.select(HORS_RECHERCHE):
        bruit.decompose()
    return principal.get_text(" ")
