"""Whom to tell that a closing, or a reopening, changed what was booked; and the mails that say so."""

from django.urls import reverse

from common.mails.courriels import envoyer
from common.words import typo
from espace_prive.famille.models import Appartenance, LienParental, Rattachement
from espace_prive.famille.querysets import en_cours
from reservations.planning.enums import Retour
from reservations.planning.models import Fermeture, ReservationFermee
from reservations.planning.services.autre_foyer import concernes, de_la_reservation

# So many days are named one by one.
QUELQUES = 3
PAS_REMISES = (Retour.PERDUE, Retour.GARDEE)


def a_prevenir(touchees) -> list[tuple]:
    """Give (adult, the rows of ``touchees`` that concern it), for every adult to tell, with an e-mail or not.

    The rows come with ``reservation__enfant`` and ``reservation__payeur``. Who is barred from a child by court order
    is told nothing of it, even where its home still pays. What a third party pays is told to the child's homes.
    """
    touchees = list(touchees)
    enfants = {t.reservation.enfant_id for t in touchees}
    liens = LienParental.objects.filter(en_cours(), restreint=True, enfant__in=enfants)
    ecartes = set(liens.values_list("responsable", "enfant"))
    par_foyer, chez = {}, _foyers_des_enfants({t.reservation.enfant_id for t in touchees if _par_un_tiers(t)})
    for touchee in touchees:
        r = touchee.reservation
        for foyer in chez.get(r.enfant_id, ()) if _par_un_tiers(touchee) else (r.payeur.foyer_id,):
            par_foyer.setdefault(foyer, []).append(touchee)
    par_adulte = {}
    for habitant in (
        Appartenance.objects.a_prevenir()
        .filter(foyer__in=par_foyer)
        .select_related("responsable")
        .order_by("responsable__tri", "pk")
    ):
        _, siennes = par_adulte.setdefault(habitant.responsable_id, (habitant.responsable, {}))
        for touchee in par_foyer[habitant.foyer_id]:
            if (habitant.responsable_id, touchee.reservation.enfant_id) not in ecartes:
                siennes[touchee.pk] = touchee
    return [(adulte, list(siennes.values())) for adulte, siennes in par_adulte.values() if siennes]


def _par_un_tiers(touchee) -> bool:
    return touchee.reservation.payeur.foyer_id is None


def _foyers_des_enfants(enfants) -> dict[int, list[int]]:
    """Give the homes of today of these children (ids)."""
    chez = {}
    for enfant, foyer in Rattachement.objects.filter(en_cours(), enfant__in=enfants).values_list("enfant", "foyer"):
        chez.setdefault(enfant, []).append(foyer)
    return chez


def sans_courriel(touchees) -> list[tuple]:
    """Give (adults, children) of those whom no mail reaches: none of the adults to tell of a child has an address."""
    prevenus = a_prevenir(touchees)
    atteints = {t.pk for adulte, siennes in prevenus if adulte.email for t in siennes}
    a_appeler = {}
    for touchee in touchees:
        if touchee.pk not in atteints:
            a_appeler.setdefault(touchee.reservation.payeur_id, []).append(touchee)
    return [
        ([a for a, siennes in prevenus if {t.pk for t in lignes} & {t.pk for t in siennes}], prenoms(lignes))
        for lignes in a_appeler.values()
    ]


def avec_l_autre_foyer(touchees) -> list[tuple]:
    """Give (adult, what its home had booked, what the other home had while the child is at its own that day)."""
    touchees = list(touchees)
    journees = {t.pk: de_la_reservation(t.reservation) for t in touchees}
    lignes = {adulte: (siennes, []) for adulte, siennes in a_prevenir(touchees)}
    for adulte, jours in concernes(journees.values()):
        siennes, gardees = lignes.setdefault(adulte, ([], []))
        gardees += [t for t in touchees if journees[t.pk] in jours and t not in siennes]
    return [(adulte, siennes, gardees) for adulte, (siennes, gardees) in lignes.items()]


def prenoms(touchees) -> str:
    return typo.enumeration(dict.fromkeys(t.reservation.enfant.prenom for t in touchees))


def _touchees(fermetures):
    return (
        ReservationFermee.objects.filter(fermeture__in=fermetures)
        .select_related(
            "reservation__enfant",
            "reservation__payeur",
            "fermeture__activite",
            "fermeture__operation",
            "fermeture__ecole__lieu",
        )
        .order_by("reservation__enfant__tri", "pk")
    )


def _sujet(touchees) -> dict:
    """Say what, when and for whom: « Restauration scolaire et Accueil du soir », « le lundi 10 mai », « CE1 A »."""
    fermetures = [t.fermeture for t in touchees]
    activites = sorted({f.activite for f in fermetures}, key=lambda a: a.tri)
    jours = sorted({f.date for f in fermetures})
    quand = typo.enumeration(f"le {typo.date_longue(j)}" for j in jours)
    if len(jours) > QUELQUES:
        quand = f"{len(jours)} jours du {typo.date_longue(jours[0])} au {typo.date_longue(jours[-1])}"
    return {
        "quoi": typo.enumeration(a.nom for a in activites),
        "quand": quand,
        "pour": typo.enumeration(sorted({f.pour for f in fermetures} - {""}), liaison="et"),
        "plusieurs_jours": len(jours) > 1,
        "detail": _detail(touchees) if len(jours) > 1 or len(activites) > 1 else [],
    }


def _detail(touchees) -> list[str]:
    """Say the days of each child, of each activity: « Zoé, Accueil du soir : le lundi 10 et le mardi 11 mai »."""
    jours: dict[tuple[str, str], set] = {}
    for t in touchees:
        jours.setdefault((t.reservation.enfant.prenom, t.fermeture.activite.nom), set()).add(t.fermeture.date)
    return [
        f"{prenom}, {activite} : {typo.enumeration(f'le {typo.date_longue(j)}' for j in sorted(siens))}"
        for (prenom, activite), siens in jours.items()
    ]


def prevenir_fermeture(fermetures: list[Fermeture]) -> None:
    """Mail the adults concerned by what was closed together; each gets one mail for it."""
    premiere = min(fermetures, key=lambda f: f.pk)
    for adulte, touchees, gardees in avec_l_autre_foyer(_touchees(fermetures)):
        sujet = _sujet(touchees + gardees)
        envoyer(
            cle=f"fermeture:{premiere.pk}:{adulte.pk}",
            a=adulte.email,
            objet=f"{sujet['quoi']} : fermeture {sujet['quand']}",
            gabarit="courriels/fermeture",
            motif=premiere.operation.motif,
            enfants=prenoms(touchees),
            gardes=prenoms(gardees),
            plusieurs=len({t.reservation.enfant_id for t in gardees}) > 1,
            destinataire=adulte,
            lien=reverse("planning:choisir"),
            **sujet,
        )


def prevenir_reouverture(fermetures: list[Fermeture]) -> None:
    """Mail the adults concerned that the days are open again: whose booking is back, whose is not and why."""
    premiere = min(fermetures, key=lambda f: f.pk)
    for adulte, touchees, gardees in avec_l_autre_foyer(_touchees(fermetures)):
        sujet = _sujet(touchees + gardees)
        perdues = [t for t in touchees if t.retour in PAS_REMISES]
        envoyer(
            cle=f"reouverture:{premiere.pk}:{adulte.pk}",
            a=adulte.email,
            objet=f"{sujet['quoi']} : finalement ouvert {sujet['quand']}",
            gabarit="courriels/reouverture",
            motif=premiere.motif_reouverture,
            remises=prenoms(t for t in touchees if t.retour == Retour.REMISE),
            perdues=list(dict.fromkeys((t.reservation.enfant.prenom, t.phrase) for t in perdues)),
            gardes=prenoms(t for t in gardees if t.retour == Retour.REMISE),
            absentes=prenoms(t for t in gardees if t.retour in PAS_REMISES),
            destinataire=adulte,
            lien=reverse("planning:choisir"),
            **sujet,
        )
