"""« Dossier des enfants » in the agents' family file: what waits, where the children are today, the entourage."""

from django.db.models import Prefetch

from common import clock
from espace_prive.famille.acces import portee
from espace_prive.famille.extensions import Section
from espace_prive.famille.models import Enfant
from espace_prive.garde.models import PeriodeDeGarde
from espace_prive.modifications.models import Modification
from espace_prive.sante.models import Proche


def _entourage(foyer, agent):
    """Give the people in force of the household, each with its children whom the agent may read (``visibles``)."""
    connus = Enfant.objects.exclude(pk__in=portee.ecartes(agent)).order_by("naissance")
    proches = Proche.objects.filter(foyer=foyer).en_vigueur()
    return proches.prefetch_related(Prefetch("enfants", connus, to_attr="visibles"))


def _en_attente(foyer, agent):
    """Give the changes of this household that wait, but those about children kept from the agent."""
    attente = Modification.objects.filter(demarche__foyer=foyer).en_attente()
    return attente.exclude(enfant__in=portee.ecartes(agent)).select_related("demarche")


def _ou_sont(foyer, enfants) -> dict[int, str]:
    """Say where each shared child is today: « ici », « ici puis dans un autre foyer »."""
    jour, chez = clock.aujourdhui(), {}
    gardes = PeriodeDeGarde.objects.filter(enfant__in=enfants).entre(jour, jour).order_by("du", "du_demi")
    for garde in gardes:
        chez.setdefault(garde.enfant_id, {})["ici" if garde.foyer_id == foyer.pk else "dans un autre foyer"] = True
    return {enfant: " puis ".join(lieux) for enfant, lieux in chez.items()}


def contexte(dossier, utilisateur) -> dict:
    """Give what the section shows."""
    foyer, enfants = dossier.foyer, dossier.enfants
    chez = _ou_sont(foyer, enfants)
    return {
        "foyer": foyer,
        "enfants": [(enfant, chez.get(enfant.pk, "")) for enfant in enfants],
        "proches": list(_entourage(foyer, utilisateur)),
        "attente": list(_en_attente(foyer, utilisateur)),
        "peut_modifier": utilisateur.has_perm("famille.modifier_dossier"),
    }


SECTION = Section(
    cle="dossier", titre="Dossier des enfants", gabarit="modifications/agents/_section.html", contexte=contexte
)
