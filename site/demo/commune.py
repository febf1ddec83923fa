"""The town of a demonstration: its settings, services, places, schools and calendar, from its TOML."""

import tomllib
from pathlib import Path

from django.db import transaction

from common import clock
from common.typo import typographier
from commune.models import Ecole, Lieu, Reglages, Service
from commune.services import importer_annee

VILLES = Path(__file__).parent / "villes"
RENTREE = 8
DERNIERE_ANNEE_CONNUE = 2027


def lire_ville(nom: str) -> dict:
    """Read the description of a town."""
    return tomllib.loads((VILLES / f"{nom}.toml").read_text())


@transaction.atomic
def charger_commune(ville: dict):
    """Write the town's settings, services, places and school years; a second call changes nothing."""
    reglages = Reglages.load()
    for champ, valeur in ville["commune"].items():
        setattr(reglages, champ, typographier(valeur) if champ in ("slogan", "horaires") else valeur)
    reglages.save()
    for service in ville["services"]:
        valeurs = service | {"horaires": typographier(service.get("horaires", ""))}
        Service.objects.update_or_create(code=service["code"], defaults=valeurs)
    for lieu in ville["lieux"]:
        simples = {champ: lieu.get(champ, "") for champ in ("nom", "genre", "adresse", "telephone")}
        Lieu.objects.update_or_create(code=lieu["code"], defaults=simples)
    lieux = {lieu.code: lieu for lieu in Lieu.objects.all()}
    for lieu in ville["lieux"]:
        if lieu["genre"] == "ecole":
            Ecole.objects.update_or_create(
                lieu=lieux[lieu["code"]],
                defaults={"niveaux": lieu["niveaux"], "restaurant": lieux[lieu["restaurant"]]},
            )
    jour = clock.aujourdhui()
    debut = jour.year if jour.month >= RENTREE else jour.year - 1
    for annee in (debut, debut + 1):
        if annee <= DERNIERE_ANNEE_CONNUE:
            importer_annee(annee, zone=reglages.zone)
