"""What is asked of the kernel's rows."""

from django.db import models
from django.db.models import F, Q


class CourrielQuerySet(models.QuerySet):
    def dus(self, instant):
        """Those to try now, in sending order."""
        return self.filter(prochain_essai__lte=instant).order_by("urgence", "pk")

    def abandonnes(self):
        """Those no longer tried: somebody has to look at them."""
        return self.filter(abandonne_le__isnull=False)

    def en_souffrance(self):
        """All that did not leave: those given up first, then those waiting, in sending order."""
        restent = self.filter(Q(prochain_essai__isnull=False) | Q(abandonne_le__isnull=False))
        return restent.order_by(F("abandonne_le").desc(nulls_last=True), "urgence", "pk")
