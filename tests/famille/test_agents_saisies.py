"""What an agent writes in a family's file: people, registrations, quotient, letter of the key."""

import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from pypdf import PdfReader

from common.models import Journal
from commune.models import Lieu, Reglages, Service
from espace_prive.famille import services
from espace_prive.famille.models import Enfant, Foyer, Payeur, Responsable
from espace_prive.ouverture import services as ouverture
from espace_prive.ouverture.models import CleEnfance
from reservations.activites.models import Activite, Formule, Inscription, Unite
from reservations.activites.services.places import ouvrir
from tests.factories.famille import famille
from tests.famille.gestes import FOYER, LISTE, adresse, maison, page
from tests.reservations.test_reglages import annoncee
from tests.tools.html import soupe

__all__ = ["maison"]
pytestmark = pytest.mark.django_db


def test_a_family_is_created_from_its_household_to_its_registration(client_agent, donges):
    reponse = client_agent.post(f"{LISTE}nouvelle/", FOYER)
    foyer = Foyer.objects.get()
    assert reponse["Location"] == f"{LISTE}{foyer.pk}/"
    assert Payeur.objects.get().foyer == foyer
    base = f"{LISTE}{foyer.pk}/"
    adulte = {
        "civilite": "m",
        "nom": "Le Goff",
        "prenoms": "Malo",
        "email": "malo@courriel.example",
        "mobile": "0639980002",
    }
    client_agent.post(f"{base}adultes/ajouter/", adulte)
    malo = Responsable.objects.get()
    assert malo.mobile == "06 39 98 00 02"
    enfant = {
        "prenom": "Inès", "nom": "Le Goff", "naissance": "2019-03-27", "genre": "f",
        f"qualite_{malo.pk}": "pere", "ecole": donges.ecole.pk, "niveau": "CE1", "classe": "B",
    }  # fmt: skip
    client_agent.post(f"{base}enfants/ajouter/", enfant)
    ines = Enfant.objects.get()
    assert ines.liens.get().qualite == "pere"
    assert ines.scolarite_actuelle().classe == "B"
    ouvrir(donges.cantine, donges.restaurant, du=date(2026, 11, 10), au=date(2026, 12, 18), places=60)
    inscription = {
        "enfants": [ines.pk], f"lieu_{donges.cantine.pk}": donges.restaurant.pk, "payeur": foyer.payeur.pk,
        "du": "2026-11-10",
    }  # fmt: skip
    assert client_agent.post(f"{base}inscrire/", inscription).status_code == 302
    assert Inscription.objects.get().payeur == foyer.payeur
    double = client_agent.post(f"{base}inscrire/", inscription)
    assert "déjà inscrit" in double.content.decode()
    assert "Restauration scolaire" in page(client_agent, base)


def test_only_places_with_days_to_book_are_offered_and_the_pair_is_judged(client_agent, maison, donges):
    """A centre, a restaurant whose year is over, an activity elsewhere: none of them is a place for the canteen."""
    centre = Lieu.objects.create(code="centre", nom="Centre des Roseaux", genre="centre")
    ancien = Lieu.objects.create(code="ancien", nom="Restaurant Ancien", genre="restaurant")
    ouvrir(donges.cantine, donges.restaurant, du=date(2026, 11, 10), au=date(2026, 12, 18), places=60)
    ouvrir(donges.cantine, ancien, du=date(2026, 9, 1), au=date(2026, 11, 9), places=60)
    garderie = Activite.objects.create(
        service=donges.service, regie=donges.regie, code="garderie", nom="Garderie", nom_courant="garderie"
    )
    soir = Unite.objects.create(activite=garderie, code="soir", nom="Soir")
    Formule.objects.create(activite=garderie, code="soir", nom="Soir").unites.add(soir)
    cache.clear()
    ouvrir(garderie, centre, du=date(2026, 11, 10), au=date(2026, 12, 18), places=60)
    chemin, champ = adresse(maison, "inscrire/"), f"lieu_{donges.cantine.pk}"
    formulaire = soupe(client_agent.get(chemin))
    offerts = {option["value"] for option in formulaire.select(f"select[name={champ}] option")}
    assert offerts == {"", str(donges.restaurant.pk)}
    assert formulaire.select(f"select[name=lieu_{garderie.pk}] option[value='{centre.pk}']")
    Inscription.objects.all().delete()
    saisie = {"enfants": [maison.enfants[0].pk], champ: centre.pk, "payeur": maison.payeur.pk, "du": "2026-11-10"}
    assert champ in client_agent.post(chemin, saisie).context["form"].errors
    assert not Inscription.objects.exists()
    assert client_agent.post(chemin, saisie | {champ: donges.restaurant.pk}).status_code == 302


def test_a_registration_is_ended(client_agent, maison):
    inscription = maison.inscriptions[0]
    chemin = adresse(maison, f"inscriptions/{inscription.pk}/arreter/")
    assert "précède" in client_agent.post(chemin, {"au": "2026-08-01", "motif": "départ"}).content.decode()
    saisie = {"au": "2026-12-18", "motif": "départ"}
    vue = client_agent.post(chemin, saisie)
    assert client_agent.post(chemin, saisie | {"confirmer": annoncee(vue)}).status_code == 302
    inscription.refresh_from_db()
    assert inscription.au == date(2026, 12, 18)


def test_a_home_that_is_not_the_child_s_does_not_pay(client_agent, maison, donges):
    autre = famille(donges)
    ouvrir(donges.cantine, donges.restaurant, du=date(2026, 11, 10), au=date(2026, 12, 18), places=60)
    saisie = {
        "enfants": [maison.enfants[0].pk], f"lieu_{donges.cantine.pk}": donges.restaurant.pk,
        "payeur": autre.payeur.pk, "du": "2026-11-10",
    }  # fmt: skip
    reponse = client_agent.post(adresse(maison, "inscrire/"), saisie)
    assert reponse.status_code == 422
    assert not Inscription.objects.filter(payeur=autre.payeur, enfant=maison.enfants[0]).exists()


def test_two_agents_on_one_file_the_second_is_told_and_keeps_what_was_typed(client_agent, maison, agent):
    services.modifier(maison.foyer, version=1, par=agent, adresse="9 rue Haute")
    reponse = client_agent.post(adresse(maison, "modifier/"), FOYER)
    assert "modifié entre-temps" in reponse.content.decode()
    assert "2 quai Neuf" in reponse.content.decode()
    assert f'<a href="{adresse(maison, "modifier/")}">Voir la version à jour</a>' in reponse.content.decode()
    maison.foyer.refresh_from_db()
    assert maison.foyer.adresse == "9 rue Haute"


def test_an_adult_and_a_child_are_corrected(client_agent, maison, donges):
    adulte = {"civilite": "mme", "nom": "Rivière", "prenoms": "Camille Anne", "version": "1"}
    client_agent.post(adresse(maison, f"adultes/{maison.responsable.pk}/"), adulte)
    maison.responsable.refresh_from_db()
    assert maison.responsable.prenoms == "Camille Anne"
    petit = maison.enfants[0]
    enfant = {
        "prenom": "Zoé", "nom": "Rivière", "naissance": "2018-05-14", "version": "1", "ecole": donges.ecole.pk,
        "niveau": "CE2", "classe": "C",
    }  # fmt: skip
    client_agent.post(adresse(maison, f"enfants/{petit.pk}/"), enfant)
    assert petit.scolarite_actuelle().niveau == "CE2"


@pytest.mark.parametrize(
    ("suite", "saisie", "phrase"),
    [
        ("modifier/", FOYER | {"code_postal": "4448"}, "cinq chiffres"),
        ("modifier/", FOYER | {"nom": ""}, "Renseignez"),
        ("enfants/ajouter/", {"prenom": "Zoé", "nom": "R", "naissance": "2031-01-01"}, "dans le futur"),
        ("enfants/ajouter/", {"prenom": "Zoé", "nom": "R", "naissance": "1019-01-01"}, "plus de 20 ans"),
        ("enfants/ajouter/", {"prenom": "Zoé", "nom": "R", "naissance": "2019-01-01", "niveau": "CP"}, "ensemble"),
        ("quotient/", {"valeur": "-1", "periode": "mois", "source": "caf", "date_effet": "2027-01-01"}, "négatif"),
        ("quotient/", {"valeur": "640", "periode": "mois", "source": "caf", "date_effet": "0202-01-01"}, "lointaine"),
        ("quotient/", {"valeur": "500", "periode": "mois", "source": "caf", "date_effet": "2026-09-01"}, "Motif"),
    ],
)
def test_bad_input_gets_a_sentence(client_agent, maison, suite, saisie, phrase):
    reponse = client_agent.post(adresse(maison, suite), saisie)
    assert reponse.status_code == 422
    assert phrase in reponse.content.decode()


def test_a_quotient_is_recorded_with_its_history(client_agent, maison):
    saisie = {"valeur": "500.01", "periode": "mois", "source": "caf", "mois": "2026-10-01", "date_effet": "2026-11-10"}
    vue = client_agent.get(adresse(maison, "quotient/")).context["form"]["version"].value()
    assert client_agent.post(adresse(maison, "quotient/"), saisie | {"version": vue}).status_code == 302
    # Who had opened the page before is told.
    perdu = client_agent.post(adresse(maison, "quotient/"), saisie | {"version": vue, "motif": "Erreur"})
    assert "modifié entre-temps" in perdu.content.decode()
    assert [q.valeur for q in maison.foyer.quotients.all()] == [Decimal("500.01"), Decimal("640.00")]
    dossier = page(client_agent, adresse(maison))
    assert "500,01" in dossier
    assert "9 novembre 2026" in dossier


@pytest.mark.feature("F036", "F037", "F038")
def test_the_letter_of_the_key_is_printed_with_a_key_that_works(client_agent, maison):
    Reglages.objects.update(telephone="02 61 91 00 10")
    Service.objects.update(telephone="02 61 91 00 20")
    reponse = client_agent.post(f"/gestion/familles/{maison.foyer.pk}/adultes/{maison.responsable.pk}/cle/")
    assert reponse["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(reponse.content))
    assert len(pdf.pages) == 1
    texte = pdf.pages[0].extract_text()
    assert "Madame Camille Rivière" in texte
    assert "3 rue des Ajoncs" in texte
    assert "8 février 2027" in texte.replace("\u00a0", " ")
    cle = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", texte)[0]
    assert ouverture.trouver_cle(cle).responsable == maison.responsable
    assert "seul(e)" not in texte
    # The head says whom to call, with the number that the pages show; the drawn shield leaves the town's initial.
    assert texte.replace("\u00a0", " ").count("02 61 91 00 20") == 2
    assert "02 61 91 00 10" not in texte
    assert re.search(r"^D$", texte, re.M)
    assert cle not in str(list(Journal.objects.values_list()))
    dossier = page(client_agent, adresse(maison))
    assert "Une clé a été remise le 10 novembre 2026" in dossier.replace("\u00a0", " ")
    assert "Une nouvelle lettre annule" in dossier


def test_a_letter_needs_a_post_and_a_person_of_the_household(client_agent, maison, donges):
    adulte = adresse(maison, f"adultes/{maison.responsable.pk}/")
    assert client_agent.get(f"{adulte}cle/").url == adulte
    autre = famille(donges, compte=False)
    assert (
        client_agent.post(f"/gestion/familles/{maison.foyer.pk}/adultes/{autre.responsable.pk}/cle/").status_code
        == 404
    )
    assert not CleEnfance.objects.exists()


def test_who_has_a_space_gets_no_letter(client_agent, donges):
    maison = famille(donges)
    assert "Imprimer la lettre" not in page(client_agent, adresse(maison))
    reponse = client_agent.post(
        f"/gestion/familles/{maison.foyer.pk}/adultes/{maison.responsable.pk}/cle/", follow=True
    )
    assert "a déjà un espace" in reponse.content.decode()


def test_the_address_that_a_parent_gave_waits_for_the_service(client_agent, maison):
    Responsable.objects.update(adresse_indiquee="12 rue Neuve, 44000 Nantes", adresse_indiquee_le="2026-11-10T09:00Z")
    assert "12 rue Neuve, 44000 Nantes" in page(client_agent, adresse(maison))
    lue = adresse(maison, f"adultes/{maison.responsable.pk}/adresse-lue/")
    perdu = client_agent.post(lue, {"lue": "1 rue Ancienne, 44480 Donges"}, follow=True)
    assert "Une autre adresse a été indiquée" in perdu.content.decode()
    client_agent.post(lue, {"lue": "12 rue Neuve, 44000 Nantes"})
    assert "12 rue Neuve" not in page(client_agent, adresse(maison))


def test_a_child_known_in_another_home_is_attached_and_not_created_twice(client_agent, maison, donges):
    autre = famille(donges, enfants=0)
    petit = maison.enfants[0]
    base = f"{LISTE}{autre.foyer.pk}/enfants/connus/"
    assert "Aucun enfant" in page(client_agent, f"{base}?q=inconnu")
    assert f"{base}{petit.pk}/" in page(client_agent, f"{base}?q={petit.prenom} riviere")
    saisie = {"du": "2026-11-10", f"qualite_{autre.responsable.pk}": "pere"}
    reponse = client_agent.post(f"{base}{petit.pk}/", saisie)
    assert reponse.status_code == 302, reponse.context["form"].errors
    assert Enfant.objects.count() == 2
    assert set(Enfant.objects.pour(autre.utilisateur)) == {petit}
    assert f"{base}{petit.pk}/" not in page(client_agent, f"{base}?q={petit.prenom}")
    assert "déjà rattaché" in client_agent.post(f"{base}{petit.pk}/", {"du": "2026-12-01"}).content.decode()


def test_who_somebody_is_to_a_child_is_said_and_never_forgotten(client_agent, maison):
    """« sans lien parental » is an answer, not what a forgotten list means."""
    enfant = {"prenom": "Ysoline", "nom": "Rivière", "naissance": "2019-03-27"}
    refus = client_agent.post(adresse(maison, "enfants/ajouter/"), enfant)
    assert "Dites qui est cet adulte pour l’enfant" in refus.content.decode()
    assert not Enfant.objects.filter(prenom="Ysoline").exists()
    champ = f"qualite_{maison.responsable.pk}"
    assert client_agent.post(adresse(maison, "enfants/ajouter/"), enfant | {champ: "aucun"}).status_code == 302
    assert not Enfant.objects.get(prenom="Ysoline").liens.exists()


def test_the_town_is_typed_for_the_agent_and_an_adult_is_one(client_agent, maison):
    nouvelle = page(client_agent, f"{LISTE}nouvelle/")
    assert 'name="code_postal" value="44480"' in nouvelle
    assert 'name="ville" value="Donges"' in nouvelle
    adulte = {"civilite": "mme", "nom": "Le Goff", "prenoms": "Anne", "naissance": "2031-01-01"}
    refus = client_agent.post(adresse(maison, "adultes/ajouter/"), adulte)
    assert "naissance d’un adulte" in refus.content.decode()


def test_a_known_child_is_told_from_its_namesake_by_its_home_and_parents(client_agent, maison, donges):
    autre = famille(donges, nom="Tanguy", adresse="12 rue du Port")
    resultats = page(client_agent, adresse(maison, f"enfants/connus/?q={autre.enfants[0].prenom}"))
    assert "12 rue du Port" in resultats
    assert str(autre.responsable) in resultats
