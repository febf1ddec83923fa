"""Which pages use a row of the town."""

from wagtail.models import Page

from cms_pages.models import ActivitePage
from commune.models import Service


def pages_qui_nomment(objet) -> list[str]:
    """The pages that show this service, by their own field or by a « Contact » block."""
    if not isinstance(objet, Service):
        return []
    pages = {page.pk: page.title for page in ActivitePage.objects.filter(service=objet)}
    for page in Page.objects.filter(depth__gte=2).specific().iterator():
        corps = getattr(page, "corps", ())
        if any(bloc.block_type == "contact" and bloc.value["service"] == objet.code for bloc in corps):
            pages[page.pk] = page.title
    return [f"la page « {titre} »" for titre in pages.values()]
