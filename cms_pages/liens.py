"""The links of the pages that lead nowhere: pages taken offline or deleted, documents whose file is gone."""

import re
from dataclasses import dataclass

from django.urls import Resolver404, resolve
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex

_VERS_PAGE = re.compile(r'linktype="page"[^>]*\bid="(\d+)"|\bid="(\d+)"[^>]*linktype="page"')
_VERS_DOCUMENT = re.compile(r'linktype="document"[^>]*\bid="(\d+)"|\bid="(\d+)"[^>]*linktype="document"')
_CHEMIN = re.compile(r'href="(/[^"#?]*)')
DE_WAGTAIL = "wagtail_serve"


@dataclass(frozen=True, kw_only=True)
class LienCasse:
    """A link that leads nowhere: the page that holds it, and its target."""

    page: Page
    vers: str
    raison: str


def liens_casses() -> list[LienCasse]:
    """Read every published page; a site of a town has some dozens of them."""
    en_ligne = {page.pk: page for page in Page.objects.live().filter(depth__gte=2).specific()}
    connus = _Connus(en_ligne)
    return [
        LienCasse(page=page, vers=vers, raison=raison)
        for page in en_ligne.values()
        for vers, raison in sorted({*connus.choisis(page), *connus.ecrits(page)})
    ]


class _Connus:
    """What links may lead to."""

    def __init__(self, en_ligne):
        self.pages = set(en_ligne)
        self.chemins = {page.get_url() for page in en_ligne.values()}
        self.titres = dict(Page.objects.values_list("pk", "title"))
        modele = get_document_model()
        self.documents = {str(document.pk): document for document in modele.objects.all()}
        self.sans_fichier = {cle for cle, d in self.documents.items() if not d.file.storage.exists(d.file.name)}

    def choisis(self, page):
        """Chosen in a list: other pages, documents."""
        for reference in ReferenceIndex.get_references_for_object(page).select_related("to_content_type"):
            modele, cle = reference.to_content_type.model_class(), reference.to_object_id
            if modele is Page:
                yield from self._page(int(cle))
            elif modele is get_document_model():
                yield from self._document(cle)

    def ecrits(self, page):
        """Linked in a text."""
        for texte in _textes(page.serializable_data()):
            for un, autre in _VERS_PAGE.findall(texte):
                yield from self._page(int(un or autre))
            for un, autre in _VERS_DOCUMENT.findall(texte):
                yield from self._document(un or autre)
            for chemin in _CHEMIN.findall(texte):
                yield from self._chemin(chemin)

    def _page(self, pk):
        if pk not in self.titres:
            yield "une page supprimée", "La page n’existe plus."
        elif pk not in self.pages:
            yield f"la page « {self.titres[pk]} »", "La page n’est pas en ligne."

    def _document(self, cle):
        if cle not in self.documents:
            yield "un document supprimé", "Le document n’existe plus."
        elif cle in self.sans_fichier:
            yield f"le document « {self.documents[cle].title} »", "Son fichier a disparu."

    def _chemin(self, chemin):
        try:
            vue = resolve(chemin).view_name
        except Resolver404:
            vue = None
        if vue is None or (vue == DE_WAGTAIL and chemin not in self.chemins):
            yield chemin, "Aucune page en ligne n’a cette adresse."


def _textes(donnees):
    """Every text of nested data; blocks in JSON come as one text, their quotes escaped."""
    if isinstance(donnees, str):
        yield donnees.replace('\\"', '"')
    elif isinstance(donnees, dict):
        for valeur in donnees.values():
            yield from _textes(valeur)
    elif isinstance(donnees, (list, tuple)):
        for valeur in donnees:
            yield from _textes(valeur)
