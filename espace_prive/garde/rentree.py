"""Custody goes on with the return to school."""

from common.errors import Refus
from common.words import typo
from espace_prive.famille.extensions import SuiteDeRentree
from espace_prive.garde import services
from espace_prive.garde.models import RythmeDeGarde


def _en_cours():
    return RythmeDeGarde.objects.filter(arrete_depuis__isnull=True)


def annoncer() -> str:
    return "Les gardes partagées sont prolongées du même geste." if _en_cours().exists() else ""


def prolonger(annee, *, par) -> str:
    """Generate the known rhythms for the new year; one that cannot be (a home left) waits for an agent."""
    suivis = 0
    for pk in _en_cours().order_by("enfant").values_list("enfant", flat=True):
        try:
            suivis += services.prolonger(pk, annee=annee, par=par)
        except Refus:
            continue
    return dire(suivis)


def dire(suivis: int) -> str:
    return f"{suivis} garde{typo.pluriel(suivis, ' est prolongée,s sont prolongées')}." if suivis else ""


SUITE = SuiteDeRentree(cle="garde", annoncer=annoncer, faire=prolonger)
