"""Report that a child will not come."""

from django.db import IntegrityError, transaction

from common import clock
from common.database.locks import lock_all
from common.errors import Refus
from common.words import typo
from espace_prive.demarches import services as demarches
from espace_prive.demarches.enums import EtatDemarche
from espace_prive.documents import services as documents
from espace_prive.famille.models import Enfant
from reservations.planning.constats import Fait, raconter
from reservations.planning.enums import Cause, EffetAbsence, EtatReservation, GesteAbsence
from reservations.planning.models import Absence, Reservation
from reservations.planning.rules_absences import empreinte
from reservations.planning.services.autre_foyer import de_la_reservation, prevenir_l_autre_foyer
from reservations.planning.services.commun import annuler, prevenir, verrouiller_places
from reservations.planning.services.decisions import changer_effet
from reservations.planning.services.effets import consequences

TYPE_ABSENCE = "absence"
AUTREMENT = "Ce qui sera facturé a changé depuis l’affichage de la page. Relisez, puis signalez."


def signaler_absences(reservations, *, motif, numero, foyer, auteur, document=None, vu=None):
    """Report that the child will not come on these booked days; return the request.

    In time, the booking is cancelled and its place given back; too late, the place stays taken, and what is billed is
    the rules' (``rules_absences``). ``foyer``: the home that reports, whoever booked. ``document``: a certificate
    that was judged. ``vu``: the mark (``rules_absences.empreinte``) of what was said before sending, without the
    certificate. The same ``numero`` again gives the same answer. Raise Refus: ``vide``, ``passe``, ``change``,
    ``stockage``.
    """
    if not reservations:
        raise Refus("Cochez au moins une ligne.", code="vide")
    try:
        with transaction.atomic():
            a_jour = _verrouiller(reservations)
            if deja := demarches.connue(numero):
                return _deja_signalee(deja, foyer)
            demarche = _ecrire_absences(
                a_jour, attendues=len(reservations), motif=motif, numero=numero, foyer=foyer, auteur=auteur,
                document=document, vu=vu,
            )  # fmt: skip
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
    """Say who will not come and when, then what stays billed: of whom, when children differ."""
    faits = [
        Fait(r.enfant.prenom, r.date, False, r.formule.activite.nom_courant, r.formule.activite.mot)
        for r in reservations
    ]
    par_phrase = {}
    for r in reservations:
        par_phrase.setdefault(connus[r.pk].phrase, {})[r.enfant.prenom] = None
    meme = len({tuple(prenoms) for prenoms in par_phrase.values()}) == 1
    effets = [dite if meme else f"Pour {typo.enumeration(noms)} : {dite}" for dite, noms in par_phrase.items()]
    return " ".join([*raconter(faits), *effets])


def _titre_absence(reservations):
    prenoms = typo.enumeration(dict.fromkeys(r.enfant.prenom for r in reservations))
    jours = typo.enumeration(
        dict.fromkeys(typo.date_longue(r.date) for r in sorted(reservations, key=lambda r: r.date))
    )
    activites = typo.enumeration(dict.fromkeys(r.formule.activite.nom for r in reservations))
    return f"Absence {prenoms} – {activites} – {jours}"


def _verrouiller(reservations):
    """Lock the children, the places, then the bookings; give these as they are now.

    The children first: an illness is judged as a whole, by one report at a time.
    """
    lock_all(Enfant.objects.filter(pk__in={r.enfant_id for r in reservations}))
    cles = [r.pk for r in reservations]
    verrouiller_places(cles)
    lues = Reservation.objects.filter(pk__in=cles)
    # A bill that is being issued points to them: it waits for what is said here.
    return lock_all(
        lues.select_related("absence", "enfant", "payeur", "formule__activite__service"), hold_references=True
    )


def _juger(reservations, *, attendues, motif, foyer, document, vu):
    """Decide again, now that nothing moves, what each of these days costs."""
    a_jour = [r for r in reservations if r.etat == EtatReservation.CONFIRMEE and not hasattr(r, "absence")]
    jugees = consequences(a_jour, motif=motif, foyers={foyer.pk})
    if len(jugees.effets) < attendues:
        raise Refus("Une de ces réservations a été annulée, ou son jour est passé. Relisez la liste.", code="passe")
    if vu is not None and vu != empreinte(jugees.effets):
        raise Refus(AUTREMENT, code="change")
    if document is not None:
        jugees = consequences(a_jour, motif=motif, foyers={foyer.pk}, certificat=True)
    return a_jour, jugees


def _ecrire_absences(reservations, *, attendues, motif, numero, foyer, auteur, document, vu):
    a_jour, jugees = _juger(
        reservations, attendues=attendues, motif=motif, foyer=foyer, document=document, vu=vu
    )  # fmt: skip
    connus = jugees.effets
    demarche = demarches.deposer(
        numero=numero,
        type=TYPE_ABSENCE,
        titre=_titre_absence(a_jour),
        constat=_constat(a_jour, connus),
        service=min(a_jour, key=lambda r: r.date).formule.activite.service,
        foyer=foyer,
        auteur=auteur,
        recapitulatif=_recapitulatif(a_jour, connus),
        etat=EtatDemarche.POSITIVE,
        motif="Absence enregistrée",
    )
    _creer(a_jour, connus, demarche=demarche, motif=motif, auteur=auteur, document=document)
    for absence, effet in jugees.rejugees:
        changer_effet(absence, geste=GesteAbsence.SUITE, effet=effet.effet, phrase=effet.phrase, par=auteur)
    rendues = [r for r in a_jour if connus[r.pk].a_temps]
    annuler([r.pk for r in rendues], cause=Cause.ABSENCE, motif="Absence signalée à temps")
    return demarche


def _recapitulatif(reservations, connus):
    return [
        {
            "libelle": f"{r.enfant.prenom}, {typo.date_longue(r.date)}",
            "detail": connus[r.pk].phrase,
            "montant": "",
            "etat": "success" if connus[r.pk].effet == EffetAbsence.NON_FACTUREE else "warning",
        }
        for r in reservations
    ]


def _creer(reservations, connus, *, demarche, motif, auteur, document):
    piece = documents.deposer(document, par=auteur) if document else None
    Absence.objects.bulk_create(
        Absence(
            reservation=r,
            demarche=demarche,
            motif=motif,
            declaree_par=auteur,
            effet=connus[r.pk].effet,
            phrase=connus[r.pk].phrase,
            a_justifier_avant=connus[r.pk].avant,
            justificatif=piece,
            justifiee_le=clock.maintenant() if piece else None,
        )
        for r in reservations
    )
