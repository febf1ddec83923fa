"""Wagtail's choosers without the inline script that each of them writes: the admin's policy forbids it.

The call that the script held goes into attributes, and static/gestion/gestion.js makes it. Every chooser of Wagtail
renders through this one method, so it is replaced rather than each widget of each form; the editor's journey in a
real browser watches that a new version of Wagtail does not change it under us.
"""

import json

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from wagtail.admin.widgets import BaseChooser


def rendre(self, name, value, attrs=None, renderer=None):
    donnees = self.get_value_data(value)
    html = self.render_html(name, donnees, attrs)
    arguments = [attrs["id"], self.get_js_init_options(attrs["id"], name, donnees)]
    return mark_safe(html) + construire(self.js_constructor, *arguments)  # noqa: S308 - a template's output


def construire(classe: str, *arguments) -> str:
    """The element for which gestion.js builds ``new classe(*arguments)``."""
    return format_html(
        '<span hidden data-controller="constructeur" data-constructeur-classe-value="{}"'
        ' data-constructeur-arguments-value="{}"></span>',
        classe,
        json.dumps(arguments),
    )


def installer():
    """Make every chooser render without script."""
    BaseChooser.render = rendre
