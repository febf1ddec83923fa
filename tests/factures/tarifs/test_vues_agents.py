from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from factures.tarifs.models import Grille, Tranche


@pytest.mark.feature("F148")
def test_agents_read_the_grid_with_its_bounds(client_agent, client_regisseur, donges):
    suite = Grille.objects.create(formule=donges.formule, nom="Ancienne", du=date(2020, 9, 1), au=date(2024, 8, 31))
    Tranche.objects.create(grille=suite, prix=Decimal("3.00"))
    for qui in (client_agent, client_regisseur):
        page = qui.get(reverse("grilles_tarifaires")).content.decode()
        for mot in ("jusqu’à 500", "de 500,01 à 1\u202f000", "au-delà de 1\u202f600", "4,35\u202f€", "5,10\u202f€"):
            assert mot in page
        assert page.index("Restauration scolaire</h2>") < page.index("Ancienne – terminée")


def test_the_grids_of_the_admin_are_for_staff(client, donges):
    assert client.get(reverse("grilles_tarifaires")).status_code == 302
