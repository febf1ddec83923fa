"""Close a day, or open it again."""

from django.db import transaction
from django_q.tasks import async_task

from common import clock, journal, typo
from common.courriels import envoyer
from common.errors import Refus
from espace_prive.famille.models import Appartenance
from reservations.activites.models import Creneau
from reservations.planning.models import Reservation
from reservations.planning.services.commun import annuler

FERMETURE = "Fermeture : "


def fermer_jour(*, activite, lieux, jour, motif, par):
    """Close ``activite`` on ``jour`` in ``lieux``: bookings are cancelled, not billed, and families are told.

    Return the number of cancelled bookings. Raise Refus: ``passe``, ``motif``. Run again, it closes what was missing.
    """
    if jour < clock.aujourdhui():
        raise Refus("Ce jour est passé : il ne se ferme plus.", code="passe")
    if not motif.strip():
        raise Refus("Dites pourquoi le jour est fermé : les familles le liront.", code="motif")
    with transaction.atomic():
        creneaux = list(Creneau.objects.filter(unite__activite=activite, lieu__in=lieux, date=jour).verrouilles())
        if not creneaux:
            raise Refus("Il n’y a rien d’ouvert ce jour-là.", code="rien")
        touchees = list(
            Reservation.objects.vivantes().filter(prises__creneau__in=creneaux).values_list("pk", flat=True).distinct()
        )
        annuler(touchees, motif=f"{FERMETURE}{motif}")
        for creneau in creneaux:
            creneau.ferme, creneau.motif, creneau.prises = True, motif, 0
        Creneau.objects.bulk_update(creneaux, ["ferme", "motif", "prises"])
        journal.noter("fermeture", activite, par=par, motif=motif, jour=jour.isoformat(), annulees=len(touchees))
        if touchees:
            async_task("reservations.planning.tasks.prevenir_fermeture", activite.pk, jour.isoformat())
    return len(touchees)


@transaction.atomic
def rouvrir_jour(*, activite, lieux, jour, par):
    """Open again a day closed by mistake; the cancelled bookings are not restored (families book again)."""
    creneaux = list(
        Creneau.objects.filter(unite__activite=activite, lieu__in=lieux, date=jour, ferme=True).verrouilles()
    )
    for creneau in creneaux:
        creneau.ferme, creneau.motif = False, ""
    Creneau.objects.bulk_update(creneaux, ["ferme", "motif"])
    journal.noter("reouverture", activite, par=par, jour=jour.isoformat())
    return len(creneaux)


def prevenir_familles(*, activite, jour):
    """Mail the adults of each home whose bookings of ``jour`` a closing cancelled; each gets it once."""
    annulees = (
        Reservation.objects.filter(
            formule__activite=activite, date=jour, motif_annulation__startswith=FERMETURE, payeur__foyer__isnull=False
        )
        .select_related("enfant", "payeur")
        .order_by("enfant__prenom")
    )
    foyers = {}
    for reservation in annulees:
        foyers.setdefault(reservation.payeur.foyer_id, []).append(reservation)
    habitants = Appartenance.objects.a_prevenir().filter(foyer__in=foyers).select_related("responsable")
    for habitant in habitants:
        reservations = foyers[habitant.foyer_id]
        envoyer(
            cle=f"fermeture:{activite.pk}:{jour}:{habitant.responsable_id}",
            a=habitant.responsable.email,
            objet=f"{activite.nom} : fermeture le {typo.date_longue(jour)}",
            gabarit="courriels/fermeture",
            activite=activite,
            jour=jour,
            motif=reservations[0].motif_annulation.removeprefix(FERMETURE),
            enfants=typo.enumeration(dict.fromkeys(r.enfant.prenom for r in reservations)),
            destinataire=habitant.responsable,
        )
