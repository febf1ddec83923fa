"""What printed letters share."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from common.words import adresses

register = template.Library()
RETOUR = mark_safe("<br>")


@register.simple_tag
def fenetre(nom, lignes=()):
    """The addressee of a letter, within the window of its envelope."""
    vue = adresses.fenetre(nom, list(lignes or ()))
    texte = format_html_join(RETOUR, "{}", ((ligne,) for ligne in vue.lignes))
    return format_html('<span class="serre">{}</span>', texte) if vue.serree else texte
