"""Who a family is, as news are addressed to it."""

from datetime import date

from cms_pages.rules import Profil
from common import clock
from commune.models import Lieu
from espace_prive.accueil import lectures
from espace_prive.famille.perimetre import perimetre
from reservations.activites.models import Activite


def ecoles():
    """Give (code, name) of the schools of the town."""
    return Lieu.objects.filter(ecole__isnull=False).values_list("code", "nom")


def activites():
    """Give (code, name) of the activities."""
    return Activite.objects.values_list("code", "nom")


def profils(enfants, inscriptions) -> list[Profil]:
    """Give the profiles of these children (``lectures.enfants``), by their registrations (child's id, code)."""
    codes = {}
    for enfant, code in inscriptions:
        codes.setdefault(enfant, set()).add(code)
    return [
        Profil(naissance=e.naissance, ecole=e.code_ecole or "", activites=frozenset(codes.get(e.pk, ())))
        for e in enfants
    ]


def profils_de(utilisateur) -> list[Profil] | None:
    """Give the profiles of a person's children; None for whom has no home and no child here."""
    moi = perimetre(utilisateur)
    if not moi.foyers and not moi.enfants:
        return None
    jour = clock.aujourdhui()
    petits = lectures.enfants(enfants=moi.enfants, jour=jour, rentree=jour + lectures.AVANT_LA_RENTREE, fin=jour)
    inscrits = lectures.activites_des_enfants(enfants=moi.enfants, foyers=moi.foyers, du=jour, au=date.max)
    return profils(petits, inscrits)
