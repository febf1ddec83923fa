"""Wagtail's actions on several rows at once, let through one by one: closed by default, whatever a version adds."""

from django.http import Http404
from wagtail.admin.views.bulk_action.dispatcher import index

# On several rows at once, what each row's own page does under the same rights and leaves the same trace. Accounts are
# not there: what is done to one asks why, is told to the person and is kept.
EN_LOT = {
    "wagtailcore.page": {"publish", "unpublish", "move", "delete"},
    "wagtailimages.image": {"add_tags", "add_to_collection", "delete"},
    "wagtaildocs.document": {"add_tags", "add_to_collection", "delete"},
    "cms_pages.menu": {"delete"},
    "cms_pages.bilanegalim": {"delete"},
    "cms_pages.categorieactualite": {"delete"},
    "cms_pages.publication": {"delete"},
}


def en_lot(request, app_label, model_name, action):
    """Do what is asked of several rows, if it is one of the things that may be."""
    if action not in EN_LOT.get(f"{app_label}.{model_name}", ()):
        raise Http404
    return index(request, app_label, model_name, action)
