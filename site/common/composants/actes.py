"""Components that act: buttons, links, icons."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from common.composants.outils import parmi

register = template.Library()


@register.simple_tag
def icone(nom, *, taille=""):
    """Draw a symbol of the sprite, silent for those who listen."""
    if not nom:
        return ""
    return format_html(
        '<svg class="icone"{} aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        format_html(' data-taille="{}"', taille) if taille else "",
        static("icons/sprite.svg"),
        nom,
    )


_VARIANTES_BOUTON = ("principal", "secondaire", "discret", "danger")


@register.inclusion_tag("components/bouton.html")
def bouton(
    *, texte, variante="principal", type="submit", nom="", valeur="", icone="", formulaire="", precision="",
    desactive=False,
):  # fmt: skip
    """Show a button."""
    parmi(variante, _VARIANTES_BOUTON, argument="variante")
    return {
        "texte": texte, "variante": variante, "type": type, "nom": nom, "valeur": valeur, "icone": icone,
        "formulaire": formulaire, "precision": precision, "desactive": desactive,
    }  # fmt: skip


@register.inclusion_tag("components/lien_bouton.html")
def lien_bouton(*, texte, url, variante="secondaire", icone="", precision=""):
    """Show a link that looks like a button."""
    parmi(variante, _VARIANTES_BOUTON, argument="variante")
    return {"texte": texte, "url": url, "variante": variante, "icone": icone, "precision": precision}
