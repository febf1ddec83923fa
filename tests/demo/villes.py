"""What the tests of the towns share."""

from datetime import date

import pytest
from django.core.cache import cache

from common import clock
from commune.models import AnneeScolaire
from demo import description, pages
from demo.chargement import familles
from demo.chargement.commune import charger_calendrier, charger_commune
from demo.chargement.evenements import charger_evenements
from demo.chargement.factures import charger_factures
from demo.chargement.ouvertures import ouvrir_places
from demo.chargement.personnel import charger_personnel
from demo.chargement.reservations import charger_reservations
from tests.tools.wagtail import replanter

VILLES = description.connues()
MARDI = date(2026, 11, 10)


@pytest.fixture
def ville(request, db, monkeypatch):
    """Load the town of the test's parameter: neither drawings, PDF nor revisions of the pages; no family yet."""
    decrite = request.param if isinstance(request.param, dict) else description.lire(request.param)
    monkeypatch.setattr(pages, "_image", lambda *_: None)
    monkeypatch.setattr(pages, "rendre_pdf", lambda *_: b"%PDF-")
    monkeypatch.setattr(pages, "_publier", lambda parent, page: parent.add_child(instance=page))
    cache.clear()
    replanter()
    charger_commune(decrite)
    charger_calendrier(clock.aujourdhui(), zone=decrite["commune"]["zone"])
    cache.clear()
    return decrite


des_villes = pytest.mark.parametrize("ville", VILLES, indirect=True)


def reglages_code(ville):
    return next(code for code in VILLES if description.lire(code)["commune"]["nom"] == ville["commune"]["nom"])


def familles_et_reservations(ville, monkeypatch, *, nombre=1):
    """Load what is behind the sign-in: places, staff, some families, what they booked and missed, a month of bills."""
    monkeypatch.setattr(familles, "NOMBRE", nombre)
    annee = AnneeScolaire.objects.get(du__lte=MARDI, au__gte=MARDI)
    ouvrir_places(ville, annee)
    charger_personnel(ville)
    familles.charger_familles(ville, annee)
    charger_reservations(MARDI, annee=annee)
    charger_evenements(MARDI, depuis=annee.du)
    charger_factures(MARDI)
