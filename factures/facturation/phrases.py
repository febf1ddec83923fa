"""What pages, mails and prints show of an invoice: lines by child, days in words, what is to pay and why."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from common import clock
from common.money import ZERO
from common.words import typo
from factures.tarifs.enums import UniteDePrix


@dataclass(frozen=True)
class LignesEnfant:
    """The lines of one child (``pk``) and what they come to."""

    enfant: str
    lignes: tuple
    total: Decimal
    pk: int | None = None


def jours_en_mots(jours: list[str]) -> str:
    """ISO days as « 1er, 2 et 5 octobre », « 30 septembre et 1er octobre »."""
    dates = sorted(date.fromisoformat(jour) for jour in jours)
    mois = [
        (cle, ["1er" if jour.day == 1 else str(jour.day) for jour in paquet])
        for cle, paquet in groupby(dates, key=lambda jour: (jour.year, jour.month))
    ]
    noms = [(quantiemes, typo.MOIS[cle[1] - 1]) for cle, quantiemes in mois]
    return " ; ".join(f"{typo.enumeration(quantiemes)}{typo.INSECABLE}{nom}" for quantiemes, nom in noms)


def quantite_en_mots(quantite: Decimal, unite: str) -> str:
    """« 12 », « 1,5 », « 6 quarts d’heure », « 1 heure »: the unit is said where a number alone would not tell it."""
    entier, _, reste = f"{abs(quantite):.2f}".rstrip("0").partition(".")
    nombre = typo.nombre(entier) + (f",{reste}" if reste else "")
    nombre = f"−{nombre}" if quantite < 0 else nombre
    connue = UniteDePrix(unite)
    if not connue.pluriel:
        return nombre
    return f"{nombre}{typo.INSECABLE}{connue.pluriel if abs(quantite) >= 2 else connue.label}"


def par_enfant(lignes) -> list[LignesEnfant]:
    """Lines by child, each with ``jours_en_mots``, in the order of the invoice."""
    groupes: dict[tuple, list] = {}
    for ligne in lignes:
        ligne.jours_en_mots = jours_en_mots(ligne.jours)
        groupes.setdefault((ligne.enfant_id, ligne.enfant_nom), []).append(ligne)
    return [
        LignesEnfant(nom, tuple(paquet), sum(ligne.montant for ligne in paquet), pk)
        for (pk, nom), paquet in groupes.items()
    ]


@dataclass(frozen=True)
class Reglement:
    """What pays an invoice, or a part of it: ``est_avoir`` when it is the town's debt, not money that came in."""

    libelle: str
    montant: Decimal
    est_avoir: bool = False


@dataclass(frozen=True)
class Compte:
    """What is to pay of an invoice, and why no more: the same words on the pages, in the mail and in print."""

    a_payer: Decimal
    reglements: tuple[Reglement, ...] = ()
    raison: str = ""

    @property
    def phrase(self):
        """« Rien à payer : votre avoir de 12,30 € a réglé cette facture »; empty while nothing explains."""
        if self.a_payer:
            return self.raison[:1].upper() + self.raison[1:]
        return f"Rien à payer{typo.INSECABLE}: {self.raison}"


def compte(facture) -> Compte:
    """The account of an invoice read with ``avec_reste()``; for an avoir, nothing is to pay."""
    if facture.est_avoir:
        return Compte(ZERO)
    sources = facture.imputations.select_related("avoir", "paiement__tentative").order_by("le", "pk")
    reglements = tuple(_reglement(facture, source) for source in sources)
    if facture.avoir_pk:
        return Compte(ZERO, reglements, f"l’avoir {facture.avoir.reference} annule cette facture")
    deduit = sum((r.montant for r in reglements if r.est_avoir), ZERO)
    return Compte(max(facture.reste, ZERO), reglements, _raison(facture, deduit))


def _raison(facture, deduit):
    if not facture.total:
        return "le montant de cette facture est nul"
    if facture.reste > 0:
        return f"votre avoir de {typo.montant(deduit)} est déduit" if deduit else ""
    if deduit == facture.total:
        return f"votre avoir de {typo.montant(deduit)} a réglé cette facture"
    return "cette facture est réglée"


def _reglement(facture, imputation):
    quand = f"le {typo.date_simple(imputation.le.astimezone(clock.fuseau()))}"
    if imputation.avoir_id:
        verbe = "établi" if imputation.avoir_id == facture.avoir_pk else "déduit"
        return Reglement(f"Avoir {imputation.avoir.reference} {verbe} {quand}", imputation.montant, est_avoir=True)
    paiement = imputation.paiement
    if paiement.tentative and paiement.tentative.facture_id != facture.pk:
        return Reglement(f"Trop payé auparavant, déduit {quand}", imputation.montant, est_avoir=True)
    return Reglement(f"Payé par {paiement.get_mode_display()} {quand}", imputation.montant)


def phrases_avoirs(credits, *, du) -> list[str]:
    """What the town owes to the family, régie by régie; ``du``: invoices are still to pay."""
    suite = "Il sera déduit de votre prochaine facture."
    if du:
        suite = "Il sera déduit de votre prochaine facture, ou de celle à payer si vous le demandez à la régie."
    chez = len(credits) > 1
    return [
        f"Vous avez un avoir de {typo.montant(somme)}{f' auprès de la régie {nom}' if chez else ''}. {suite}"
        for nom, somme in credits
    ]
