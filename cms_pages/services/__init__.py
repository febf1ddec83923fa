"""The only writers of the public site's own rows."""

from cms_pages.menus.services import (
    BilanDImport,
    copier_semaine,
    empreinte,
    enregistrer_semaine,
    etat_du_menu,
    importer,
    noter_le_retrait,
    noter_les_changements,
)
from cms_pages.search.services import indexer_document, indexer_page, tout_indexer
from cms_pages.services.installation import (
    installer_accueil,
    installer_actualites_des_familles,
    installer_droits_des_pages,
    installer_rubriques,
    nommer_le_site,
)

__all__ = [
    "BilanDImport",
    "copier_semaine",
    "empreinte",
    "enregistrer_semaine",
    "etat_du_menu",
    "importer",
    "indexer_document",
    "indexer_page",
    "installer_accueil",
    "installer_actualites_des_familles",
    "installer_droits_des_pages",
    "installer_rubriques",
    "nommer_le_site",
    "noter_le_retrait",
    "noter_les_changements",
    "tout_indexer",
]
