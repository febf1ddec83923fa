"""Wagtail's app of users, with our viewset."""

from wagtail.users.apps import WagtailUsersAppConfig


class PersonnelConfig(WagtailUsersAppConfig):
    user_viewset = "espace_prive.comptes.agents.viewsets.UtilisateurViewSet"
    group_viewset = "espace_prive.comptes.agents.viewsets.RoleViewSet"
