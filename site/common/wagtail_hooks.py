"""What the admin loads beside Wagtail's own files."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def script_de_la_gestion():
    """Bring what replaces Wagtail's inline scripts."""
    return format_html('<script src="{}"></script>', static("gestion/gestion.js"))


@hooks.register("insert_global_admin_css")
def style_de_la_gestion():
    """Bring our few rules for Wagtail's forms."""
    return format_html('<link rel="stylesheet" href="{}">', static("gestion/gestion.css"))
