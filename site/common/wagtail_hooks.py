"""What the admin loads beside Wagtail's own files, and the page of what is kept how long."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from common import vues_agents as vues


@hooks.register("insert_global_admin_js")
def script_de_la_gestion():
    """Bring what replaces Wagtail's inline scripts."""
    return format_html('<script src="{}"></script>', static("gestion/gestion.js"))


@hooks.register("insert_global_admin_css")
def style_de_la_gestion():
    """Bring our few rules for Wagtail's forms."""
    return format_html('<link rel="stylesheet" href="{}">', static("gestion/gestion.css"))


@hooks.register("register_admin_urls")
def adresse_de_la_conservation():
    return [path("conservation/", vues.conservation, name="conservation")]


class EntreeConservation(MenuItem):
    """Shown to administrators."""

    def is_shown(self, request):
        return request.user.has_perm(vues.VOIR)


@hooks.register("register_settings_menu_item")
def menu_de_la_conservation():
    return EntreeConservation("Conservation des données", reverse("conservation"), icon_name="bin", order=900)
