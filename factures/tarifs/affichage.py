"""A grid as people read it, whatever its form: the same table for visitors, for agents and on paper."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from common.words import typo
from common.words.typo import FINE, INSECABLE, montant
from factures.tarifs import rules
from factures.tarifs.enums import Assiette, BorneDeTranche, FormeTarif, Fratrie, ModeExterieur, Public
from factures.tarifs.models import Grille, Tranche
from factures.tarifs.phrases import enfants, nombre, ordinal, pourcent, source, tranche

TOUT_QUOTIENT = "Quel que soit le quotient"
# The quotients of which a grid by rate gives the price, so that a rate can be read without computing.
EXEMPLES = [Decimal(q) for q in (300, 500, 700, 900, 1100, 1300, 1600)]
EXEMPLES_DE_RESSOURCES = [Decimal(r) for r in (1000, 2000, 3000, 4000, 6000, 8000)]


@dataclass(frozen=True, kw_only=True)
class LigneTarif:
    """A bracket in words, and its price in each column, written."""

    quotient: str
    prix: list[str]


@dataclass(frozen=True, kw_only=True)
class GrilleAffichee:
    """A grid in words: a table and sentences; with a rate, sentences alone, and ``exemples`` in the table."""

    pk: int
    activite: str
    formule: str
    nom: str
    unite: str
    pour: str
    du: date
    au: date | None
    deliberation: str
    selon: str
    exemples: bool
    colonnes: list[str]
    lignes: list[LigneTarif]
    regles: list[str] = field(default_factory=list)
    prix_exceptionnel: Decimal | None = None
    a_venir: bool = False

    @property
    def source(self):
        return source(self.du, self.deliberation, au=self.au, a_venir=self.a_venir)

    @property
    def prix_unique(self):
        """The only price, when there is one: no need of a table."""
        seul = not self.exemples and len(self.lignes) == len(self.colonnes) == 1
        return self.lignes[0].prix[0] if seul else ""

    @property
    def entete(self):
        if self.exemples:
            return f"Par exemple, {self.selon}"
        return self.selon.capitalize()

    @property
    def cellules(self):
        """Each line with its prices beside the name of their column, for narrow screens."""
        return [(ligne.quotient, list(zip(self.colonnes, ligne.prix, strict=True))) for ligne in self.lignes]


def afficher(grille: Grille, *, jour: date | None = None) -> GrilleAffichee:
    """A grid in words; callers that show many prefetch its tranches and its formule's activity."""
    bareme = grille.bareme()
    taux = grille.forme == FormeTarif.EFFORT
    return GrilleAffichee(
        pk=grille.pk,
        activite=grille.formule.activite.nom,
        formule=grille.formule.nom,
        nom=grille.nom,
        unite=grille.get_unite_display(),
        pour="" if grille.pour == Public.TOUS else "familles hors commune",
        du=grille.du,
        au=grille.au,
        deliberation=grille.deliberation,
        selon="ressources du mois" if grille.assiette == Assiette.RESSOURCES and taux else "quotient familial",
        exemples=taux,
        colonnes=_colonnes(grille, bareme),
        lignes=_exemples(grille, bareme) if taux else _tranches(grille),
        regles=[*_regles(grille, bareme)],
        prix_exceptionnel=grille.prix_exceptionnel,
        a_venir=jour is not None and grille.du > jour,
    )


def reunir(grilles: Iterable[GrilleAffichee]) -> list[GrilleAffichee]:
    """Show once what several formules of an activity sell at the same prices: « Matin ou soir »."""
    ensemble: dict[str, list[GrilleAffichee]] = {}
    for grille in grilles:
        ensemble.setdefault(repr(replace(grille, pk=0, formule="", nom="")), []).append(grille)
    return [
        replace(memes[0], formule=typo.enumeration(_a_la_suite(g.formule for g in memes), liaison="ou"))
        for memes in ensemble.values()
    ]


def _a_la_suite(noms):
    premier, *autres = noms
    return [premier, *(nom[:1].lower() + nom[1:] for nom in autres)]


def _colonnes(grille, bareme):
    noms = ["Prix"]
    if bareme.colonnes > 1:
        ecrire = _ordinal_enfant if grille.fratrie == Fratrie.RANG else enfants
        noms = [ecrire(rang) for rang in range(1, bareme.colonnes + 1)]
        noms[-1] += " et suivants" if grille.fratrie == Fratrie.RANG else " et plus"
    return [*noms, "Hors commune"] if grille.exterieur == ModeExterieur.COLONNE else noms


def _ordinal_enfant(rang):
    return f"{ordinal(rang)} enfant"


def _tranches(grille):
    rangees = {}
    for cellule in grille.tranches.all():
        rangees.setdefault(cellule.jusqua, []).append(cellule)
    lignes, de = [], None
    for jusqua, cellules in rangees.items():
        # The outside column is kept as the column 0, and read last.
        cellules.sort(key=lambda c: (c.colonne == Tranche.HORS_COMMUNE, c.colonne))
        nom = TOUT_QUOTIENT
        if len(rangees) > 1:
            nom = tranche(de, jusqua, borne_haute_comprise=grille.borne == BorneDeTranche.SUPERIEURE)
        lignes.append(LigneTarif(quotient=nom, prix=[_prix(c) for c in cellules]))
        de = jusqua
    return lignes


def _prix(cellule):
    if cellule.prix_haut is None or cellule.prix_haut == cellule.prix:
        return montant(cellule.prix)
    return f"de {montant(cellule.prix)} à {montant(cellule.prix_haut)}"


def _exemples(grille, bareme):
    """The price of some quotients, one a column, computed by the code that bills."""
    lignes = []
    for valeur in EXEMPLES_DE_RESSOURCES if grille.assiette == Assiette.RESSOURCES else EXEMPLES:
        prix = [
            rules.tarifer(
                bareme, rules.SituationDuFoyer(quotient=valeur, ressources=valeur, rang=place, enfants=place)
            )
            for place in range(1, bareme.colonnes + 1)
        ]
        par_mois = grille.assiette == Assiette.RESSOURCES
        texte = f"{nombre(valeur)}{FINE}€ par mois" if par_mois else f"quotient {nombre(valeur)}"
        lignes.append(LigneTarif(quotient=texte, prix=[montant(p.montant) for p in prix]))
    return lignes


def _regles(grille, bareme):
    """In sentences, what the table does not show."""
    if grille.forme == FormeTarif.EFFORT:
        yield from _regles_du_taux(grille, bareme)
    if grille.forme == FormeTarif.INTERPOLEES:
        yield (
            "Dans une tranche à deux prix, le prix monte peu à peu avec le quotient : du premier, en bas de la "
            "tranche, au second, en haut."
        )
    if bareme.reductions:
        qui = _ordinal_enfant if grille.fratrie == Fratrie.RANG else enfants
        morceaux = [f"{qui(r)}{INSECABLE}: {pourcent(p)}" for r, p in enumerate(bareme.reductions, 1) if p]
        if morceaux:
            yield f"Réduction de fratrie : {', '.join(morceaux)} de moins (et de même pour les suivants)."
    if grille.fratrie == Fratrie.RANG:
        yield "Le rang se compte par âge parmi les enfants du foyer : l’aîné est le premier."
    if grille.exterieur == ModeExterieur.MAJORATION:
        yield f"Hors commune : {pourcent(grille.exterieur_valeur)} de plus."
    elif grille.exterieur == ModeExterieur.PRIX:
        yield f"Hors commune : {montant(grille.exterieur_valeur)}, quel que soit le quotient."
    yield from _plus_eleve(grille, bareme)


def _plus_eleve(grille, bareme):
    """What families pay whose quotient the town does not know."""
    prix = rules.tarifer(bareme, rules.SituationDuFoyer())
    if prix.inconnu:
        quoi = "quotient connu" if prix.sur == rules.QUOTIENT else "ressources connues"
        plus_haut = montant(prix.montant)
        fin = plus_haut if bareme.colonnes == 1 else f"celui de chaque colonne, {plus_haut} pour la première"
        yield f"Sans {quoi} de la mairie, le prix le plus élevé s’applique : {fin}."


def _regles_du_taux(grille, bareme):
    regle = bareme.regle
    sur = "du quotient familial" if grille.assiette == Assiette.QUOTIENT else "des ressources du mois"
    taux = ", ".join(
        pourcent(t) if len(regle.taux) == 1 else f"{pourcent(t)} ({colonne.lower()})"
        for t, colonne in zip(regle.taux, _colonnes(grille, bareme), strict=False)
    )
    fois = f"{regle.multiple} fois " if regle.multiple > 1 else ""
    plus = f", plus {montant(regle.supplement)}" if regle.supplement else ""
    yield f"Taux d’effort : {fois}{taux} {sur}{plus}."
    bornes = [
        f"{quoi} {montant(valeur)}"
        for quoi, valeur in (("au moins", regle.plancher), ("au plus", regle.plafond))
        if valeur is not None
    ]
    if bornes:
        yield f"Prix : {', '.join(bornes)}."
    retenues = [
        f"{quoi} {nombre(valeur)}{' €' if grille.assiette == Assiette.RESSOURCES else ''}"
        for quoi, valeur in (("au moins", regle.assiette_min), ("au plus", regle.assiette_max))
        if valeur is not None
    ]
    if retenues:
        quoi = "Quotient retenu" if grille.assiette == Assiette.QUOTIENT else "Ressources retenues par mois"
        yield f"{quoi} : {', '.join(retenues)}."
    if grille.arrondi != rules.ARRONDI_HABITUEL:
        yield f"Le prix est arrondi {grille.get_arrondi_display()}."
