"""What the queue does for the pages. Safe to run twice."""

from django.core.management import call_command
from django_q.models import Schedule

TACHE = "cms_pages.tasks.publier_et_retirer"


def publier_et_retirer() -> None:
    """Publish the pages whose hour has come, take away those whose end has come; Wagtail's own command."""
    call_command("publish_scheduled")


def planifier() -> None:
    """Ask the queue to do so every minute, once: a second call keeps a pace changed since."""
    Schedule.objects.get_or_create(
        func=TACHE, defaults={"name": "Publications prévues", "schedule_type": Schedule.MINUTES, "minutes": 1}
    )
