"""« Conservation des données » : the rules, their durations, what the last nights erased."""

from django.db.models import Max, OuterRef, Subquery, Sum
from django.shortcuts import render
from django.views.decorators.http import require_GET

from common import clock, tasks
from common.conservation import UN_AN
from common.http import agent_requis
from common.models import RapportDeMenage

VOIR = "common.view_rapportdemenage"


@agent_requis(VOIR)
@require_GET
def conservation(request):
    """Every rule with its last run; two statements whatever their number."""
    derniers = RapportDeMenage.objects.filter(regle=OuterRef("regle"))
    passages = {
        ligne["regle"]: ligne
        for ligne in RapportDeMenage.objects.order_by()
        .values("regle")
        .annotate(le=Max("quand"), dernier=Subquery(derniers.values("nombre")[:1]))
    }
    depuis = clock.maintenant() - UN_AN
    totaux = dict(
        RapportDeMenage.objects.filter(quand__gte=depuis).order_by().values("regle").annotate(n=Sum("nombre"))
        .values_list("regle", "n")
    )  # fmt: skip
    lignes = [(r, passages.get(r.cle), totaux.get(r.cle) or 0) for r in tasks.regles()]
    contexte = {"titre": "Conservation des données", "lignes": lignes, "heure": tasks.HEURE_DU_MENAGE}
    return render(request, "common/conservation.html", contexte)
