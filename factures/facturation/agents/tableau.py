"""What the town's director reads: meals, amounts billed, paid and due. Reads only, a constant number of queries."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, DecimalField, Q, Sum
from django.db.models.functions import Coalesce, TruncMonth

from common.money import ZERO
from common.words.dates import dernier_du_mois
from commune.models import Regie
from factures.facturation.models import Cloture, Facture, Facturee, LigneFacture
from factures.facturation.rules import mois_precedent
from reservations.activites.enums import MAJORATIONS
from reservations.planning.enums import EffetAbsence
from reservations.planning.models import Reservation

MOIS_MONTRES = 6
LARGEUR = 160
# A surcharge is money, but no meal.
PRESTATIONS = ~Q(consommation__nature__in=MAJORATIONS)


@dataclass
class LigneMois:
    """A régie in a month of meals: what was eaten, billed and not cancelled, settled (by money or by an avoir)."""

    mois: date
    regie: str
    repas: int = 0
    emises: int = 0  # papers issued, the cancelled ones and their avoirs too: none means « not billed yet »
    facture: Decimal = ZERO
    regle: Decimal = ZERO
    echelle: Decimal = ZERO  # the highest amount billed of the board: the whole width of the chart

    @property
    def du(self) -> Decimal:
        return self.facture - self.regle

    @property
    def part(self) -> int:
        return int(100 * self.regle / self.facture) if self.facture else 0

    @property
    def largeur_facture(self) -> int:
        return int(LARGEUR * self.facture / self.echelle) if self.echelle else 0

    @property
    def largeur_reglee(self) -> int:
        return int(LARGEUR * self.regle / self.echelle) if self.echelle else 0


@dataclass
class LigneLieu:
    """A place in one month: meals booked, meals billed and for how much."""

    lieu: str
    regie: str
    repas: int = 0
    repas_factures: int = 0
    facture: Decimal = ZERO


@dataclass(frozen=True)
class TableauDeLaRegie:
    """``emis`` and ``encaisse`` are this calendar month's movements; ``du`` and ``avoirs`` are of all time.

    ``du`` is what families read as still to pay, ``avoirs`` what the town owes to them; over all time, billed less
    received is what is due less what is owed.
    """

    mois: date
    repas: int
    emis: Decimal
    encaisse: Decimal
    du: Decimal
    avoirs: Decimal
    lignes: list[LigneMois]
    lieux: list[LigneLieu]


def _repas(du, au):
    """The bookings that count as meals to bill, whatever the régie."""
    return (
        Reservation.objects.vivantes().filter(date__range=(du, au)).exclude(absence__effet=EffetAbsence.NON_FACTUREE)
    )


def dresser(mois: date) -> TableauDeLaRegie:
    """The board of ``mois`` and of the months before it."""
    premier = mois
    for _ in range(MOIS_MONTRES - 1):
        premier = mois_precedent(premier)
    bornes = (mois, dernier_du_mois(mois))
    recus = Regie.objects.filter(paiements__isnull=False)
    du = _somme(Facture.objects.order_by().non_reglees(), "reste")
    return TableauDeLaRegie(
        mois=mois,
        repas=_repas(*bornes).count(),
        emis=_somme(Facture.objects.filter(emise_le__date__range=bornes), "total"),
        encaisse=_somme(Regie.objects.filter(paiements__recu_le__date__range=bornes), "paiements__montant"),
        du=du,
        avoirs=du - _somme(Facture.objects.all(), "total") + _somme(recus, "paiements__montant"),
        lignes=_par_mois(premier, bornes[1]),
        lieux=_par_lieu(*bornes),
    )


def totaux(cloture: Cloture) -> dict:
    """What a closing billed: how many things (not their quarters of an hour), and for how much."""
    lignes = LigneFacture.objects.filter(facture__cloture=cloture)
    facturees = Facturee.objects.filter(PRESTATIONS, ligne__facture__cloture=cloture)
    return {
        "repas": facturees.count(),
        "montant": lignes.aggregate(somme=Coalesce(Sum("montant"), ZERO, output_field=DecimalField()))["somme"],
    }


def _somme(lignes, champ) -> Decimal:
    return lignes.aggregate(somme=Sum(champ))["somme"] or ZERO


def _par_mois(premier, dernier) -> list[LigneMois]:
    lignes = {}

    def ligne(mois, regie):
        return lignes.setdefault((mois, regie), LigneMois(mois, regie))

    regie = "formule__activite__regie__nom"
    repas = _repas(premier, dernier).annotate(mois=TruncMonth("date")).values_list("mois", regie)
    for mois, nom, nombre in repas.annotate(nombre=Count("pk")):
        ligne(mois, nom).repas = nombre
    factures = Facture.objects.filter(mois__range=(premier, dernier)).order_by().values_list("mois", "regie__nom")
    for mois, nom, nombre, somme in factures.annotate(nombre=Count("pk"), somme=Sum("total")):
        ligne(mois, nom).emises, ligne(mois, nom).facture = nombre, somme
    # What paid an invoice since cancelled is no more in it: the avoir gave it back.
    reglees = factures.filter(avoir__isnull=True, imputations__isnull=False)
    for mois, nom, somme in reglees.annotate(somme=Sum("imputations__montant")):
        ligne(mois, nom).regle = somme
    echelle = max((vue.facture for vue in lignes.values()), default=ZERO)
    for vue in lignes.values():
        vue.echelle = echelle
    return sorted(lignes.values(), key=lambda vue: (-vue.mois.toordinal(), vue.regie))


def _par_lieu(du, au) -> list[LigneLieu]:
    lignes = {}

    def ligne(lieu, regie):
        return lignes.setdefault((lieu, regie), LigneLieu(lieu, regie))

    repas = _repas(du, au).order_by().values_list("lieu__nom", "formule__activite__regie__nom")
    for lieu, regie, nombre in repas.annotate(nombre=Count("pk")):
        ligne(lieu, regie).repas = nombre
    factures = Facturee.objects.filter(consommation__du__range=(du, au), consommation__lieu__isnull=False)
    for lieu, regie, nombre, somme in factures.values_list(
        "consommation__lieu__nom", "consommation__regie__nom"
    ).annotate(nombre=Count("pk", filter=PRESTATIONS), somme=Sum("consommation__montant")):
        vue = ligne(lieu, regie)
        vue.repas_factures, vue.facture = nombre, somme
    return sorted(lignes.values(), key=lambda vue: (vue.regie, vue.lieu))
