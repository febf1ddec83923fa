"""Report that a child will not come."""

from django.db import IntegrityError, transaction

from common import clock
from common.database.locks import lock_all
from common.errors import Refus
from common.words import typo
from espace_prive.demarches import services as demarches
from espace_prive.demarches.enums import EtatDemarche
from factures.tarifs.services import Tarificateur
from reservations.activites.enums import Geste
from reservations.activites.services.delais import delais_de
from reservations.planning import rules
from reservations.planning.constats import Fait, raconter
from reservations.planning.enums import Cause, EffetAbsence, EtatReservation
from reservations.planning.models import Absence, Reservation
from reservations.planning.services.autre_foyer import de_la_reservation, prevenir_l_autre_foyer
from reservations.planning.services.commun import annuler, prevenir, verrouiller_places

TYPE_ABSENCE = "absence"


def signaler_absences(reservations, *, motif, numero, foyer, auteur):
    """Report that the child will not come on these booked days; return the request.

    In time, the booking is cancelled and its place given back; too late, it stays billed and the place taken.
    The same ``numero`` again gives the same answer. Raise Refus: ``vide``, ``passe``.
    """
    if not reservations:
        raise Refus("Cochez au moins une ligne.", code="vide")
    try:
        with transaction.atomic():
            a_jour = _verrouiller(reservations)
            if deja := demarches.connue(numero):
                return _deja_signalee(deja, foyer)
            demarche = _ecrire_absences(
                a_jour, attendues=len(reservations), motif=motif, numero=numero, foyer=foyer, auteur=auteur
            )
            prevenir(demarche)
            activites = {r.formule.activite for r in a_jour}
            for activite in sorted(activites, key=lambda a: a.pk):
                jours = [de_la_reservation(r) for r in a_jour if r.formule.activite == activite]
                prevenir_l_autre_foyer(demarche, jours, activite=activite, foyer=foyer)
    except IntegrityError:
        # The number was taken meanwhile for other bookings: no lock was shared. Anything else is an error of ours.
        deja = demarches.connue(numero)
        if deja is None:
            raise
        return _deja_signalee(deja, foyer)
    return demarche


def _deja_signalee(demarche, foyer):
    if demarche.foyer_id != foyer.pk or demarche.type != TYPE_ABSENCE:
        raise Refus("Cette page a déjà servi. Reprenez depuis « Signaler une absence ».", code="autre_contenu")
    return demarche


def _constat(reservations, connus):
    """Say who will not come and when, then what stays billed."""
    faits = [
        Fait(r.enfant.prenom, r.date, False, r.formule.activite.nom_courant, r.formule.activite.mot)
        for r in reservations
    ]
    return " ".join([*raconter(faits), *dict.fromkeys(connus[r.pk][1] for r in reservations)])


def _titre_absence(reservations):
    prenoms = typo.enumeration(dict.fromkeys(r.enfant.prenom for r in reservations))
    jours = typo.enumeration(
        dict.fromkeys(typo.date_longue(r.date) for r in sorted(reservations, key=lambda r: r.date))
    )
    activites = typo.enumeration(dict.fromkeys(r.formule.activite.nom for r in reservations))
    return f"Absence {prenoms} – {activites} – {jours}"


def _verrouiller(reservations):
    """Lock the places, then the bookings; give these as they are now."""
    cles = [r.pk for r in reservations]
    verrouiller_places(cles)
    lues = Reservation.objects.filter(pk__in=cles)
    # A bill that is being issued points to them: it waits for what is said here.
    return lock_all(
        lues.select_related("absence", "enfant", "payeur", "formule__activite__service"), hold_references=True
    )


def _ecrire_absences(reservations, *, attendues, motif, numero, foyer, auteur):
    a_jour = [r for r in reservations if r.etat == EtatReservation.CONFIRMEE and not hasattr(r, "absence")]
    connus = effets(a_jour)
    if len(connus) < attendues:
        raise Refus("Une de ces réservations a été annulée, ou son jour est passé. Relisez la liste.", code="passe")
    demarche = demarches.deposer(
        numero=numero,
        type=TYPE_ABSENCE,
        titre=_titre_absence(a_jour),
        constat=_constat(a_jour, connus),
        service=min(a_jour, key=lambda r: r.date).formule.activite.service,
        foyer=foyer,
        auteur=auteur,
        recapitulatif=[
            {
                "libelle": f"{r.enfant.prenom}, {typo.date_longue(r.date)}",
                "detail": connus[r.pk][1],
                "montant": "",
                "etat": "warning" if connus[r.pk][0] else "success",
            }
            for r in a_jour
        ],
        etat=EtatDemarche.POSITIVE,
        motif="Absence enregistrée",
    )
    Absence.objects.bulk_create(
        Absence(
            reservation=r,
            demarche=demarche,
            motif=motif,
            declaree_par=auteur,
            effet=EffetAbsence.FACTUREE if connus[r.pk][0] else EffetAbsence.NON_FACTUREE,
            phrase=connus[r.pk][1],
        )
        for r in a_jour
    )
    rendues = [r for r in a_jour if not connus[r.pk][0]]
    annuler([r.pk for r in rendues], cause=Cause.ABSENCE, motif="Absence signalée à temps")
    return demarche


def effets(reservations) -> dict[int, tuple[bool, str]]:
    """Give, by booking, (billed?, sentence) for an absence reported now: a fixed number of queries by activity.

    The bookings come with ``formule__activite`` and ``payeur``. A day that is over is left out.
    """
    tarifs = Tarificateur({r.formule_id for r in reservations}, {r.payeur.foyer_id for r in reservations})
    connus = delais_de({r.formule.activite_id for r in reservations})
    resultat = {}
    for reservation in reservations:
        if reservation.date < clock.aujourdhui():
            continue
        prix = tarifs.prix(
            reservation.formule_id, reservation.payeur.foyer_id, reservation.date, reservation.enfant_id
        )
        resultat[reservation.pk] = rules.effet_absence(
            maintenant=clock.maintenant(),
            limite_annuler=connus.limite(
                reservation.formule.activite_id, Geste.ANNULER, reservation.date, reservation.formule_id
            ),
            prix=prix.montant if prix else None,
            mot=reservation.formule.activite.mot,
        )
    return resultat
