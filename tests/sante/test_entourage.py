"""The entourage, the health sheet, the authorisations, how the file is kept: services and scopes."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from common.errors import Refus
from common.models import Journal
from espace_prive.famille.acces.rules import GARDE, RESERVER, TENIR_LE_DOSSIER, VOIR, ce_que_peut
from espace_prive.famille.models import Confirmation, Enfant, LienParental, RegleDeRubrique, Scolarite
from espace_prive.famille.services import rubriques, scolarites
from espace_prive.sante.models import FicheSanitaire, Proche
from espace_prive.sante.rules import a_completer, peut_sortir_seul, vaccins_manquants, vaccins_obligatoires
from espace_prive.sante.services import entourage, sante
from tests.factories.famille import EnfantFactory, famille

JOUR = date(2026, 11, 10)
MAMIE = {"prenom": "Odette", "nom": "Rivière", "lien": "grand_parent", "telephone": "06 39 98 00 11", "rang": 1}


@pytest.mark.parametrize(
    ("autorite", "restreint", "peut"),
    [
        (True, False, {VOIR, RESERVER, TENIR_LE_DOSSIER, GARDE}),
        (False, False, {VOIR, RESERVER}),
        (True, True, set()),
        (False, True, set()),
    ],
)
def test_what_a_link_lets_do(autorite, restreint, peut):
    assert ce_que_peut(autorite_parentale=autorite, restreint=restreint) == peut


@pytest.mark.parametrize(
    ("naissance", "nombre", "dont", "sans"),
    [
        (date(2017, 12, 31), 1, "dtp", "ror"),
        (date(2018, 1, 1), 7, "meningo_c", "meningo_b"),
        (date(2022, 12, 31), 7, "meningo_c", "meningo_acwy"),
        (date(2023, 1, 1), 8, "meningo_acwy", "meningo_c"),
        (date(2025, 6, 1), 8, "meningo_b", "meningo_c"),
    ],
)
def test_compulsory_vaccines_go_by_the_year_of_birth(naissance, nombre, dont, sans):
    codes = vaccins_obligatoires(naissance)
    assert len(codes) == nombre
    assert dont in codes
    assert sans not in codes
    assert vaccins_manquants(naissance, dict.fromkeys(codes, "2026-01-01")) == []
    assert len(vaccins_manquants(naissance, {"dtp": "2026-01-01"})) == nombre - 1


def test_what_is_missing_in_a_sheet_is_said():
    vide = {
        "naissance": date(2016, 5, 1), "jour": JOUR, "vaccins": {}, "contre_indication": False, "assurance_fin": None,
        "allergies": "", "pai": "asthme", "pai_fin": date(2026, 7, 5), "pai_document": False, "medecin": "",
    }  # fmt: skip
    assert len(a_completer(**vide)) == 5
    plein = vide | {
        "vaccins": {"dtp": "2022-01-01"}, "assurance_fin": date(2027, 8, 31), "pai_fin": date(2027, 7, 5),
        "pai_document": True, "medecin": "Dr Kerjean",
    }  # fmt: skip
    assert a_completer(**plein) == []
    (perimee,) = a_completer(**plein | {"assurance_fin": date(2026, 11, 9)})
    assert perimee.phrase == "L’attestation d’assurance n’est plus valable."
    assert a_completer(**plein | {"allergies": "Arachide"}) == [], "a PAI is there"
    (allergie,) = a_completer(**plein | {"allergies": "Arachide", "pai": "", "pai_fin": None, "pai_document": False})
    assert allergie.urgent
    assert allergie.genre == "pai"
    assert peut_sortir_seul(date(2020, 11, 10), JOUR)
    assert not peut_sortir_seul(date(2020, 11, 11), JOUR)


pytestmark = pytest.mark.django_db


@pytest.fixture
def couple(donges):
    """Give two homes of one child: hers, and his with authority."""
    elle, lui = famille(donges), famille(donges, enfants=0, nom="Talbot")
    LienParental.objects.create(
        enfant=elle.enfants[0], responsable=lui.responsable, qualite="pere", du=date(2026, 9, 1)
    )
    return elle, lui


@pytest.mark.feature("F077", "F078")
def test_both_parents_with_authority_read_the_entourage_and_one_home_keeps_it(couple):
    elle, lui = couple
    proche = entourage.ajouter_proche(elle.foyer, enfants=elle.enfants, par=elle.utilisateur, **MAMIE)
    assert list(Proche.objects.pour(elle.utilisateur)) == [proche]
    assert list(Proche.objects.pour(lui.utilisateur)) == [proche]
    assert list(Proche.objects.tenus_par(elle.utilisateur)) == [proche]
    assert list(Proche.objects.tenus_par(lui.utilisateur)) == []
    LienParental.objects.filter(responsable=lui.responsable).update(autorite_parentale=False)
    assert list(Proche.objects.pour(lui.utilisateur)) == []
    assert list(Enfant.objects.pour(lui.utilisateur)) == elle.enfants
    LienParental.objects.filter(responsable=lui.responsable).update(autorite_parentale=True, restreint=True)
    assert list(Proche.objects.pour(lui.utilisateur)) == []


def test_the_same_person_typed_twice_is_one_and_each_change_is_in_the_journal(couple):
    elle, _ = couple
    un = entourage.ajouter_proche(elle.foyer, enfants=elle.enfants, par=elle.utilisateur, **MAMIE)
    assert entourage.ajouter_proche(elle.foyer, enfants=elle.enfants, par=elle.utilisateur, **MAMIE) == un
    entourage.modifier_proche(un, version=1, enfants=elle.enfants, par=elle.utilisateur, collecte="autorisee")
    with pytest.raises(Refus) as refus:
        entourage.modifier_proche(un, version=1, enfants=elle.enfants, par=elle.utilisateur, collecte="")
    assert refus.value.code == "version"
    entourage.terminer_proche(un, version=2, par=elle.utilisateur)
    entourage.terminer_proche(un, version=2, par=elle.utilisateur)
    un.refresh_from_db()
    assert (un.collecte, un.au, un.version) == ("autorisee", JOUR, 3)
    lignes = Journal.objects.filter(action__startswith="entourage", objet_id=str(elle.enfants[0].pk))
    assert [ligne.action for ligne in lignes] == ["entourage : fin", "entourage : changement", "entourage : ajout"]


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"telephone": ""}, "il faut son téléphone"),
        ({"rang": None}, "Dites si cette personne est à appeler"),
        ({"collecte": "interdite"}, "Écrivez la décision"),
        ({"au": date(2026, 11, 9)}, "déjà terminée"),
        ({"du": date(2026, 12, 2), "au": date(2026, 12, 1)}, "précède le premier"),
        ({"prenom": "12"}, "avec des lettres"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(couple, champs, phrase):
    elle, _ = couple
    with pytest.raises(ValidationError) as refus:
        entourage.ajouter_proche(elle.foyer, enfants=elle.enfants, par=elle.utilisateur, **MAMIE | champs)
    assert phrase in " ".join(refus.value.messages)


def test_a_parent_is_not_forbidden_by_the_other(couple):
    elle, lui = couple
    champs = MAMIE | {
        "nom": lui.responsable.nom.upper(), "prenom": lui.responsable.prenoms, "collecte": "interdite",
        "reference": "dispute",
    }  # fmt: skip
    with pytest.raises(Refus) as refus:
        entourage.ajouter_proche(elle.foyer, enfants=elle.enfants, par=elle.utilisateur, **champs)
    assert refus.value.code == "parent"


@pytest.mark.feature("F080")
def test_the_health_sheet_tells_the_second_who_writes_and_never_journals_its_text(couple):
    elle, lui = couple
    enfant = elle.enfants[0]
    sante.modifier_sante(enfant, version=0, par=elle.utilisateur, allergies="Arachide")
    with pytest.raises(Refus) as refus:
        sante.modifier_sante(enfant, version=0, par=lui.utilisateur, allergies="Aucune")
    assert refus.value.code == "version"
    fiche = FicheSanitaire.objects.get(enfant=enfant)
    assert (fiche.allergies, fiche.version) == ("Arachide", 1)
    assert "Arachide" not in str(list(Journal.objects.values("motif", "donnees")))
    with pytest.raises(ValidationError, match="PAI"):
        sante.modifier_sante(enfant, version=1, par=elle.utilisateur, regime="panier")


@pytest.mark.feature("F080")
def test_a_new_answer_ends_the_former_and_both_are_kept(couple):
    elle, lui = couple
    enfant = elle.enfants[0]
    sante.repondre(enfant, "image", accordee=True, par=elle.utilisateur, par_un_parent=True)
    sante.repondre(enfant, "image", accordee=True, par=elle.utilisateur, par_un_parent=True)
    sante.repondre(enfant, "image", accordee=False, par=lui.utilisateur, par_un_parent=True)
    assert [(a.accordee, a.finie_le is None) for a in enfant.autorisations.all()] == [(False, True), (True, False)]
    with pytest.raises(Refus) as refus:
        sante.repondre(enfant, "image", accordee=True, par=elle.utilisateur, par_un_parent=True)
    assert refus.value.code == "desaccord"
    sante.repondre(enfant, "image", accordee=True, par=lui.utilisateur, par_un_parent=True)
    assert enfant.autorisations.count() == 3


def test_a_small_child_does_not_leave_alone(couple):
    elle, _ = couple
    petit = elle.enfants[0]
    sante.repondre(petit, "sortie", accordee=True, heure=time(16, 30), par=elle.utilisateur)
    Enfant.objects.filter(pk=petit.pk).update(naissance=date(2021, 11, 1))
    sante.repondre(petit, "sortie", accordee=False, par=elle.utilisateur)
    for heure, code in ((time(16, 30), "age"),):
        with pytest.raises(Refus) as refus:
            sante.repondre(petit, "sortie", accordee=True, heure=heure, par=elle.utilisateur)
        assert refus.value.code == code


def test_the_town_sets_what_is_checked_and_some_things_always_are(donges, agent):
    assert rubriques.regles()["adresse"] == "demande"
    assert rubriques.regles()["coordonnees"] == "aussitot"
    rubriques.regler({"adresse": "aussitot", "quotient": "aussitot", "coordonnees": "aussitot"}, par=agent)
    assert list(RegleDeRubrique.objects.values_list("rubrique", flat=True)) == ["adresse"]
    from django.core.cache import cache

    cache.clear()
    assert rubriques.regles()["adresse"] == "aussitot"
    assert rubriques.regles()["quotient"] == "demande"


def test_a_section_is_confirmed_once_a_year(couple):
    elle, lui = couple
    un = rubriques.confirmer(elle.enfants[0], "sante", par=elle.utilisateur)
    assert rubriques.confirmer(elle.enfants[0], "sante", par=lui.utilisateur) == un
    assert Confirmation.objects.get().par_nom == elle.utilisateur.get_full_name()
    etat = rubriques.a_confirmer(elle.foyer, elle.enfants)
    assert [bool(fait) for fait in etat.values()] == [False, False, True, False]
    with pytest.raises(Refus):
        rubriques.confirmer(elle.foyer, "sante", par=elle.utilisateur)


def test_the_consent_is_dated_and_goes_with_the_number(couple):
    elle, _ = couple
    ligne = rubriques.modifier_allocataire(
        elle.foyer, version=0, par=elle.utilisateur, organisme="caf", numero="1234567", consent=True
    )
    assert ligne.consent_le
    with pytest.raises(Refus):
        rubriques.modifier_allocataire(elle.foyer, version=0, par=elle.utilisateur, organisme="msa", numero="7654321")
    ligne = rubriques.modifier_allocataire(
        elle.foyer, version=1, par=elle.utilisateur, organisme="aucun", numero="1234567"
    )
    assert (ligne.numero, ligne.consent, ligne.consent_le) == ("", False, None)


def test_everybody_goes_up_one_class_but_who_is_already_written(donges, agent):
    from commune.services import importer_annee

    suivante = importer_annee(2027, zone="B")
    enfants = EnfantFactory.create_batch(4)
    for enfant, niveau in zip(enfants, ("TPS", "GS", "CM1", "CM2"), strict=True):
        Scolarite.objects.create(enfant=enfant, annee=donges.annee, ecole=donges.ecole, niveau=niveau)
    Scolarite.objects.create(enfant=enfants[2], annee=suivante, ecole=donges.ecole, niveau="CM1")
    prevus = scolarites.prevoir(donges.annee, suivante)
    assert [(p.niveau, p.suivant, p.nombre) for p in prevus] == [("TPS", "PS", 1), ("GS", "CP", 1), ("CM2", None, 1)]
    assert scolarites.promouvoir(donges.annee, suivante, par=agent) == (2, 1)
    assert scolarites.promouvoir(donges.annee, suivante, par=agent) == (0, 0)
    assert not scolarites.prevoir(donges.annee, suivante)
    apres = dict(Scolarite.objects.filter(annee=suivante).values_list("enfant", "niveau"))
    assert apres == {enfants[0].pk: "PS", enfants[1].pk: "CP", enfants[2].pk: "CM1"}
    with pytest.raises(Refus):
        scolarites.promouvoir(suivante, donges.annee, par=agent)


def test_a_school_without_the_next_class_is_said_then_followed(donges, agent):
    from commune.models import Ecole, Lieu
    from commune.services import importer_annee

    suivante = importer_annee(2027, zone="B")
    lieu = Lieu.objects.create(code="maternelle", nom="École des Ajoncs", genre="ecole")
    maternelle = Ecole.objects.create(lieu=lieu, niveaux="PS MS GS")
    Scolarite.objects.create(enfant=EnfantFactory(), annee=donges.annee, ecole=maternelle, niveau="GS")
    assert scolarites.prevoir(donges.annee, suivante)[0].a_dire
    assert scolarites.promouvoir(donges.annee, suivante, par=agent) == (0, 0)
    suites = {maternelle.pk: donges.ecole}
    assert not scolarites.prevoir(donges.annee, suivante, suites=suites)[0].a_dire
    assert scolarites.promouvoir(donges.annee, suivante, suites=suites, par=agent) == (1, 0)
