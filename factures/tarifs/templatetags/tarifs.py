"""The grids, for public pages: the very rows that price the bookings, in plain words."""

from django import template

from factures.tarifs.affichage import afficher
from factures.tarifs.models import Grille

register = template.Library()


def _lire(grilles):
    """Read grids by activity; two queries whatever their number."""
    grilles = grilles.select_related("formule__activite").prefetch_related("tranches")
    return grilles.order_by("formule__activite__tri", "formule__tri", "formule", "pour", "du")


@register.simple_tag
def grilles_en_vigueur(jour):
    """Give the grids that price ``jour``."""
    return [afficher(grille, jour=jour) for grille in _lire(Grille.objects.en_vigueur(jour))]


@register.simple_tag
def grilles_a_venir(jour):
    """Give the next grid of each formule, of those already voted that begin after ``jour``."""
    prochaines = {}
    for grille in _lire(Grille.objects.a_venir(jour)):
        prochaines.setdefault((grille.formule_id, grille.pour), grille)
    return [afficher(grille, jour=jour) for grille in prochaines.values()]
