"""The tasks of bookings: ids only, safe to run twice."""

from datetime import date

from espace_prive.demarches.models import Demarche
from reservations.activites.models import Activite
from reservations.planning import services


def prevenir_fermeture(activite_id: int, jour: str) -> None:
    """Tell the families whose bookings of ``jour`` (ISO date) were cancelled by a closing."""
    services.prevenir_familles(activite=Activite.objects.get(pk=activite_id), jour=date.fromisoformat(jour))


def confirmer(demarche_id: int) -> None:
    """Mail the answer to a request."""
    services.confirmer(Demarche.objects.select_related("auteur", "au_nom_de", "service").get(pk=demarche_id))
