"""A stranger who tries again and again gets nowhere, learns nothing and locks nobody out."""

from uuid import uuid4

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from common.errors import Refus
from common.models import Frein
from espace_prive.comptes import services
from espace_prive.comptes.services import sessions
from espace_prive.messagerie import services as messagerie
from espace_prive.ouverture import services as famille
from espace_prive.ouverture.services import invitations
from tests.comptes.conftest import entrer
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory
from tests.tools.courrier import dernier, lien

ESSAIS = 10_000
pytestmark = pytest.mark.django_db


@pytest.fixture
def hachages(monkeypatch):
    """Count the calls of the hasher."""
    faits, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: faits.append(1) or encode(self, *args))
    return faits


def essayer(nom, mot_de_passe, adresse):
    try:
        services.reconnaitre(nom, mot_de_passe, adresse=adresse)
    except Refus as refus:
        return refus.code
    return "entré"


@pytest.mark.slow
def test_ten_thousand_passwords_from_everywhere_get_nowhere_and_lock_nobody_out(client, parent, navigateur, hachages):
    entrer(client, parent)
    client.post("/espace/deconnexion/")
    hachages.clear()
    issues = []
    for n in range(ESSAIS):
        # A hundred addresses that insist, and a thousand that try once; by both names.
        adresse = f"192.0.2.{n % 100}" if n % 10 else f"2001:db8:{n:x}::1"
        issues.append(essayer(("nolwenn", parent.email)[n // 10 % 2], f"mot de passe {n}", adresse))
    assert set(issues) == {"inconnu", "frein"}
    # What reached the password: at most what CNIL's 2022-100 allows in a day, from wherever it came.
    assert len(hachages) == issues.count("inconnu") <= 25
    # Even the right one is refused to a stranger now…
    assert entrer(navigateur(), parent).status_code == 429
    # …and the parent comes in from the usual device at the first try, or after a mistake.
    entrer(client, parent, "une faute de frappe")
    assert entrer(client, parent).status_code == 302


def test_from_a_new_device_the_mail_opens_what_strangers_closed(client, parent):
    for n in range(sessions.ESSAIS_PAR_NOM + 1):
        essayer("nolwenn", "faux", f"2001:db8:{n:x}::1")
    page = entrer(client, parent)
    assert page.status_code == 429
    assert "J’ai oublié mon mot de passe" in page.content.decode()
    client.post("/espace/mot-de-passe-oublie/", {"nom": "nolwenn"})
    nouveau = "trois-moutons-au-bois"
    client.post(client.get(lien(dernier()))["Location"], {"mot_de_passe": nouveau, "confirmation": nouveau})
    assert entrer(client, parent, nouveau).status_code == 302


def test_another_spelling_of_a_name_gives_no_more_tries():
    UtilisateurFactory(identifiant="massias", email="massias@courriel.example")
    noms = ["massias", "MASSIAS", "massıas", "maſsias", "maſſıaſ", " Massias "]
    issues = [essayer(noms[n % len(noms)], "faux", f"2001:db8:{n:x}::1") for n in range(sessions.ESSAIS_PAR_NOM + 6)]
    assert issues.count("inconnu") == sessions.ESSAIS_PAR_NOM


def test_a_new_password_opens_the_usual_device_at_once(client, parent):
    entrer(client, parent)
    client.post("/espace/deconnexion/")
    for _ in range(6):
        entrer(client, parent, "une faute de frappe")
    assert entrer(client, parent).status_code == 429
    client.post("/espace/mot-de-passe-oublie/", {"nom": "nolwenn"})
    nouveau = "trois-moutons-au-bois"
    client.post(client.get(lien(dernier()))["Location"], {"mot_de_passe": nouveau, "confirmation": nouveau})
    assert entrer(client, parent, nouveau).status_code == 302


def test_what_is_refused_says_nothing_of_whether_the_account_exists(parent):
    for nom in ("nolwenn", "personne"):
        issues = [essayer(nom, "faux", f"2001:db8:{n:x}::1") for n in range(14)]
        assert issues == ["inconnu"] * sessions.ESSAIS_PAR_NOM + ["frein"] * 2
    # Nor which address goes with which identifiant.
    assert essayer(parent.email, "faux", "x") == "inconnu"


def test_a_stranger_with_a_cookie_of_another_account_is_a_stranger(client, parent, navigateur):
    voleur = navigateur()
    entrer(voleur, UtilisateurFactory(identifiant="voleur"))
    voleur.post("/espace/deconnexion/")
    for _ in range(5):
        entrer(voleur, parent, "faux", REMOTE_ADDR="192.0.2.66")
    assert entrer(voleur, parent, REMOTE_ADDR="192.0.2.66").status_code == 429
    entrer(client, parent)
    client.post("/espace/deconnexion/")
    assert entrer(client, parent).status_code == 302


def test_the_wait_grows_on_the_person_s_own_device_and_ends(client, parent, settings):
    entrer(client, parent)
    client.post("/espace/deconnexion/")

    def faux(fois):
        return [entrer(client, parent, "faux").status_code for _ in range(fois)]

    assert faux(6) == [422] * 5 + [429]
    settings.HORLOGE = "2026-11-10T10:01:01+01:00"
    assert faux(6) == [422] * 5 + [429]
    settings.HORLOGE = "2026-11-10T10:02:02+01:00"
    assert faux(1) == [429]
    settings.HORLOGE = "2026-11-10T10:15:30+01:00"
    assert entrer(client, parent).status_code == 302


@pytest.mark.slow
def test_ten_thousand_keys_open_nothing_and_lock_nobody_out(donges):
    issues = []
    for n in range(ESSAIS):
        try:
            famille.verifier_cle(
                f"ABCD-EFGH-{n % 10_000:04d}".replace("0", "Z").replace("1", "Y"), adresse=f"192.0.2.{n % 50}"
            )
        except Refus as refus:
            issues.append(refus.code)
    assert len(issues) == ESSAIS
    assert issues.count("frein") == ESSAIS - 50 * 20
    with pytest.raises(Refus) as ailleurs:
        famille.verifier_cle("ABCD-EFGH-JKLM", adresse="198.51.100.7")
    assert ailleurs.value.code != "frein"


@pytest.mark.parametrize("nom", ["nolwenn", "personne", "dort", "ferme", "invite"])
def test_known_and_unknown_cost_the_same_calls_of_the_hasher(client, parent, hachages, nom):
    UtilisateurFactory(identifiant="dort", is_active=False, a_activer=True)
    UtilisateurFactory(identifiant="ferme", is_active=False)
    invite = UtilisateurFactory(identifiant="invite")
    invite.set_unusable_password()
    invite.save()
    couts = {}
    for geste, chemin, saisie in (
        ("connexion", "/espace/connexion/", {"username": nom, "password": "un-autre-mot-de-passe"}),
        ("oubli", "/espace/mot-de-passe-oublie/", {"nom": nom}),
        ("activation", "/espace/activer/", {"nom": nom}),
    ):
        hachages.clear()
        assert client.post(chemin, saisie).status_code in (200, 422)
        couts[geste] = len(hachages)
    assert couts == {"connexion": 1, "oubli": 0, "activation": 0}


def test_creating_a_space_without_a_key_asks_nothing_of_accounts(client, donges, parent, hachages):
    page = client.post("/espace/creer-mon-espace/", {"cle": "ABCD-EFGH-JKLM"}).content.decode()
    assert "Cette clé n’est pas la bonne" in page
    saisie = {"email": "nolwenn@courriel.example", "mot_de_passe": "trois-moutons-au-bois"}
    assert client.post("/espace/creer-mon-espace/vous/", saisie).url == "/espace/creer-mon-espace/"
    assert hachages == []


def test_counters_keep_no_name_in_clear(parent):
    essayer("nolwenn", "faux", "192.0.2.66")
    assert not [f for f in Frein.objects.all() if "nolwenn" in f.cle or "192" in f.cle]


def test_the_right_password_counts_as_no_failure(client, parent, navigateur):
    for _ in range(sessions.ESSAIS_PAR_NOM + 5):
        assert entrer(navigateur(), parent, MOT_DE_PASSE).status_code == 302


def portes(adresse):
    """Try each door that counts by address once, with something wrong."""
    yield "connexion", lambda: services.reconnaitre(f"x{adresse}", "faux", adresse=adresse)
    yield "lien", lambda: services.demander_mot_de_passe(f"x{adresse}", adresse=adresse)
    yield "activation", lambda: services.demander_activation(f"x{adresse}", adresse=adresse)
    yield "clé", lambda: famille.verifier_cle("AAAA-AAAA-AAAA", adresse=adresse)
    yield "invitation", lambda: invitations.lire_invitation("x", adresse=adresse)
    yield (
        "message",
        lambda: messagerie.recevoir(numero=uuid4(), adresse=adresse, nom="A", courriel="a@b.fr", texte="t"),
    )


@pytest.mark.parametrize("porte", ["connexion", "lien", "activation", "clé", "invitation", "message"])
def test_all_the_addresses_of_one_subscriber_are_one_stranger(porte, monkeypatch):
    monkeypatch.setattr(sessions, "ECHECS_PAR_HEURE", 10)

    def codes(adresses):
        for adresse in adresses:
            try:
                dict(portes(adresse))[porte]()
            except Refus as refus:
                yield refus.code

    assert "frein" in list(codes(f"2001:db8:0:1::{n:x}" for n in range(60)))
    # As many subscribers as there were addresses: nobody is slowed down.
    assert "frein" not in list(codes(f"2001:db8:1:{n:x}::1" for n in range(60)))
