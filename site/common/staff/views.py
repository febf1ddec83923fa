"""The kernel's own pages of the admin: the rules of conservation, and the mails that did not leave."""

from django.contrib import messages as avis
from django.core.paginator import Paginator
from django.db.models import Max, OuterRef, Subquery, Sum
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from common import clock, journal, tasks
from common.conservation import UN_AN
from common.errors import Refus
from common.mails import courriels, facteur
from common.models import Courriel, RapportDeMenage
from common.web.http import agent_requis
from common.words.saisie import lire_entier

VOIR = "common.view_rapportdemenage"
SUIVRE_LES_COURRIELS = "common.change_courriel"
PAR_PAGE = 50


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
    lignes = [(r, passages.get(r.cle), totaux.get(r.cle) or 0) for r in tasks.MENAGES]
    contexte = {"titre": "Conservation des données", "lignes": lignes, "heure": tasks.HEURE_DU_MENAGE}
    return render(request, "common/conservation.html", contexte)


@agent_requis(SUIVRE_LES_COURRIELS)
@require_GET
def courriels_en_souffrance(request):
    """The mails that did not leave: to whom, about what, since when, why; never what they say."""
    instant = clock.maintenant()
    lignes = Courriel.objects.en_souffrance().defer("texte", "html", "agenda")
    page = Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page"))
    journal.noter_liste("courriels non partis", len(page.object_list), par=request.user)
    contexte = {
        "titre": "Courriels qui ne sont pas partis",
        "page": page,
        "arret": Courriel.objects.dus(instant - facteur.EN_RETARD).exists(),
        "instant": instant,
    }
    return render(request, "common/agents/courriels.html", contexte)


@agent_requis(SUIVRE_LES_COURRIELS)
@require_POST
def renvoyer_des_courriels(request):
    """Try again now: the mail ``pk``, or all of them."""
    un = request.POST.get("pk")
    try:
        nombre = courriels.renvoyer(par=request.user, pk=None if un is None else lire_entier(un))
    except Refus as refus:
        avis.error(request, refus.phrase)
    else:
        phrase = f"{nombre} courriels vont" if nombre > 1 else "Le courriel va"
        avis.success(request, f"{phrase} partir de nouveau.")
    return redirect("courriels")
