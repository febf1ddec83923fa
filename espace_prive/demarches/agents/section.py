"""The last requests of a family, in the agents' file: titles and states, each leading to its page."""

from espace_prive.demarches.models import Demarche
from espace_prive.famille.extensions import Section

DERNIERES = 5


def contexte(dossier, utilisateur) -> dict:
    siennes = Demarche.objects.filter(foyer=dossier.foyer).defer("recapitulatif", "constat")
    return {"foyer": dossier.foyer, "demarches": list(siennes[:DERNIERES])}


SECTION = Section(cle="demandes", titre="Demandes", gabarit="demarches/agents/_section.html", contexte=contexte)
