"""What changes the effect of an absence after its report: each change is kept, with what was before, and undone."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_all
from common.errors import Refus
from common.mails import courriels
from common.words import typo
from espace_prive.famille.models import Appartenance, Enfant
from reservations.planning.enums import EffetAbsence, EtatReservation, GesteAbsence, Jugement
from reservations.planning.models import Absence, DecisionAbsence
from reservations.planning.services.effets import apres_certificat

CHAMPS = ("effet", "phrase", "jugement")
ENTRE_TEMPS = "Ces absences ont changé depuis l’affichage de la page. Relisez, puis décidez."
AVEC = ("reservation__enfant", "reservation__payeur", "reservation__formule__activite", "demarche")


def changer_effet(
    absence: Absence, *, geste, effet, phrase, par, motif="", jugement=None, defait=None
) -> DecisionAbsence:
    """Change what an absence costs; ``jugement`` None leaves the agent's decision as it is."""
    lock(absence)
    avant = {f"{champ}_avant": getattr(absence, champ) for champ in CHAMPS}
    absence.effet, absence.phrase = effet, phrase
    absence.jugement = absence.jugement if jugement is None else jugement
    absence.save(update_fields=CHAMPS)
    apres = {champ: getattr(absence, champ) for champ in CHAMPS}
    return DecisionAbsence.objects.create(
        absence=absence, geste=geste, par=par, motif=motif, defait=defait, **avant, **apres
    )


def issues(absences: Iterable[Absence], *, motif="") -> dict[str, dict[int, tuple[str, str]]]:
    """Say what each decision would make of these absences: {decision: {absence id: (effect, sentence)}}."""
    absences = list(absences)
    regles = apres_certificat(absences, foyers={a.reservation.payeur.foyer_id for a in absences})
    raison = f" {motif}" if motif else ""
    trouvees = {jugement.value: {} for jugement in Jugement}
    for a in absences:
        mot = a.reservation.formule.activite.mot
        libre = f"{mot.le} n’est pas facturé{mot.e}"
        accepte = regles.get(a.pk)
        if accepte is None or accepte.effet == EffetAbsence.NON_FACTUREE:
            trouvees[Jugement.ACCEPTEE][a.pk] = EffetAbsence.NON_FACTUREE, f"Absence acceptée : {libre}."
        else:
            trouvees[Jugement.ACCEPTEE][a.pk] = accepte.effet, accepte.phrase
        trouvees[Jugement.OFFERTE][a.pk] = EffetAbsence.NON_FACTUREE, f"Absence acceptée par le service : {libre}."
        refus = f"Absence refusée : {mot.le} reste facturé{mot.e}.{raison}"
        trouvees[Jugement.REFUSEE][a.pk] = EffetAbsence.FACTUREE, refus
    return trouvees


def version(absences: Iterable[Absence]) -> int:
    """The last change of these absences: another one, and what a page says of them is old."""
    return max(DecisionAbsence.objects.filter(absence__in=absences).values_list("pk", flat=True), default=0)


@transaction.atomic
def decider(cles, *, jugement, motif, vu, par) -> list[DecisionAbsence]:
    """An agent accepts or refuses these absences (ids), told together; the family is told.

    Raise Refus: ``motif`` (a refusal says why), ``change``, ``inconnue``.
    """
    absences = _verrouiller(cles)
    motif = motif.strip()
    if jugement == Jugement.REFUSEE and not motif:
        raise Refus("Dites pourquoi : la famille le lira.", code="motif")
    if vu != version(absences):
        raise Refus(ENTRE_TEMPS, code="change")
    dites = issues(absences, motif=motif)[jugement]
    decisions = [
        changer_effet(
            a, geste=GesteAbsence.DECISION, effet=dites[a.pk][0], phrase=dites[a.pk][1], par=par, motif=motif,
            jugement=jugement,
        )
        for a in absences
    ]  # fmt: skip
    dit = f"{Jugement(jugement).label}. {motif}" if motif else Jugement(jugement).label
    journal.noter(ActionJournal.ABSENCE_EXAMINEE, absences[0].reservation.enfant, par=par, motif=dit)
    _prevenir(absences, decisions, motif=motif)
    return decisions


@transaction.atomic
def revenir(cles, *, par) -> list[DecisionAbsence]:
    """Undo the last decision on these absences (ids): all is as before it, on the invoice too; the family is told.

    Raise Refus: ``rien``, ``inconnue``.
    """
    absences = _verrouiller(cles)
    retours = []
    for a in absences:
        derniere = a.decisions.order_by("-pk").first()
        if derniere is None or derniere.geste != GesteAbsence.DECISION:
            continue
        retours.append(
            changer_effet(
                a, geste=GesteAbsence.RETOUR, effet=derniere.effet_avant, phrase=derniere.phrase_avant, par=par,
                jugement=derniere.jugement_avant, defait=derniere,
            )
        )  # fmt: skip
    if not retours:
        raise Refus("Il n’y a pas de décision à annuler : ces absences ont changé depuis.", code="rien")
    journal.noter(ActionJournal.DECISION_ANNULEE, absences[0].reservation.enfant, par=par)
    _prevenir([r.absence for r in retours], retours, motif="")
    return retours


def _verrouiller(cles) -> list[Absence]:
    """The child first: its illness is judged as a whole, by one at a time."""
    lock_all(Enfant.objects.filter(reservations__absence__in=cles))
    lues = Absence.objects.filter(pk__in=cles, reservation__etat=EtatReservation.CONFIRMEE)
    absences = lock_all(lues.select_related(*AVEC))
    if not absences:
        raise Refus("Ces absences ont été reprises : il n’y a plus rien à examiner.", code="inconnue")
    return sorted(absences, key=lambda a: (a.reservation.date, a.pk))


def _prevenir(absences, decisions, *, motif):
    """Tell who reported, else the adults of the home that pays: what was decided of each day, and why."""
    premiere, retour = absences[0], decisions[0].geste == GesteAbsence.RETOUR
    enfant = premiere.reservation.enfant.prenom
    for adresse in _adresses(premiere):
        courriels.envoyer(
            cle=f"absence:{decisions[0].pk}:{adresse}",
            a=adresse,
            objet=f"Absence {typo.de(enfant)} : {'décision annulée' if retour else 'la réponse du service'}",
            gabarit="courriels/absence_examinee",
            enfant=enfant,
            retour=retour,
            motif=motif,
            activite=premiere.reservation.formule.activite,
            jours=[(a.reservation.date, a.phrase) for a in absences],
            lien=reverse("planning:absence"),
        )


def _adresses(absence) -> list[str]:
    if absence.demarche and absence.demarche.adresse_de_reponse:
        return [absence.demarche.adresse_de_reponse]
    habitants = Appartenance.objects.a_prevenir(absence.reservation.enfant_id).filter(
        foyer=absence.reservation.payeur.foyer_id
    )
    return sorted(set(habitants.exclude(responsable__email="").values_list("responsable__email", flat=True)))
