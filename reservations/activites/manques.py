"""What an activity still lacks before a family can book it."""

from common import clock
from common.words import typo
from reservations.activites.enums import Fonctionnement
from reservations.activites.models import Activite, Creneau


def des_activites() -> list[str]:
    activites = Activite.objects.prefetch_related("unites", "formules", "capacites").order_by("tri")
    if not activites:
        return ["Une activité : la restauration, le périscolaire… (Activités › Nouvelle activité)."]
    ouvertes = activites_ouvertes()
    return [
        f"{a.nom} : {quoi} (Activités › {a.nom})."
        for a in activites
        if (quoi := ce_qui_manque(a, ouvertes) or _a_ouvrir(a, ouvertes))
    ]


def activites_ouvertes() -> set[int]:
    """Give the activities (ids) that have a day open, today or later."""
    a_venir = Creneau.objects.filter(date__gte=clock.aujourdhui()).order_by()
    return set(a_venir.values_list("unite__activite", flat=True).distinct())


def attend_des_jours(activite, ouvertes: set[int]) -> bool:
    """Tell whether it is booked by the day and has none open."""
    return activite.fonctionnement == Fonctionnement.RESERVATION and activite.pk not in ouvertes


def ce_qui_manque(activite, ouvertes: set[int]) -> str:
    """Say what is still to be typed of it: « une unité et une formule »; empty when all is."""
    manques = [
        quoi for liste, quoi in ((activite.unites, "une unité"), (activite.formules, "une formule")) if not liste.all()
    ]
    if attend_des_jours(activite, ouvertes) and not activite.capacites.all():
        manques.append("les places d’un lieu")
    return typo.enumeration(manques)


def _a_ouvrir(activite, ouvertes) -> str:
    return "ouvrir une année ou une session" if attend_des_jours(activite, ouvertes) else ""
