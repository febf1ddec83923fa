"""Close a month: in the background, by batches, one transaction each, resumable at any point."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django_q.tasks import async_task

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock_one, lock_pk
from common.errors import Refus
from common.models import Urgence
from common.money import ZERO
from common.words.dates import premier_du_mois
from common.words.typo import mois_annee
from commune.models import Regie
from espace_prive.famille.models import Payeur
from factures.facturation.enums import EtatCloture
from factures.facturation.models import Cloture
from factures.facturation.rules import est_fini, refuser_echeance
from factures.facturation.services import courriels
from factures.facturation.services.emission import emettre, verrouiller_serie
from factures.facturation.services.journal import a_facturer, etablir
from reservations.activites.models import Activite
from reservations.activites.rules_consommations import AConsommer

TAILLE_D_UN_LOT = 200
# How many payers are looked at together for who has something to bill.
CANDIDATS = 1000


@dataclass(frozen=True)
class ApercuDeCloture:
    familles: int
    repas: int
    montant: Decimal
    sans_quotient: list[Payeur]
    sans_grille: int
    # What has no price, in words: the formules.
    sans_prix: list[str]


def apercu(regie: Regie, mois: date) -> ApercuDeCloture:
    """What is left to bill of the month; nothing is written."""
    entrees = etablir(regie, mois)
    return ApercuDeCloture(
        familles=len({e.quoi.payeur for e in entrees}),
        repas=len(entrees),
        montant=sum((e.montant for e in entrees if e.prix), ZERO),
        sans_quotient=_nommer({e.quoi.payeur for e in entrees if e.prix and e.prix.inconnu}),
        sans_grille=sum(e.prix is None for e in entrees),
        sans_prix=sorted({e.libelle for e in entrees if e.prix is None}),
    )


def _nommer(payeurs) -> list[Payeur]:
    """These payers, by name; no statement when there are none."""
    return sorted(Payeur.objects.filter(pk__in=payeurs).select_related("foyer"), key=str) if payeurs else []


def mois_factures(activites: set[int], mois: set[date], *, verrou=False) -> set[tuple[int, date]]:
    """Give the months of these activities (ids) whose closing was started: {(activity, first day)}.

    ``verrou``: none that is not yet is billed until the commit, since whoever bills takes the series first.
    """
    regies = dict(Activite.objects.filter(pk__in=activites).values_list("pk", "regie_id"))
    if verrou:
        for regie in Regie.objects.filter(pk__in=set(regies.values())).order_by("pk"):
            verrouiller_serie(regie)
    clos = set(Cloture.objects.filter(regie__in=set(regies.values()), mois__in=mois).values_list("regie_id", "mois"))
    return {(activite, m) for activite, regie in regies.items() for m in mois if (regie, m) in clos}


@transaction.atomic
def lancer_cloture(*, regie: Regie, mois: date, echeance: date, par) -> Cloture:
    """Start the closing of a month that is over, or resume it; a finished one is returned as it is."""
    mois = premier_du_mois(mois)
    connue = lock_one(Cloture.objects.filter(regie=regie, mois=mois))
    if connue is not None:
        return _reprendre(connue, par)
    if not est_fini(mois, clock.aujourdhui()):
        raise Refus(f"Le mois de {mois_annee(mois)} n’est pas terminé.", code="mois_en_cours")
    if non := refuser_echeance(echeance, clock.aujourdhui()):
        raise Refus.of(non)
    vu = apercu(regie, mois)
    if vu.sans_grille:
        raise Refus("Des prestations n’ont pas de tarif : ajoutez la grille tarifaire de ce mois.", code="sans_grille")
    if not vu.repas:
        # An empty closing would shut the month for what the service may still record.
        raise Refus(f"Il n’y a rien à facturer pour {mois_annee(mois)}.", code="rien")
    cloture, creee = Cloture.objects.get_or_create(
        regie=regie, mois=mois, defaults={"echeance": echeance, "payeurs": vu.familles, "lancee_par": par}
    )
    if not creee:  # somebody pressed the button at the same moment
        return cloture
    journal.noter(ActionJournal.CLOTURE_LANCEE, cloture, par=par, mois=f"{mois:%Y-%m}", familles=vu.familles)
    async_task("factures.facturation.tasks.cloturer", cloture.pk)
    return cloture


@transaction.atomic
def reprendre_cloture(cloture_id: int, *, par) -> Cloture:
    """Resume a closing that was cut; Refus when it is finished."""
    cloture = lock_pk(Cloture.objects.select_related("regie"), cloture_id)
    if cloture.etat == EtatCloture.TERMINEE:
        raise Refus("Cette clôture est terminée : il n’y a rien à reprendre.", code="terminee")
    return _reprendre(cloture, par)


def _reprendre(cloture, par):
    if cloture.etat == EtatCloture.EN_COURS:
        journal.noter(ActionJournal.CLOTURE_REPRISE, cloture, par=par)
        async_task("factures.facturation.tasks.cloturer", cloture.pk)
    return cloture


@transaction.atomic
def cloturer_lot(cloture_id: int, *, taille: int = TAILLE_D_UN_LOT) -> int:
    """Bill the next ``taille`` payers; return how many they were, 0 when the closing is finished.

    What is done is what is committed. Idempotent: killed anywhere, started again, run twice at once, it goes on from
    there.
    """
    cloture = lock_pk(Cloture.objects.select_related("regie"), cloture_id)
    if cloture.etat == EtatCloture.TERMINEE:
        return 0
    serie = verrouiller_serie(cloture.regie)
    choses = _prochaines(cloture, taille)
    payeurs = sorted({c.payeur for c in choses})
    if not payeurs:
        cloture.etat, cloture.terminee_le = EtatCloture.TERMINEE, clock.maintenant()
        cloture.save(update_fields=["etat", "terminee_le"])
        return 0
    factures = emettre(
        serie, mois=cloture.mois, payeurs=payeurs, echeance=cloture.echeance, cloture=cloture, choses=choses
    )
    cloture.factures_emises += len(factures)
    cloture.dernier_payeur = payeurs[-1]
    cloture.save(update_fields=["factures_emises", "dernier_payeur"])
    courriels.promettre(factures, urgence=Urgence.EN_NOMBRE)
    return len(payeurs)


def _prochaines(cloture, taille) -> list[AConsommer]:
    """What is to be billed to the next payers, in ascending id, ``taille`` at most; nothing when all are done."""
    dernier = cloture.dernier_payeur
    connus = Payeur.objects.order_by("pk").values_list("pk", flat=True)
    while candidats := list(connus.filter(pk__gt=dernier)[:CANDIDATS]):
        choses = a_facturer(cloture.regie, cloture.mois, payeurs=candidats)
        if choses:
            retenus = set(sorted({c.payeur for c in choses})[:taille])
            return [c for c in choses if c.payeur in retenus]
        dernier = candidats[-1]
    return []
