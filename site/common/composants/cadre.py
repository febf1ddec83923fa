"""The frame of the pages: what is the same for everybody is drawn once a second, not once a page."""

import hashlib

from django import template
from django.db.models import Model
from django.template.loader import render_to_string

from common.memoire import retenir

register = template.Library()


def _contenu(valeur):
    """Give what a value holds, in a form whose text tells two contents apart."""
    if isinstance(valeur, Model):
        return [str(getattr(valeur, champ.attname)) for champ in valeur._meta.concrete_fields]
    if isinstance(valeur, dict):
        return {nom: _contenu(v) for nom, v in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [_contenu(v) for v in valeur]
    return valeur


@register.simple_tag
def cadre(gabarit, **donnees):
    """Include a part of the frame that depends on ``donnees`` alone; never give it what belongs to a family."""
    empreinte = hashlib.sha256(repr(_contenu(donnees)).encode()).hexdigest()
    return retenir(f"cadre.{gabarit}.{empreinte}", lambda: render_to_string(gabarit, donnees))
