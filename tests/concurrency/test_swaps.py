"""Two answers to the same swap at once: one is given, the other is told; the days change hands once."""

import uuid
from datetime import date

import pytest

from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Enfant
from espace_prive.garde import services as garde
from espace_prive.garde.models import Swap
from espace_prive.garde.rules import Borne, chez_qui
from espace_prive.garde.services import swaps
from tests.concurrency.test_deux_personnes import l_un_puis_l_autre, maison  # noqa: F401 - a child of two homes
from tests.tools.verrous import sans_verrou

pytestmark = pytest.mark.concurrency
MERCREDI = Borne(date(2026, 11, 18))


@pytest.fixture
def propose(maison):  # noqa: F811
    """A swap that waits: she offers a Wednesday morning to him."""
    m = maison
    garde.appliquer_rythme(
        m.enfant, du=date(2026, 9, 1), version=m.enfant.version, par=None, premier=m.foyer, second=m.autre.foyer,
        forme="exclusive",
    )  # fmt: skip
    m.enfant = Enfant.objects.get(pk=m.enfant.pk)
    moi = perimetre(m.utilisateur)
    projet = swaps.preparer(m.enfant, moi, {MERCREDI})
    m.swap = swaps.proposer(
        m.enfant, {MERCREDI}, numero=uuid.uuid4(), par=m.utilisateur, vu=swaps.empreinte(projet, m.foyer.pk)
    )
    m.vu = swaps.empreinte(projet, m.autre.foyer.pk)
    return m


def accepter(m):
    return lambda: swaps.accepter(m.swap, par=m.autre.utilisateur, vu=m.vu)


def issue(m):
    swap = Swap.objects.get(pk=m.swap.pk)
    sejours = [p.sejour() for p in m.enfant.gardes.all()]
    return swap.etat, chez_qui(sejours, MERCREDI) == m.autre.foyer.pk


def test_accepted_twice_at_once_it_is_done_once(propose):
    assert l_un_puis_l_autre(accepter(propose), accepter(propose)) == "écrit"
    assert issue(propose) == ("accepte", True)
    assert propose.enfant.gardes.filter(main=True).count() == 1


def test_refused_or_withdrawn_as_it_is_accepted_the_first_one_counts(propose):
    refus = lambda: swaps.refuser(propose.swap, par=propose.autre.utilisateur)  # noqa: E731
    assert l_un_puis_l_autre(refus, accepter(propose)) == "repondue"
    assert issue(propose) == ("refuse", False)


def test_withdrawn_as_it_is_accepted(propose):
    retrait = lambda: swaps.retirer(propose.swap, par=propose.utilisateur)  # noqa: E731
    assert l_un_puis_l_autre(accepter(propose), retrait) == "repondue"
    assert issue(propose) == ("accepte", True)


def test_without_the_lock_both_would_count(propose, monkeypatch):
    """The control: the row of the swap is what makes them wait."""
    sans_verrou(monkeypatch)
    retrait = lambda: swaps.retirer(propose.swap, par=propose.utilisateur)  # noqa: E731
    assert l_un_puis_l_autre(accepter(propose), retrait) == "écrit"


def test_the_same_days_proposed_by_both_at_once_make_one_proposal(propose):
    jeudi = {Borne(date(2026, 11, 19))}
    projet = swaps.preparer(propose.enfant, perimetre(propose.utilisateur), jeudi)
    inverse = swaps.preparer(propose.enfant, perimetre(propose.autre.utilisateur), jeudi)

    def proposer(acteur, vu):
        return lambda: swaps.proposer(propose.enfant, jeudi, numero=uuid.uuid4(), par=acteur, vu=vu)

    elle = proposer(propose.utilisateur, swaps.empreinte(projet, propose.foyer.pk))
    lui = proposer(propose.autre.utilisateur, swaps.empreinte(inverse, propose.autre.foyer.pk))
    assert l_un_puis_l_autre(elle, lui) == "deja"
    assert Swap.objects.count() == 2
