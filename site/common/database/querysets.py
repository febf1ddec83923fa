"""What is asked of the kernel's rows."""

from django.db import models
from django.db.models import F, Q


class CourrielQuerySet(models.QuerySet):
    def dus(self, instant):
        """Those to try now, in the order in which they leave."""
        return self.filter(prochain_essai__lte=instant).order_by("urgence", "pk")

    def abandonnes(self):
        """Those that no longer are tried: somebody has to look at them."""
        return self.filter(abandonne_le__isnull=False)

    def en_souffrance(self):
        """All that did not leave: what was given up first, then what waits, in the order in which it leaves."""
        restent = self.filter(Q(prochain_essai__isnull=False) | Q(abandonne_le__isnull=False))
        return restent.order_by(F("abandonne_le").desc(nulls_last=True), "urgence", "pk")
