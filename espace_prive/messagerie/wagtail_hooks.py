"""The agents' menu of messages."""

from django.db.models import Count, Min
from django.urls import include, path
from wagtail import hooks
from wagtail.admin.ui.components import Component

from common import clock
from common.staff.menu import MenuEntry
from espace_prive.messagerie.agents import views
from espace_prive.messagerie.models import Message
from espace_prive.messagerie.querysets import LIRE

adresses = [
    path("", views.liste, name="liste"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/repondre/", views.repondre, name="repondre"),
    path("<int:pk>/transmettre/", views.transmettre, name="transmettre"),
]


@hooks.register("register_admin_urls")
def adresses_des_messages():
    return [path("messages/", include((adresses, "messages")))]


@hooks.register("register_admin_menu_item")
def menu_messages():
    return MenuEntry("Messages", "messages:liste", LIRE, icon_name="mail", order=205)


class MessagesEnAttente(Component):
    name, order = "messages_en_attente", 95
    template_name = "messagerie/agents/panneau.html"

    def get_context_data(self, parent_context):
        attendent = Message.objects.pour(parent_context["request"].user).en_attente().order_by()
        lu = attendent.aggregate(nombre=Count("pk"), premier=Min("recu_le"))
        depuis = (clock.maintenant() - lu["premier"]).days if lu["premier"] else 0
        return {"nombre": lu["nombre"], "depuis": depuis}


@hooks.register("construct_homepage_panels")
def messages_en_attente(request, panels):
    if request.user.has_perm(LIRE):
        panels.append(MessagesEnAttente())
