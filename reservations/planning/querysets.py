"""Reading bookings."""

from django.db import models
from django.db.models import Q

from reservations.planning.enums import QUI_PRENNENT, EtatReservation


class ReservationQuerySet(models.QuerySet):
    def vivantes(self):
        """Keep those on which the child is expected."""
        return self.filter(etat=EtatReservation.CONFIRMEE)

    def qui_prennent(self):
        """Keep those that take places: confirmed, or offered for a while."""
        return self.filter(etat__in=QUI_PRENNENT)


class FermetureQuerySet(models.QuerySet):
    def en_cours(self):
        """Keep the closings that nobody undid."""
        return self.filter(rouverte_le__isnull=True)

    def dans(self, tenues):
        """Keep those of these activities; ``tenues``: activity id → its only places (ids), or None for all."""
        condition = Q(pk__in=())
        for activite, lieux in tenues.items():
            condition |= Q(activite=activite) if lieux is None else Q(activite=activite, lieu__in=lieux)
        return self.filter(condition)
