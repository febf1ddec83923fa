"""Whatever way a page of the admin that names a family is asked, it leaves its line: a form refused, a HEAD."""

import pytest
from django.db import transaction

from common.models import Journal
from tests.test_lectures_notees import chemins, client_de_tout, foyer_a, ville
from tests.tools.famille_entiere import MARQUE

__all__ = ["client_de_tout", "foyer_a", "ville"]
pytestmark = pytest.mark.django_db


def test_a_form_refused_that_names_a_family_leaves_a_line(ville, client_de_tout):
    muettes, montrees = [], set()
    for nom, chemin in chemins(ville):
        with transaction.atomic():
            avant = Journal.objects.count()
            reponse = client_de_tout.post(chemin, {"q": MARQUE, "nom": "", "version": "0"})
            if (
                reponse.status_code in (200, 422)
                and not reponse.streaming
                and MARQUE in reponse.content.decode(errors="ignore")
            ):
                montrees.add(nom)
                if Journal.objects.count() == avant:
                    muettes.append(f"{nom} {chemin}")
            transaction.set_rollback(True)
    assert muettes == []
    assert len(montrees) >= 5, montrees


@pytest.mark.parametrize("suite", ["familles/", "factures/", "messages/", "factures/?format=csv"])
def test_a_head_reads_what_a_get_reads(ville, client_de_tout, suite):
    avant = Journal.objects.count()
    assert client_de_tout.head(f"/gestion/{suite}").status_code == 200
    assert Journal.objects.count() == avant + 1
