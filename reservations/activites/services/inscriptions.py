"""Registrations: the right to book an activity, given and ended by the agents."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Q

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_all
from common.errors import Refus
from common.words import typo
from common.words.dates import age
from espace_prive.famille.models import Enfant, Payeur
from reservations.activites.enums import EtatInscription
from reservations.activites.models import Inscription
from reservations.activites.rules_public import ConditionsDInscription, refuser_inscription
from reservations.activites.services.places import lieux_ouverts


@transaction.atomic
def inscrire(enfant: Enfant, activite, *, lieu, payeur: Payeur, du: date, au: date | None = None, par) -> Inscription:
    """Register the child from ``du`` to ``au`` (no end), at the cost of ``payeur``, a home of the child or a third."""
    lock(enfant)
    if au and au < du:
        raise Refus("La fin de l’inscription précède son début.", code="dates")
    verifier_le_payeur(enfant, payeur, du, au)
    verifier_le_lieu(activite, lieu)
    verifier_le_public(enfant, activite, payeur, du)
    inscription = Inscription(
        enfant=enfant, activite=activite, lieu=lieu, payeur=payeur, du=du, au=au, etat=EtatInscription.ACTIVE,
        demandee_par=par,
    )  # fmt: skip
    inscription.full_clean()
    inscription.save()
    journal.noter(
        ActionJournal.INSCRIPTION,
        payeur.foyer or payeur,
        par=par,
        enfant=str(enfant),
        activite=str(activite),
        du=du.isoformat(),
    )
    return inscription


def verifier_le_payeur(enfant, payeur, du, au):
    """Refuse a home where the child does not live when the registration starts, or leaves before it ends."""
    if not payeur.foyer_id:
        return
    ici = (
        enfant.rattachements.filter(Q(au__isnull=True) | Q(au__gte=du), foyer=payeur.foyer_id).order_by("-du").first()
    )
    if ici is None:
        raise Refus(
            f"{enfant.prenom} ne vit pas dans ce foyer à cette date : ce foyer ne peut pas payer.", code="payeur"
        )
    if ici.au and (au is None or au > ici.au):
        raise Refus(
            f"{enfant.prenom} quitte ce foyer après le {typo.date_simple(ici.au)} : l’inscription payée par ce foyer "
            "ne va pas plus loin.",
            code="dates",
        )


def verifier_le_lieu(activite, lieu):
    """Refuse a place where the activity has nothing to book: the family could only look at closed days."""
    ouverts = lieux_ouverts(activite)
    if ouverts.filter(pk=lieu.pk).exists():
        return
    noms = typo.enumeration((f"« {ouvert.nom} »" for ouvert in ouverts), liaison="ou")
    suite = (
        f"Choisissez {noms}." if noms else "Aucun lieu n’est ouvert pour cette activité : ouvrez d’abord ses places."
    )
    raison = f"Aucun jour n’est ouvert pour « {activite} » dans ce lieu (« {lieu.nom} »)."
    raise Refus(f"{raison} {suite}", code="lieu")


def verifier_le_public(enfant, activite, payeur, du):
    """Refuse a child whom the activity is not for, on the first day (rules_public)."""
    scolarite = enfant.scolarites.filter(annee__au__gte=du).order_by("annee__du").first()
    public = ConditionsDInscription(
        set(activite.ecoles.values_list("pk", flat=True)), activite.niveaux, activite.age_min, activite.age_max,
        activite.commune_seulement,
    )  # fmt: skip
    non = refuser_inscription(
        public,
        ecole=scolarite.ecole_id if scolarite else None,
        niveau=scolarite.niveau if scolarite else None,
        age=age(enfant.naissance, du),
        hors_commune=bool(payeur.foyer_id and payeur.foyer.hors_commune),
    )
    if non:
        raise Refus.of(non)


@transaction.atomic
def inscrire_ensemble(choix, *, payeur: Payeur, du: date, au: date | None = None, par) -> list[Inscription]:
    """Register several children for several activities, all or none: [(child, activity, place or None)].

    None: the place of the child's school. A refusal says of whom, and ``refus.champ`` of which activity (its id).
    """
    lock_all(Enfant.objects.filter(pk__in={enfant.pk for enfant, _, _ in choix}))
    faites = []
    for enfant, activite, lieu in choix:
        try:
            ici = lieu or _lieu_de_l_ecole(enfant, activite, du)
            faites.append(inscrire(enfant, activite, lieu=ici, payeur=payeur, du=du, au=au, par=par))
        except ValidationError as erreur:
            phrases = typo.enumeration(erreur.messages)
            refus = Refus(f"{enfant.prenom}, {activite} : {phrases}", code=getattr(erreur, "code", None) or "deja")
            refus.activite = activite.pk
            raise refus from None
    return faites


def _lieu_de_l_ecole(enfant, activite, du):
    """Give the place, open for the activity, of the child's school that day or next: its restaurant or the school."""
    scolarite = enfant.scolarites.filter(annee__au__gte=du).order_by("annee__du").select_related("ecole").first()
    if scolarite:
        siens = {scolarite.ecole.restaurant_id, scolarite.ecole.lieu_id}
        if lieu := lieux_ouverts(activite).filter(pk__in=siens - {None}).first():
            return lieu
    raise Refus("aucun lieu de son école n’est ouvert. Choisissez un lieu.", code="lieu")


def inscriptions_depuis(jour: date):
    """The registrations of OuterRef("pk"), a child, that began or ended since, or that nobody has ended."""
    sans_fin = Q(au__isnull=True, etat=EtatInscription.ACTIVE)
    return Inscription.objects.filter(Q(au__gte=jour) | Q(du__gte=jour) | sans_fin, enfant=OuterRef("pk"))


@transaction.atomic
def terminer(inscription: Inscription, *, au: date, par, motif="") -> Inscription:
    """End a registration after ``au``, alone: who ends it for a home that a child leaves ends what is booked too."""
    actuelle = lock(inscription)
    if actuelle.etat != EtatInscription.ACTIVE:
        raise Refus("Cette inscription n’est plus active.", code="etat")
    if au < actuelle.du:
        raise Refus("La fin de l’inscription précède son début.", code="dates")
    actuelle.au = au
    actuelle.save(update_fields=["au"])
    journal.noter(
        ActionJournal.FIN_D_UNE_INSCRIPTION, actuelle.payeur.foyer or actuelle.payeur, par=par, motif=motif,
        enfant=str(actuelle.enfant), activite=str(actuelle.activite), au=au.isoformat(),
    )  # fmt: skip
    return actuelle


def fermer_avant_son_debut(inscription: Inscription, *, par, motif: str) -> None:
    """Close a registration that had not begun, in the caller's transaction, which holds the child's row."""
    inscription.etat = EtatInscription.TERMINEE
    inscription.save(update_fields=["etat"])
    journal.noter(
        ActionJournal.FIN_D_UNE_INSCRIPTION, inscription.payeur.foyer or inscription.payeur, par=par, motif=motif,
        enfant=str(inscription.enfant), avant_son_debut=True,
    )  # fmt: skip
