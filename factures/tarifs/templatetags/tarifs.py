"""The grids in force, for public pages: the very rows that price the bookings, in plain words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import template
from django.db.models import Q

from common import typo
from factures.tarifs.enums import Borne
from factures.tarifs.models import Grille

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class LigneTarif:
    """A bracket in words and its price."""

    quotient: str
    prix: Decimal


@dataclass(frozen=True, kw_only=True)
class GrilleAffichee:
    """A grid as visitors read it."""

    activite: str
    formule: str
    nom: str
    du: date
    au: date | None
    deliberation: str
    lignes: list[LigneTarif]
    prix_exceptionnel: Decimal | None

    @property
    def prix_le_plus_eleve(self):
        """What is paid when the town does not know the quotient."""
        return max(ligne.prix for ligne in self.lignes)


def _borne(valeur: Decimal) -> str:
    """Write 500 as « 500 », 1000.01 as « 1 000,01 »."""
    entier, _, centimes = f"{valeur:.2f}".partition(".")
    return typo.nombre(entier) if centimes == "00" else f"{typo.nombre(entier)},{centimes}"


def tranche_en_clair(de: Decimal | None, a: Decimal | None, *, borne_haute_comprise: bool = True) -> str:
    """Write a bracket: « jusqu’à 500 », « de 500,01 à 1 000 », « plus de 1 600 »."""
    centime = Decimal("0.01")
    if de is None and a is None:
        return "quel que soit le quotient"
    if borne_haute_comprise:
        if de is None:
            return f"jusqu’à {_borne(a)}"
        return f"plus de {_borne(de)}" if a is None else f"de {_borne(de + centime)} à {_borne(a)}"
    if de is None:
        return f"moins de {_borne(a)}"
    return f"à partir de {_borne(de)}" if a is None else f"de {_borne(de)} à {_borne(a - centime)}"


def _afficher(grille: Grille) -> GrilleAffichee:
    tranches = list(grille.tranches.all())
    comprise = grille.borne == Borne.SUPERIEURE
    lignes, de = [], None
    for tranche in tranches:
        lignes.append(
            LigneTarif(quotient=tranche_en_clair(de, tranche.jusqua, borne_haute_comprise=comprise), prix=tranche.prix)
        )
        de = tranche.jusqua
    return GrilleAffichee(
        activite=grille.formule.activite.nom,
        formule=grille.formule.nom,
        nom=grille.nom,
        du=grille.du,
        au=grille.au,
        deliberation=grille.deliberation,
        lignes=lignes,
        prix_exceptionnel=grille.prix_exceptionnel,
    )


@register.simple_tag
def grilles_en_vigueur(jour):
    """Give the grids of ``jour``, by activity; two queries whatever their number."""
    grilles = (
        Grille.objects.filter(Q(au=None) | Q(au__gte=jour), du__lte=jour)
        .select_related("formule__activite")
        .prefetch_related("tranches")
        .order_by("formule__activite__nom", "formule__nom")
    )
    return [_afficher(grille) for grille in grilles if grille.tranches.all()]
