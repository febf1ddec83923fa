"""Printed documents. The one door to WeasyPrint, so that no document can fetch anything."""

import atexit
import logging
import threading
from bisect import bisect_left
from functools import cache, partial

from django.template.loader import render_to_string

# A document that names an address is refused it; the town's logs need no page of CSS remarks.
logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)

VARIANTE = "pdf/ua-1"
_par_fil = threading.local()
# The fonts of the main thread go before the library that frees them does.
atexit.register(_par_fil.__dict__.clear)


@cache
def _imprimeur():
    """WeasyPrint and its fetcher, imported at the first document: it is a fifth of a process's start."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    # Reach nothing but what the document carries itself (``data:``): no file, no network, no redirect.
    rien_d_ailleurs = partial(URLFetcher, allowed_protocols=("data",), allow_redirects=False)
    return weasyprint.HTML, FontConfiguration, rien_d_ailleurs


def _lire(html: str):
    """WeasyPrint's document, and this thread's fonts, read once: they are the machine's own."""
    HTML, FontConfiguration, rien_d_ailleurs = _imprimeur()
    if not hasattr(_par_fil, "polices"):
        _par_fil.polices = FontConfiguration()
    return HTML(string=html, base_url=None, url_fetcher=rien_d_ailleurs()), _par_fil.polices


def _composer(html: str):
    document, polices = _lire(html)
    return document.render(font_config=polices, pdf_variant=VARIANTE)


def rendre_pdf(gabarit: str, contexte: dict) -> bytes:
    """The tagged PDF (PDF/UA-1) of a template that extends ``layout/pdf.html``."""
    return html_en_pdf(render_to_string(gabarit, contexte))


def rendre_pdf_d_une_page(gabarit: str, contexte: dict, *, tailles) -> bytes:
    """The tagged PDF of a template, at the largest of ``tailles`` (its ``taille``) that fits on one page.

    They go from the largest to the smallest. The last one is used whatever comes: a sheet that is too full is better
    on two pages than not printed.
    """

    @cache
    def page(rang):
        return _composer(render_to_string(gabarit, contexte | {"taille": tailles[rang]}))

    # Each try costs as much as a document: most hold at the first size, the others are found by halves.
    rang = 0
    if len(page(0).pages) > 1:
        rang = bisect_left(range(len(tailles) - 1), True, lo=1, key=lambda essai: len(page(essai).pages) == 1)
    return page(rang).write_pdf(pdf_variant=VARIANTE)


def rendre_pdfs(gabarit: str, contextes) -> bytes:
    """One tagged PDF of many documents, one after the other, each with its own page numbers."""
    documents = [_composer(render_to_string(gabarit, contexte)) for contexte in contextes]
    pages = [page for document in documents for page in document.pages]
    return documents[0].copy(pages).write_pdf(pdf_variant=VARIANTE)


def html_en_pdf(html: str) -> bytes:
    document, polices = _lire(html)
    return document.write_pdf(font_config=polices, pdf_variant=VARIANTE)
