"""What an activity still lacks before a family can book it."""

from common import clock
from reservations.activites.enums import Fonctionnement
from reservations.activites.models import Activite, Creneau


def des_activites() -> list[str]:
    activites = Activite.objects.prefetch_related("unites", "formules", "capacites").order_by("tri")
    if not activites:
        return ["Une activité : la restauration, le périscolaire… (Activités › Nouvelle activité)."]
    a_venir = Creneau.objects.filter(date__gte=clock.aujourdhui()).order_by()
    ouvertes = set(a_venir.values_list("unite__activite", flat=True).distinct())
    return [f"{a.nom} : {quoi} (Activités › {a.nom})." for a in activites if (quoi := _manque(a, ouvertes))]


def _manque(activite, ouvertes) -> str:
    for liste, quoi in ((activite.unites, "une unité"), (activite.formules, "une formule")):
        if not liste.all():
            return quoi
    if activite.fonctionnement != Fonctionnement.RESERVATION or activite.pk in ouvertes:
        return ""
    return "ouvrir une année ou une session" if activite.capacites.all() else "les places d’un lieu"
