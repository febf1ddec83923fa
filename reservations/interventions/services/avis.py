"""The mail that says what the service changed of a family's bookings."""

from django.urls import reverse

from common.mails.courriels import envoyer
from common.words import typo
from reservations.interventions.enums import GesteIntervention, ResultatIntervention
from reservations.interventions.models import Intervention
from reservations.planning.services import a_prevenir
from reservations.planning.services.autre_foyer import concernes, de_la_reservation


def prevenir(intervention: Intervention) -> None:
    """Mail the adults of the homes that pay, once each; and the parents with whom the child is that day."""
    faites = intervention.lignes.filter(resultat=ResultatIntervention.FAITE).order_by("enfant__tri", "date", "pk")
    faites = list(faites.select_related("reservation__enfant", "reservation__payeur"))
    retour = intervention.geste == GesteIntervention.RETOUR
    siens = dict(a_prevenir(faites))
    journees = {}
    for ligne in faites:
        journees.setdefault(de_la_reservation(ligne.reservation), []).append(ligne)
    for adulte, jours in concernes(journees):
        siens.setdefault(adulte, [ligne for jour in jours for ligne in journees[jour]])
    for adulte, lignes in siens.items():
        prenoms = typo.enumeration(dict.fromkeys(x.reservation.enfant.prenom for x in lignes))
        envoyer(
            cle=f"intervention:{intervention.pk}:{adulte.pk}",
            a=adulte.email,
            objet=f"{intervention.activite.nom} {typo.de(prenoms)} : "
            + ("le service est revenu en arrière" if retour else "le service a changé une réservation"),
            gabarit="courriels/intervention",
            activite=intervention.activite,
            motif=intervention.motif,
            retour=retour,
            jours=[(x.reservation.enfant.prenom, x.date, x.phrase) for x in lignes],
            destinataire=adulte,
            lien=reverse("planning:choisir"),
        )
