"""The tasks of bookings: ids only, safe to run twice."""

from espace_prive.demarches.models import Demarche
from reservations.planning import services
from reservations.planning.models import Fermeture


def prevenir_fermeture(fermetures: list[int]) -> None:
    """Tell the families whose bookings these places, closed together, cancelled."""
    services.prevenir_fermeture(list(Fermeture.objects.filter(pk__in=fermetures).select_related("activite")))


def prevenir_reouverture(fermeture_id: int) -> None:
    """Tell the families that the day is open again, and which bookings are back."""
    services.prevenir_reouverture(Fermeture.objects.select_related("activite").get(pk=fermeture_id))


def lettre_de_confirmation(demarche_id: int) -> dict | None:
    """Write the answer to a request when the postman passes."""
    demarche = Demarche.objects.select_related("auteur", "au_nom_de", "service").filter(pk=demarche_id).first()
    return services.lettre_de_confirmation(demarche) if demarche else None
