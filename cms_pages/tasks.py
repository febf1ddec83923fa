"""What the queue does for the pages. Idempotent."""

from django.core.management import call_command
from django_q.models import Schedule

from cms_pages.services import tout_indexer

TACHE, RELECTURE = "cms_pages.tasks.publier_et_retirer", "cms_pages.tasks.relire"


def publier_et_retirer() -> None:
    """Publish the pages whose hour has come, unpublish those whose end has come; Wagtail's own command."""
    call_command("publish_scheduled")


def relire() -> int:
    """Index every page again: pages list others, and name days that pass."""
    return tout_indexer()


def planifier() -> None:
    """Schedule publishing every minute, indexing every night; a second call keeps a pace changed since."""
    Schedule.objects.get_or_create(
        func=TACHE, defaults={"name": "Publications prévues", "schedule_type": Schedule.MINUTES, "minutes": 1}
    )
    Schedule.objects.get_or_create(
        func=RELECTURE, defaults={"name": "Recherche du site", "schedule_type": Schedule.DAILY}
    )  # fmt: skip
