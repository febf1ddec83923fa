"""Book and cancel what a parent validated. Lock, count, write: in that order, in one transaction."""

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from itertools import groupby

from django.db import IntegrityError, transaction

from common.errors import Refus
from common.rules import Non
from common.words import typo
from espace_prive.demarches import services as demarches
from espace_prive.demarches.enums import EtatDemarche
from reservations.activites.rules_quantites import quantite
from reservations.activites.services.catalogue import FormuleConnue
from reservations.planning import reading, rules
from reservations.planning.constats import Fait, constater
from reservations.planning.enums import Cause, ResultatDeLigne, Sens
from reservations.planning.models import DemandeReservation, LigneDemande, Prise, Reservation
from reservations.planning.services.autre_foyer import Journee, prevenir_l_autre_foyer
from reservations.planning.services.commun import ajuster, annuler, prevenir, relire
from reservations.planning.situations import Piste, Situations, nommer_court

TYPE_RESERVATION = "reservation"
# The refusals of a wish that changes nothing any more.
SANS_OBJET = {"deja", "rien"}
# What is kept since what was wanted instead cannot be had.
GARDE = "garde"
RIEN_A_LA_PLACE = "Ce qui était réservé le {} le reste : ce que vous vouliez à la place n’est pas possible."
RIEN_CHANGE = "Vous n’avez rien changé. Cochez ou décochez au moins un jour."


@dataclass(frozen=True)
class Souhait:
    """A formule that a parent ticks (AJOUT) or unticks (RETRAIT) for a child on a day, with the planned hours."""

    piste: Piste
    formule: FormuleConnue
    jour: date
    sens: Sens
    arrivee: time | None = None
    depart: time | None = None

    @property
    def ajout(self) -> bool:
        return self.sens == Sens.AJOUT

    @property
    def rang(self):
        """The order of every screen, mail and fingerprint: by child, day and hour; what is given back first."""
        return self.piste.enfant.pk, self.jour, self.formule.debut or time.min, self.formule.pk, self.sens

    @property
    def cle(self):
        """Which booking it is about."""
        return self.piste.enfant.pk, self.formule.pk, self.jour


@dataclass(frozen=True)
class ReponseALaDemande:
    """The answer to a wish: ``non`` is None when it is accepted; ``prix`` is its unit price, ``montant`` the whole.

    ``majoree``: booked past a deadline, it costs a surcharge besides.
    """

    souhait: Souhait
    non: Non | None
    prix: object | None
    montant: Decimal | None
    limite: object = None
    majoree: bool = False

    @property
    def sans_objet(self) -> bool:
        """It changes nothing any more: somebody else did it."""
        return self.non is not None and self.non.code in SANS_OBJET

    # The planned hours, of what is booked or of what is given back.
    heures: tuple[time | None, time | None] = (None, None)

    @property
    def libelle(self) -> str:
        """« garderie, soir, jusqu’à 17 h 30 » : what it is about."""
        return nommer_court(self.souhait.formule, *self.heures)


def trier(souhaits):
    return sorted(souhaits, key=lambda s: s.rang)


def etudier(souhaits, *, verrou=False, situations=None) -> tuple[list[ReponseALaDemande], Situations]:
    """Judge each wish; the next sees what was accepted: two children and one place, a morning then the whole day.

    What is given back is judged first: a child changes of formule, or of hours, in one request; who cannot have what
    it wants instead keeps what it has. ``situations`` already read serve a page; a request reads its own, locked.
    """
    souhaits = trier(souhaits)
    if situations is None:
        jours = [s.jour for s in souhaits]
        pistes = list({s.piste.cle: s.piste for s in souhaits}.values())
        situations = Situations(pistes, du=min(jours), au=max(jours), dates=jours, verrou=verrou)
    reponses = _juger_tout(souhaits, situations)
    reponses.sort(key=lambda r: r.souhait.rang)
    return reponses, situations


def _juger_tout(souhaits, situations):
    """Judge what is only given back, then what replaces, as long as that frees places, then what is only added."""
    groupes = {}
    for s in sorted(souhaits, key=lambda s: s.ajout):
        famille = situations.catalogue.famille(s.formule)[0].pk
        groupes.setdefault((s.piste.enfant.pk, s.jour, famille), []).append(s)
    echanges = [g for g in groupes.values() if g[-1].ajout and not g[0].ajout]
    simples = [s for g in groupes.values() if g[-1].ajout == g[0].ajout for s in g]
    reponses = [_juger(s, situations) for s in trier(simples) if not s.ajout]
    while echanges:
        jugees = [(g, _echanger(g, situations)) for g in echanges]
        restent = [g for g, rs in jugees if _garde(rs)]
        reponses += [r for _, rs in jugees for r in rs if len(restent) == len(echanges) or not _garde(rs)]
        echanges = [] if len(restent) == len(echanges) else restent
    return reponses + [_juger(s, situations) for s in trier(simples) if s.ajout]


def _garde(reponses):
    return reponses[0].non is not None and reponses[0].non.code == GARDE


def _echanger(souhaits, situations):
    """Judge what replaces something: nothing is given back when nothing of what was wanted instead can be had."""
    avant = {s.cle: situations.reservee(s.piste, s.formule, s.jour) for s in souhaits if not s.ajout}
    reponses = [_juger(s, situations) for s in souhaits]
    if not all(r.non and not r.sans_objet for r in reponses if r.souhait.ajout):
        return reponses
    for n, r in enumerate(reponses):
        if not r.souhait.ajout and r.non is None:
            situations.reprendre(r.souhait.piste, r.souhait.jour, avant[r.souhait.cle])
            reponses[n] = replace(r, non=Non(GARDE, RIEN_A_LA_PLACE.format(typo.date_longue(r.souhait.jour))))
    return reponses


def sans_remplaces(reponses):
    """Leave out what is given back only to be booked again with other hours: nobody calls that a cancellation."""
    repris = {r.souhait.cle for r in reponses if r.souhait.ajout}
    return [r for r in reponses if r.souhait.ajout or r.souhait.cle not in repris]


def _juger(souhait, situations):
    s = souhait
    situation = situations.de(s.piste, s.formule, s.jour)
    non = (rules.refuser_ajout if s.ajout else rules.refuser_retrait)(situation)
    if non is None and s.ajout and s.formule.pas:
        non = rules.refuser_heures(s.formule, s.arrivee, s.depart)
    connue = situations.reservee(s.piste, s.formule, s.jour)
    heures = (s.arrivee, s.depart) if s.ajout or connue is None else (connue.arrivee, connue.depart)
    prix = situations.prix(s.piste, s.formule, s.jour)
    # What the other home booked is priced by its own quotient: it changes nothing to this one's bill.
    sienne = s.ajout or situation.reserve_par in (None, situation.payeur)
    montant = (
        prix.montant * quantite(s.formule, *heures) if prix and sienne else (Decimal("0.00") if not sienne else None)
    )
    if non is None:
        situations.noter(s.piste, s.formule, s.jour, 1 if s.ajout else -1, **_heures(s))
    majoree = non is None and s.ajout and situation.majoree
    return ReponseALaDemande(s, non, prix, montant, situation.limite_annuler, majoree, heures)


def _heures(souhait):
    return {"arrivee": souhait.arrivee, "depart": souhait.depart} if souhait.ajout else {}


def montant_montre(reponses) -> Decimal:
    """Give what all the wishes come to at today's prices, refused ones too: what the page showed before answering."""
    return rules.bilan(
        [r.montant for r in reponses if r.souhait.ajout], [r.montant for r in reponses if not r.souhait.ajout]
    )


def montant_total(reponses) -> Decimal:
    """Give what the accepted answers add to the next bill (negative when they give back)."""
    return montant_montre([r for r in reponses if r.non is None])


def empreinte(souhaits) -> str:
    """Give the fingerprint of a request: the same days of the same children, the same text."""
    texte = "\n".join(
        f"{s.piste.cle} {s.formule.pk} {s.jour.isoformat()} {s.sens} {s.arrivee or ''} {s.depart or ''}"
        for s in trier(souhaits)
    )
    return hashlib.sha256(texte.encode()).hexdigest()


def enregistrer_demande(souhaits, *, numero, foyer, auteur, montant_vu: Decimal, defait=None, entiere=False):
    """Book and cancel what the parent validated; return the request, answered line by line.

    All in one transaction, short: children, then rows of places locked, judged, written; the mail leaves afterwards.
    The same ``numero`` again gives the request already answered. ``defait``: the request that this one undoes.
    ``entiere``: all or nothing, but for what changes nothing any more. Raise Refus: ``vide``, ``montant`` (these days
    do not come to ``montant_vu`` today, whatever the answer to each), ``autre_contenu`` (the number served another
    request), ``deja_defaite``, ``refusee`` (one of an ``entiere`` request is).
    """
    if not souhaits:
        raise Refus(RIEN_CHANGE, code="vide")
    try:
        with transaction.atomic():
            # Children first: two homes booking the same child, and one form sent twice, wait for each other here.
            reading.verrouiller_enfants(enfants={s.piste.enfant.pk for s in souhaits})
            if deja := demarches.connue(numero):
                return _deja_repondue(deja, souhaits, foyer)
            relire({s.piste.cle: s.piste.inscription for s in souhaits}.values())
            reponses, situations = etudier(souhaits, verrou=True)
            if entiere:
                reponses = _entieres(reponses)
            if montant_montre(reponses) != montant_vu:
                raise Refus(
                    "Le montant n’est plus celui qui vous a été montré. Relisez le récapitulatif, puis validez.",
                    code="montant",
                )
            if defait is not None and DemandeReservation.objects.filter(defait=defait).exists():
                raise Refus("Cette demande a déjà été annulée.", code="deja_defaite")
            payeurs = _payeurs_rendus(situations)
            creees = ecrire(reponses, situations, auteur=auteur)
            demarche = consigner(reponses, creees, numero=numero, foyer=foyer, auteur=auteur, defait=defait)
            prevenir(demarche)
            _prevenir_les_autres(demarche, reponses, payeurs, foyer)
    except IntegrityError:
        # The number was taken meanwhile for other children: no lock was shared. Anything else is an error of ours.
        deja = demarches.connue(numero)
        if deja is None:
            raise
        return _deja_repondue(deja, souhaits, foyer)
    return demarche


def _entieres(reponses):
    """Give the answers that change something. Raise Refus: ``refusee``, ``vide``."""
    utiles = [r for r in reponses if not r.sans_objet]
    if not utiles:
        raise Refus("C’est déjà fait : ces jours sont comme vous les voulez.", code="vide")
    if refusees := [r.non for r in utiles if r.non]:
        raise Refus(refusees[0].phrase, code="refusee")
    return utiles


def _payeurs_rendus(situations) -> dict[tuple, int | None]:
    """Give the home that pays each booking about to be given back, by (child, formule, day)."""
    cles = [r.pk for r in situations.retires]
    if not cles:
        return {}
    rendues = Reservation.objects.filter(pk__in=cles).values_list(
        "enfant_id", "formule_id", "date", "payeur__foyer_id"
    )
    return {tuple(cle): foyer for *cle, foyer in rendues}


def _prevenir_les_autres(demarche, reponses, payeurs, foyer):
    """Tell the child's other home what changes on its days, activity by activity."""
    acceptees = sans_remplaces([r for r in reponses if r.non is None])
    retires = [r.souhait for r in acceptees if not r.souhait.ajout]
    retires.sort(key=lambda s: s.piste.activite.pk)
    for _, siens in groupby(retires, key=lambda s: s.piste.activite.pk):
        siens = list(siens)
        jours = {(s.piste.enfant.pk, s.jour): Journee(s.piste.enfant, s.jour, payeurs.get(s.cle)) for s in siens}
        prevenir_l_autre_foyer(demarche, jours.values(), activite=siens[0].piste.activite, foyer=foyer)


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
    faits = [
        Fait(s.piste.enfant.prenom, s.jour, s.ajout, nommer_court(s.formule), s.piste.activite.mot)
        for s in (r.souhait for r in sans_remplaces(acceptees))
    ]
    par_mois = {}
    for r in acceptees:
        par_mois.setdefault(r.souhait.jour.replace(day=1), []).append(r)
    return constater(faits, [(mois, montant_total(par_mois[mois])) for mois in sorted(par_mois)])


def _titre(souhaits):
    souhaits = trier(souhaits)
    prenoms = typo.enumeration(dict.fromkeys(s.piste.enfant.prenom for s in souhaits))
    activites = typo.enumeration(dict.fromkeys(s.piste.activite.nom for s in souhaits))
    lieux = typo.enumeration(dict.fromkeys(s.piste.inscription.lieu.nom for s in souhaits))
    jours = [s.jour for s in souhaits]
    du, au = min(jours), max(jours)
    quand = f"le {du:%d/%m/%Y}" if du == au else f"du {du:%d/%m/%Y} au {au:%d/%m/%Y}"
    return f"{_nature(souhaits)} {prenoms} – {activites} – {lieux} – {quand}"


def _deja_repondue(demarche, souhaits, foyer):
    connue = DemandeReservation.objects.filter(demarche=demarche).first()
    if demarche.foyer_id != foyer.pk or connue is None or connue.empreinte != empreinte(souhaits):
        raise Refus(
            "Cette page a déjà servi pour une autre demande. Reprenez depuis « Gérer mes réservations ».",
            code="autre_contenu",
        )
    return demarche


def ecrire(reponses, situations, *, auteur, habitude=None) -> dict[tuple, int]:
    """Write the accepted wishes, in the caller's transaction: bookings, places, counters; the rows are locked.

    Return the keys of the new bookings by wish. ``habitude``: the usual week that makes them.
    """
    acceptees = [r for r in reponses if r.non is None]
    ajouts = [r for r in acceptees if r.souhait.ajout]
    annuler([r.pk for r in situations.retires], cause=Cause.FAMILLE, motif="Annulée par la famille")
    reservations = Reservation.objects.bulk_create(
        Reservation(
            enfant_id=s.piste.enfant.pk, formule_id=s.formule.pk, lieu_id=s.piste.inscription.lieu_id,
            payeur_id=s.piste.inscription.payeur_id, date=s.jour, arrivee=s.arrivee, depart=s.depart,
            hors_delai=r.majoree, habitude_id=habitude, creee_par_id=auteur.pk if auteur else None,
        )
        for r, s in ((r, r.souhait) for r in ajouts)
    )  # fmt: skip
    prises = [
        Prise(
            reservation_id=reservation.pk, creneau_id=creneau.pk, enfant_id=s.piste.enfant.pk,
            creneau_du_groupe_id=du_groupe.pk if du_groupe else None, unite_id=creneau.unite_id, date=s.jour,
        )
        for reservation, s in zip(reservations, (r.souhait for r in ajouts), strict=True)
        for creneau, du_groupe in situations.places(s.piste, s.formule, s.jour)
    ]  # fmt: skip
    Prise.objects.bulk_create(prises)
    ajuster(Counter(cle for p in prises for cle in (p.creneau_id, p.creneau_du_groupe_id) if cle))
    return {r.souhait.cle: reservation.pk for r, reservation in zip(ajouts, reservations, strict=True)}


def consigner(reponses, creees, *, numero, foyer, auteur, defait=None):
    """Write the request with its answer, and the answer of each line."""
    souhaits = [r.souhait for r in reponses]
    demarche = demarches.deposer(
        numero=numero,
        type=TYPE_RESERVATION,
        titre=_titre([r.souhait for r in sans_remplaces([r for r in reponses if r.non is None])] or souhaits),
        constat=_constat(reponses),
        service=souhaits[0].piste.activite.service,
        foyer=foyer,
        auteur=auteur,
        recapitulatif=[_ligne_montree(r) for r in reponses],
        etat=_etat(reponses),
        motif="Réponse immédiate : délais et places vérifiés",
    )
    demande = DemandeReservation.objects.create(demarche_id=demarche.pk, empreinte=empreinte(souhaits), defait=defait)
    LigneDemande.objects.bulk_create(
        LigneDemande(
            demande=demande, enfant_id=s.piste.enfant.pk, formule_id=s.formule.pk, date=s.jour, sens=s.sens,
            arrivee=r.heures[0], depart=r.heures[1],
            resultat=ResultatDeLigne.REFUSEE if r.non else ResultatDeLigne.ACCEPTEE,
            code=r.non.code if r.non else "", phrase=r.non.phrase if r.non else "", prix=r.montant,
            quotient=r.prix.quotient if r.prix else None,
            reservation_id=creees.get(s.cle) if s.ajout and r.non is None else None,
        )
        for r, s in ((r, r.souhait) for r in reponses)
    )  # fmt: skip
    return demarche


def _etat(reponses):
    refus = sum(1 for r in reponses if r.non)
    if not refus:
        return EtatDemarche.POSITIVE
    return EtatDemarche.REFUSEE if refus == len(reponses) else EtatDemarche.PARTIELLE


def _ligne_montree(reponse):
    """Give the line of the answer as the screens and the mail will show it for ever."""
    s, montant = reponse.souhait, ""
    if reponse.non is None and reponse.montant is not None:
        montant = str(reponse.montant if s.ajout else -reponse.montant)
    fait = "Réservé" if s.ajout else "Annulé"
    return {
        "libelle": f"{s.piste.enfant.prenom}, {typo.date_longue(s.jour)}, {reponse.libelle}",
        "detail": reponse.non.phrase if reponse.non else fait,
        "montant": montant,
        "etat": "danger" if reponse.non else "success",
    }
