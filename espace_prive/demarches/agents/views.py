"""One request as the staff reads it, from the family's file or the search. Its price is the invoice's business."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from espace_prive.demarches.models import Demarche
from espace_prive.demarches.reading import est_reservee_pour, page_pour_agent
from espace_prive.famille.acces import portee
from espace_prive.famille.acces.pages import page_du_dossier


@page_du_dossier(portee.CONSULTER)
@require_GET
def demande(request, foyer_pk, pk):
    """What was asked, by whom, what was answered; a type that has its own page is read there."""
    demarches = Demarche.objects.select_related("service", "foyer", "auteur", "au_nom_de")
    lue = get_object_or_404(demarches, pk=pk, foyer=foyer_pk)
    if page := page_pour_agent(request.user, lue):
        return redirect(page)
    contexte = {
        "titre": lue.titre,
        "sous_titre": f"Demande n°\u00a0{lue.pk}",
        "demarche": lue,
        "foyer": lue.foyer,
        "reservee": est_reservee_pour(request.user, lue),
        "etapes": lue.evenements.all(),
    }
    return render(request, "demarches/agents/demande.html", contexte)
