"""Keep what the search of the public site knows."""

from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.search.index import SearchField, get_indexed_models

from cms_pages.models import Fiche
from common.noms import sans_accents


def indexer_page(page: Page) -> None:
    """Write, or take away, what the search knows of a page."""
    page = page.specific
    if not page.live:
        Fiche.objects.filter(page=page.pk).delete()
        return
    _ecrire({"page": page}, page.title, _texte_de(page))


def indexer_document(document) -> None:
    """Write what the search knows of a document: its title, and the name of its file."""
    _ecrire({"document": document}, document.title, "")


def tout_indexer() -> int:
    """Write everything anew; give the number of pages and documents."""
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
    """Join what the page lets be searched, its title apart."""
    morceaux = []
    for champ in type(page).get_search_fields() if type(page) in get_indexed_models() else []:
        if isinstance(champ, SearchField) and champ.field_name != "title":
            valeur = champ.get_value(page)
            morceaux += valeur if isinstance(valeur, list) else [valeur]
    return " ".join(str(m) for m in morceaux if m)
