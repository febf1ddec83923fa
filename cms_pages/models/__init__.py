"""Public pages, written by editors, and the menus of the school restaurants."""

from cms_pages.models.accueil import AccueilPage, Tuile
from cms_pages.models.menus import Menu, MenusPage, Plat
from cms_pages.models.pages import (
    ActivitePage,
    ActualitePage,
    ActualitesPage,
    DocumentJoint,
    PageContenu,
    RubriquePage,
    TarifsPage,
)
from cms_pages.models.recherche import Fiche

__all__ = [
    "AccueilPage",
    "ActivitePage",
    "ActualitePage",
    "ActualitesPage",
    "DocumentJoint",
    "Fiche",
    "Menu",
    "MenusPage",
    "PageContenu",
    "Plat",
    "RubriquePage",
    "TarifsPage",
    "Tuile",
]
