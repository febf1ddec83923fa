"""What every page shows the same way of a child: its colour."""

from django import template

from espace_prive.famille.acces import perimetre

register = template.Library()


@register.filter
def rang_pour(enfant, acteur):
    """The place of the child among those of ``acteur``: ``{% avatar nom=enfant.prenom rang=… %}``."""
    return perimetre.rang(acteur, enfant.pk)
