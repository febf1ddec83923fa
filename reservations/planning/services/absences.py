"""Report that a child will not come; what that leaves billed."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from common import clock
from common.database.locks import lock_all
from common.errors import Refus
from common.words import typo
from commune.models import AnneeScolaire
from espace_prive.demarches import services as demarches
from espace_prive.demarches.enums import EtatDemarche
from espace_prive.documents import services as documents
from factures.tarifs.services import Tarificateur
from reservations.activites.enums import Geste, Suite
from reservations.activites.services.delais import delais_de
from reservations.planning.constats import Fait, raconter
from reservations.planning.enums import Cause, EffetAbsence, EtatReservation, MotifAbsence
from reservations.planning.models import Absence, Reservation
from reservations.planning.rules_absences import Effet, Manquee, RegleAbsence, juger_ensemble, rangs
from reservations.planning.services.autre_foyer import de_la_reservation, prevenir_l_autre_foyer
from reservations.planning.services.commun import annuler, prevenir, verrouiller_places

TYPE_ABSENCE = "absence"


def signaler_absences(reservations, *, motif, numero, foyer, auteur, document=None):
    """Report that the child will not come on these booked days; return the request.

    In time, the booking is cancelled and its place given back; too late, the place stays taken, and what is billed is
    the rules' (``rules_absences``). ``foyer``: the home that reports, whoever booked. ``document``: a certificate
    that was judged. The same ``numero`` again gives the same answer. Raise Refus: ``vide``, ``passe``, ``stockage``.
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
                document=document,
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
    """Say who will not come and when, then what stays billed."""
    faits = [
        Fait(r.enfant.prenom, r.date, False, r.formule.activite.nom_courant, r.formule.activite.mot)
        for r in reservations
    ]
    return " ".join([*raconter(faits), *dict.fromkeys(connus[r.pk].phrase for r in reservations)])


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


def _ecrire_absences(reservations, *, attendues, motif, numero, foyer, auteur, document):
    a_jour = [r for r in reservations if r.etat == EtatReservation.CONFIRMEE and not hasattr(r, "absence")]
    connus = effets(a_jour, motif=motif, foyers={foyer.pk}, certificat=document is not None, ensemble=True)
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
                "detail": connus[r.pk].phrase,
                "montant": "",
                "etat": "success" if connus[r.pk].effet == EffetAbsence.NON_FACTUREE else "warning",
            }
            for r in a_jour
        ],
        etat=EtatDemarche.POSITIVE,
        motif="Absence enregistrée",
    )
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
        for r in a_jour
    )
    rendues = [r for r in a_jour if connus[r.pk].a_temps]
    annuler([r.pk for r in rendues], cause=Cause.ABSENCE, motif="Absence signalée à temps")
    return demarche


def _preavis(connus, reservation):
    """Until when sickness can be told on the parents' word; None where the activity says no hour."""
    activite = reservation.formule.activite_id
    if (activite, Geste.ABSENCE, Suite.REFUS) not in connus.regles:
        return None
    return connus.limite(activite, Geste.ABSENCE, reservation.date, reservation.formule_id)


def effets(reservations, *, motif, foyers: Iterable[int], certificat=False, ensemble=False) -> dict[int, Effet]:
    """Give, by booking, what an absence reported now would change: a fixed number of statements.

    ``ensemble``: all are reported at once; else each is judged as if it were alone. Prices are told to the ``foyers``
    that pay them, and to nobody else. The bookings come with ``formule__activite`` and ``payeur``. A day that is over
    is left out.
    """
    reservations = [r for r in reservations if r.date >= clock.aujourdhui()]
    if not reservations:
        return {}
    tarifs = Tarificateur({r.formule_id for r in reservations}, {r.payeur.foyer_id for r in reservations})
    connus = delais_de({r.formule.activite_id for r in reservations})
    passe = _Passe(reservations)
    groupes = {}
    for r in reservations:
        cle = (r.enfant_id, r.formule_id) if ensemble else (r.pk,)
        groupes.setdefault(cle, []).append(r)
    resultat = {}
    for groupe in groupes.values():
        rang = passe.rangs(groupe) if motif == MotifAbsence.MALADIE else {}
        activite = groupe[0].formule.activite
        jours = {r.date: r for r in groupe}
        manquees = [
            Manquee(
                jour=r.date, motif=motif, maintenant=clock.maintenant(),
                limite=connus.limite(activite.pk, Geste.ANNULER, r.date, r.formule_id),
                preavis=_preavis(connus, r), mot=activite.mot, prix=_prix(tarifs, r, foyers), rang=rang.get(r.date, 1),
                declarees=passe.declarees(r), certificat=certificat,
            )
            for r in groupe
        ]  # fmt: skip
        regle = RegleAbsence(activite.carence, activite.certificat_sous, activite.declarations)
        for jour, effet in juger_ensemble(manquees, regle).items():
            resultat[jours[jour].pk] = effet
    return resultat


def _prix(tarifs, reservation, foyers):
    foyer = reservation.payeur.foyer_id
    if foyer not in foyers:
        return None
    prix = tarifs.prix(reservation.formule_id, foyer, reservation.date, reservation.enfant_id)
    return prix.montant if prix else None


class _Passe:
    """What the children had booked and missed of these activities since the school year began: one statement."""

    def __init__(self, reservations):
        self.debut = debut_d_annee(min(r.date for r in reservations))
        lues = (
            Reservation.objects.filter(
                Q(etat=EtatReservation.CONFIRMEE) | Q(etat=EtatReservation.ANNULEE, cause=Cause.ABSENCE),
                enfant__in={r.enfant_id for r in reservations},
                formule__activite__in={r.formule.activite_id for r in reservations},
                date__range=(self.debut, max(r.date for r in reservations)),
            )
            .order_by()
            .values_list(
                "enfant", "formule__activite", "date", "etat", "absence__motif", "absence__effet",
                "absence__justificatif", "absence__demarche",
            )
        )  # fmt: skip
        self.reserves, self.malades, self.parole = {}, {}, {}
        for enfant, activite, jour, etat, motif, effet, piece, demarche in lues:
            cle = enfant, activite
            self.reserves.setdefault(cle, set()).add(jour)
            if motif != MotifAbsence.MALADIE:
                continue
            self.malades.setdefault(cle, set()).add(jour)
            # Told in time, the booking is cancelled: no declaration was needed.
            if etat == EtatReservation.CONFIRMEE and effet == EffetAbsence.NON_FACTUREE and piece is None:
                self.parole.setdefault(cle, set()).add(demarche)

    @staticmethod
    def _cle(reservation):
        return reservation.enfant_id, reservation.formule.activite_id

    def rangs(self, reservations) -> dict[date, int]:
        """Give which day of its illness each of these would be."""
        cle = self._cle(reservations[0])
        malades = self.malades.get(cle, set()) | {r.date for r in reservations}
        return rangs(malades, self.reserves.get(cle, ()))

    def declarees(self, reservation) -> int:
        return len(self.parole.get(self._cle(reservation), ()))


def debut_d_annee(jour: date) -> date:
    """Give the first day of the school year of ``jour``; summer belongs to the year that ends."""
    annee = AnneeScolaire.objects.filter(du__lte=jour).order_by("-du").first()
    return annee.du if annee else date(jour.year if jour.month > 8 else jour.year - 1, 9, 1)
