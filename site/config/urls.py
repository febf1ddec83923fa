"""Every address of the portal. What is not listed as public asks for a sign-in (common.middleware)."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from common.http import public
from common.views import composants
from commune.views import favicon, image, robots

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", favicon, name="favicon"),
    path("media/<path:chemin>", image, name="media"),
    path("commune/", include("commune.urls")),
    path("espace/", include("espace_prive.comptes.urls")),
    path("espace/", include("espace_prive.accueil.urls")),
    path("espace/mes-donnees/", include("espace_prive.accueil.urls_droits")),
    path("espace/", include("espace_prive.famille.urls")),
    path("espace/", include("espace_prive.ouverture.urls")),
    path("espace/", include("espace_prive.dossier.urls")),
    path("espace/demarches/", include("espace_prive.demarches.urls")),
    path("espace/reservations/", include("reservations.planning.urls")),
    path("espace/factures/", include("factures.facturation.urls")),
    path("", include("espace_prive.messagerie.urls")),
    path("paiement/", include("factures.paiements.urls")),
    path("", include("factures.tarifs.urls")),
    path("gestion/composants/", composants, name="composants"),
    # One door for everybody, with its throttles: Wagtail's own sign-in leads there.
    path("gestion/login/", public(RedirectView.as_view(pattern_name="comptes:connexion", query_string=True))),
    path("gestion/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if getattr(settings, "DEMONSTRATION", False):
    urlpatterns.append(path("demo/", include("demo.urls")))
urlpatterns += [path("", include("cms_pages.urls")), path("", include(wagtail_urls))]
