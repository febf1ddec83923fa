"""What the admin loads beside Wagtail's own files, and the pages of the kernel."""

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.components import Component

from common.models import Courriel
from common.staff import views
from common.staff.menu import MenuEntry


@hooks.register("insert_global_admin_js")
def script_de_la_gestion():
    """Replaces Wagtail's inline scripts."""
    return format_html('<script src="{}"></script>', static("gestion/gestion.js"))


@hooks.register("insert_global_admin_css")
def style_de_la_gestion():
    return format_html('<link rel="stylesheet" href="{}">', static("gestion/gestion.css"))


@hooks.register("register_admin_urls")
def adresses_du_socle():
    return [
        path("conservation/", views.conservation, name="conservation"),
        path("reports/courriels/", views.courriels_en_souffrance, name="courriels"),
        path("reports/courriels/renvoyer/", views.renvoyer_des_courriels, name="renvoyer_courriels"),
    ]


@hooks.register("register_settings_menu_item")
def menu_de_la_conservation():
    return MenuEntry("Conservation des données", "conservation", views.VOIR, icon_name="bin", order=900)


@hooks.register("register_reports_menu_item")
def menu_des_courriels():
    return MenuEntry("Courriels non partis", "courriels", views.SUIVRE_LES_COURRIELS, icon_name="mail", order=250)


class CourrielsAbandonnes(Component):
    name, order = "courriels_abandonnes", 90
    template_name = "common/agents/panneau_courriels.html"

    def get_context_data(self, parent_context):
        return {"nombre": Courriel.objects.abandonnes().count()}


@hooks.register("construct_homepage_panels")
def courriels_abandonnes(request, panels):
    if request.user.has_perm(views.SUIVRE_LES_COURRIELS):
        panels.append(CourrielsAbandonnes())
