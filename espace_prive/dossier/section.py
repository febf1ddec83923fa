"""« Dossier des enfants » in the agents' family file: what waits, where the children are today, the entourage."""

from django.db.models import Prefetch

from common import clock
from espace_prive.dossier.models import Modification
from espace_prive.famille.models import Enfant, PeriodeDeGarde
from espace_prive.famille.sections import Section


def contexte(foyer, enfants, utilisateur) -> dict:
    """Give what the section shows, in four statements whatever the number of children."""
    jour, pks = clock.aujourdhui(), [e.pk for e in enfants]
    gardes = PeriodeDeGarde.objects.filter(enfant__in=pks).entre(jour, jour).order_by("du", "du_demi")
    chez = {}
    for periode in gardes:
        chez.setdefault(periode.enfant_id, []).append("ici" if periode.foyer_id == foyer.pk else "autre foyer")
    for enfant in enfants:
        enfant.chez = " puis ".join(dict.fromkeys(chez.get(enfant.pk, ())))
    proches = foyer.proches.en_vigueur().prefetch_related(
        Prefetch("enfants", Enfant.objects.order_by("naissance"), to_attr="visibles")
    )
    attente = Modification.objects.filter(demarche__foyer=foyer).en_attente().select_related("demarche")
    return {
        "foyer": foyer, "enfants": enfants, "proches": list(proches), "attente": list(attente),
        "peut_modifier": utilisateur.has_perm("famille.modifier_dossier"),
    }  # fmt: skip


SECTION = Section(
    cle="dossier", titre="Dossier des enfants", gabarit="dossier/agents/_section.html", contexte=contexte, ordre=50
)
