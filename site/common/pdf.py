"""Printed documents. The one door to WeasyPrint, so that no document can fetch anything."""

import logging
import threading

from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

# A document that names an address is refused it; the town's logs need no page of CSS remarks.
logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)

VARIANTE = "pdf/ua-1"
_par_fil = threading.local()


class RienDAilleurs(URLFetcher):
    """Reach nothing but what the document carries itself (``data:``): no file, no network, no redirect."""

    def __init__(self):
        super().__init__(allowed_protocols=("data",), allow_redirects=False)


def _polices():
    """Give this thread's fonts, read once: they are the machine's own."""
    if not hasattr(_par_fil, "polices"):
        _par_fil.polices = FontConfiguration()
    return _par_fil.polices


def rendre_pdf(gabarit: str, contexte: dict) -> bytes:
    """Give the tagged PDF (PDF/UA-1) of a template that extends ``layout/pdf.html``."""
    return html_en_pdf(render_to_string(gabarit, contexte))


def rendre_pdf_d_une_page(gabarit: str, contexte: dict, *, tailles) -> bytes:
    """Give the tagged PDF of a template, at the first of ``tailles`` (its ``taille``) with which it holds on a page.

    The last one is kept whatever comes: a sheet that is too full is better on two pages than not printed.
    """
    for taille in tailles:
        html = HTML(
            string=render_to_string(gabarit, contexte | {"taille": taille}),
            base_url=None,
            url_fetcher=RienDAilleurs(),
        )
        document = html.render(font_config=_polices(), pdf_variant=VARIANTE)
        if len(document.pages) == 1:
            break
    return document.write_pdf(pdf_variant=VARIANTE)


def rendre_pdfs(gabarit: str, contextes) -> bytes:
    """Give one tagged PDF of many documents, one after the other, each with its own page numbers."""
    documents = [
        HTML(
            string=render_to_string(gabarit, contexte), base_url=None, url_fetcher=RienDAilleurs()
        ).render(font_config=_polices(), pdf_variant=VARIANTE)
        for contexte in contextes
    ]  # fmt: skip
    pages = [page for document in documents for page in document.pages]
    return documents[0].copy(pages).write_pdf(pdf_variant=VARIANTE)


def html_en_pdf(html: str) -> bytes:
    """Give the tagged PDF of a whole HTML document."""
    return HTML(string=html, base_url=None, url_fetcher=RienDAilleurs()).write_pdf(
        font_config=_polices(), pdf_variant=VARIANTE
    )
