"""Components that act: buttons, links, icons."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from common.components.tools import composant, parmi

register = template.Library()


@lru_cache(maxsize=256)
def _symbole(sprite, nom, taille):
    """Cached: a page shows dozens of icons, always the same few."""
    return format_html(
        '<svg class="icone"{} aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        format_html(' data-taille="{}"', taille) if taille else "",
        sprite,
        nom,
    )


@lru_cache(maxsize=1)
def _sprite():
    """The address of the sprite, cached: its hashed name does not change while the process lives."""
    return static("icons/sprite.svg")


@register.simple_tag
def icone(nom, *, taille=""):
    """Draw a symbol of the sprite, hidden from screen readers."""
    return _symbole(_sprite(), str(nom), taille) if nom else ""


_VARIANTES_BOUTON = ("principal", "secondaire", "discret", "danger")


@composant(register, "components/bouton.html")
def bouton(
    *, texte, variante="principal", type="submit", nom="", valeur="", icone="", formulaire="", precision="",
    desactive=False,
):  # fmt: skip
    parmi(variante, _VARIANTES_BOUTON, argument="variante")
    return {
        "texte": texte, "variante": variante, "type": type, "nom": nom, "valeur": valeur, "icone": icone,
        "formulaire": formulaire, "precision": precision, "desactive": desactive,
    }  # fmt: skip


@composant(register, "components/lien_bouton.html")
def lien_bouton(*, texte, url, variante="secondaire", icone="", precision=""):
    """Show a link that looks like a button."""
    parmi(variante, _VARIANTES_BOUTON, argument="variante")
    return {"texte": texte, "url": url, "variante": variante, "icone": icone, "precision": precision}
