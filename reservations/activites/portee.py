"""What the registrations open to the agents of a service: families, children, and the lists of an activity."""

from datetime import timedelta

from django.db.models import Q

from common import clock
from espace_prive.famille.acces.portee import Portee, foyers, portee
from espace_prive.famille.models import QuotientFamilial
from reservations.activites.enums import EtatInscription
from reservations.activites.models import Activite, Inscription

# Invoices and questions come after the last day: the file stays open to the service that welcomed the child.
APRES = timedelta(days=365)


def _inscriptions(moi: Portee):
    suivies = Q(au__isnull=True) | Q(au__gte=clock.aujourdhui() - APRES)
    return Inscription.objects.filter(moi.de("activite__service"), suivies, etat=EtatInscription.ACTIVE)


def inscrits(moi: Portee):
    """The children whom the services welcome, or did this last year."""
    return _inscriptions(moi).values("enfant")


def payeurs(moi: Portee):
    """The households that pay the services for a child."""
    return _inscriptions(moi).filter(payeur__foyer__isnull=False).values("payeur__foyer")


def sans_quotient(agent):
    """The households that pay a registration today and have no quotient: they are billed the highest price."""
    jour = clock.aujourdhui()
    connus = QuotientFamilial.objects.au(jour).values("foyer")
    moi = portee(agent)
    payees = Inscription.objects.actives(jour, jour).filter(payeur__foyer__isnull=False)
    if not moi.tous:
        payees = payees.filter(moi.de("activite__service"))
    return foyers(agent).filter(pk__in=payees.values("payeur__foyer")).exclude(pk__in=connus)


def activites_de(agent):
    """The activities whose lists and days the agent manages."""
    moi = portee(agent)
    if moi.tous:
        return Activite.objects.all()
    return Activite.objects.filter(service__in=moi.services | {service for service, _ in moi.lieux})


def lieux_de(agent, activite) -> set[int] | None:
    """The only places of an activity that the agent manages; None for all of them."""
    moi = portee(agent)
    if moi.tous or activite.service_id in moi.services:
        return None
    return {lieu for service, lieu in moi.lieux if service == activite.service_id}


def tenues(agent) -> dict[int, set[int] | None]:
    """{activity whose days the agent manages: its only places, None for all of them}."""
    return {activite.pk: lieux_de(agent, activite) for activite in activites_de(agent)}
