"""The surcharges of the admin: each says what it changes for families before it is written; what has billed stays."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from factures.facturation.services import lancer_cloture
from factures.tarifs.models import Majoration
from reservations.activites.enums import FormeDelai, Geste, Suite
from reservations.activites.models import RegleDelai
from reservations.planning.models import Reservation
from tests.factories.famille import famille
from tests.factories.reservations import jours_d_ecole, reserver_jours
from tests.tools.html import texte, un

pytestmark = pytest.mark.django_db
OCTOBRE = date(2026, 10, 1)


def saisie(donges, **autres):
    return {
        "activite": donges.cantine.pk, "nature": 1, "forme": "montant", "valeur": "2,50", "du": "2026-12-01", "au": "",
        "deliberation": "Délibération du 3 juin", **autres,
    }  # fmt: skip


def envoyer(client, nom, valeurs, *args):
    """Send the form, read what it changes, confirm."""
    adresse = reverse(nom, args=args)
    dite = client.post(adresse, valeurs)
    if dite.status_code != 200:
        return dite, ""
    return client.post(adresse, valeurs | {"confirmer": un(dite, "button[name=confirmer]")["value"]}), texte(dite)


@pytest.fixture
def existante(donges):
    return Majoration.objects.create(
        activite=donges.cantine, nature=1, forme="montant", valeur=Decimal("2"), du=date(2026, 9, 1)
    )


@pytest.mark.feature("F140")
def test_a_new_surcharge_says_what_it_adds_to_which_prices_then_is_written(client_regisseur, donges):
    famille(donges, enfants=2)
    assert "Aucune majoration" in texte(client_regisseur.get(reverse("majorations")))
    reponse, dite = envoyer(client_regisseur, "creer_majoration", saisie(donges))
    assert reponse.status_code == 302
    for phrase in (
        "Réserver après la limite coûte 2,50 € de plus, à partir du 1er décembre 2026.",
        "2 enfants inscrits : Restauration scolaire.",
        "de 0,85 € à 4,35 € ; avec la majoration, de 3,35 € à 6,85 €.",
        "Aucun délai de cette activité ne laisse réserver après la limite",
    ):
        assert phrase in dite
    assert Majoration.objects.get().valeur == Decimal("2.50")
    assert "coûte 2,50 € de plus" in texte(client_regisseur.get(reverse("majorations")))


@pytest.mark.feature("F140")
def test_a_percentage_and_a_deadline_that_lets_book_late(client_regisseur, donges):
    RegleDelai.objects.create(
        activite=donges.cantine, geste=Geste.RESERVER, forme=FormeDelai.JOURS, valeur=7, heure="09:00",
        suite=Suite.MAJORATION,
    )  # fmt: skip
    _, dite = envoyer(client_regisseur, "creer_majoration", saisie(donges, forme="pourcent", valeur="50"))
    assert "coûte 50 % du prix de plus" in dite
    assert "avec la majoration, de 1,28 € à 6,53 €." in dite
    assert "Aucun délai" not in dite


@pytest.mark.parametrize(
    ("autres", "phrase"),
    [
        ({"valeur": ""}, "Renseignez « Montant, ou pourcentage »"),
        ({"valeur": "0"}, "La majoration est plus grande que zéro"),
        ({"valeur": "2000", "forme": "pourcent"}, "La majoration est plus grande que zéro, et"),
        ({"valeur": "deux"}, "Écrivez un nombre"),
        ({"au": "2026-11-01"}, "La fin précède le début."),
        ({"du": "2026-10-01"}, "Une autre majoration s’applique déjà à ces dates."),
        ({"nature": "9"}, "Choisissez une des réponses proposées"),
    ],
)
def test_each_mistake_has_its_sentence_and_nothing_typed_is_lost(client_regisseur, donges, existante, autres, phrase):
    Majoration.objects.update(au=date(2026, 11, 30))
    reponse = client_regisseur.post(reverse("creer_majoration"), saisie(donges, **autres))
    assert reponse.status_code == 422
    assert phrase in texte(reponse)
    assert "Délibération du 3 juin" in reponse.content.decode()
    assert Majoration.objects.count() == 1


def test_who_may_only_read_writes_nothing(client_agent, donges, existante):
    assert "Modifier" not in texte(un(client_agent.get(reverse("majorations")), "main"))
    assert client_agent.get(reverse("creer_majoration")).status_code == 404
    for nom in ("modifier_majoration", "supprimer_majoration"):
        assert client_agent.post(reverse(nom, args=[existante.pk]), saisie(donges)).status_code == 404


@pytest.mark.feature("F140")
def test_changed_then_removed_before_it_has_billed(client_regisseur, donges, existante):
    valeurs = saisie(donges, valeur="3", du="2026-09-01")
    reponse, dite = envoyer(client_regisseur, "modifier_majoration", valeurs, existante.pk)
    assert reponse.status_code == 302
    assert "Jusqu’ici : Réserver après la limite coûte 2,00 € de plus" in dite
    assert "n’est pas encore facturé" in dite
    existante.refresh_from_db()
    assert existante.valeur == Decimal("3")
    reponse, dite = envoyer(client_regisseur, "supprimer_majoration", {}, existante.pk)
    assert "ne coûtera plus rien de plus" in dite
    assert not Majoration.objects.exists()


@pytest.mark.feature("F140")
def test_what_has_billed_only_gets_an_end(client_regisseur, donges, existante):
    dernier = jours_d_ecole(OCTOBRE)[2]
    reserver_jours(famille(donges), donges, jours_d_ecole(OCTOBRE)[:3])
    Reservation.objects.update(hors_delai=True)
    lancer_cloture(regie=donges.regie, mois=OCTOBRE, echeance=date(2026, 12, 31), par=None)
    memes = saisie(donges, valeur="2", du="2026-09-01", deliberation="")
    for autres in ({"valeur": "3"}, {"du": "2026-09-02"}, {"au": "2026-10-01"}, {"nature": "3"}):
        reponse = client_regisseur.post(reverse("modifier_majoration", args=[existante.pk]), memes | autres)
        assert reponse.status_code == 422, autres
        assert "Elle a servi à facturer jusqu’au" in texte(reponse)
    reponse, _ = envoyer(client_regisseur, "modifier_majoration", memes | {"au": dernier.isoformat()}, existante.pk)
    assert reponse.status_code == 302
    assert client_regisseur.post(reverse("supprimer_majoration", args=[existante.pk]), {}).status_code == 422
    assert Majoration.objects.get().au == dernier
    assert "a facturé jusqu’au" in texte(client_regisseur.get(reverse("majorations")))
