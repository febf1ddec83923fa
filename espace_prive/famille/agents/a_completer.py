"""« À compléter »: for whom something is missing, by kind, each leading to its family's file; and its panel."""

from django.shortcuts import render
from django.views.decorators.http import require_GET
from wagtail.admin.ui.components import Component

from common import journal
from common.web.http import agent_requis
from espace_prive.famille.acces import portee
from espace_prive.famille.extensions import a_completer
from espace_prive.famille.models import Foyer, Rattachement
from espace_prive.famille.querysets import en_cours

MONTRES = 100


@agent_requis(portee.CONSULTER)
@require_GET
def liste(request):
    manques = [(manque, *_lignes(request.user, manque)) for manque in a_completer.pour(request.user)]
    journal.noter_liste("à compléter", sum(len(lignes) for _, lignes, _ in manques), par=request.user)
    return render(request, "famille/agents/a_completer.html", {"titre": "À compléter", "manques": manques})


def _lignes(agent, manque):
    """([(who, household whose file opens)], how many more)."""
    trouves = manque.lire(agent)
    lus = list(trouves[: MONTRES + 1])
    suite = trouves.count() - MONTRES if len(lus) > MONTRES else 0
    lus = lus[:MONTRES]
    if trouves.model is Foyer:
        return [(foyer, foyer) for foyer in lus], suite
    chez = Rattachement.objects.filter(en_cours(), enfant__in=[e.pk for e in lus], foyer__in=portee.foyers(agent))
    foyers = {r.enfant_id: r.foyer for r in chez.select_related("foyer").order_by("-pk")}
    return [(enfant, foyers.get(enfant.pk)) for enfant in lus], suite


class Manques(Component):
    """How many children, or homes, miss something."""

    name, order = "a_completer", 95
    template_name = "famille/agents/panneau_a_completer.html"

    def get_context_data(self, parent_context):
        agent = parent_context["request"].user
        comptes = [(manque, manque.lire(agent).count()) for manque in a_completer.pour(agent)]
        return {"comptes": [(manque, nombre) for manque, nombre in comptes if nombre]}
