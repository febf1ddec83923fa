"""The mail that says what the service changed of a family's bookings."""

from django.urls import reverse

from common.mails.courriels import envoyer
from common.words import typo
from reservations.interventions.enums import GesteIntervention, ResultatIntervention
from reservations.interventions.models import Intervention
from reservations.interventions.services.etats import tient
from reservations.planning.services import avec_l_autre_foyer


def prevenir(intervention: Intervention) -> None:
    """Mail the adults of the homes that pay, once each; and the parents with whom the child is that day.

    The other home is told whether the child is expected, when that changed: no reason, nothing of bills.
    """
    faites = intervention.lignes.filter(resultat=ResultatIntervention.FAITE).order_by("enfant__tri", "date", "pk")
    faites = list(faites.select_related("reservation__enfant", "reservation__payeur"))
    retour = intervention.geste == GesteIntervention.RETOUR
    for adulte, lignes, autres in avec_l_autre_foyer(faites):
        autres = [x for x in autres if _attendu(x.avant) != _attendu(x.apres)]
        if not (lignes or autres):
            continue
        prenoms = typo.enumeration(dict.fromkeys(x.reservation.enfant.prenom for x in lignes + autres))
        envoyer(
            cle=f"intervention:{intervention.pk}:{adulte.pk}",
            a=adulte.email,
            objet=f"{intervention.activite.nom} {typo.de(prenoms)} : "
            + ("le service est revenu en arrière" if retour else "le service a changé une réservation"),
            gabarit="courriels/intervention",
            activite=intervention.activite,
            motif=intervention.motif if lignes else "",
            retour=retour,
            jours=[(x.reservation.enfant.prenom, x.date, x.phrase) for x in lignes],
            gardes=[(x.reservation.enfant.prenom, x.date, _attendu(x.apres)) for x in autres],
            destinataire=adulte,
            lien=reverse("planning:choisir"),
        )


def _attendu(etat) -> str:
    """Say whether the child is expected, by the state of its booking."""
    if not tient(etat):
        return "pas de réservation"
    return "absent" if etat["absence"] else "réservé"
