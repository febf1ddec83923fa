"""« Créer mon espace », and the page of an adult."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet

from common import clock
from common.models import Courriel
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille.models import Appartenance, Responsable
from espace_prive.ouverture import services
from espace_prive.ouverture.models import CleEnfance
from espace_prive.ouverture.services import espace
from tests.conftest import ClientQuiLit
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import DEBUT, FoyerFactory, ResponsableFactory, famille
from tests.tools.courrier import dernier, lien
from tests.tools.html import brut, source

ADRESSE = "/espace/creer-mon-espace/"
pytestmark = pytest.mark.django_db
SAISIE = {
    "civilite": "mme", "nom": "Rivière", "nom_naissance": "Œillet", "prenoms": "Camille",
    "adresse": "5 quai Neuf", "complement": "Bâtiment B", "code_postal": "44480", "ville": "Donges",
    "email": "camille@courriel.example", "mobile": "+33639980001", "telephone": "",
    "identifiant": "camille", "mot_de_passe": "trois-moutons-au-bois", "confirmation": "trois-moutons-au-bois",
}  # fmt: skip


@pytest.fixture
def maison(donges):
    return famille(donges, enfants=1, compte=False)


@pytest.fixture
def cle(maison):
    return services.emettre_cle(maison.responsable, par=None)[0]


def creer(client, la_cle, **autres):
    return client.post(ADRESSE, SAISIE | {"cle": la_cle} | autres)


def dit(reponse):
    assert reponse.status_code == 422
    assert not Utilisateur.objects.filter(identifiant="camille").exists()
    return source(reponse)


@pytest.mark.feature("F036", "F038", "F042", "F045", "F047")
def test_a_parent_creates_a_space_with_the_key_activates_it_and_signs_in(client, maison, cle):
    reponse = creer(client, cle.lower())
    assert "Nous vous avons envoyé un courriel" in client.get(reponse["Location"]).content.decode()
    utilisateur = Utilisateur.objects.get()
    assert (utilisateur.identifiant, utilisateur.is_active, utilisateur.is_staff) == ("camille", False, False)
    responsable = Responsable.objects.get()
    assert responsable.utilisateur == utilisateur
    assert (responsable.email, responsable.mobile) == ("camille@courriel.example", "06 39 98 00 01")
    assert responsable.nom_naissance == "Œillet"
    assert responsable.adresse_indiquee == "5 quai Neuf, Bâtiment B, 44480 Donges"
    maison.foyer.refresh_from_db()
    assert maison.foyer.adresse == "3 rue des Ajoncs"
    courriel = dernier("camille@courriel.example")
    assert SAISIE["mot_de_passe"] not in courriel.texte + courriel.html
    client.post(client.get(lien(courriel))["Location"])
    identite = {"username": "camille", "password": SAISIE["mot_de_passe"]}
    assert client.post("/espace/connexion/", identite)["Location"] == "/espace/"


@pytest.mark.feature("F032", "F040", "F043")
def test_the_form_has_its_sections_its_stars_its_notice_and_whom_to_ask(client, donges):
    donges.service.telephone = "02 61 91 00 00"
    donges.service.save()
    page = source(client.get(ADRESSE))
    for titre in ("Votre identité", "Votre adresse", "Les moyens de vous contacter", "Votre clé enfance"):
        assert titre in page
    for libelle in ("Civilité", "Nom usuel", "Nom de naissance", "Prénom(s)"):
        assert libelle in page
    assert page.count('champ__etoile" aria-hidden') == 8
    assert "Ce que nous faisons de vos données" in page
    assert "Clé perdue" in page
    assert "/espace/creer-mon-espace/sans-cle/" in page
    assert "02 61 91 00 00" in page


def test_an_empty_form_says_everything_that_is_missing(client, donges):
    page = dit(client.post(ADRESSE, {}))
    assert "8 points à corriger" in page
    assert "<title> Erreur" in page


def test_nothing_typed_is_lost_but_the_password(client, cle):
    page = dit(creer(client, cle, code_postal="4448", civilite="m"))
    for valeur in ("Œillet", "5 quai Neuf", "Bâtiment B", "4448", "camille@courriel.example", cle):
        assert f'value="{valeur}"' in page
    assert "trois-moutons" not in page
    assert "seul le mot de passe est à retaper" in page
    assert "cinq chiffres" in page


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("cle", "ABCD-EFGH-JKLM", "pas la bonne"),
        ("cle", "n’importe quoi", "pas la bonne"),
        ("mot_de_passe", "court", "12 caractères"),
        ("confirmation", "autre", "pas les mêmes"),
        ("email", "camille", "incomplète"),
        ("email", "camille@courriel.example\r\nBcc: x@y.example", "incomplète"),
        ("mobile", "06 39", "incomplet"),
        ("identifiant", "é&", "L’identifiant a au moins"),
        ("code_postal", "abcde", "cinq chiffres"),
        ("nom", "", "Nom usuel"),
        ("nom", "x" * 200, "100"),
        ("civilite", "dr", "réponses proposées"),
    ],
)
def test_bad_input_gets_a_sentence_and_spends_no_key(client, cle, champ, valeur, phrase):
    assert phrase in dit(creer(client, cle, **{champ: valeur}))
    assert CleEnfance.objects.get().utilisee_le is None
    assert not Courriel.objects.exists()


def test_a_used_key_is_refused(client, cle):
    creer(client, cle)
    reponse = creer(client, cle, identifiant="malo", email="malo@courriel.example")
    assert "déjà servi" in reponse.content.decode()
    assert Utilisateur.objects.count() == 1


def test_a_key_that_aged_or_was_replaced_is_refused(client, maison, cle, settings):
    services.emettre_cle(maison.responsable, par=None)
    assert "remplacée" in dit(creer(client, cle))
    autre, _ = services.emettre_cle(maison.responsable, par=None)
    settings.HORLOGE = "2027-03-01T10:00:00+01:00"
    assert "plus valable" in dit(creer(client, autre))


@pytest.mark.feature("F038")
def test_the_key_of_one_parent_is_not_for_the_other(client, cle):
    assert "Chaque parent a la sienne" in dit(creer(client, cle, prenoms="Malo"))
    assert "Chaque parent a la sienne" in dit(creer(client, cle, nom="Autre", nom_naissance=""))
    assert CleEnfance.objects.get().utilisee_le is None


def test_the_account_bears_the_names_of_the_file(client, cle):
    assert creer(client, cle, nom="riviere-dubois", prenoms="camille jeanne").status_code == 302
    assert Utilisateur.objects.get().get_full_name() == "Camille Rivière"


def test_a_taken_identifiant_or_address_is_said_to_the_holder_of_a_key_only(client, cle):
    UtilisateurFactory(identifiant="Pris", email="pris@courriel.example")
    assert "déjà pris" in dit(creer(client, cle, identifiant="pris"))
    assert "existe déjà" in dit(creer(client, cle, email="PRIS@courriel.example"))
    for champ, valeur in (("identifiant", "pris"), ("email", "pris@courriel.example")):
        page = dit(creer(client, "ABCD-EFGH-JKLM", **{champ: valeur}))
        assert "déjà" not in page.split("</h2>")[1].split("</ul>")[0]


MERCI = f"{ADRESSE}merci/"


def test_the_key_comes_first_and_the_town_is_told_no_address_it_knows(client, maison, cle):
    page = client.get(ADRESSE).content.decode()
    assert page.index("Votre clé enfance</") < page.index("Votre identité</") < page.index("Votre adresse</")
    vide = {"adresse": "", "complement": "", "code_postal": "", "ville": ""}
    page = dit(creer(client, cle, **vide | {"ville": "Donges"}))
    assert "complétez l’adresse, ou n’en écrivez rien" in page
    assert creer(client, cle, **vide).status_code == 302
    assert Responsable.objects.get().adresse_indiquee == ""


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
    assert Utilisateur.objects.get(identifiant="camille").email == "trois@courriel.example"


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
    assert Utilisateur.objects.get(identifiant="camille").email == "fausse@courriel.example"


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
    assert client.post(ADRESSE, SAISIE | {"cle": cle}, REMOTE_ADDR="198.51.100.4").status_code == 302


def test_no_right_can_be_given_to_oneself(client, cle):
    creer(client, cle, is_staff="on", is_superuser="on", is_active="on", a_activer="", groups="1")
    utilisateur = Utilisateur.objects.get()
    assert not (utilisateur.is_staff)
    assert not (utilisateur.is_superuser)
    assert not (utilisateur.is_active)
    assert not utilisateur.groups.exists()


@pytest.mark.parametrize("nom", ["O’Neill-Žižek", "李", "<script>alert(1)</script>", "عمر", "Nguyễn"])
def test_names_of_every_script_are_kept_and_shown_as_text(client, cle, nom):
    Responsable.objects.update(nom=nom)
    page = creer(client, cle, nom=nom, code_postal="")
    assert "<script>alert" not in brut(page)
    assert creer(client, cle, nom=nom).status_code == 302
    assert Utilisateur.objects.get().last_name == nom


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
