"""What a parent does: tick days of a week, validate; report an absence."""

import uuid

import pytest

from reservations.activites.models import Formule
from tests.factories.famille import famille
from tests.tools.html import formulaire, valeurs

SEMAINE = "/espace/reservations/semaine/2026-11-16/"
RECAPITULATIF = "/espace/reservations/recapitulatif/"
ABSENCE = "/espace/reservations/absence/"


@pytest.fixture
def maison(ouverte):
    return famille(ouverte, enfants=2, quotient="500")


@pytest.fixture
def parent(client, maison):
    client.force_login(maison.utilisateur)
    return client


def choix(inscription, jour, formule=None):
    """Give the value of a cell's box, as the page writes it."""
    formule = formule or Formule.objects.filter(activite=inscription.activite).order_by("pk").first()
    return f"{inscription.pk}:{formule.pk}:{jour if isinstance(jour, str) else jour.isoformat()}"


def cocher(client, *ajouts, retraits=(), vers="etape2", page=SEMAINE, **autres):
    """Tick (``ajouts``) and untick boxes of a page, and press a button; follow nothing."""
    envoi = formulaire(client.get(page), "form.formulaire-semaine").champs
    coches = {v for v in envoi.get("choix", []) if v} - set(retraits) | set(ajouts)
    return client.post(page, envoi | {"choix": sorted(coches), "vers": vers} | autres)


def valider(client, **remplacements):
    """Validate the recap as it stands."""
    page = client.get(RECAPITULATIF).content.decode()
    donnees = {nom: valeurs(page, nom) for nom in ("numero", "montant", "version")} | remplacements
    return client.post(RECAPITULATIF, donnees)


def signaler(client, *reservations, motif="maladie", **autres):
    """Tick these, read what stays billed, send."""
    donnees = {"reservations": [r.pk for r in reservations], "motif": motif, "numero": uuid.uuid4()}
    dit = client.post(ABSENCE, donnees, headers={"X-Absence": "bilan"})
    return client.post(ABSENCE, donnees | {"vu": valeurs(dit, "vu")} | autres)
