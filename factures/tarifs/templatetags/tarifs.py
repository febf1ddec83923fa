"""The grids, for public pages: the very rows that price the bookings, in plain words."""

from django import template

from factures.tarifs.affichage import afficher, reunir
from factures.tarifs.models import Grille

register = template.Library()


@register.simple_tag
def grilles_en_vigueur(jour):
    return reunir(afficher(grille, jour=jour) for grille in Grille.objects.en_vigueur(jour).pour_la_lecture())


@register.simple_tag
def grilles_a_venir(jour):
    """The next grid of each formule, among those already voted that begin after ``jour``."""
    prochaines = {}
    for grille in Grille.objects.a_venir(jour).pour_la_lecture():
        prochaines.setdefault((grille.formule_id, grille.pour), grille)
    return reunir(afficher(grille, jour=jour) for grille in prochaines.values())
