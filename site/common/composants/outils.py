"""What the families of components share."""

from datetime import datetime

from django import template
from django.template.loader import render_to_string
from django.utils import timezone

ICONES_ETAT = {"fine": "coche", "attention": "attention", "refused": "refus", "information": "info", "neutre": ""}
MOTS_ETAT = {
    "fine": "C’est fait",
    "attention": "Attention",
    "refused": "À corriger",
    "information": "Information",
}


def rendre(nom, **contexte):
    """Render a component around its content."""
    return render_to_string(f"components/{nom}.html", contexte)


def parmi(valeur, permis, *, argument):
    """Refuse an argument that the component does not know."""
    if valeur not in permis:
        attendus = ", ".join(map(repr, permis))
        raise template.TemplateSyntaxError(f"{argument}={valeur!r}: one of {attendus} expected")
    return valeur


def moment_local(moment):
    """Bring an aware moment to the town's time."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment
