"""Prices for whole pages and whole months: few queries, then pure rules."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from common.database.compiled import compiled
from common.database.locks import lock_all
from common.web.memory import remember
from espace_prive.famille.models import Foyer, QuotientFamilial, Rattachement
from factures.tarifs.enums import Fratrie, ModeExterieur, Public
from factures.tarifs.models import Grille
from factures.tarifs.rules import Bareme, Prix, SituationDuFoyer, tarifer


@dataclass(frozen=True)
class Periode:
    """A value between two dates, both included."""

    du: date
    au: date | None
    valeur: object

    def couvre(self, jour):
        return self.du <= jour and (self.au is None or jour <= self.au)


@dataclass(frozen=True)
class Tarif:
    """A price and the grid that made it."""

    prix: Prix
    grille: Grille


def periodes(grilles, *, verrou=False) -> dict[tuple[int, int], list[Periode]]:
    """Read the grids, with their pure values, by formule and public."""
    lues: dict[tuple[int, int], list[Periode]] = {}
    grilles = grilles.prefetch_related("tranches")
    for grille in lock_all(grilles) if verrou else grilles:
        cle = (grille.formule_id, grille.pour)
        lues.setdefault(cle, []).append(Periode(grille.du, grille.au, (grille, grille.bareme())))
    return lues


@compiled
def _quotients(*, foyers):
    """Every page that shows a price asks it."""
    connus = QuotientFamilial.objects.filter(foyer_id__in=foyers).order_by()
    return connus.values_list("foyer_id", "date_effet", "date_fin", "valeur")


class Tarificateur:
    """The prices of some formules for some foyers: three queries, then no more whatever the number of days.

    Two more when a grid needs them: who lives outside the town, and the children of each foyer. Ask
    ``tarif(formule_id, foyer_id, jour, enfant_id)``; None when no grid applies on that day.

    With ``a_la_seconde`` the grids may be a second old: pages and requests of parents; never a bill. With ``verrou``
    they are locked, so that nobody changes what is being billed.
    """

    def __init__(self, formules, foyers, *, a_la_seconde=False, verrou=False):
        self._foyers = {pk for pk in foyers if pk}
        if a_la_seconde:
            self._grilles = remember("grilles", lambda: periodes(Grille.objects.all()))
        else:
            grilles = Grille.objects.filter(formule_id__in=formules)
            self._grilles = periodes(grilles, verrou=verrou)
        self._quotients: dict[int, list[Periode]] = {}
        for foyer, du, au, valeur in _quotients(foyers=self._foyers):
            self._quotients.setdefault(foyer, []).append(Periode(du, au, valeur))
        self._connus: dict[tuple[int, SituationDuFoyer], Prix] = {}

    @cached_property
    def _hors_commune(self) -> frozenset[int]:
        lignes = Foyer.objects.filter(pk__in=self._foyers, hors_commune=True)
        return frozenset(lignes.values_list("pk", flat=True))

    @cached_property
    def _enfants(self) -> dict[int, list[tuple]]:
        """The children of each foyer, eldest first, each with the dates when it lives there."""
        lignes = Rattachement.objects.filter(foyer_id__in=self._foyers).order_by("enfant__naissance", "enfant_id")
        enfants: dict[int, list[tuple]] = {}
        for foyer, enfant, du, au in lignes.values_list("foyer_id", "enfant_id", "du", "au"):
            enfants.setdefault(foyer, []).append((enfant, Periode(du, au, None)))
        return enfants

    def quotient(self, foyer_id: int | None, jour: date) -> Decimal | None:
        """The quotient in force on ``jour``; None when the foyer has none."""
        return next((p.valeur for p in self._quotients.get(foyer_id, ()) if p.couvre(jour)), None)

    def selon_l_enfant(self, formule_id: int) -> bool:
        """Whether two children of one foyer may pay different prices: part of the key of any cache of prices."""
        return any(
            p.valeur[0].fratrie != Fratrie.AUCUNE
            for pour in Public.values
            for p in self._grilles.get((formule_id, pour), ())
        )

    def tarif(self, formule_id: int, foyer_id: int | None, jour: date, enfant_id: int | None = None) -> Tarif | None:
        """The unit price and its grid; a payer without foyer has no quotient, so pays the highest price."""
        trouvee = self._en_vigueur(formule_id, foyer_id, jour)
        if trouvee is None:
            return None
        grille, bareme = trouvee
        rang, enfants = 1, 1
        if grille.fratrie != Fratrie.AUCUNE:
            rang, enfants = self._place(foyer_id, enfant_id, jour)
        situation = SituationDuFoyer(
            quotient=self.quotient(foyer_id, jour),
            exterieur=grille.exterieur != ModeExterieur.MEME_PRIX and foyer_id in self._hors_commune,
            rang=rang,
            enfants=enfants,
        )
        cle = (grille.pk, situation)
        if cle not in self._connus:
            self._connus[cle] = tarifer(bareme, situation)
        return Tarif(self._connus[cle], grille)

    def prix(self, formule_id: int, foyer_id: int | None, jour: date, enfant_id: int | None = None) -> Prix | None:
        tarif = self.tarif(formule_id, foyer_id, jour, enfant_id)
        return tarif.prix if tarif else None

    def _en_vigueur(self, formule_id, foyer_id, jour) -> tuple[Grille, Bareme] | None:
        propres = self._grilles.get((formule_id, Public.HORS_COMMUNE), ())
        if propres and foyer_id in self._hors_commune:
            for periode in propres:
                if periode.couvre(jour):
                    return periode.valeur
        return next((p.valeur for p in self._grilles.get((formule_id, Public.TOUS), ()) if p.couvre(jour)), None)

    def _place(self, foyer_id, enfant_id, jour) -> tuple[int, int]:
        """The child's rank in the foyer on that day, by birth, and how many they are.

        A child that does not live there on that day (the payer is another home) counts as an only child.
        """
        presents = list(dict.fromkeys(e for e, p in self._enfants.get(foyer_id, ()) if p.couvre(jour)))
        return (presents.index(enfant_id) + 1, len(presents)) if enfant_id in presents else (1, 1)
