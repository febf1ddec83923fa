"""The staff's forms sent twice: one row, one mail, one key; and every form carries its number."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError

from common import clock
from common.models import Courriel, NumeroDEnvoi
from common.services import envois
from demo.postgres import RACINE
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille import services
from espace_prive.famille.models import Enfant, Foyer, Responsable
from espace_prive.ouverture.models import CleEnfance, Invitation
from reservations.planning.models import Fermeture
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.comptes import UtilisateurFactory
from tests.factories.famille import famille
from tests.factories.reservations import reserver_jours
from tests.tools.adresses import adresses_de_gestion
from tests.tools.html import formulaire, soupe, un

pytestmark = pytest.mark.django_db
GABARITS = RACINE / "templates"
FAMILLE = {"nom": "Le Goff", "adresse": "2 quai Neuf", "code_postal": "44480", "ville": "Donges", "version": "1"}
NOUVELLE = "/gestion/familles/nouvelle/"


def envoyer(client, adresse, champs, *, fois=5, numero=None):
    numero = numero or uuid4()
    return [client.post(adresse, champs | {envois.CHAMP: str(numero)}) for _ in range(fois)]


@pytest.fixture
def maison(donges):
    return famille(donges, compte=False)


def dans(maison, suite):
    return f"/gestion/familles/{maison.foyer.pk}/{suite}"


def test_a_family_sent_five_times_is_one_family_and_the_page_says_it(client_agent, donges):
    reponses = envoyer(client_agent, NOUVELLE, FAMILLE)
    (foyer,) = Foyer.objects.all()
    assert {r.url for r in reponses} == {f"/gestion/familles/{foyer.pk}/"}
    assert "La famille est créée" in client_agent.get(reponses[-1].url).content.decode()


@pytest.mark.parametrize("quoi", ["adultes", "enfants"])
def test_what_is_added_to_a_file_is_added_once(client_agent, maison, quoi):
    adresse, champs, modele = {
        "adultes": (
            "adultes/ajouter/",
            {"civilite": "m", "nom": "Le Goff", "prenoms": "Malo", "mobile": "0639980002",
             f"qualite_{maison.enfants[0].pk}": "aucun"},
            Responsable,
        ),
        "enfants": (
            "enfants/ajouter/",
            {"prenom": "Inès", "nom": "Le Goff", "naissance": "2019-03-27",
             f"qualite_{maison.responsable.pk}": "mere"},
            Enfant,
        ),
    }[quoi]  # fmt: skip
    avant = modele.objects.count()
    reponses = envoyer(client_agent, dans(maison, adresse), champs)
    assert [r.status_code for r in reponses] == [302] * 5
    assert modele.objects.count() == avant + 1


def test_a_letter_asked_three_times_is_one_letter_and_the_key_shown_lives(client_agent, maison, settings):
    adresse, numero = (
        f"/gestion/familles/{maison.foyer.pk}/adultes/{maison.responsable.pk}/cle/",
        uuid4(),
    )
    lettres = envoyer(client_agent, adresse, {}, fois=3, numero=numero)
    assert {r["Content-Type"] for r in lettres} == {"application/pdf"}
    assert {r["Content-Disposition"] for r in lettres} == {lettres[0]["Content-Disposition"]}
    assert len({r.content for r in lettres}) == 1
    assert CleEnfance.objects.filter(annulee_le__isnull=True).count() == CleEnfance.objects.count() == 1
    # The key is nowhere in clear.
    assert b"%PDF" not in bytes(NumeroDEnvoi.objects.get().contenu)
    # The page stayed open, and the button is pressed again on purpose, later: another letter.
    settings.HORLOGE = (clock.maintenant() + timedelta(minutes=11)).isoformat()
    envoyer(client_agent, adresse, {}, fois=2, numero=numero)
    assert CleEnfance.objects.count() == 2


def test_an_invitation_asked_three_times_is_one_mail(maison, client_agent):
    reponses = envoyer(
        client_agent,
        f"/gestion/ouvertures/familles/{maison.foyer.pk}/adultes/{maison.responsable.pk}/inviter/",
        {},
        fois=3,
    )
    assert [r.status_code for r in reponses] == [302] * 3
    assert Invitation.objects.count() == Courriel.objects.count() == 1


def test_a_day_closed_by_two_clicks_is_closed_once_and_both_say_so(client_agent, donges, maison):
    from datetime import date

    reserver_jours(maison, donges, [date(2026, 11, 16)])
    champs = {"ou": [f"{donges.cantine.pk}:{donges.restaurant.pk}"], "du": "2026-11-16", "motif": "Grève"}
    vue = client_agent.post("/gestion/effectifs/fermer/", champs)
    champs["confirmer"] = un(vue, "button[name=confirmer]")["value"]
    reponses = envoyer(client_agent, "/gestion/effectifs/fermer/", champs)
    assert len({r.url for r in reponses}) == 1
    assert Fermeture.objects.count() == 1
    assert "1 réservation annulée" in client_agent.get(reponses[-1].url).content.decode()


@pytest.fixture
def client_admin(db):
    chef = _agent(Role.ADMINISTRATEUR)
    return connecter_agent(ClientQuiLit(), chef)


PERSONNE = {"identifiant": "lena", "email": "lena@mairie.example", "first_name": "Lena", "last_name": "Morvan"}


def test_a_member_of_the_staff_is_added_once_and_never_an_error(client_admin):
    champs = PERSONNE | {"groups": [Group.objects.get(name=Role.AGENT.label).pk], "is_active": "on"}
    reponses = envoyer(client_admin, "/gestion/users/new/", champs, fois=3)
    assert [r.status_code for r in reponses] == [302] * 3
    assert Utilisateur.objects.filter(identifiant="lena").count() == 1
    assert Courriel.objects.filter(destinataire="lena@mairie.example").count() == 1


def test_two_pages_that_add_the_same_person_at_once_are_told_in_words(client_admin, monkeypatch):
    """The second one passed the form before the first one was written: the database alone sees it."""
    from espace_prive.comptes.agents import viewsets

    def prise(self):
        raise IntegrityError("comptes_utilisateur_identifiant_key")

    monkeypatch.setattr(viewsets.CreateView, "save_instance", prise)
    champs = PERSONNE | {"groups": [Group.objects.get(name=Role.AGENT.label).pk], "is_active": "on"}
    reponse = client_admin.post("/gestion/users/new/", champs)
    assert reponse.status_code == 200
    assert "vient d’être créé" in reponse.content.decode()


def test_a_number_that_served_for_something_else_is_refused_and_nothing_typed_is_lost(client_agent, donges):
    numero = uuid4()
    (premiere,) = envoyer(client_agent, NOUVELLE, FAMILLE, fois=1, numero=numero)
    (refus,) = envoyer(client_agent, NOUVELLE, FAMILLE | {"nom": "Kermoal"}, fois=1, numero=numero)
    assert refus.status_code == 409
    assert Foyer.objects.count() == 1
    assert un(refus, f"a[href='{premiere.url}']")
    champs = formulaire(refus, "form[method=post]:not([action])").champs
    assert champs["nom"] == ["Kermoal"]
    assert client_agent.post(NOUVELLE, champs).status_code == 302
    assert set(Foyer.objects.values_list("nom", flat=True)) == {"Le Goff", "Kermoal"}


def test_a_refused_form_keeps_its_number_and_is_corrected(client_agent, donges):
    numero = uuid4()
    (refus,) = envoyer(client_agent, NOUVELLE, FAMILLE | {"nom": ""}, fois=1, numero=numero)
    assert refus.status_code != 302
    assert not NumeroDEnvoi.objects.exists()
    (bon,) = envoyer(client_agent, NOUVELLE, FAMILLE, fois=1, numero=numero)
    assert bon.status_code == 302


def test_the_number_of_another_and_one_that_is_none_do_nothing(client_agent, donges):
    numero = uuid4()
    envoyer(client_agent, NOUVELLE, FAMILLE, fois=1, numero=numero)
    autre = connecter_agent(ClientQuiLit(), _agent(Role.AGENT))
    for valeur in (numero, "rien", "\0", "9" * 500):
        reponse = autre.post(NOUVELLE, FAMILLE | {envois.CHAMP: str(valeur)})
        assert reponse.status_code == 409
        assert "/gestion/familles/" not in reponse.content.decode().split("<main")[-1].split("<form")[0]
    assert Foyer.objects.count() == 1


def test_an_error_of_ours_leaves_nothing_and_the_number_serves_again(client_agent, donges, monkeypatch):
    vrai, numero = services.creer_famille, uuid4()

    def tombe(*args, **options):
        vrai(*args, **options)
        raise RuntimeError

    monkeypatch.setattr(services, "creer_famille", tombe)
    client_agent.raise_request_exception = False
    (erreur,) = envoyer(client_agent, NOUVELLE, FAMILLE, fois=1, numero=numero)
    assert erreur.status_code == 500
    assert not Foyer.objects.exists()
    monkeypatch.setattr(services, "creer_famille", vrai)
    (bon,) = envoyer(client_agent, NOUVELLE, FAMILLE, fois=1, numero=numero)
    assert bon.status_code == 302


def test_the_numbers_of_yesterday_are_erased(client_agent, donges, settings):
    envoyer(client_agent, NOUVELLE, FAMILLE, fois=1)
    assert envois.purger() == 0
    settings.HORLOGE = (clock.maintenant() + timedelta(days=1, minutes=1)).isoformat()
    assert envois.purger() == 1


# The walk


def test_every_form_of_the_staff_carries_its_number():
    """Beside the token that every form has: by `{% envoi %}`, or written."""
    chemins = [*GABARITS.glob("*/agents/*.html"), *GABARITS.glob("commune/*.html")]
    assert len([c for c in chemins if "{% envoi " in c.read_text()]) > 10
    avec = [c for c in chemins if "{% csrf_token %}" in c.read_text()]
    assert len(avec) > 5
    for chemin in avec:
        texte = chemin.read_text()
        formulaires = texte.count("{% csrf_token %}")
        numeros = texte.count("{% numero_envoi %}") + texte.count(f'name="{envois.CHAMP}"')
        assert numeros == formulaires, chemin.name


WAGTAIL = ("/gestion/pages/", "/gestion/images/", "/gestion/documents/", "/gestion/login", "/gestion/account")
AJOUTS = ("/new/", "/add/", "/nouvelle/", "/nouveau/", "/ajouter/")


def test_every_page_that_adds_something_carries_its_number(donges):
    """Those that Wagtail draws too: found by what their form says, at every address of the admin."""
    client = connecter_agent(ClientQuiLit(), UtilisateurFactory(is_staff=True, is_superuser=True))
    vues = set()
    for nom, chemin in adresses_de_gestion():
        if not chemin.endswith(("/new/", "/add/", "/nouvelle/", "/nouveau/", "/ajouter/")) or chemin.startswith(
            WAGTAIL
        ):
            continue
        reponse = client.get(chemin)
        if reponse.status_code != 200 or "text/html" not in reponse["Content-Type"]:
            continue
        for envoi in soupe(reponse).select("form[method=post i]:has([name=csrfmiddlewaretoken])"):
            if "logout" not in str(envoi):
                assert envoi.select(f"[name='{envois.CHAMP}']"), f"{nom} {chemin}"
                vues.add(nom)
    assert len(vues) >= 8, vues
