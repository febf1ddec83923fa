"""Book and cancel what a parent validated. Lock, count, write: in that order, in one transaction."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from common.errors import Refus
from common.rules import Non
from common.words import typo
from espace_prive.demarches import services as demarches
from espace_prive.demarches.enums import EtatDemarche
from reservations.planning import reading, rules
from reservations.planning.constats import Fait, dire_le_montant, raconter
from reservations.planning.enums import Cause, ResultatDeLigne, Sens
from reservations.planning.models import DemandeReservation, LigneDemande, Prise, Reservation
from reservations.planning.services.autre_foyer import Journee, prevenir_l_autre_foyer
from reservations.planning.services.commun import ajuster, annuler, prevenir
from reservations.planning.situations import InscriptionEtFormule, Situations

TYPE_RESERVATION = "reservation"


@dataclass(frozen=True)
class Souhait:
    """One day that a parent ticks (AJOUT) or unticks (RETRAIT) for one of the ``poses``."""

    pose: InscriptionEtFormule
    jour: date
    sens: Sens


@dataclass(frozen=True)
class ReponseALaDemande:
    """The answer to a wish: ``non`` is None when it is accepted; ``prix`` is what the day costs, or gave back."""

    souhait: Souhait
    non: Non | None
    prix: object | None

    @property
    def montant(self) -> Decimal | None:
        return self.prix.montant if self.prix else None


def trier(souhaits):
    """Order wishes by child then day: the order of every screen, mail and fingerprint."""
    return sorted(souhaits, key=lambda s: (s.pose.enfant.pk, s.jour, s.sens))


def etudier(souhaits, *, verrou=False) -> tuple[list[ReponseALaDemande], Situations]:
    """Judge each wish; places are counted down as accepted wishes take them (two children, one place left)."""
    souhaits = trier(souhaits)
    jours = [s.jour for s in souhaits]
    poses = list({s.pose.inscription.pk: s.pose for s in souhaits}.values())
    situations = Situations(poses, du=min(jours), au=max(jours), dates=jours, verrou=verrou)
    reponses = []
    for souhait in sorted(souhaits, key=lambda s: s.sens != Sens.RETRAIT):
        situation = situations.de(souhait.pose, souhait.jour)
        juge = rules.refuser_ajout if souhait.sens == Sens.AJOUT else rules.refuser_retrait
        non = juge(situation)
        if non is None:
            pas = 1 if souhait.sens == Sens.AJOUT else -1
            for creneau in situations.creneaux_de(souhait.pose, souhait.jour):
                creneau.prises += pas
        reponses.append(ReponseALaDemande(souhait, non, situations.prix(souhait.pose, souhait.jour)))
    reponses.sort(key=lambda r: (r.souhait.pose.enfant.pk, r.souhait.jour))
    return reponses, situations


def montant_montre(reponses) -> Decimal:
    """Give what all the wishes come to at today's prices, refused ones too: what the page showed before answering."""
    return rules.bilan(
        [r.montant for r in reponses if r.souhait.sens == Sens.AJOUT],
        [r.montant for r in reponses if r.souhait.sens == Sens.RETRAIT],
    )


def montant_total(reponses) -> Decimal:
    """Give what the accepted answers add to the next bill (negative when they give back)."""
    return montant_montre([r for r in reponses if r.non is None])


def empreinte(souhaits) -> str:
    """Give the fingerprint of a request: the same days of the same children, the same text."""
    texte = "\n".join(f"{s.pose.inscription.pk} {s.jour.isoformat()} {s.sens}" for s in trier(souhaits))
    return hashlib.sha256(texte.encode()).hexdigest()


def enregistrer_demande(souhaits, *, numero, foyer, auteur, montant_vu: Decimal):
    """Book and cancel what the parent validated; return the request, answered line by line.

    All in one transaction, short: rows of places locked, judged, written; the mail leaves afterwards. The same
    ``numero`` again gives the request already answered. Raise Refus: ``vide``, ``montant`` (these days do not come
    to ``montant_vu`` today, whatever the answer to each), ``autre_contenu`` (the number served another request).
    """
    if not souhaits:
        raise Refus("Vous n’avez rien changé. Cochez ou décochez au moins un jour.", code="vide")
    try:
        with transaction.atomic():
            # Children first: two homes booking the same child, and one form sent twice, wait for each other here.
            reading.verrouiller_enfants(enfants={s.pose.enfant.pk for s in souhaits})
            if deja := demarches.connue(numero):
                return _deja_repondue(deja, souhaits, foyer)
            _relire_inscriptions(souhaits)
            reponses, situations = etudier(souhaits, verrou=True)
            if montant_montre(reponses) != montant_vu:
                raise Refus(
                    "Le montant n’est plus celui qui vous a été montré. Relisez le récapitulatif, puis validez.",
                    code="montant",
                )
            creees = _ecrire(reponses, situations)
            demarche = _repondre(reponses, creees, numero=numero, foyer=foyer, auteur=auteur)
            prevenir(demarche)
            retires = [r.souhait for r in reponses if r.non is None and r.souhait.sens == Sens.RETRAIT]
            prevenir_l_autre_foyer(
                demarche,
                [Journee(s.pose.enfant, s.jour, s.pose.inscription.payeur.foyer_id) for s in retires],
                activite=souhaits[0].pose.formule.activite,
                foyer=foyer,
            )
    except IntegrityError:
        # The number was taken meanwhile for other children: no lock was shared. Anything else is an error of ours.
        deja = demarches.connue(numero)
        if deja is None:
            raise
        return _deja_repondue(deja, souhaits, foyer)
    return demarche


def _relire_inscriptions(souhaits):
    """Take the dates of the registrations as they are under the lock: an agent may have just ended one."""
    inscriptions = {s.pose.inscription.pk: s.pose.inscription for s in souhaits}
    dates = {pk: (du, au) for pk, du, au in reading.dates_des_inscriptions(inscriptions=set(inscriptions))}
    for pk, inscription in inscriptions.items():
        inscription.du, inscription.au = dates.get(pk, (date.max, date.max))


def _nature(souhaits):
    """Say what is done: a cancellation is not told as a booking."""
    sens = {s.sens for s in souhaits}
    if sens == {Sens.RETRAIT}:
        return "Annulation"
    return "Réservation" if sens == {Sens.AJOUT} else "Réservation et annulation"


def _constat(reponses):
    """Say what was done, then what it changes to the bill."""
    acceptees = [r for r in reponses if r.non is None]
    if not acceptees:
        return "Rien n’a changé dans vos réservations."
    activite = acceptees[0].souhait.pose.formule.activite
    faits = [
        Fait(s.pose.enfant.prenom, s.jour, s.sens == Sens.AJOUT, activite.nom_courant, activite.mot)
        for s in (r.souhait for r in acceptees)
    ]
    mois = sorted({r.souhait.jour.replace(day=1) for r in acceptees})
    return " ".join([*raconter(faits), dire_le_montant(montant_total(acceptees), mois)]).strip()


def _titre(souhaits):
    prenoms = typo.enumeration(dict.fromkeys(s.pose.enfant.prenom for s in trier(souhaits)))
    jours = [s.jour for s in souhaits]
    lieux = typo.enumeration(dict.fromkeys(s.pose.inscription.lieu.nom for s in trier(souhaits)))
    du, au = min(jours), max(jours)
    quand = f"le {du:%d/%m/%Y}" if du == au else f"du {du:%d/%m/%Y} au {au:%d/%m/%Y}"
    return f"{_nature(souhaits)} {prenoms} – {souhaits[0].pose.formule.activite.nom} – {lieux} – {quand}"


def _deja_repondue(demarche, souhaits, foyer):
    connue = DemandeReservation.objects.filter(demarche=demarche).first()
    if demarche.foyer_id != foyer.pk or connue is None or connue.empreinte != empreinte(souhaits):
        raise Refus(
            "Cette page a déjà servi pour une autre demande. Reprenez depuis « Gérer mes réservations ».",
            code="autre_contenu",
        )
    return demarche


def _ecrire(reponses, situations):
    """Write the accepted wishes: bookings, places, counters. Return the keys of the new bookings by (child, day)."""
    acceptees = [r.souhait for r in reponses if r.non is None]
    ajouts = [s for s in acceptees if s.sens == Sens.AJOUT]
    retraits = [situations.reservation(s.pose, s.jour).pk for s in acceptees if s.sens == Sens.RETRAIT]
    annuler(retraits, cause=Cause.FAMILLE, motif="Annulée par la famille")
    reservations = Reservation.objects.bulk_create(
        Reservation(
            enfant_id=s.pose.enfant.pk, formule_id=s.pose.formule.pk, lieu_id=s.pose.inscription.lieu_id,
            payeur_id=s.pose.inscription.payeur_id, date=s.jour,
        )
        for s in ajouts
    )  # fmt: skip
    Prise.objects.bulk_create(
        Prise(
            reservation_id=reservation.pk, creneau_id=creneau.pk, enfant_id=s.pose.enfant.pk,
            unite_id=creneau.unite_id, date=s.jour,
        )
        for reservation, s in zip(reservations, ajouts, strict=True)
        for creneau in situations.creneaux_de(s.pose, s.jour)
    )  # fmt: skip
    mouvements = Counter()
    for souhait in acceptees:
        for creneau in situations.creneaux_de(souhait.pose, souhait.jour):
            mouvements[creneau.pk] += 1 if souhait.sens == Sens.AJOUT else -1
    ajuster(mouvements)
    return {(reservation.enfant_id, reservation.date): reservation.pk for reservation in reservations}


def _repondre(reponses, creees, *, numero, foyer, auteur):
    """Write the request with its answer, and the answer of each line."""
    souhaits = [r.souhait for r in reponses]
    demarche = demarches.deposer(
        numero=numero,
        type=TYPE_RESERVATION,
        titre=_titre([r.souhait for r in reponses if r.non is None] or souhaits),
        constat=_constat(reponses),
        service=souhaits[0].pose.formule.activite.service,
        foyer=foyer,
        auteur=auteur,
        recapitulatif=[_ligne_montree(r) for r in reponses],
        etat=_etat(reponses),
        motif="Réponse immédiate : délais et places vérifiés",
    )
    demande = DemandeReservation.objects.create(demarche_id=demarche.pk, empreinte=empreinte(souhaits))
    LigneDemande.objects.bulk_create(
        LigneDemande(
            demande=demande, enfant_id=r.souhait.pose.enfant.pk, formule_id=r.souhait.pose.formule.pk,
            date=r.souhait.jour, sens=r.souhait.sens,
            resultat=ResultatDeLigne.REFUSEE if r.non else ResultatDeLigne.ACCEPTEE,
            code=r.non.code if r.non else "", phrase=r.non.phrase if r.non else "", prix=r.montant,
            quotient=r.prix.quotient if r.prix else None, reservation_id=_reservee(r, creees),
        )
        for r in reponses
    )  # fmt: skip
    return demarche


def _reservee(reponse, creees):
    """Give the key of the booking that an accepted wish made, or None."""
    souhait = reponse.souhait
    accepte = souhait.sens == Sens.AJOUT and reponse.non is None
    return creees.get((souhait.pose.enfant.pk, souhait.jour)) if accepte else None


def _etat(reponses):
    refus = sum(1 for r in reponses if r.non)
    if not refus:
        return EtatDemarche.POSITIVE
    return EtatDemarche.REFUSEE if refus == len(reponses) else EtatDemarche.PARTIELLE


def _ligne_montree(reponse):
    """Give the line of the answer as the screens and the mail will show it for ever."""
    souhait, montant = reponse.souhait, ""
    ajout = souhait.sens == Sens.AJOUT
    if reponse.non is None and reponse.montant is not None:
        montant = str(reponse.montant if ajout else -reponse.montant)
    return {
        "libelle": f"{souhait.pose.enfant.prenom}, {typo.date_longue(souhait.jour)}",
        "detail": reponse.non.phrase if reponse.non else ("Réservé" if ajout else "Annulé"),
        "montant": montant,
        "etat": "danger" if reponse.non else "success",
    }
