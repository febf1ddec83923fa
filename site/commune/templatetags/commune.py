"""What every page shows the same way of the town: its drawing, whom to call, whether somebody answers now."""

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.urls import reverse

from common import clock
from commune import rules_horaires
from commune.enums import Paysage
from commune.services import calendrier, service_a_appeler

register = template.Library()


@register.simple_tag
def paysage(commune) -> str:
    """Give the address of the town's drawing; before a town is set, that of any town."""
    return static(f"paysages/{commune.paysage if commune else Paysage.BOURG}.svg")


@register.simple_tag
def feuille_du_portail(commune) -> str:
    """Give the address of the sheet with the town's colours; nothing while sheets are read where they are written."""
    nommee = getattr(staticfiles_storage, "stored_name", lambda nom: nom)("css/portail.css")
    version = nommee.removeprefix("css/portail.").removesuffix(".css")
    if not commune or version == "css":
        return ""
    return reverse("commune:feuille", args=[version, commune.couleur.removeprefix("#")])


def en_ce_moment(horaires: str) -> str:
    """« ouvert jusqu’à 17 h 30 », « ouvre demain à 9 h »; nothing for hours that are not wholly understood."""
    semaine = rules_horaires.lire(horaires or "")
    if semaine is None:
        return ""
    return rules_horaires.dire(semaine, clock.ici(), chome=calendrier().feries.__contains__)


@register.inclusion_tag("commune/_ouverture.html")
def ouverture(horaires: str):
    """Whether somebody answers now, in a word and a dot; nothing where the hours do not say it."""
    dit = en_ce_moment(horaires)
    return {"dit": dit, "ouvert": dit.startswith("ouvert")}


@register.inclusion_tag("commune/_qui_appeler.html")
def qui_appeler():
    """Whom families call, and whether somebody answers now."""
    return {"service": service_a_appeler()}
