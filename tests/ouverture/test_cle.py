"""« Créer mon espace », and the page of an adult."""

from datetime import date, timedelta

import pytest
from django.db.models import QuerySet

from common import clock
from common.models import Courriel
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille.models import Appartenance, Rattachement, Responsable
from espace_prive.ouverture import services
from espace_prive.ouverture.models import CleEnfance
from espace_prive.ouverture.services import espace
from tests.conftest import ClientQuiLit
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import DEBUT, EnfantFactory, FoyerFactory, ResponsableFactory, famille
from tests.tools.courrier import dernier, lien
from tests.tools.html import brut, formulaire, source, taches

ADRESSE = "/espace/creer-mon-espace/"
pytestmark = pytest.mark.django_db
VOUS = f"{ADRESSE}vous/"
# The child of the factories.
SAISIE = {
    "naissance_0": "14", "naissance_1": "5", "naissance_2": "2018",
    "email": "camille@courriel.example", "mot_de_passe": "trois-moutons-au-bois",
}  # fmt: skip


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=1, compte=False)


@pytest.fixture
def cle(maison):
    return services.emettre_cle(maison.responsable, par=None)[0]


def creer(client, la_cle, **autres):
    """Give the key, then what opens the space; the answer of the page that refuses, or of the last."""
    premiere = client.post(ADRESSE, {"cle": la_cle})
    return client.post(VOUS, SAISIE | autres) if premiere.status_code == 302 else premiere


def dit(reponse):
    assert reponse.status_code == 422
    assert not Utilisateur.objects.filter(identifiant="camille.riviere").exists()
    return source(reponse)


@pytest.mark.feature("F036", "F038", "F042", "F045", "F047")
def test_a_parent_creates_a_space_with_the_key_activates_it_and_is_in(client, maison, cle):
    """Three fields: identity, address and telephones are the town's already, and are said right later."""
    reponse = client.post(ADRESSE, {"cle": cle.lower()})
    assert reponse.url == VOUS
    assert "Bonjour Madame Rivière" in source(client.get(VOUS))
    assert len(formulaire(client.get(VOUS)).champs) == len({**SAISIE, "csrfmiddlewaretoken": ""})
    reponse = client.post(VOUS, SAISIE)
    assert "Nous vous avons envoyé un courriel" in client.get(reponse["Location"]).content.decode()
    utilisateur = Utilisateur.objects.get()
    assert (utilisateur.identifiant, utilisateur.is_active, utilisateur.is_staff) == ("camille.riviere", False, False)
    assert (utilisateur.civilite, utilisateur.get_full_name()) == ("mme", "Camille Rivière")
    responsable = Responsable.objects.get()
    assert responsable.utilisateur == utilisateur
    assert responsable.email == "camille@courriel.example"
    courriel = dernier("camille@courriel.example")
    assert SAISIE["mot_de_passe"] not in courriel.texte + courriel.html
    # The button of the link signs in: nothing is typed a second time.
    assert client.post(client.get(lien(courriel))["Location"]).url == "/espace/"
    assert "Bonjour" in source(client.get("/espace/"))
    client.post("/espace/deconnexion/")
    for nom in ("camille@courriel.example", "Camille.Riviere"):
        identite = {"username": nom, "password": SAISIE["mot_de_passe"]}
        assert client.post("/espace/connexion/", identite)["Location"] == "/espace/"
        client.post("/espace/deconnexion/")


def test_the_home_of_a_new_space_asks_how_to_reach_who_has_no_telephone(client, maison, cle):
    creer(client, cle)
    client.post(client.get(lien(dernier("camille@courriel.example")))["Location"])
    assert "Dire comment vous joindre" in taches(client)
    Responsable.objects.update(mobile="06 39 98 00 01")
    assert "Dire comment vous joindre" not in taches(client)


@pytest.mark.feature("F032", "F040", "F043")
def test_the_pages_say_where_the_key_is_whom_to_ask_and_what_is_done_with_data(client, donges, maison, cle):
    donges.service.telephone = "02 61 91 00 00"
    donges.service.save()
    page = source(client.get(ADRESSE))
    assert "Clé perdue" in page
    assert "/espace/creer-mon-espace/sans-cle/" in page
    assert "02 61 91 00 00" in page
    client.post(ADRESSE, {"cle": cle})
    assert "Ce que nous faisons de vos données" in source(client.get(VOUS))


def test_an_empty_form_says_everything_that_is_missing(client, maison, cle):
    client.post(ADRESSE, {"cle": cle})
    page = dit(client.post(VOUS, {}))
    assert "3 points à corriger" in page
    assert "<title> Erreur" in page


def test_nothing_typed_is_lost_but_the_password(client, cle):
    page = dit(creer(client, cle, mot_de_passe="court"))
    for valeur in ("2018", "camille@courriel.example"):
        assert f'value="{valeur}"' in page
    assert "trois-moutons" not in page
    assert "seul le mot de passe est à retaper" in page


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("mot_de_passe", "court", "12 caractères"),
        ("mot_de_passe", "camille@courriel.example", "mot de passe"),
        ("email", "camille", "incomplète"),
        ("email", "camille@courriel.example\r\nBcc: x@y.example", "incomplète"),
        ("naissance_1", "13", "n’existe pas"),
        ("naissance_2", "2017", "d’aucun de vos enfants"),
        ("naissance_0", "", "date de naissance"),
    ],
)
def test_bad_input_gets_a_sentence_and_spends_no_key(client, cle, champ, valeur, phrase):
    assert phrase in dit(creer(client, cle, **{champ: valeur}))
    assert CleEnfance.objects.get().utilisee_le is None
    assert not Courriel.objects.exists()


@pytest.mark.parametrize("valeur", ["ABCD-EFGH-JKLM", "n’importe quoi", ""])
def test_a_wrong_key_gets_its_sentence_and_stays_on_the_page(client, donges, valeur):
    page = dit(client.post(ADRESSE, {"cle": valeur}))
    assert valeur in page
    assert client.get(VOUS).url == ADRESSE


def test_a_used_key_is_refused(client, cle):
    creer(client, cle)
    reponse = creer(client, cle, email="malo@courriel.example")
    assert "déjà servi" in reponse.content.decode()
    assert Utilisateur.objects.count() == 1


def test_a_key_that_aged_or_was_replaced_is_refused(client, maison, cle, settings):
    client.post(ADRESSE, {"cle": cle})
    services.emettre_cle(maison.responsable, par=None)
    assert "remplacée" in source(client.post(VOUS, SAISIE, follow=True))
    assert "remplacée" in dit(creer(client, cle))
    autre, _ = services.emettre_cle(maison.responsable, par=None)
    settings.HORLOGE = "2027-03-01T10:00:00+01:00"
    assert "plus valable" in dit(creer(client, autre))


@pytest.mark.feature("F038")
def test_a_letter_found_in_a_bin_opens_nothing(client, maison, cle, settings):
    """The key and the names are printed on it: a date of birth is not, and cannot be guessed."""
    for annee in range(2010, 2010 + espace.ESSAIS_DE_PREUVE):
        assert "d’aucun de vos enfants" in dit(creer(client, cle, naissance_2=str(annee)))
    assert "essayée cinq fois" in dit(creer(client, cle))
    # Whatever the address of the internet that it comes from.
    client.post(ADRESSE, {"cle": cle}, REMOTE_ADDR="198.51.100.4")
    assert client.post(VOUS, SAISIE, REMOTE_ADDR="198.51.100.4").status_code == 422
    assert CleEnfance.objects.get().utilisee_le is None
    settings.HORLOGE = "2026-11-11T11:00:00+01:00"
    assert creer(client, cle).status_code == 302


def test_any_child_of_the_file_proves_it_and_the_parent_too(client, maison, cle):
    frere = EnfantFactory(naissance=date(2012, 2, 29))
    Rattachement.objects.create(enfant=frere, foyer=maison.foyer, du=DEBUT)
    maison.responsable.naissance = date(1988, 3, 27)
    maison.responsable.save()
    assert services.preuves(maison.responsable) == {date(2018, 5, 14), date(2012, 2, 29), date(1988, 3, 27)}
    assert creer(client, cle, naissance_0="29", naissance_1="2", naissance_2="2012").status_code == 302


def test_a_file_without_a_child_asks_no_proof(client, donges):
    seule = famille(donges, enfants=0, compte=False)
    cle, _ = services.emettre_cle(seule.responsable, par=None)
    client.post(ADRESSE, {"cle": cle})
    assert "date de naissance" not in source(client.get(VOUS))
    assert creer(client, cle).status_code == 302


def test_two_of_the_same_name_have_two_identifiants(client, donges, cle):
    UtilisateurFactory(identifiant="Camille.Riviere")
    creer(client, cle)
    assert Utilisateur.objects.filter(identifiant="camille.riviere2").exists()


def test_a_taken_address_is_said_to_the_holder_of_a_key_who_proved_it_only(client, cle):
    UtilisateurFactory(identifiant="Pris", email="pris@courriel.example")
    assert "existe déjà" in dit(creer(client, cle, email="PRIS@courriel.example"))
    assert "existe déjà" not in dit(creer(client, cle, email="pris@courriel.example", naissance_2="2011"))


MERCI = f"{ADRESSE}merci/"


def test_a_mistyped_address_is_shown_and_mended_on_the_spot(client, maison, cle):
    page = creer(client, cle, email="fausse@courriel.example")
    assert "fausse@courriel.example" in client.get(page["Location"]).content.decode()
    perdu = lien(dernier("fausse@courriel.example"))
    assert "Votre adresse" in client.post(MERCI, {"email": "camille"}).content.decode()
    assert client.post(MERCI, {"email": "camille@courriel.example"})["Location"] == MERCI
    assert "camille@courriel.example" in client.get(MERCI).content.decode()
    utilisateur = Utilisateur.objects.get()
    assert (utilisateur.email, Responsable.objects.get().email) == ("camille@courriel.example",) * 2
    assert client.get(client.get(perdu)["Location"]).status_code == 410, "the link of the wrong address is dead"
    client.post(client.get(lien(dernier("camille@courriel.example")))["Location"])
    utilisateur.refresh_from_db()
    assert utilisateur.is_active
    client.post(MERCI, {"email": "autre@courriel.example"})
    utilisateur.refresh_from_db()
    assert utilisateur.email == "camille@courriel.example", "once active, another page changes it"


def test_mending_an_address_tells_nothing_of_others_and_is_slowed_down(client, maison, cle):
    UtilisateurFactory(email="pris@courriel.example")
    creer(client, cle, email="fausse@courriel.example")
    for adresse in ("pris@courriel.example", "libre@courriel.example"):
        page = client.post(MERCI, {"email": adresse}, follow=True).content.decode()
        assert "Un nouveau lien vient de partir" in page
        assert adresse in page
    assert "un espace existe déjà avec elle" in dernier("pris@courriel.example").texte
    client.post(MERCI, {"email": "trois@courriel.example"})
    assert "trois fois" in client.post(MERCI, {"email": "quatre@courriel.example"}).content.decode()
    assert Utilisateur.objects.get(identifiant="camille.riviere").email == "trois@courriel.example"


@pytest.mark.parametrize("plus_tard", [False, True])
def test_only_the_browser_that_created_it_mends_it_and_for_an_hour(client, maison, cle, settings, plus_tard):
    creer(client, cle, email="fausse@courriel.example")
    autre = client if plus_tard else ClientQuiLit()
    if plus_tard:
        settings.HORLOGE = (clock.maintenant() + timedelta(minutes=61)).isoformat()
    page = autre.get(MERCI).content.decode()
    assert "fausse@courriel.example" not in page
    assert "Corrigez-la ici" not in page
    autre.post(MERCI, {"email": "camille@courriel.example"})
    assert Utilisateur.objects.get().email == "fausse@courriel.example"


def test_an_address_taken_at_the_same_instant_is_a_taken_one(client, maison, cle, monkeypatch):
    UtilisateurFactory(email="pris@courriel.example")
    creer(client, cle, email="fausse@courriel.example")
    # What the other one wrote is not seen yet: the database alone knows.
    monkeypatch.setattr(QuerySet, "exists", lambda self: False)
    page = client.post(MERCI, {"email": "pris@courriel.example"}, follow=True).content.decode()
    assert "Un nouveau lien vient de partir" in page
    assert Utilisateur.objects.get(identifiant="camille.riviere").email == "fausse@courriel.example"


def test_a_mistyped_address_is_mended_by_a_new_key(client, maison, cle):
    creer(client, cle, email="fausse@courriel.example")
    nouvelle, _ = services.emettre_cle(maison.responsable, par=None)
    assert creer(client, nouvelle).status_code == 302
    utilisateur = Utilisateur.objects.get()
    assert utilisateur.email == "camille@courriel.example"
    assert Responsable.objects.get().utilisateur == utilisateur


def test_keys_cannot_be_guessed_from_one_address(client, cle, monkeypatch):
    monkeypatch.setattr(espace, "ESSAIS_PAR_HEURE", 5)
    for _ in range(5):
        assert "pas la bonne" in dit(creer(client, "ABCD-EFGH-JKLM"))
    assert "Trop de clés" in dit(creer(client, cle))
    assert client.post(ADRESSE, {"cle": cle}, REMOTE_ADDR="198.51.100.4").status_code == 302


def test_no_right_can_be_given_to_oneself(client, cle):
    creer(client, cle, is_staff="on", is_superuser="on", is_active="on", a_activer="", groups="1")
    utilisateur = Utilisateur.objects.get()
    assert not (utilisateur.is_staff)
    assert not (utilisateur.is_superuser)
    assert not (utilisateur.is_active)
    assert not utilisateur.groups.exists()


@pytest.mark.parametrize("nom", ["O’Neill-Žižek", "李", "<script>alert(1)</script>", "عمر", "Nguyễn"])
def test_names_of_every_script_are_kept_shown_as_text_and_make_an_identifiant(client, cle, nom):
    Responsable.objects.update(nom=nom)
    client.post(ADRESSE, {"cle": cle})
    assert "<script>alert" not in brut(client.get(VOUS))
    assert creer(client, cle).status_code == 302
    neuf = Utilisateur.objects.get()
    assert neuf.last_name == nom
    assert neuf.identifiant.startswith("camille")


def page_de(client, responsable):
    return client.get(f"/espace/famille/responsable/{responsable.pk}/")


def test_an_adult_of_the_household_opens(client, donges):
    maison = famille(donges, enfants=1)
    client.force_login(maison.utilisateur)
    page = page_de(client, maison.responsable).content.decode()
    assert "Mes coordonnées" in page
    assert "3 rue des Ajoncs, 44480 Donges" in page
    assert "Mère de Zoé" in page


def test_the_other_adult_shows_no_mail_address(client, donges):
    maison = famille(donges)
    autre = ResponsableFactory(prenoms="Sacha", email="sacha@courriel.example")
    Appartenance.objects.create(responsable=autre, foyer=maison.foyer, du=DEBUT)
    client.force_login(maison.utilisateur)
    page = page_de(client, autre).content.decode()
    assert "Sacha" in page
    assert "sacha@courriel.example" not in page


def test_a_stranger_gets_404(client, donges):
    maison = famille(donges)
    ailleurs = ResponsableFactory()
    Appartenance.objects.create(responsable=ailleurs, foyer=FoyerFactory(), du=DEBUT)
    client.force_login(maison.utilisateur)
    assert page_de(client, ailleurs).status_code == 404
    client.force_login(UtilisateurFactory())
    assert page_de(client, maison.responsable).status_code == 404
