"""What an agent reads of the swaps of a child, and undoes."""

from datetime import date

import pytest

from common.models import Courriel
from espace_prive.garde import services
from espace_prive.garde.rules import Borne
from tests.garde.test_swaps import DONNES, accepter, chez, etat, page, proposer
from tests.tools.html import source

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepte(mere, pere, partage):
    swap = proposer(mere, partage[0], DONNES)
    accepter(pere, swap)
    return swap


def adresses(partage, swap):
    enfant, elle, _ = partage
    ici = f"/gestion/familles/{elle.foyer.pk}/enfants/{enfant.pk}/garde/"
    return ici, f"{ici}echanges/{swap.pk}/defaire/"


def test_an_agent_undoes_what_both_had_agreed_and_both_read_why(client_agent, mere, pere, partage, accepte):
    enfant, elle, lui = partage
    ici, defaire = adresses(partage, accepte)
    lue = source(client_agent.get(ici))
    assert "À Foyer Talbot" in lue
    assert "le jeudi 12 novembre" in lue
    assert defaire in lue
    vide = client_agent.post(defaire, {"motif": ""})
    assert vide.status_code == 422
    client_agent.post(defaire, {"motif": "Jugement du 9 novembre"})
    assert etat(accepte) == "defait"
    assert chez(enfant, "2026-11-12") == (elle.foyer.pk,) * 2
    assert enfant.gardes.filter(main=True).count() == 0, "the rhythm is as it was, in one piece"
    assert enfant.gardes.filter(du__lte="2026-11-12", au__gte="2026-11-12").count() == 1
    assert Courriel.objects.filter(objet__contains="défait").count() == 2
    for client in (mere, pere):
        assert "« Jugement du 9 novembre »" in source(client.get(page(accepte)))
    client_agent.post(defaire, {"motif": "Encore"})
    assert Courriel.objects.filter(objet__contains="défait").count() == 2


def test_custody_changed_since_is_left_to_the_agent(client_agent, partage, accepte):
    enfant, elle, _ = partage
    enfant.refresh_from_db()
    services.poser_exception(
        enfant,
        elle.foyer,
        du=Borne(date(2026, 11, 12)),
        au=Borne(date(2026, 11, 12)),
        version=enfant.version,
        par=None,
    )
    refus = client_agent.post(adresses(partage, accepte)[1], {"motif": "Jugement"})
    assert "corrigez-la à la main" in source(refus)
    assert "Jugement" in source(refus)
    assert etat(accepte) == "accepte"


def test_past_days_stay_as_they_were(client_agent, partage, accepte, settings):
    enfant, _, lui = partage
    settings.HORLOGE = "2026-11-13T09:00:00+01:00"
    ici, defaire = adresses(partage, accepte)
    assert defaire not in source(client_agent.get(ici))
    refus = source(client_agent.post(defaire, {"motif": "Jugement"}))
    assert "Tous les jours de cet échange sont passés" in refus
    assert chez(enfant, "2026-11-12") == (lui.foyer.pk,) * 2
