"""Prices for whole pages and whole months: few queries, then pure rules."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from espace_prive.famille.models import QuotientFamilial
from factures.tarifs.enums import Borne
from factures.tarifs.models import Grille
from factures.tarifs.rules import Bareme, Prix, tarifer


@dataclass(frozen=True)
class _Periode:
    du: date
    au: date | None
    valeur: object

    def couvre(self, jour):
        return self.du <= jour and (self.au is None or jour <= self.au)


class Tarificateur:
    """The prices of some formules for some foyers: two queries (three with brackets), then no more.

    Ask ``prix(formule_id, foyer_id, jour)``; None when no grid applies on that day.
    """

    def __init__(self, formules, foyers):
        self._grilles = {}
        grilles = Grille.objects.filter(formule_id__in=formules).prefetch_related("tranches")
        for grille in grilles:
            bareme = Bareme(
                tranches=tuple((t.jusqua, t.prix) for t in grille.tranches.all()),
                borne_haute_comprise=grille.borne == Borne.SUPERIEURE,
            )
            periode = _Periode(grille.du, grille.au, (grille, bareme))
            self._grilles.setdefault(grille.formule_id, []).append(periode)
        self._quotients = {}
        lignes = QuotientFamilial.objects.filter(foyer_id__in=foyers)
        for foyer, du, au, valeur in lignes.values_list("foyer_id", "date_effet", "date_fin", "valeur"):
            self._quotients.setdefault(foyer, []).append(_Periode(du, au, valeur))

    def quotient(self, foyer_id: int | None, jour: date) -> Decimal | None:
        """Give the quotient in force on ``jour``, or None when the foyer has none."""
        return next((p.valeur for p in self._quotients.get(foyer_id, ()) if p.couvre(jour)), None)

    def grille(self, formule_id: int, jour: date) -> Grille | None:
        """Give the grid in force on ``jour``."""
        return next((p.valeur[0] for p in self._grilles.get(formule_id, ()) if p.couvre(jour)), None)

    def prix(self, formule_id: int, foyer_id: int | None, jour: date) -> Prix | None:
        """Give the unit price of ``formule`` for ``foyer`` on ``jour``; a payer without foyer pays the highest."""
        for periode in self._grilles.get(formule_id, ()):
            if periode.couvre(jour):
                return tarifer(periode.valeur[1], self.quotient(foyer_id, jour))
        return None
