"""Every address of the portal. What is not listed as public asks for a sign-in (common.web.middleware)."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import serve as servir_document
from wagtail.urls import serve_pattern
from wagtail.views import serve as servir_page

from cms_pages.agents.bulk import en_lot
from common.web.http import public
from common.web.views import composants, composants_agents
from commune.views import favicon, image, robots

# One door for everybody, with its throttles: whatever of Wagtail's asks for a sign-in leads there.
vers_la_connexion = public(RedirectView.as_view(pattern_name="comptes:connexion", query_string=True))

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", favicon, name="favicon"),
    path("media/<path:chemin>", image, name="media"),
    path("commune/", include("commune.urls")),
    path("espace/", include("espace_prive.comptes.urls")),
    path("espace/", include("espace_prive.accueil.urls")),
    path("espace/mes-donnees/", include("espace_prive.droits.urls")),
    path("espace/", include("espace_prive.famille.urls")),
    path("espace/", include("espace_prive.garde.urls")),
    path("espace/", include("espace_prive.agenda.urls")),
    path("espace/", include("espace_prive.ouverture.urls")),
    path("espace/", include("espace_prive.modifications.urls")),
    path("espace/demarches/", include("espace_prive.demarches.urls")),
    path("espace/", include("reservations.veille.urls")),
    path("espace/reservations/attente/", include("reservations.attente.urls")),
    path("espace/campagnes/", include("reservations.campagnes.urls")),
    path("espace/reservations/", include("reservations.planning.urls")),
    path("espace/factures/", include("factures.facturation.urls")),
    path("", include("espace_prive.messagerie.urls")),
    path("paiement/", include("factures.paiements.urls")),
    path("", include("factures.tarifs.urls")),
    path("gestion/composants/", composants, name="composants"),
    path("gestion/composants/agents/", composants_agents, name="composants_agents"),
    path("gestion/login/", vers_la_connexion),
    path("gestion/bulk/<str:app_label>/<str:model_name>/<str:action>/", en_lot),
    path("gestion/", include(wagtailadmin_urls)),
    # Of Wagtail's own addresses of the public site, what serves documents and pages: neither its sign-in nor its
    # pages opened by a shared password (the settings do not offer them).
    re_path(r"^documents/(\d+)/(.*)$", servir_document, name="wagtaildocs_serve"),
    path("_util/login/", vers_la_connexion, name="wagtailcore_login"),
]
if getattr(settings, "DEMONSTRATION", False):
    urlpatterns.append(path("demo/", include("demo.urls")))
urlpatterns += [path("", include("cms_pages.urls")), re_path(serve_pattern, servir_page, name="wagtail_serve")]
