"""Components that hold a content."""

from django import template

from common.components.tools import ICONES_ETAT, MOTS_ETAT, composant, parmi, rendre

register = template.Library()


@register.simple_block_tag
def fragment(content):
    """Put a piece of template in a variable: `{% fragment as pied %}…{% endfragment %}`."""
    return content


@register.simple_block_tag
def carte(content, *, titre="", niveau=2, icone="", variante="", url="", action="", rang=None):
    """A card; ``rang``, for a child's, puts its coloured initial before the title."""
    parmi(variante, ("", "accent", "creux"), argument="variante")
    return rendre(
        "carte", contenu=content, titre=titre, niveau=niveau, icone=icone, variante=variante, url=url, action=action,
        rang=rang,
    )  # fmt: skip


@composant(register, "components/tuile.html")
def tuile(*, titre, url, icone="", texte="", badge="", rang=None):
    """A tile: a whole link to a rubric."""
    return {"titre": titre, "url": url, "icone": icone, "texte": texte, "badge": badge, "rang": rang}


@register.simple_block_tag
def alerte(content, *, variante="info", titre="", role=""):
    parmi(variante, MOTS_ETAT, argument="variante")
    return rendre(
        "alerte",
        contenu=content, variante=variante, titre=titre, role=role, icone=ICONES_ETAT[variante],
        mot=MOTS_ETAT[variante],
    )  # fmt: skip


@register.simple_block_tag
def bandeau(content, *, titre, variante="warning"):
    """A band across the page, for a mode that must not be forgotten."""
    parmi(variante, MOTS_ETAT, argument="variante")
    return rendre("bandeau", contenu=content, titre=titre, variante=variante, icone=ICONES_ETAT[variante])


@composant(register, "components/etat_vide.html")
def etat_vide(*, titre, texte="", url="", action="", icone=""):
    """Say what will appear here and when."""
    return {"titre": titre, "texte": texte, "url": url, "action": action, "icone": icone}
