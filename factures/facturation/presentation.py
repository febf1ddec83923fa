"""What the month comes to before it is billed: the same numbers as its closing would have, for one family."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.money import ZERO
from common.words import typo
from common.words.dates import dernier_du_mois
from commune.models import Regie
from espace_prive.famille.models import Enfant, Payeur
from factures.facturation.models import Facturee
from factures.facturation.phrases import LignesEnfant, jours_en_mots, quantite_en_mots
from factures.facturation.rules import Element, Ligne, grouper, totaliser
from factures.facturation.services.journal import Entree, etablir
from reservations.planning.enums import EffetAbsence, EtatReservation
from reservations.planning.models import Absence

A_CE_JOUR = "Ce que paie votre foyer, à ce jour"


@dataclass(frozen=True)
class LigneEstimee:
    """A line as the invoice would have it, in words."""

    libelle: str
    explication: str
    jours_en_mots: str
    quantite_en_mots: str
    prix_unitaire: Decimal | None
    montant: Decimal


@dataclass(frozen=True)
class DejaFacture:
    """What an invoice bills already of the month."""

    facture: int
    reference: str
    montant: Decimal


@dataclass(frozen=True)
class MoisEstime:
    """One month of a family: what is still to be billed, child by child, and what is billed already."""

    mois: date
    groupes: tuple[LignesEnfant, ...]
    total: Decimal
    deja: tuple[DejaFacture, ...]
    # Absences that cost nothing, or will not once their certificate is given: « Malo, jeudi 12 novembre : … ».
    absences: tuple[str, ...]
    # What no grid prices yet, in words.
    sans_prix: tuple[str, ...]

    @property
    def total_du_mois(self) -> Decimal:
        return self.total + sum((d.montant for d in self.deja), ZERO)

    @property
    def vide(self) -> bool:
        return not (self.groupes or self.deja or self.absences or self.sans_prix)


def estimer(moi, mois: date) -> MoisEstime:
    """Price the month for the homes of a person: one reading for each régie, whatever the number of children."""
    payeurs = list(Payeur.objects.filter(foyer__in=moi.foyers).values_list("pk", flat=True))
    regies = Regie.objects.filter(activites__inscriptions__payeur__in=payeurs).distinct().order_by("tri")
    entrees = [e for regie in regies for e in etablir(regie, mois, payeurs=payeurs)]
    lignes = grouper(_element(e) for e in entrees if e.prix)
    return MoisEstime(
        mois=mois,
        groupes=tuple(_par_enfant(lignes, moi)),
        total=totaliser(lignes),
        deja=tuple(_deja(payeurs, mois)),
        absences=tuple(_absences(payeurs, mois, moi)),
        sans_prix=tuple(sorted({e.libelle for e in entrees if e.prix is None})),
    )


def _element(e: Entree) -> Element:
    return Element(
        e.quoi.enfant, e.libelle, e.quoi.du, e.prix.unitaire, e.prix.explication, e.quantite, e.prix.unite, e
    )


def _par_enfant(lignes: list[Ligne], moi):
    """Give the lines of each child; of one whom the reader may not know any more, what its home pays, and no day."""
    enfants = Enfant.objects.in_bulk({ligne.enfant for ligne in lignes if ligne.enfant})
    groupes: dict[int | None, list[Ligne]] = {}
    for ligne in lignes:
        groupes.setdefault(ligne.enfant, []).append(ligne)
    for pk, siennes in groupes.items():
        if pk and pk not in moi.enfants:
            tout = totaliser(siennes)
            yield LignesEnfant("Un autre enfant", (LigneEstimee(A_CE_JOUR, "", "", "", None, tout),), tout, None)
            continue
        nom = enfants[pk].prenom if pk in enfants else "Pour la famille"
        yield LignesEnfant(nom, tuple(_montrer(li) for li in siennes), totaliser(siennes), pk)


def _montrer(ligne: Ligne) -> LigneEstimee:
    return LigneEstimee(
        libelle=ligne.libelle,
        explication=ligne.explication,
        jours_en_mots=jours_en_mots([jour.isoformat() for jour in ligne.jours]),
        quantite_en_mots=quantite_en_mots(ligne.quantite, ligne.unite),
        prix_unitaire=ligne.prix_unitaire,
        montant=ligne.montant,
    )


def _deja(payeurs, mois):
    """Sum up what invoices bill of the month, one by one; what an avoir took back is no more there."""
    lues = Facturee.objects.filter(
        consommation__payeur__in=payeurs, consommation__du__range=(mois, dernier_du_mois(mois))
    ).select_related("consommation", "ligne__facture")
    par_facture: dict[int, list] = {}
    for f in lues.order_by("ligne__facture__emise_le", "ligne__facture"):
        par_facture.setdefault(f.ligne.facture_id, []).append(f)
    for pk, siennes in par_facture.items():
        somme = sum((f.consommation.montant for f in siennes), ZERO)
        yield DejaFacture(pk, siennes[0].ligne.facture.reference, somme)


def _absences(payeurs, mois, moi):
    signalees = Absence.objects.filter(
        reservation__payeur__in=payeurs, reservation__enfant__in=moi.enfants,
        reservation__etat=EtatReservation.CONFIRMEE, reservation__date__range=(mois, dernier_du_mois(mois)),
        effet__in=(EffetAbsence.NON_FACTUREE, EffetAbsence.A_JUSTIFIER),
    ).select_related("reservation__enfant")  # fmt: skip
    for absence in signalees.order_by("reservation__date", "pk"):
        r = absence.reservation
        yield f"{r.enfant.prenom}, {typo.date_longue(r.date)} : {absence.get_effet_display()}"
