"""The agents' screens of custody, under the file of the family."""

from django.urls import include, path
from wagtail import hooks

from espace_prive.garde.agents import views

adresses = [
    path("", views.garde, name="garde"),
    path("rythme/", views.rythme, name="rythme"),
    path("exception/", views.exception, name="exception"),
    path("exceptions/<int:periode_pk>/retirer/", views.retirer, name="retirer"),
    path("echanges/<int:swap_pk>/defaire/", views.defaire, name="defaire"),
    path("arreter/", views.arreter, name="arreter"),
]


@hooks.register("register_admin_urls")
def adresses_des_gardes():
    return [path("familles/<int:pk>/enfants/<int:enfant_pk>/garde/", include((adresses, "gardes")))]
