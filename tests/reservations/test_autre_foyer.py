"""Two homes share a child: the one where it is that day is told like the one who booked, and of nothing else."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from common.models import Courriel
from espace_prive.famille.models import Appartenance, LienParental, Rattachement
from espace_prive.garde.models import PeriodeDeGarde
from reservations.planning.enums import Sens
from reservations.planning.models import Reservation
from reservations.planning.services import (
    Ou,
    enregistrer_demande,
    etudier,
    montant_montre,
    rouvrir,
    sans_courriel,
    signaler_absences,
)
from reservations.planning.services import fermer as fermer_ensemble
from reservations.planning.services.autre_foyer import concernes, de_la_reservation
from tests.factories.famille import ResponsableFactory, famille
from tests.factories.reservations import reserver_jours, souhaiter
from tests.reservations.conftest import LUNDI_16, VENDREDI_13
from tests.tools.requetes import requetes

pytestmark = pytest.mark.django_db
RENTREE = date(2026, 9, 1)


@pytest.fixture
def elle(ouverte):
    """Her home books and pays both children, every day."""
    maison = famille(ouverte, enfants=2)
    reserver_jours(maison, ouverte, [VENDREDI_13, LUNDI_16])
    return maison


@pytest.fixture
def lui(ouverte, elle):
    """His home, elsewhere, with its own paying of nothing: the elder is there on Friday, not on Monday."""
    maison = famille(ouverte, enfants=0, nom="Talbot", adresse="9 quai Secret")
    aine = elle.enfants[0]
    LienParental.objects.create(enfant=aine, responsable=maison.responsable, qualite="pere", du=RENTREE)
    Rattachement.objects.create(enfant=aine, foyer=maison.foyer, du=RENTREE)
    PeriodeDeGarde.objects.create(enfant=aine, foyer=maison.foyer, du=VENDREDI_13, au=VENDREDI_13)
    PeriodeDeGarde.objects.create(enfant=aine, foyer=elle.foyer, du=LUNDI_16, au=LUNDI_16)
    return maison


def fermer(ouverte, agent, jour=VENDREDI_13):
    ou = [Ou(ouverte.cantine, ouverte.restaurant)]
    return fermer_ensemble(ou=ou, jours=[jour], motif="Grève", par=agent).fermetures.all()


def lu(courriel):
    return courriel.texte.replace("\u00a0", " ")


def recus(maison):
    return list(Courriel.objects.filter(destinataire=maison.responsable.email).order_by("pk"))


def test_a_closing_is_told_to_the_home_where_the_child_is(ouverte, agent, elle, lui):
    (fermeture,) = fermer(ouverte, agent)
    (sien,) = recus(lui)
    aine, cadet = elle.enfants
    assert "Grève" in sien.texte
    assert f"L’autre foyer avait réservé pour {aine.prenom}, qui est chez vous ce jour-là" in sien.texte
    for tu in (cadet.prenom, "facturée", "€", elle.foyer.adresse, elle.responsable.nom):
        assert tu not in sien.texte + sien.html
    (leur,) = recus(elle)
    assert aine.prenom in leur.texte
    assert "quai Secret" not in leur.texte
    assert "chez vous" not in leur.texte
    rouvrir([fermeture], par=agent)
    assert f"pour {aine.prenom} est remise" in recus(lui)[-1].texte
    assert "prix" not in recus(lui)[-1].texte
    fermer(ouverte, agent, LUNDI_16)
    assert len(recus(lui)) == 2, "that day the child is not there"


def test_who_pays_the_bookings_is_called_even_when_the_other_home_has_an_address(ouverte, agent, elle, lui):
    elle.responsable.email = ""
    elle.responsable.save()
    (fermeture,) = fermer(ouverte, agent)
    assert len(recus(lui)) == 1
    touchees = fermeture.touchees.select_related("reservation__enfant", "reservation__payeur")
    assert len(sans_courriel(touchees)) == 1


def test_an_absence_is_told_to_the_home_where_the_child_is_without_the_reason(ouverte, elle, lui):
    signaler_absences(
        list(Reservation.objects.filter(date=VENDREDI_13).select_related("enfant", "payeur", "formule__activite")),
        motif="maladie", numero=uuid.uuid4(), foyer=elle.foyer, auteur=elle.utilisateur,
    )  # fmt: skip
    (sien,) = recus(lui)
    assert f"{elle.enfants[0].prenom} ne viendra pas le vendredi 13 novembre" in lu(sien)
    for tu in ("alad", "€", "factur", elle.enfants[1].prenom, elle.foyer.adresse, elle.responsable.nom):
        assert tu not in sien.texte + sien.html
    assert not any("L’autre foyer" in courriel.texte for courriel in recus(elle))


def test_a_cancellation_is_told_and_a_booking_is_not(ouverte, elle, lui, pose):
    souhaits = [souhaiter(pose(elle.inscriptions[0]), jour, Sens.RETRAIT) for jour in (LUNDI_16,)]
    PeriodeDeGarde.objects.filter(du=LUNDI_16).update(foyer=lui.foyer)
    enregistrer_demande(
        souhaits, numero=uuid.uuid4(), foyer=elle.foyer, auteur=elle.utilisateur, montant_vu=montant(souhaits)
    )
    (sien,) = recus(lui)
    assert "ne viendra pas le lundi 16 novembre" in lu(sien)
    souhaits = [souhaiter(pose(elle.inscriptions[0]), LUNDI_16, Sens.AJOUT)]
    enregistrer_demande(
        souhaits, numero=uuid.uuid4(), foyer=elle.foyer, auteur=elle.utilisateur, montant_vu=montant(souhaits)
    )
    assert len(recus(lui)) == 1


def montant(souhaits):
    return Decimal(montant_montre(etudier(souhaits)[0]))


@pytest.mark.parametrize("cas", ["restreint", "sans_autorite", "beau_parent"])
def test_who_has_no_say_over_the_child_is_told_nothing(ouverte, agent, elle, lui, cas):
    if cas == "restreint":
        LienParental.objects.filter(responsable=lui.responsable).update(restreint=True)
    elif cas == "sans_autorite":
        LienParental.objects.filter(responsable=lui.responsable).update(autorite_parentale=False)
    else:
        compagne = ResponsableFactory(email="compagne@courriel.example")
        Appartenance.objects.create(responsable=compagne, foyer=lui.foyer, du=RENTREE)
    fermer(ouverte, agent)
    assert len(recus(lui)) == (cas == "beau_parent")
    assert not Courriel.objects.filter(destinataire="compagne@courriel.example").exists()


def test_the_cost_does_not_grow_with_the_days(ouverte, elle, lui, agent):
    couts = []
    for jours in ([VENDREDI_13], [VENDREDI_13, LUNDI_16]):
        lues = Reservation.objects.filter(date__in=jours).select_related("enfant", "payeur")
        with requetes() as faites:
            concernes([de_la_reservation(r) for r in lues])
        couts.append(len(faites))
    assert couts[0] == couts[1] <= 4
