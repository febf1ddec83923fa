"""What « Télécharger mes données » holds of the mails that are refused."""

from common.archive import Partie
from reservations.veille.models import RefusDeRappel


def refus(moi, utilisateur):
    for r in RefusDeRappel.objects.filter(responsable__utilisateur=utilisateur):
        yield {"depuis": r.depuis}


PARTIE = Partie(
    "refus_du_rappel", "Mon refus du rappel de la veille", refus, {"depuis": "depuis quand je n’en veux plus"}
)
