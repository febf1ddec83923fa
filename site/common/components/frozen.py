"""The frame of the pages: what is the same for everybody is drawn twice a second, not once a page."""

import hashlib

from django import template
from django.db.models import Model
from django.template.loader import render_to_string

from common.files.blason import icone_data
from common.web.memory import remember

register = template.Library()


def _contenu(valeur):
    """Give what a value holds, in a form whose text tells two contents apart."""
    est_modele = isinstance(valeur, Model)  # wakes a lazy value
    valeur = getattr(valeur, "_wrapped", valeur)
    return [(nom, v) for nom, v in vars(valeur).items() if nom != "_state"] if est_modele else valeur


@register.simple_tag
def cadre(gabarit, **donnees):
    """Include a part of the frame that depends on ``donnees`` alone; never give it what belongs to a family."""
    contenu = repr([(nom, _contenu(valeur)) for nom, valeur in donnees.items()])
    empreinte = hashlib.sha256(contenu.encode()).hexdigest() if donnees else ""
    return remember(f"cadre.{gabarit}.{empreinte}", lambda: render_to_string(gabarit, donnees))


@register.simple_tag
def icone_du_site(commune):
    """Give the address of the icon of the browser's tab."""
    return icone_data(commune)
