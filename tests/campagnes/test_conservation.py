"""What is kept of answers and appointments: in the archive of the person, and forgotten in time."""

from datetime import timedelta

import pytest

from common import archive, clock
from common.tasks import MENAGES
from espace_prive.famille.acces.perimetre import perimetre
from reservations.campagnes.models import Campagne, Rencontre, RendezVous, ReponseDeCampagne
from reservations.campagnes.services import rendezvous
from reservations.veille.services import choisir
from tests.factories.famille import famille

pytestmark = pytest.mark.django_db


@pytest.fixture
def gardee(noel, maison):
    """Give an answer and an appointment, and another family's."""
    debut = clock.maintenant() + timedelta(days=2)
    rencontre = Rencontre.objects.create(
        titre="Rencontre", lieu="École", service=noel.donges.service, ouvre_le=clock.maintenant(), ferme_le=debut
    )
    for rang, qui in enumerate((maison, famille(noel.donges, nom="Talbot"))):
        ReponseDeCampagne.objects.create(campagne=noel.campagne, enfant=qui.enfants[0], foyer=qui.foyer, dit="non")
        quand = debut + timedelta(hours=rang)
        RendezVous.objects.create(
            rencontre=rencontre, debut=quand, fin=quand + timedelta(minutes=15), enfant=qui.enfants[0],
            foyer=qui.foyer, pris_le=clock.maintenant(),
        )  # fmt: skip
        choisir(qui.responsable, recevoir=False)


@pytest.mark.usefixtures("gardee")
def test_the_archive_of_a_person_holds_its_own_and_nobody_elses(maison):
    moi = perimetre(maison.utilisateur)
    for cle in ("reponses_aux_campagnes", "rendez_vous", "refus_du_rappel"):
        partie = next(p for p in archive.PARTIES if p.cle == cle)
        (ligne,) = partie.lire(moi, maison.utilisateur)
        assert set(ligne) == set(partie.cles)


@pytest.mark.usefixtures("gardee")
def test_the_night_forgets_what_is_a_year_old():
    regles = {regle.cle: regle for regle in MENAGES}
    assert [regles[cle].effacer() for cle in ("campagnes", "rendez_vous", "soirees")] == [0, 0, 0]
    Campagne.objects.update(ouvre_le="2025-01-01T09:00Z", ferme_le="2025-10-01T09:00Z")
    RendezVous.objects.filter(pk=RendezVous.objects.first().pk).update(
        debut="2025-10-01T09:00Z", fin="2025-10-01T10:00Z"
    )
    assert [regles[cle].effacer() for cle in ("campagnes", "rendez_vous")] == [2, 1]
    assert RendezVous.objects.count() == 1
    assert rendezvous.oublier() == 0
