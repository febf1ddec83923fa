"""The editors' own screens in the admin."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cms_pages.agents.panels import peut_ecrire
from cms_pages.liens import liens_casses
from common.web.http import agent_requis


@agent_requis("wagtailadmin.access_admin")
@require_GET
def rapport_des_liens(request):
    """List the links that lead nowhere."""
    if not peut_ecrire(request.user):
        raise Http404
    return render(request, "cms_pages/gestion/liens.html", {"titre": "Liens à réparer", "liens": liens_casses()})
