"""Registrations: the right to book an activity, given and ended by the agents."""

from datetime import date

from django.db import transaction

from common import clock, journal
from common.errors import Refus
from espace_prive.famille.models import Enfant, Payeur
from espace_prive.famille.sections import Section
from reservations.activites.enums import EtatInscription
from reservations.activites.models import Inscription

MODIFIER = "famille.modifier_dossier"


@transaction.atomic
def inscrire(enfant: Enfant, activite, *, lieu, payeur: Payeur, du: date, au: date | None = None, par) -> Inscription:
    """Register the child from ``du`` to ``au`` (no end), at the cost of ``payeur``, a home of the child or a third."""
    Enfant.objects.select_for_update(of=("self",), no_key=True).get(pk=enfant.pk)
    if payeur.foyer_id and not enfant.rattachements.filter(foyer=payeur.foyer_id).exists():
        raise Refus(f"{enfant.prenom} n’est pas rattaché à ce foyer : il ne peut pas payer.", code="payeur")
    if au and au < du:
        raise Refus("La fin de l’inscription précède son début.", code="dates")
    inscription = Inscription(
        enfant=enfant, activite=activite, lieu=lieu, payeur=payeur, du=du, au=au, etat=EtatInscription.ACTIVE,
        demandee_par=par,
    )  # fmt: skip
    inscription.full_clean()
    inscription.save()
    journal.noter(
        "inscription", payeur.foyer or payeur, par=par, enfant=str(enfant), activite=str(activite), du=du.isoformat()
    )
    return inscription


@transaction.atomic
def terminer(inscription: Inscription, *, au: date, par, motif="") -> Inscription:
    """End a registration after ``au``; what is booked beyond stays to be cancelled day by day."""
    actuelle = Inscription.objects.select_for_update(of=("self",)).get(pk=inscription.pk)
    if actuelle.etat != EtatInscription.ACTIVE:
        raise Refus("Cette inscription n’est plus active.", code="etat")
    if au < actuelle.du:
        raise Refus("La fin de l’inscription précède son début.", code="dates")
    actuelle.au = au
    actuelle.save(update_fields=["au"])
    journal.noter(
        "fin d’une inscription", actuelle.payeur.foyer or actuelle.payeur, par=par, motif=motif,
        enfant=str(actuelle.enfant), activite=str(actuelle.activite), au=au.isoformat(),
    )  # fmt: skip
    return actuelle


def _contexte(foyer, enfants, utilisateur) -> dict:
    """Give the registrations of the children that are not over, by child."""
    connues = (
        Inscription.objects.actives(clock.aujourdhui(), date.max)
        .filter(enfant__in=enfants)
        .select_related("activite", "lieu", "payeur__foyer")
        .order_by("du", "pk")
    )
    par_enfant = {}
    for inscription in connues:
        par_enfant.setdefault(inscription.enfant_id, []).append(inscription)
    return {
        "foyer": foyer,
        "lignes": [(enfant, par_enfant.get(enfant.pk, [])) for enfant in enfants],
        "peut_modifier": utilisateur.has_perm(MODIFIER),
    }


SECTION_DU_DOSSIER = Section(
    cle="inscriptions",
    titre="Inscriptions",
    gabarit="activites/agents/_inscriptions.html",
    contexte=_contexte,
    ordre=10,
)
