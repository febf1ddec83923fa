"""Prices for whole pages and whole months: few queries, then pure rules."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.lectures import lecture
from common.memoire import retenir
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


@lecture
def _quotients(*, foyers):
    lignes = QuotientFamilial.objects.filter(foyer_id__in=foyers)
    return lignes.values_list("foyer_id", "date_effet", "date_fin", "valeur")


def _periodes(grilles) -> dict[int, list[_Periode]]:
    """Read the grids, with their brackets as pure values, by formule."""
    periodes = {}
    for grille in grilles.prefetch_related("tranches"):
        bareme = Bareme(
            tranches=tuple((t.jusqua, t.prix) for t in grille.tranches.all()),
            borne_haute_comprise=grille.borne == Borne.SUPERIEURE,
        )
        periodes.setdefault(grille.formule_id, []).append(_Periode(grille.du, grille.au, (grille, bareme)))
    return periodes


class Tarificateur:
    """The prices of some formules for some foyers: two queries (three with brackets), then no more.

    Ask ``prix(formule_id, foyer_id, jour)``; None when no grid applies on that day. With ``a_la_seconde`` the grids
    may be a second old: pages and requests of parents; never a bill.
    """

    def __init__(self, formules, foyers, *, a_la_seconde=False):
        if a_la_seconde:
            self._grilles = retenir("grilles", lambda: _periodes(Grille.objects.all()))
        else:
            self._grilles = _periodes(Grille.objects.filter(formule_id__in=formules))
        self._quotients = {}
        for foyer, du, au, valeur in _quotients(foyers={pk for pk in foyers if pk}):
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
