"""Public pages, written by editors, and the menus of the school restaurants."""

from cms_pages.menus.models import BilanEgalim, Menu, MenusPage, ModificationMenu, Plat
from cms_pages.models.accueil import AccueilPage, Tuile
from cms_pages.models.actualites import ActualitePage, ActualitesPage, CategorieActualite, DocumentJoint
from cms_pages.models.calendrier import CalendrierPage
from cms_pages.models.documents import DocumentsPage, Publication, VersionDePublication
from cms_pages.models.familles import ActualiteAdresseePage, ActualitesFamillesPage, Rappel, RappelsPage
from cms_pages.models.pages import (
    ActivitePage,
    PageContenu,
    PublicationDActivite,
    RubriquePage,
    TarifsPage,
)
from cms_pages.search.models import Fiche

__all__ = [
    "AccueilPage",
    "ActivitePage",
    "ActualiteAdresseePage",
    "ActualitePage",
    "ActualitesFamillesPage",
    "ActualitesPage",
    "BilanEgalim",
    "CalendrierPage",
    "CategorieActualite",
    "DocumentJoint",
    "DocumentsPage",
    "Fiche",
    "Menu",
    "MenusPage",
    "ModificationMenu",
    "PageContenu",
    "Plat",
    "Publication",
    "PublicationDActivite",
    "Rappel",
    "RappelsPage",
    "RubriquePage",
    "TarifsPage",
    "Tuile",
    "VersionDePublication",
]
