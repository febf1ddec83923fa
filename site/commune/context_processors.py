"""What every page knows of the town."""

from django.utils.functional import SimpleLazyObject

from commune.services import reglages


def commune(request):
    """Add ``commune``, read from the database only when a template uses it."""
    return {"commune": SimpleLazyObject(reglages)}
