"""The menus in the admin: the week, the import, each menu by itself, the EGalim shares."""

from django.db import transaction
from django.urls import path
from wagtail import hooks
from wagtail.admin.menu import Menu as MenuDeGestion
from wagtail.admin.menu import SubmenuMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import DeleteView, EditView, SnippetViewSet

from cms_pages.menus.agents import views
from cms_pages.models import BilanEgalim, Menu
from cms_pages.services import etat_du_menu, noter_le_retrait, noter_les_changements
from common import clock
from common.staff.menu import MenuEntry


class MenuEditView(EditView):
    """One menu, corrected: changes that families must know of are recorded."""

    @transaction.atomic
    def save_instance(self):
        avant = Menu.objects.get(pk=self.object.pk)
        etat = etat_du_menu(avant)
        self.form.instance.modifie_le = clock.maintenant()
        menu = super().save_instance()
        apres = Menu.objects.select_related("restaurant").get(pk=menu.pk)
        if (avant.date, avant.restaurant_id) != (apres.date, apres.restaurant_id):
            noter_le_retrait(avant)
        else:
            noter_les_changements(etat, etat_du_menu(apres), restaurant=apres.restaurant)
        return menu


class MenuDeleteView(DeleteView):
    """One menu, deleted: families are told."""

    @transaction.atomic
    def delete_action(self):
        noter_le_retrait(self.object)
        super().delete_action()


class MenuViewSet(SnippetViewSet):
    """The menus, one a day and a restaurant, entered with their dishes."""

    model = Menu
    icon = "list-ul"
    edit_view_class = MenuEditView
    delete_view_class = MenuDeleteView
    list_display = ["date", "restaurant", "vegetarien", "mention"]
    list_filter = ["restaurant"]
    ordering = ["-date"]
    copy_view_enabled = False


class BilanEgalimViewSet(SnippetViewSet):
    """The shares of durable and organic products, a year at a time."""

    model = BilanEgalim
    icon = "table"
    list_display = ["annee", "durables", "bio", "viandes"]
    copy_view_enabled = False


register_snippet(MenuViewSet)
register_snippet(BilanEgalimViewSet)


@hooks.register("before_bulk_action")
def noter_les_menus_supprimes(request, action_type, objects, action):
    """Tell families of the menus that are deleted several at once."""
    if action_type == "delete":
        for menu in objects:
            if isinstance(menu, Menu):
                noter_le_retrait(menu)


@hooks.register("register_admin_urls")
def adresses_des_menus():
    return [
        path("menus/", views.semaine, name="menus_semaine"),
        path("menus/copier/", views.copier, name="menus_copier"),
        path("menus/importer/", views.importer, name="menus_importer"),
        path("menus/modele.csv", views.modele, {"genre": "csv"}, name="menus_modele_csv"),
        path("menus/modele.xlsx", views.modele, {"genre": "xlsx"}, name="menus_modele_xlsx"),
    ]


@hooks.register("register_admin_menu_item")
def menu_des_menus():
    entrees = [
        MenuEntry("Menus de la semaine", "menus_semaine", views.ECRIRE, icon_name="calendar-alt", order=10),
        MenuEntry("Importer", "menus_importer", views.ECRIRE, icon_name="upload", order=20),
        MenuEntry(
            "Tous les menus", "wagtailsnippets_cms_pages_menu:list", views.ECRIRE, icon_name="list-ul", order=30
        ),
        MenuEntry(
            "Bilans EGalim", "wagtailsnippets_cms_pages_bilanegalim:list", views.ECRIRE, icon_name="table", order=40
        ),
    ]
    return SubmenuMenuItem("Menus", MenuDeGestion(items=entrees), icon_name="list-ul", order=250)
