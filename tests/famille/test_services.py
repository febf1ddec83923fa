"""Households, quotients, keys."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from common.errors import Refus
from common.models import Journal
from espace_prive.famille import services
from espace_prive.famille.models import Payeur
from espace_prive.ouverture import services as ouverture
from espace_prive.ouverture.models import CleEnfance
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import FoyerFactory, ResponsableFactory, famille

pytestmark = pytest.mark.django_db
ADRESSE = {"nom": "Rivière", "adresse": "3 rue des Ajoncs", "code_postal": "44480", "ville": "Donges"}


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=1, compte=False)


def test_a_family_is_created_with_its_number_its_payer_and_its_people(donges, agent):
    premier = services.creer_foyer(par=agent, **ADRESSE)
    foyer = services.creer_foyer(par=agent, **ADRESSE)
    assert (premier.numero, foyer.numero) == (1001, 1002)
    assert Payeur.objects.get(foyer=foyer)
    mere = services.ajouter_responsable(foyer, par=agent, civilite="mme", nom="Rivière", prenoms="Camille")
    enfant = services.ajouter_enfant(
        foyer, par=agent, nom="Rivière", prenom="Zoé", naissance=date(2019, 3, 27), liens={mere: "mere"}
    )
    services.scolariser(enfant, annee=donges.annee, ecole=donges.ecole, niveau="CE1", par=agent)
    services.scolariser(enfant, annee=donges.annee, ecole=donges.ecole, niveau="CE2", classe="B", par=agent)
    assert enfant.rattachements.get().foyer == foyer
    assert enfant.liens.get().responsable == mere
    assert enfant.scolarites.get().niveau == "CE2"
    assert set(Journal.objects.values_list("acteur_id", flat=True)) == {agent.pk}
    assert Journal.objects.count() == 7


def test_an_adult_lives_in_one_household_at_a_time(maison, agent):
    autre = FoyerFactory()
    with pytest.raises(ValidationError, match="déjà dans un foyer"):
        services.foyers.Appartenance(responsable=maison.responsable, foyer=autre, du=date(2026, 11, 10)).full_clean()


def test_two_people_on_one_file_the_second_is_told(maison, agent):
    services.modifier(maison.foyer, version=1, par=agent, adresse="5 quai Neuf")
    with pytest.raises(Refus) as refus:
        services.modifier(maison.foyer, version=1, par=agent, adresse="7 place Haute")
    assert refus.value.code == "version"
    maison.foyer.refresh_from_db()
    assert (maison.foyer.adresse, maison.foyer.version) == ("5 quai Neuf", 2)
    ligne = Journal.objects.get(action="modification")
    assert ligne.donnees == {"avant": {"adresse": "3 rue des Ajoncs"}, "apres": {"adresse": "5 quai Neuf"}}


def test_a_change_that_changes_nothing_leaves_no_trace(maison, agent):
    services.modifier(maison.foyer, version=1, par=agent, adresse=maison.foyer.adresse)
    assert not Journal.objects.filter(action="modification").exists()


def test_a_new_quotient_ends_the_former_the_day_before(maison, agent):
    services.enregistrer_quotient(maison.foyer, Decimal(900), date_effet=date(2027, 1, 1), source="caf", par=agent)
    histoire = list(maison.foyer.quotients.values_list("valeur", "date_effet", "date_fin"))
    assert histoire == [
        (Decimal(900), date(2027, 1, 1), None),
        (Decimal(640), date(2026, 9, 1), date(2026, 12, 31)),
    ]


def test_a_quotient_in_the_middle_or_before_keeps_the_others(maison, agent):
    services.enregistrer_quotient(maison.foyer, Decimal(900), date_effet=date(2027, 1, 1), source="caf", par=agent)
    services.enregistrer_quotient(maison.foyer, Decimal(700), date_effet=date(2026, 11, 1), source="caf", par=agent)
    services.enregistrer_quotient(maison.foyer, Decimal(500), date_effet=date(2026, 1, 1), source="caf", par=agent)
    assert list(maison.foyer.quotients.order_by("date_effet").values_list("valeur", "date_fin")) == [
        (Decimal(500), date(2026, 8, 31)),
        (Decimal(640), date(2026, 10, 31)),
        (Decimal(700), date(2026, 12, 31)),
        (Decimal(900), None),
    ]


def test_a_quotient_of_the_same_day_is_a_correction_and_says_why(maison, agent):
    saisie = {"date_effet": date(2026, 9, 1), "source": "caf", "par": agent}
    with pytest.raises(Refus) as refus:
        services.enregistrer_quotient(maison.foyer, Decimal(460), **saisie)
    assert refus.value.code == "motif"
    services.enregistrer_quotient(maison.foyer, Decimal(460), motif="chiffres inversés", **saisie)
    assert maison.foyer.quotients.get().valeur == 460
    assert Journal.objects.get(action="quotient").donnees["remplace"] == "640.00"


@pytest.mark.feature("F036", "F038")
def test_a_key_is_given_once_in_clear_and_kept_as_a_digest(maison, agent):
    cle, ligne = ouverture.emettre_cle(maison.responsable, par=agent)
    assert cle.replace("-", "") not in str(CleEnfance.objects.values_list())
    assert ouverture.trouver_cle(cle.lower().replace("-", " ")) == ligne
    assert ligne.expire_le.isoformat() == "2027-02-08T09:00:00+00:00"
    autre = ResponsableFactory(prenoms="Malo")
    assert ouverture.emettre_cle(autre, par=agent)[1].responsable == autre


def test_a_new_key_replaces_the_former(maison, agent):
    ancienne, _ = ouverture.emettre_cle(maison.responsable, par=agent)
    nouvelle, ligne = ouverture.emettre_cle(maison.responsable, par=agent)
    assert ouverture.trouver_cle(nouvelle) == ligne
    with pytest.raises(Refus) as refus:
        ouverture.trouver_cle(ancienne)
    assert refus.value.code == "cle_annulee"


def test_a_key_ages(maison, agent, settings):
    cle, _ = ouverture.emettre_cle(maison.responsable, par=agent)
    settings.HORLOGE = "2027-02-08T10:00:00+01:00"
    with pytest.raises(Refus) as refus:
        ouverture.trouver_cle(cle)
    assert refus.value.code == "cle_expiree"


def test_a_key_survives_a_change_of_the_secret(maison, agent, settings):
    cle, ligne = ouverture.emettre_cle(maison.responsable, par=agent)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "une-autre"
    assert ouverture.trouver_cle(cle) == ligne


@pytest.mark.parametrize("saisie", ["", "ABCD-EFGH-JKLM", "ABCD", "٠" * 12, "A" * 500])
def test_a_wrong_key_is_refused(donges, saisie):
    with pytest.raises(Refus) as refus:
        ouverture.trouver_cle(saisie)
    assert refus.value.code == "cle_inconnue"


def test_who_has_a_space_needs_no_key(donges, agent):
    maison = famille(donges)
    with pytest.raises(Refus) as refus:
        ouverture.emettre_cle(maison.responsable, par=agent)
    assert refus.value.code == "espace_existant"


def test_an_account_never_activated_does_not_block_a_new_key(maison, agent):
    maison.responsable.utilisateur = UtilisateurFactory(is_active=False, a_activer=True)
    maison.responsable.save()
    assert ouverture.emettre_cle(maison.responsable, par=agent)
