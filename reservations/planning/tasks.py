"""The tasks of bookings: ids only, safe to run twice."""

from espace_prive.demarches.models import Demarche
from reservations.planning import services
from reservations.planning.models import Fermeture
from reservations.planning.services.habitudes import generer_tout


def prevenir_fermeture(operation: int) -> None:
    """Tell the families whose bookings what was closed together cancelled."""
    services.prevenir_fermeture(list(Fermeture.objects.filter(operation=operation)))


def prevenir_reouverture(fermetures: list[int]) -> None:
    """Tell the families that these days are open again, and which bookings are back."""
    services.prevenir_reouverture(list(Fermeture.objects.filter(pk__in=fermetures)))


def poser_les_habitudes(activite_id: int) -> None:
    """Book what the usual weeks say of an activity whose days were just opened, the oldest pattern first."""
    generer_tout(activite=activite_id)


def lettre_de_confirmation(demarche_id: int) -> dict | None:
    """Write the answer to a request when the postman passes."""
    demarche = Demarche.objects.select_related("auteur", "au_nom_de", "service").filter(pk=demarche_id).first()
    return services.lettre_de_confirmation(demarche) if demarche else None
