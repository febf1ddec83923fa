"""The town itself: settings, services, places, schools, régies, calendar, activities."""

from datetime import date

from commune.models import AnneeScolaire, Ecole, Lieu, Regie, Service
from commune.services import importer_annee, reglages
from demo.chargement.activites import charger_activite


def charger_commune(ville: dict) -> None:
    """Write what ``ville`` (a town's TOML) says of the town; a second call changes nothing."""
    parametres = reglages()
    for nom, valeur in ville["commune"].items():
        setattr(parametres, nom, valeur)
    parametres.full_clean()
    parametres.save()
    services = {s["code"]: _ecrire(Service, s, "code") for s in ville["services"]}
    lieux = {}
    for description in ville["lieux"]:
        description = dict(description)
        niveaux, restaurant = description.pop("niveaux", ""), description.pop("restaurant", "")
        lieu = lieux[description["code"]] = _ecrire(Lieu, description, "code")
        if niveaux:
            Ecole.objects.update_or_create(
                lieu=lieu, defaults={"niveaux": niveaux, "restaurant": lieux.get(restaurant)}
            )
    regies = {
        r["code"]: _ecrire(Regie, {**r, "service": services[r["service"]]}, "code") for r in ville.get("regies", [])
    }
    for activite in ville.get("activites", []):
        charger_activite(activite, services=services, lieux=lieux, regies=regies)


def charger_calendrier(aujourdhui: date, *, zone: str) -> AnneeScolaire:
    """Import last year, this one and the next where the published calendars know them; return the present year."""
    debut = aujourdhui.year if aujourdhui.month >= 8 else aujourdhui.year - 1
    annees = {an: importer_annee(an, zone=zone) for an in (debut - 1, debut)}
    return annees[debut]


def _ecrire(modele, valeurs, cle):
    objet, _ = modele.objects.update_or_create(**{cle: valeurs[cle]}, defaults=valeurs)
    return objet
