"""The administrators' screens of the town: services, places, schools, régies, school calendar."""

from datetime import date

import pytest

from commune.models import AnneeScolaire, Ecole, JourFerie, Lieu, Regie, Reglages, Service, Vacances
from commune.services import calendrier, importer_annee, service_a_appeler
from espace_prive.comptes.enums import Role
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.tools.html import texte

pytestmark = pytest.mark.django_db
ECRANS = ("services", "lieux", "ecoles", "regies", "annees-scolaires", "vacances", "jours-feries")


def gestion(role):
    return connecter_agent(ClientQuiLit(), _agent(role))


@pytest.fixture
def administrateur(donges):
    return gestion(Role.ADMINISTRATEUR)


@pytest.mark.parametrize("ecran", ECRANS)
def test_an_administrator_reads_and_opens_every_screen(administrateur, ecran):
    assert administrateur.get(f"/gestion/{ecran}/").status_code == 200
    assert administrateur.get(f"/gestion/{ecran}/new/").status_code == 200


def fiche_service(**autres):
    return {
        "nom": "Petite enfance", "telephone": "02 61 91 00 30", "orientation": "", "horaires": "De 8 h à 18 h",
        "courriel": "petite-enfance@ville.example", "courriel_factures": "factures@ville.example",
    } | autres  # fmt: skip


@pytest.mark.feature("F188", "F190", "F191")
def test_a_service_is_written_once_with_its_code_and_every_page_shows_it(administrateur):
    assert administrateur.post("/gestion/services/new/", fiche_service()).status_code == 302
    service = Service.objects.get(nom="Petite enfance")
    assert service.code == "petite-enfance"
    refus = administrateur.post("/gestion/services/new/", fiche_service(nom="PETITE  enfance"))
    assert "existe déjà : donnez un autre nom" in texte(refus)
    administrateur.post(f"/gestion/services/edit/{service.pk}/", fiche_service(nom="La petite enfance"))
    service.refresh_from_db()
    assert (service.nom, service.code) == ("La petite enfance", "petite-enfance"), "what names it still finds it"
    administrateur.post("/gestion/services/new/", fiche_service())
    assert Service.objects.get(nom="Petite enfance").code == "petite-enfance-2"
    assert service.pour_les_factures == "factures@ville.example"


def test_a_telephone_that_is_none_is_refused_and_nothing_is_lost(administrateur):
    reponse = administrateur.post("/gestion/services/new/", fiche_service(telephone="appelez-nous"))
    mots = reponse.content.decode()
    assert "Écrivez un numéro de téléphone comme 02 61 91 00 10." in mots
    assert 'value="petite-enfance@ville.example"' in mots
    assert not Service.objects.filter(nom="Petite enfance").exists()


@pytest.mark.feature("F192")
def test_a_place_and_its_school_are_added(administrateur):
    lieu = {"nom": "École des Ajoncs", "genre": "ecole", "adresse": "12 allée des Ajoncs",
            "telephone": "02 61 91 00 62", "horaires": "De 8 h 45 à 16 h 15"}  # fmt: skip
    assert administrateur.post("/gestion/lieux/new/", lieu).status_code == 302
    nouveau, restaurant = Lieu.objects.get(nom="École des Ajoncs"), Lieu.objects.get(genre="restaurant")
    assert "existe déjà" in texte(administrateur.post("/gestion/lieux/new/", lieu | {"nom": "Ecole des ajoncs"}))
    ecole = {"lieu": nouveau.pk, "niveaux": "CE1, ms/PS;gs", "restaurant": restaurant.pk}
    refus = administrateur.post("/gestion/ecoles/new/", ecole | {"niveaux": "CP, CM3"})
    assert "« CM3 » n’est pas un niveau" in texte(refus)
    assert administrateur.post("/gestion/ecoles/new/", ecole).status_code == 302
    assert nouveau.ecole.niveaux == "PS MS GS CE1", "read word by word, by who moves children up"
    assert Ecole.objects.get(lieu=nouveau).restaurant == restaurant
    refus = administrateur.post("/gestion/ecoles/new/", ecole | {"lieu": restaurant.pk})
    assert refus.status_code == 200, "a restaurant is no school"


@pytest.mark.parametrize(
    ("ecran", "modele", "phrase"),
    [
        ("services", Service, "1 activité"),
        ("lieux", Lieu.objects.filter(genre="restaurant"), "1 école"),
        ("regies", Regie, "1 activité"),
    ],
)
def test_what_serves_is_not_deleted_and_a_sentence_says_who_uses_it(administrateur, ecran, modele, phrase):
    objet = modele.objects.get() if isinstance(modele, type) else modele.get()
    for methode in (administrateur.get, administrateur.post):
        mots = methode(f"/gestion/{ecran}/delete/{objet.pk}/").content.decode()
        assert "sert encore" in mots
        assert phrase in mots
    assert type(objet).objects.filter(pk=objet.pk).exists()


def test_what_serves_nothing_is_deleted(administrateur):
    service = Service.objects.create(code="ancien", nom="Ancien service")
    assert "sert encore" not in administrateur.get(f"/gestion/services/delete/{service.pk}/").content.decode()
    assert administrateur.post(f"/gestion/services/delete/{service.pk}/").status_code == 302
    assert not Service.objects.filter(pk=service.pk).exists()


def test_a_correction_of_the_calendar_is_seen_at_once_and_survives_the_next_import(administrateur):
    toussaint = Vacances.objects.get(du="2026-10-17")
    donnees = {"nom": "Toussaint", "zone": "B", "du": "2026-10-19", "au": "2026-11-01"}
    assert calendrier().nom_des_vacances(date(2026, 10, 17))
    assert administrateur.post(f"/gestion/vacances/edit/{toussaint.pk}/", donnees).status_code == 302
    assert not calendrier().nom_des_vacances(date(2026, 10, 17))
    ferie = JourFerie.objects.get(date="2026-11-11")
    administrateur.post(f"/gestion/jours-feries/edit/{ferie.pk}/", {"date": "2026-11-11", "nom": "Le 11 novembre"})
    avant = Vacances.objects.count()
    importer_annee(2026, zone="B")
    assert Vacances.objects.count() == avant
    assert not calendrier().nom_des_vacances(date(2026, 10, 17))
    assert JourFerie.objects.get(date="2026-11-11").nom == "Le 11 novembre"


def test_holidays_that_end_before_they_start_are_refused_in_words(administrateur):
    donnees = {"nom": "Pont", "zone": "B", "du": "2027-05-08", "au": "2027-05-07"}
    assert "Ces vacances finissent avant de commencer." in administrateur.post(
        "/gestion/vacances/new/", donnees
    ).content.decode()  # fmt: skip


def test_a_year_is_imported_by_a_button_and_an_unknown_one_is_refused(administrateur, monkeypatch):
    assert "/gestion/annees-scolaires/importer/" in administrateur.get("/gestion/annees-scolaires/").content.decode()
    adresse = "/gestion/annees-scolaires/importer/"
    assert administrateur.post(adresse, {"debut": "2027"}).status_code == 302
    assert AnneeScolaire.objects.filter(libelle="2027-2028").exists()
    refus = administrateur.post(adresse, {"debut": "2028"}).content.decode()
    assert "ne sont pas encore publiées" in refus
    assert not AnneeScolaire.objects.filter(libelle="2028-2029").exists()


def test_a_publisher_keeps_addresses_and_nothing_else(donges):
    publicateur = gestion(Role.PUBLICATEUR)
    adresse = f"/gestion/services/edit/{donges.service.pk}/"
    assert publicateur.post(adresse, fiche_service(nom="Affaires scolaires")).status_code == 302
    donges.service.refresh_from_db()
    assert donges.service.telephone == "02 61 91 00 30"
    for ecran in ("regies", "annees-scolaires", "vacances", "jours-feries"):
        assert publicateur.get(f"/gestion/{ecran}/").status_code in (302, 403), ecran
    assert publicateur.get("/gestion/services/new/").status_code in (302, 403)
    assert publicateur.get("/gestion/annees-scolaires/importer/").status_code == 404


@pytest.mark.feature("F189")
def test_one_number_for_all_answers_where_a_service_has_none(donges):
    assert service_a_appeler() is None
    reglages = Reglages.load()
    reglages.numero_unique = "02 61 91 00 10"
    reglages.save()
    assert service_a_appeler().telephone == "02 61 91 00 10"
    autre = Service.objects.create(code="autre", nom="Autre", telephone="02 61 91 00 77", premier_contact=True)
    Service.objects.filter(pk=donges.service.pk).update(telephone="02 61 91 00 20")
    assert service_a_appeler() == autre, "the families' first contact comes first"
