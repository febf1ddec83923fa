"""« La commune » in the admin."""

from wagtail import hooks

from commune.agents.viewsets import CommuneViewSetGroup, adresses


@hooks.register("register_admin_urls")
def adresses_de_la_commune():
    return adresses


@hooks.register("register_admin_viewset")
def ecrans_de_la_commune():
    return CommuneViewSetGroup()
