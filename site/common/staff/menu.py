"""The staff's menus: an entry shows to whoever may open its page."""

from django.urls import reverse
from wagtail.admin.menu import MenuItem


class MenuEntry(MenuItem):
    """An entry of the admin's menu, or of its reports, for whoever has every one of ``permissions``."""

    def __init__(self, label: str, url_name: str, *permissions: str, args=(), **options):
        super().__init__(label, reverse(url_name, args=args), **options)
        self.permissions = permissions

    def is_shown(self, request):
        return request.user.has_perms(self.permissions)
