"""Do what the service decides of booked days, and take it back. Lock, judge, write: in that order, at once."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django_q.tasks import async_task

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.rules import Non
from reservations.interventions.enums import FacturationAbsence, GesteIntervention, ResultatIntervention
from reservations.interventions.extensions import CHIFFRAGES
from reservations.interventions.models import Intervention, LigneIntervention
from reservations.interventions.services.etats import Changement, annulee, appliquer, etat_de, pareils, tient
from reservations.interventions.services.etudes import Cible, Etude, Etudes, Ordre, empreinte, etudier
from reservations.planning.enums import EffetAbsence, EtatReservation, MotifAbsence
from reservations.planning.extensions import sur_factures
from reservations.planning.models import Absence
from reservations.planning.services.effets import apres_certificat

LIGNES_MAX = 2000
CHANGE = "Ces réservations ont changé depuis l’affichage de la page. Relisez ce qui sera fait, puis confirmez."


def verifier(ordre: Ordre, cibles: list[Cible]) -> None:
    """Raise Refus when not enough is said: ``cibles``, ``motif``, ``formule``, ``vers``, ``raison``; ``heures``."""
    manques = (
        ("cibles", not cibles, "Cochez au moins un enfant."),
        ("cibles", len(cibles) > LIGNES_MAX, f"C’est trop en une fois : {LIGNES_MAX} lignes au plus."),
        ("motif", not ordre.motif.strip(), "Dites pourquoi : la famille le lira."),
        ("vers", ordre.geste == GesteIntervention.DEPLACEMENT and ordre.vers is None, "Dites à quel jour déplacer."),
        ("raison", ordre.geste == GesteIntervention.ABSENCE and not ordre.raison, "Dites la raison de l’absence."),
        (
            "formule",
            ordre.geste in (GesteIntervention.AJOUT, GesteIntervention.VENU) and ordre.formule is None,
            "Choisissez ce qui est réservé.",
        ),
        (
            "heures",
            ordre.arrivee is not None and ordre.depart is not None and ordre.arrivee >= ordre.depart,
            "Le départ est après l’arrivée.",
        ),
    )
    for code, vrai, phrase in manques:
        if vrai:
            raise Refus(phrase, code=code)


def apercu(ordre: Ordre, cibles: Iterable[Cible]) -> list[Etude]:
    """Say what the order would do, and what each line changes on the bills, to the cent: done, read, and forgotten."""
    cibles = list(cibles)
    verifier(ordre, cibles)
    with transaction.atomic():
        etudes = etudier(ordre, cibles, verrou=True)
        faites = [e for e in etudes if e.changement]
        avant = _chiffrer(faites)
        factures = sur_factures({e.changement.reservation.pk for e in faites if e.changement.avant})
        _ecrire(ordre, faites)
        # Only what is written is a decision, which takes an issued invoice back.
        _consigner(ordre, etudes)
        apres = _chiffrer(faites)
        for e in faites:
            cle = e.changement.reservation.pk
            e.montant = apres.get(cle, 0) - avant.get(cle, 0)
            e.sur = factures[cle].reference if e.changement.avant and cle in factures else ""
        transaction.set_rollback(True)
    return etudes


def _chiffrer(etudes) -> dict:
    if not etudes:
        return {}
    payeurs = {e.changement.reservation.payeur_id for e in etudes}
    jours = {e.jour for e in etudes}
    regie = etudes[0].formule.activite.regie
    return {cle: montant for lire in CHIFFRAGES for cle, montant in lire(regie, payeurs, jours).items()}


@transaction.atomic
def intervenir(ordre: Ordre, cibles: Iterable[Cible], *, vu: str | None = None) -> Intervention:
    """Do it; what cannot be done is kept beside, with its reason, and the families are told of the rest.

    ``vu``: the mark (``etudes.empreinte``) of what was shown before confirming. Raise Refus: those of ``verifier``,
    ``change``, ``rien`` (nothing of it can be done).
    """
    cibles = list(cibles)
    verifier(ordre, cibles)
    etudes = etudier(ordre, cibles, verrou=True)
    if vu is not None and vu != empreinte(etudes):
        raise Refus(CHANGE, code="change")
    faites = [e for e in etudes if e.changement]
    if not faites:
        raise Refus(etudes[0].non.phrase if len(etudes) == 1 else "Rien de cela ne peut être fait.", code="rien")
    _ecrire(ordre, faites)
    intervention = _consigner(ordre, etudes)
    for enfant in {e.enfant for e in faites}:
        nombre = sum(e.enfant == enfant for e in faites)
        journal.noter(
            ActionJournal.RESERVATIONS_CORRIGEES, enfant, par=ordre.par, motif=ordre.motif,
            geste=GesteIntervention(ordre.geste).label, nombre=nombre,
        )  # fmt: skip
    async_task("reservations.interventions.tasks.prevenir", intervention.pk)
    return intervention


def _ecrire(ordre, faites) -> None:
    appliquer(e.changement for e in faites)
    if ordre.geste == GesteIntervention.ABSENCE and ordre.facturation == FacturationAbsence.CERTIFICAT:
        _selon_le_reglement(ordre, faites)


def _selon_le_reglement(ordre, faites) -> None:
    """Judge these absences together by the town's rules, as if each came with its certificate: waiting days stay."""
    if ordre.raison != MotifAbsence.MALADIE:
        return
    absences = Absence.objects.filter(reservation__in=[e.changement.reservation.pk for e in faites]).select_related(
        "reservation__enfant", "reservation__payeur", "reservation__formule__activite"
    )
    absences = {a.reservation_id: a for a in absences}
    effets = apres_certificat(absences.values(), foyers={a.reservation.payeur.foyer_id for a in absences.values()})
    for e in faites:
        absence = absences[e.changement.reservation.pk]
        effet = effets[absence.pk]
        if effet.effet != EffetAbsence.NON_FACTUREE:
            absence.effet, absence.phrase = effet.effet, effet.phrase
            absence.save(update_fields=["effet", "phrase"])
            e.phrase = effet.phrase
            e.changement.apres["absence"] |= {"effet": effet.effet, "phrase": effet.phrase}


def _consigner(ordre, etudes, *, defait=None) -> Intervention:
    intervention = Intervention.objects.create(
        activite=ordre.activite, geste=ordre.geste, motif=ordre.motif.strip(), par=ordre.par, defait=defait
    )
    LigneIntervention.objects.bulk_create(
        LigneIntervention(
            intervention=intervention, enfant_id=e.enfant.pk, formule_id=e.formule and e.formule.pk, date=e.jour,
            fait=e.fait, resultat=ResultatIntervention.FAITE if e.changement else ResultatIntervention.REFUSEE,
            code=e.non.code if e.non else "", phrase=e.dit,
            reservation=e.changement and e.changement.reservation,
            avant=e.changement and e.changement.avant, apres=e.changement and e.changement.apres,
            au_dela=e.changement.au_dela if e.changement else [],
        )
        for e in etudes
    )  # fmt: skip
    return intervention


class RetourArriere:
    """Judge what taking an intervention back would do: each line whose booking nobody changed since."""

    def __init__(self, intervention: Intervention, *, motif, par, verrou=False):
        self.ordre = Ordre(GesteIntervention.RETOUR, intervention.activite, motif=motif, par=par, au_dela=True)
        # The last done is the first undone: what was moved gives its new place back before it takes the old one.
        lignes = intervention.lignes.filter(resultat=ResultatIntervention.FAITE).order_by("-pk")
        self.lignes = list(lignes.select_related("reservation"))
        enfants, jours = {x.enfant_id for x in self.lignes}, {x.date for x in self.lignes}
        self.etudes = Etudes(self.ordre, enfants, jours, verrou=verrou)
        self.liste = [self._juger(ligne) for ligne in self.lignes]

    def _juger(self, ligne) -> Etude:
        lecture = self.etudes.lecture
        enfant = lecture.enfants[ligne.enfant_id]
        r = next(x for x in lecture.siennes(ligne.enfant_id, ligne.date) if x.pk == ligne.reservation_id)
        etude = Etude(enfant, ligne.date, GesteIntervention.RETOUR, formule=lecture.catalogue.formules[r.formule_id])
        actuel = etat_de(r)
        if not pareils(actuel, ligne.apres):
            etude.non = Non("change", "Cette réservation a changé depuis : corrigez-la telle qu’elle est.")
            return etude
        # Before it there was nothing, or an offer whose time is over.
        voulu = ligne.avant if ligne.avant and ligne.avant["etat"] != EtatReservation.PROPOSEE else None
        voulu = voulu or annulee(actuel, motif=f"Annulée par le service : {self.ordre.motif}")
        if tient(actuel) and not tient(voulu):
            self.etudes.places.bouger(self.etudes.places.rangees(etude.formule, r.lieu_id, enfant, r.date), -1)
            etude.changement = Changement(r, actuel, voulu, rendues=ligne.au_dela)
        elif tient(voulu) and not tient(actuel):
            etude = self.etudes.remettre(etude, r, voulu, au_dela=True)
        else:
            etude.changement = Changement(r, actuel, voulu)
        etude.phrase = f"Correction annulée par le service : {ligne.fait_en_mots}."
        return etude


def apercu_du_retour(intervention, *, par) -> list[Etude]:
    """Say what taking it back would do, with what it changes on the bills; nothing when it is done already."""
    with transaction.atomic():
        if Intervention.objects.filter(defait=lock(intervention)).exists():
            return []
        etudes = RetourArriere(intervention, motif="aperçu", par=par, verrou=True).liste
        faites = [e for e in etudes if e.changement]
        avant = _chiffrer(faites)
        appliquer(e.changement for e in faites)
        _consigner(Ordre(GesteIntervention.RETOUR, intervention.activite, motif="aperçu"), etudes, defait=intervention)
        apres = _chiffrer(faites)
        for e in faites:
            cle = e.changement.reservation.pk
            e.montant = apres.get(cle, 0) - avant.get(cle, 0)
        transaction.set_rollback(True)
    return etudes


def annuler_intervention(intervention: Intervention, *, motif: str, par) -> Intervention:
    """Take it back: each booking is again as it was, past the places if need be; what changed since is said.

    Raise Refus: ``motif``, ``deja``, ``rien``.
    """
    if not motif.strip():
        raise Refus("Dites pourquoi : la famille le lira.", code="motif")
    try:
        with transaction.atomic():
            intervention = lock(intervention)
            if intervention.geste == GesteIntervention.RETOUR:
                raise Refus("Un retour en arrière ne s’annule pas : faites une nouvelle correction.", code="deja")
            if Intervention.objects.filter(defait=intervention).exists():
                raise Refus("Cette correction a déjà été annulée.", code="deja")
            retour = RetourArriere(intervention, motif=motif, par=par, verrou=True)
            faites = [e for e in retour.liste if e.changement]
            if not faites:
                raise Refus("Toutes ces réservations ont changé depuis : il n’y a plus rien à remettre.", code="rien")
            appliquer(e.changement for e in faites)
            rendue = _consigner(retour.ordre, retour.liste, defait=intervention)
            journal.noter(
                ActionJournal.CORRECTION_ANNULEE, intervention.activite, par=par, motif=motif, nombre=len(faites)
            )
            async_task("reservations.interventions.tasks.prevenir", rendue.pk)
    except IntegrityError as erreur:
        raise Refus("Cette correction vient d’être annulée.", code="deja") from erreur
    return rendue
