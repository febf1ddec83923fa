"""What editors find in the admin: the menus, and the name of their town."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models.view_restrictions import BaseViewRestriction
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms_pages.agents import views
from cms_pages.agents.panels import APrevoir, peut_ecrire
from cms_pages.menus.agents import viewsets
from cms_pages.models import CategorieActualite, Publication
from cms_pages.models.familles import document_lisible_par


class CategorieActualiteViewSet(SnippetViewSet):
    """What the news are about."""

    model = CategorieActualite
    icon = "tag"
    menu_label = "Catégories d’actualités"
    add_to_settings_menu = True
    list_display = ["nom", "code"]
    copy_view_enabled = False


class PublicationViewSet(SnippetViewSet):
    """The guides, rules and programmes, with their versions."""

    model = Publication
    icon = "doc-full"
    menu_label = "Guides et documents"
    menu_order = 255
    add_to_admin_menu = True
    list_display = ["titre", "genre"]
    list_filter = ["genre"]
    copy_view_enabled = False


register_snippet(PublicationViewSet)
register_snippet(CategorieActualiteViewSet)


@hooks.register("construct_main_menu")
def cacher_rapports_et_aide(request, menu_items):
    """Remove what an editor of a town has no use for: Wagtail's own help."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]


@hooks.register("register_admin_urls")
def adresses():
    return [path("reports/liens/", views.rapport_des_liens, name="liens_casses")]


class EntreeLiens(MenuItem):
    def is_shown(self, request):
        return peut_ecrire(request.user)


@hooks.register("register_reports_menu_item")
def rapport_des_liens():
    return EntreeLiens("Liens à réparer", reverse("liens_casses"), icon_name="link", order=200)


@hooks.register("construct_homepage_panels")
def a_prevoir(request, panels):
    """Show first what an editor should do soon."""
    if peut_ecrire(request.user):
        panels.append(APrevoir())


@hooks.register("construct_page_chooser_queryset")
def choisir_une_page(pages, request):
    """Close the page chooser, drafts included, to those who edit none."""
    if not peut_ecrire(request.user):
        raise PermissionDenied
    return pages


@hooks.register("before_serve_document", order=10)
def donner_un_document_reserve(document, request):
    """After Wagtail's own check: a reserved document goes only to those it is addressed to."""
    reserve = document.collection.get_view_restrictions().filter(restriction_type=BaseViewRestriction.LOGIN).exists()
    if reserve and not document_lisible_par(document, request.user):
        raise Http404


# Wagtail reads the hooks of this module alone: those of the menus are registered by being imported.
__all__ = ["viewsets"]
