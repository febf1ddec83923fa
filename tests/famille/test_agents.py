"""The agents' family file."""

from datetime import date

import pytest
from django.urls import reverse

from common.models import Journal
from commune.models import Ecole
from espace_prive.famille import services
from espace_prive.famille.wagtail_hooks import adresses as familles
from espace_prive.ouverture import services as ouverture
from espace_prive.ouverture.models import CleEnfance
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import famille
from tests.famille.gestes import FOYER, LISTE, adresse, maison, page

__all__ = ["maison"]
pytestmark = pytest.mark.django_db
SUITES = ("modifier", "arreter")


def lettre(maison, adulte=None):
    """Give where the letter of the key of an adult of the household is printed."""
    adulte = adulte or maison.responsable
    return f"/gestion/familles/{maison.foyer.pk}/adultes/{adulte.pk}/cle/"


def test_a_family_is_found_and_opened(client_agent, maison):
    trouvee = page(client_agent, f"{LISTE}?q=riviere")
    assert "1 famille" in trouvee
    assert f'href="{adresse(maison)}"' in trouvee
    assert "Aucune famille ne correspond" in page(client_agent, f"{LISTE}?q=inconnu")


@pytest.mark.parametrize("nombre", [2, 24])
def test_the_list_asks_the_same_number_of_queries(client_agent, donges, nombre, django_assert_max_num_queries):
    for _ in range(nombre):
        famille(donges, enfants=2, compte=False)
    client_agent.get(LISTE)
    with django_assert_max_num_queries(18):
        client_agent.get(LISTE)


def test_families_are_listed_as_a_dictionary_does(client_agent, donges):
    noms = ["Nédélec", "N’Diaye", "Nguyen", "Éon", "Evenou", "le Goff", "Le Gall"]
    for nom in noms:
        famille(donges, enfants=0, compte=False, nom=nom)
    lue = page(client_agent, LISTE)
    attendus = ["Éon", "Evenou", "Le Gall", "le Goff", "N’Diaye", "Nédélec", "Nguyen"]
    assert sorted(attendus, key=lue.index) == attendus


def test_the_list_has_pages(client_agent, donges):
    for n in range(27):
        famille(donges, enfants=0, compte=False, nom=f"Foyer {n:02}")
    assert "Foyer 26" not in page(client_agent, LISTE)
    assert "Foyer 26" in page(client_agent, f"{LISTE}?page=2")
    assert "Foyer 26" in page(client_agent, f"{LISTE}?page=99")


def test_the_file_shows_the_household_its_people_its_school_and_its_registrations(client_agent, maison):
    dossier = page(client_agent, adresse(maison))
    for attendu in (
        "Foyer n° 2042", "3 rue des Ajoncs", "640,00", "Camille Rivière", "École Aimé-Césaire", "CE1",
        "Restauration scolaire, Restaurant Aimé-Césaire", "mère", "Aucune clé remise",
    ):  # fmt: skip
        assert attendu in dossier, attendu
    assert "Aucun quotient connu" not in dossier


def test_without_a_quotient_the_highest_tariff_applies_and_the_file_says_so(client_agent, donges):
    maison = famille(donges, quotient=None)
    dossier = page(client_agent, adresse(maison))
    assert "Aucun quotient connu : le tarif le plus élevé s’applique." in dossier
    assert "Espace créé." in dossier


def test_a_quotient_that_ended_does_not_count(client_agent, maison):
    maison.foyer.quotients.update(date_fin=date(2026, 11, 9))
    assert "Aucun quotient connu" in page(client_agent, adresse(maison))


@pytest.mark.usefixtures("memoire_longue")
@pytest.mark.parametrize(("enfants", "compte"), [(1, True), (5, True), (5, False)])
def test_the_file_asks_the_same_number_of_queries(
    client_agent, donges, enfants, compte, django_assert_max_num_queries
):
    maison = famille(donges, enfants=enfants, compte=compte)
    client_agent.get(adresse(maison))
    with django_assert_max_num_queries(29):
        client_agent.get(adresse(maison))


def test_every_reading_is_in_the_journal(client_agent, maison, agent):
    page(client_agent, adresse(maison))
    ligne = Journal.objects.get(action="consultation")
    assert (ligne.acteur_id, ligne.objet, ligne.objet_id) == (agent.pk, "famille.foyer", str(maison.foyer.pk))


def test_every_page_of_a_file_leaves_one_line_in_the_journal(client_agent, maison, agent):
    """Every address that names a household, in the families' pages and in the registrations'."""
    enfant = maison.enfants[0]
    cles = {
        "responsable_pk": maison.responsable.pk,
        "enfant_pk": enfant.pk,
        "lien_pk": enfant.liens.get().pk,
        "rattachement_pk": enfant.rattachements.get().pk,
        "appartenance_pk": maison.responsable.appartenances.get().pk,
    }
    adresses = [
        reverse(f"familles:{motif.name}", kwargs={n: cles.get(n, maison.foyer.pk) for n in motif.pattern.converters})
        for motif in familles
        if "pk" in motif.pattern.converters
    ]
    adresses += [adresse(maison, "inscrire/")]
    adresses += [adresse(maison, f"inscriptions/{maison.inscriptions[0].pk}/{suite}/") for suite in SUITES]
    assert len(adresses) > 20
    lues = 0
    for chemin in adresses:
        lues += (statut := client_agent.get(chemin).status_code) == 200
        assert statut in (200, 302), chemin
        lignes = Journal.objects.filter(
            action="consultation", acteur_id=agent.pk, objet="famille.foyer", objet_id=str(maison.foyer.pk)
        )
        assert lignes.count() == lues, chemin
    assert lues > 18


def test_who_did_what_tells_of_the_adults_and_the_children_too(client_agent, maison, agent):
    assert "Rien d’autre pour l’instant." in page(client_agent, adresse(maison))
    ouverture.emettre_cle(maison.responsable, par=agent)
    services.scolariser(
        maison.enfants[0], annee=maison.enfants[0].scolarites.get().annee, ecole=Ecole.objects.get(), niveau="CE2",
        par=agent,
    )  # fmt: skip
    histoire = page(client_agent, adresse(maison)).split("Qui a fait quoi")[-1]
    assert f"émission d’une clé, {maison.responsable}" in histoire
    assert f"scolarité, {maison.enfants[0]}" in histoire


def test_who_may_only_read_cannot_change(client_regisseur, maison):
    dossier = page(client_regisseur, adresse(maison))
    assert "Modifier" not in dossier.split("Foyer n°")[1].split("Qui a fait quoi")[0]
    assert "Imprimer la lettre" not in dossier
    for suite in ("modifier/", "quotient/", "adultes/ajouter/", "enfants/ajouter/"):
        assert client_regisseur.post(adresse(maison, suite), FOYER).status_code == 404
    chemin = lettre(maison)
    assert client_regisseur.post(chemin).status_code == 404
    assert not CleEnfance.objects.exists()


def test_parents_and_unverified_staff_see_nothing(client, maison, agent):
    for suite in ("", "modifier/", "quotient/"):
        assert client.get(adresse(maison, suite)).status_code == 302
    client.force_login(agent)
    assert client.get(adresse(maison))["Location"].startswith("/espace/second-facteur/")
    client.force_login(UtilisateurFactory())
    assert client.get(adresse(maison)).status_code in (302, 404)
    assert not Journal.objects.filter(action="consultation").exists()
