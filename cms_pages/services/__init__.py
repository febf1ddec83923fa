"""The only writers of the public site's own rows."""

from cms_pages.services.installation import (
    installer_accueil,
    installer_actualites_des_familles,
    installer_droits_des_pages,
    installer_rubriques,
)
from cms_pages.services.recherche import indexer_document, indexer_page, tout_indexer

__all__ = [
    "indexer_document",
    "indexer_page",
    "installer_accueil",
    "installer_actualites_des_familles",
    "installer_droits_des_pages",
    "installer_rubriques",
    "tout_indexer",
]
