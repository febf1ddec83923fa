"""The town itself: settings, services, places, schools, régies, calendar, activities."""

from datetime import date

from django.core.files.base import ContentFile

from commune.models import AnneeScolaire, Lieu, Regie, Reglages, Service
from commune.services import importer_annee, installer_ville
from demo.armes import dessiner
from demo.chargement.activites import charger_activite


def charger_commune(ville: dict) -> None:
    """Write what ``ville`` (a town's TOML) says of the town; a second call changes nothing."""
    installer_ville(ville, remplacer=True)
    _armes(ville["commune"])
    services, lieux, regies = ({o.code: o for o in modele.objects.all()} for modele in (Service, Lieu, Regie))
    for activite in ville.get("activites", []):
        charger_activite(activite, services=services, lieux=lieux, regies=regies)


def _armes(description: dict) -> None:
    """Give the town arms of its own, unless it has some: fictional ones, since real arms belong to towns."""
    reglages = Reglages.load()
    if not reglages.blason:
        reglages.blason.save("armes.png", ContentFile(dessiner(description.get("paysage", ""), reglages.couleur)))


def charger_calendrier(aujourdhui: date, *, zone: str) -> AnneeScolaire:
    """Import last year, this one and the next where the published calendars know them; return the present year."""
    debut = aujourdhui.year if aujourdhui.month >= 8 else aujourdhui.year - 1
    annees = {an: importer_annee(an, zone=zone) for an in (debut - 1, debut)}
    return annees[debut]
