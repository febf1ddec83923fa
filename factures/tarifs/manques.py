"""What is sold without a price."""

from common import clock
from factures.tarifs.models import Grille
from reservations.activites.models import Formule


def des_tarifs() -> list[str]:
    jour = clock.aujourdhui()
    tarifees = Grille.objects.en_vigueur(jour).values("formule")
    sans_prix = Formule.objects.exclude(pk__in=tarifees).select_related("activite").order_by("activite__tri", "tri")
    return [f"Le prix de « {f} » (Grilles tarifaires)." for f in sans_prix]
