"""The billing journal: what each domain says is to be billed, priced; the only reading of who issues invoices."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from common.money import ZERO, arrondir
from common.words.dates import dernier_du_mois
from common.words.typo import INSECABLE, montant
from commune.models import Regie
from factures.facturation.models import Cloture, Consommation
from factures.facturation.rules_regularisations import Facturees, ce_qui_reste
from factures.tarifs.enums import FormeMajoration, NatureMajoration, UniteDePrix
from factures.tarifs.phrases import expliquer, pourcent
from factures.tarifs.rules_majorations import majorer
from factures.tarifs.services import Majorations, Tarificateur
from reservations.activites.enums import MAJORATIONS, NatureConsommation
from reservations.activites.extensions import A_CONSOMMER
from reservations.activites.models import Activite, Formule
from reservations.activites.rules_consommations import AConsommer

UN = Decimal(1)
AU_MEME_PRIX = "Au prix de la facture que celle-ci remplace"
OFFERTE = f"Première fois de l’année scolaire{INSECABLE}: offerte"


class PrixDuJournal(NamedTuple):
    """The unit price of one thing to bill, and where it comes from."""

    unitaire: Decimal
    unite: str
    quotient: Decimal | None
    grille: int | None
    explication: str
    inconnu: bool


class Entree(NamedTuple):
    """A line of the journal that no invoice bills yet; ``prix`` is None when no grid applies on that day."""

    quoi: AConsommer
    quantite: Decimal
    prix: PrixDuJournal | None
    libelle: str

    @property
    def montant(self) -> Decimal:
        return arrondir(self.quantite * self.prix.unitaire)


def a_facturer(regie: Regie, mois: date, *, payeurs: Iterable[int] | None = None) -> list[AConsommer]:
    """What the month has to bill and no invoice bills yet, by payer, in the order of the domains.

    Plain queries rather than one anti-join: during a closing the tables grow faster than the planner's statistics,
    and a plan made for empty tables took minutes.
    """
    du, au = mois, dernier_du_mois(mois)
    trouvees = [c for a_consommer in A_CONSOMMER for c in a_consommer(regie, du, au, payeurs)]
    deja = _facturees({c.source_id for c in trouvees})
    closes = _mois_clos(regie) if any(c.decisions for c in trouvees) else ()
    gardees = (ce_qui_reste(c, deja, clos=c.du.replace(day=1) in closes) for c in trouvees)
    return sorted((c for c in gardees if c), key=lambda c: c.payeur)


def chiffrer(regie: Regie, payeurs: Iterable[int], jours: Collection[date]) -> dict[int, Decimal]:
    """What is still to be billed, or given back, of each booking (id) of these payers on these days.

    By the invoice of its month; by the next one when that month is closed.
    """
    clos = _mois_clos(regie)
    prochain = dernier_du_mois(max(clos)) + timedelta(days=1) if clos else None
    voulus = {jour: prochain if jour.replace(day=1) in clos else jour.replace(day=1) for jour in jours}
    montants: dict[int, Decimal] = {}
    for mois in sorted(set(voulus.values())):
        for entree in etablir(regie, mois, payeurs=payeurs):
            c = entree.quoi
            if c.source_type == "reservation" and voulus.get(c.du) == mois and entree.prix:
                montants[c.source_id] = montants.get(c.source_id, ZERO) + entree.montant
    return montants


def _mois_clos(regie) -> set[date]:
    return set(Cloture.objects.filter(regie=regie).values_list("mois", flat=True))


def etablir(regie: Regie, mois: date, *, payeurs=None, choses=None, verrou=False) -> list[Entree]:
    """The journal of the month, as it is now; ``verrou`` holds the grids that price it, ``choses`` is already read."""
    if choses is None:
        choses = a_facturer(regie, mois, payeurs=payeurs)
    formules = Formule.objects.select_related("activite").in_bulk({c.formule for c in choses if c.formule})
    tarifs = _Prix(choses, formules, verrou=verrou)
    activites = Activite.objects.in_bulk({c.activite for c in choses if c.formule is None})
    libelles = _Libelles(formules, activites)
    figees = _figees({c.source_id for c in choses if c.pourquoi})
    entrees = []
    for c in choses:
        if fige := figees.get(c.chose):
            entrees.append(_au_prix_fige(c, fige, libelles[c.activite, c.formule, c.nature]))
        elif c.nature not in MAJORATIONS:
            entrees.append(Entree(c, c.quantite, tarifs.de_la_grille(c), libelles[c.activite, c.formule, c.nature]))
        elif prix := tarifs.de_la_majoration(c):
            entrees.append(Entree(c, UN, prix, libelles[c.activite, c.formule, c.nature]))
    return entrees


def _au_prix_fige(c: AConsommer, fige: Consommation, libelle: str) -> Entree:
    """What an invoice said, taken back or asked again: its price is that of the invoice, whatever it would be now."""
    pourquoi = c.pourquoi if c.decision else AU_MEME_PRIX
    prix = PrixDuJournal(fige.prix_unitaire, fige.unite, fige.quotient, fige.grille_id, pourquoi, False)
    quantite = abs(fige.quantite) * (1 if c.quantite > 0 else -1)
    return Entree(c, quantite, prix, f"{libelle}, régularisation" if c.decision else libelle)


def _figees(sources: set[int]) -> dict[tuple[str, str, int], Consommation]:
    """What invoices bill of these sources, by thing."""
    if not sources:
        return {}
    connues = Consommation.objects.filter(source_id__in=sources, facturee__isnull=False).order_by("-decision")
    return {(c.nature, c.source_type, c.source_id): c for c in connues}


def _facturees(sources: set[int]) -> Facturees:
    """How each of these sources is billed."""
    if not sources:
        return {}
    trouvees: Facturees = {}
    # An array, not thousands of parameters.
    with connection.cursor() as curseur:
        curseur.execute(FACTUREES, [list(sources)])
        for nature, source_type, source_id, decision, sens in curseur.fetchall():
            trouvees.setdefault((nature, source_type, source_id), {})[decision] = int(sens)
    return trouvees


FACTUREES = """
    SELECT c.nature, c.source_type, c.source_id, c.decision, sign(c.quantite)
    FROM facturation_consommation c JOIN facturation_facturee f ON f.consommation_id = c.id
    WHERE c.source_id = ANY(%s::bigint[])
"""


class _Prix:
    """The prices of what is to be billed; those of the same household on the same day are worked out once."""

    def __init__(self, choses: list[AConsommer], formules, *, verrou):
        foyers = {c.foyer for c in choses}
        self._tarifs = Tarificateur(set(formules), foyers, verrou=verrou)
        self._majorations = Majorations({c.activite for c in choses if c.nature in MAJORATIONS})
        self._par_enfant = {f for f in formules if self._tarifs.selon_l_enfant(f)}
        self._connus: dict[tuple, PrixDuJournal | None] = {}

    def de_la_grille(self, c: AConsommer) -> PrixDuJournal | None:
        if c.formule is None:
            return None
        cle = (c.formule, c.foyer, c.du, c.enfant if c.formule in self._par_enfant else None)
        if cle not in self._connus:
            tarif = self._tarifs.tarif(*cle)
            self._connus[cle] = tarif and PrixDuJournal(
                tarif.prix.montant, tarif.grille.unite, tarif.prix.quotient, tarif.grille.pk, expliquer(tarif.prix),
                tarif.prix.inconnu,
            )  # fmt: skip
        return self._connus[cle]

    def de_la_majoration(self, c: AConsommer) -> PrixDuJournal | None:
        """None when the town has no surcharge for it, or has one in percent of what has no price."""
        majoration = self._majorations.en_vigueur(c.activite, NatureMajoration[c.nature.upper()], c.du)
        base = self.de_la_grille(c)
        if majoration is None or (base is None and majoration.forme == FormeMajoration.POURCENT):
            return None
        total = arrondir(c.quantite * base.unitaire) if base else arrondir(UN * 0)
        somme = majorer(majoration.forme, majoration.valeur, total, offerte=c.offerte)
        dit = OFFERTE if c.offerte else _dire(majoration, total)
        return PrixDuJournal(somme, UniteDePrix.SEANCE, base.quotient if base else None, None, dit, False)


def _dire(majoration, total) -> str:
    dit = f"{majoration.get_nature_display().capitalize()}{INSECABLE}: "
    if majoration.forme == FormeMajoration.POURCENT:
        dit += f"{pourcent(majoration.valeur)} de {montant(total)}"
    else:
        dit += montant(majoration.valeur)
    return f"{dit}. {majoration.deliberation}" if majoration.deliberation else dit


class _Libelles(dict):
    """« Restauration scolaire : repas », « …, majoration hors délai », by (activity, formule, nature)."""

    def __init__(self, formules, activites):
        super().__init__()
        self._formules, self._activites = formules, activites

    def __missing__(self, cle):
        activite, formule, nature = cle
        connue = self._formules.get(formule)
        nom = self._activites[activite].nom if connue is None else connue.activite.nom
        if connue is not None:
            nom += f"{INSECABLE}: {connue.nom[:1].lower()}{connue.nom[1:]}"
        if nature in MAJORATIONS:
            nom += f", {NatureConsommation(nature).label}"
        self[cle] = nom
        return nom


# Tens of thousands of rows at each closing: as model instances they would take most of its time.
# A consommation freed by an avoir is written again, with the quotient and the grid as they are now; one that is no
# more to be billed leaves the journal.
RETIRER = """
    DELETE FROM facturation_consommation c
    WHERE c.regie_id = %s AND c.payeur_id = ANY(%s::bigint[])
        AND (c.du BETWEEN %s AND %s OR c.decision <> 0 AND c.du < %s)
        AND NOT EXISTS (SELECT 1 FROM facturation_facturee f WHERE f.consommation_id = c.id)
        AND NOT EXISTS (
            SELECT 1 FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[])
                AS e (nature, source_type, source_id, decision)
            WHERE e.source_id = c.source_id AND e.source_type = c.source_type AND e.nature = c.nature
                AND e.decision = c.decision
        )
"""
ECRIRE = """
    WITH ecrites AS (
        INSERT INTO facturation_consommation
            (nature, source_type, source_id, decision, regie_id, payeur_id, enfant_id, activite_id, formule_id,
            lieu_id, du, au, quantite, unite, prix_unitaire, montant, quotient, grille_id, libelle, explication)
        SELECT * FROM unnest(
            %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
            %s::bigint[], %s::bigint[], %s::date[], %s::date[], %s::numeric[], %s::text[], %s::numeric[],
            %s::numeric[], %s::numeric[], %s::bigint[], %s::text[], %s::text[]
        )
        ON CONFLICT (source_id, source_type, nature, decision) DO UPDATE SET
            regie_id = EXCLUDED.regie_id, payeur_id = EXCLUDED.payeur_id, enfant_id = EXCLUDED.enfant_id,
            activite_id = EXCLUDED.activite_id, formule_id = EXCLUDED.formule_id, lieu_id = EXCLUDED.lieu_id,
            du = EXCLUDED.du, au = EXCLUDED.au, quantite = EXCLUDED.quantite, unite = EXCLUDED.unite,
            prix_unitaire = EXCLUDED.prix_unitaire, montant = EXCLUDED.montant, quotient = EXCLUDED.quotient,
            grille_id = EXCLUDED.grille_id, libelle = EXCLUDED.libelle, explication = EXCLUDED.explication
        RETURNING id, source_id, source_type, nature, decision
    )
    INSERT INTO facturation_facturee (consommation_id, ligne_id)
    SELECT ecrites.id, lignes.ligne
    FROM ecrites JOIN unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[])
        AS lignes (nature, source_type, source_id, decision, ligne)
        ON (lignes.source_id, lignes.source_type, lignes.nature, lignes.decision)
            = (ecrites.source_id, ecrites.source_type, ecrites.nature, ecrites.decision)
"""


def retirer(regie: Regie, mois: date, payeurs: list[int], entrees: list[Entree]) -> None:
    """Take out of the journal what was freed by an avoir and is no more to be billed."""
    fin = dernier_du_mois(mois)
    siennes = Consommation.objects.filter(regie=regie, payeur__in=payeurs)
    if not siennes.filter(Q(du__range=(mois, fin)) | ~Q(decision=0) & Q(du__lt=mois)).exists():
        return
    cles = [list(c) for c in zip(*(e.quoi.cle for e in entrees), strict=True)] or [[], [], [], []]
    with connection.cursor() as curseur:
        curseur.execute(RETIRER, [regie.pk, payeurs, mois, fin, mois, *cles])


def ecrire(regie: Regie, entrees: list[Entree], lignes: list[int]) -> None:
    """Write what is billed and which line bills it; ``lignes``: the line of each entry."""
    if not entrees:
        return
    rangees = (
        (
            *e.quoi.cle, regie.pk, e.quoi.payeur, e.quoi.enfant, e.quoi.activite, e.quoi.formule, e.quoi.lieu,
            e.quoi.du, e.quoi.au, e.quantite, e.prix.unite, e.prix.unitaire, e.montant, e.prix.quotient,
            e.prix.grille, e.libelle, e.prix.explication,
        )
        for e in entrees
    )  # fmt: skip
    colonnes = [list(colonne) for colonne in zip(*rangees, strict=True)]
    with connection.cursor() as curseur:
        curseur.execute(ECRIRE, [*colonnes, *colonnes[:4], lignes])
