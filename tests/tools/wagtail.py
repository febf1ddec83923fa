"""What Wagtail's migrations write once, and the flush of a transactional test takes away."""

from wagtail.models import Collection, Locale, Page


def replanter():
    """Put back the roots of pages and collections, and the language, where they are missing."""
    Locale.objects.get_or_create(language_code="fr")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
