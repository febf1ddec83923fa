"""A parent's second factor: activated, asked, lost, trusted, taken away."""

import re

import pytest
from django.contrib.auth.hashers import identify_hasher
from django_otp.plugins.otp_totp.models import TOTPDevice

from common.models import Courriel, Journal
from espace_prive.comptes import services
from espace_prive.comptes.models import Appareil, CodeDeSecours
from tests.comptes.conftest import code_suivant, codes_de, entrer
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory
from tests.tools.codes import code
from tests.tools.courrier import dernier
from tests.tools.html import texte, un

CODE, SECOURS = "/espace/second-facteur/", "/espace/second-facteur/secours/"
PROTECTION = "/espace/mes-identifiants/second-facteur/"
PREUVE = {"actuel": MOT_DE_PASSE}
pytestmark = pytest.mark.django_db


@pytest.mark.feature("F031")
def test_a_parent_adds_an_application_and_gets_ten_codes_shown_once(client, parent, navigateur):
    ailleurs = navigateur()
    entrer(ailleurs, parent)
    entrer(client, parent)
    assert "pas votre mot de passe actuel" in client.post(PROTECTION, {"actuel": "faux"}).content.decode()
    assert not TOTPDevice.objects.exists()
    assert client.post(PROTECTION, PREUVE)["Location"] == f"{PROTECTION}installer/"
    page = client.get(f"{PROTECTION}installer/").content.decode()
    assert 'aria-label="QR code"' in page
    # On the telephone that holds the application: one tap, or the key selected and copied whole.
    assert re.match(r"otpauth://totp/.+secret=[A-Z2-7]+", un(page, "a.bouton[href^=otpauth]")["href"])
    assert re.fullmatch(r"(?:[A-Z2-7]{4} )+[A-Z2-7]{1,4}", texte(un(page, "copier-texte > strong")))
    totp = TOTPDevice.objects.get(user=parent)
    assert "pas le bon" in client.post(f"{PROTECTION}installer/", {"code": "000000"}).content.decode()
    parent.refresh_from_db()
    assert not parent.second_facteur
    codes = codes_de(client.post(f"{PROTECTION}installer/", {"code": code(totp)}).content.decode())
    assert len(set(codes)) == 10
    parent.refresh_from_db()
    assert parent.second_facteur
    assert dernier(parent.email).objet == "Un second facteur protège votre compte"
    # This session goes on, the one that never proved the factor ends; the codes are kept hashed, and shown no more.
    assert client.get("/espace/mes-identifiants/").status_code == 200
    assert ailleurs.get("/espace/mes-identifiants/").status_code == 302
    gardes = CodeDeSecours.objects.filter(utilisateur=parent)
    assert gardes.count() == 10
    for ligne in gardes:
        assert identify_hasher(ligne.empreinte)
    page = client.get(PROTECTION).content.decode()
    assert "10\u00a0codes" in page or "10 codes" in page
    assert codes[0] not in page


def test_one_may_give_up_before_the_first_code(client, parent):
    entrer(client, parent)
    client.post(PROTECTION, PREUVE)
    assert "pas encore actif" in client.get(PROTECTION).content.decode()
    client.post(f"{PROTECTION}abandonner/")
    assert not TOTPDevice.objects.exists()
    assert client.get(f"{PROTECTION}installer/")["Location"] == PROTECTION


@pytest.mark.parametrize(
    "chemin", ["/espace/", "/espace/mes-identifiants/", PROTECTION, f"{PROTECTION}retirer/", f"{PROTECTION}codes/"]
)
def test_who_owes_the_code_is_nobody_on_every_private_page(client, protege, chemin):
    assert entrer(client, protege)["Location"] == f"{CODE}?next=%2Fespace%2F"
    for methode in (client.get, client.post):
        assert methode(chemin)["Location"].startswith("/espace/connexion/?next=")
    assert client.get(f"/espace/connexion/?next={chemin}")["Location"].startswith(CODE)
    # Nor does a public page greet by name.
    assert "Nolwenn" not in client.get("/espace/mot-de-passe-oublie/").content.decode()
    assert "Se connecter" in client.get("/espace/mot-de-passe-oublie/").content.decode()


def test_the_code_opens_the_space_under_a_new_key(client, protege):
    entrer(client, protege)
    avant = client.session.session_key
    page = client.get(CODE).content.decode()
    assert "Ne plus demander de code" in page
    assert client.post(CODE, {"code": code_suivant(protege), "next": PROTECTION})["Location"] == PROTECTION
    assert client.session.session_key != avant
    assert client.get("/espace/mes-identifiants/").status_code == 200
    assert client.get(CODE)["Location"] == "/espace/"


def test_a_new_password_by_mail_does_not_skip_the_code(client, protege):
    services.demander_mot_de_passe("nolwenn", adresse="x")
    from tests.tools.courrier import lien

    page = client.get(lien(dernier(protege.email)))["Location"]
    client.post(page, {"mot_de_passe": "trois-moutons-au-bois", "confirmation": "trois-moutons-au-bois"})
    assert entrer(client, protege, "trois-moutons-au-bois")["Location"].startswith(CODE)
    assert client.get("/espace/mes-identifiants/").status_code == 302


def test_a_recovery_code_opens_once_and_is_told_by_mail(client, protege):
    entrer(client, protege)
    bon = protege.codes[3]
    assert "dix lettres" in client.post(SECOURS, {"code": "123456"}).content.decode()
    assert "pas dans votre liste" in client.post(SECOURS, {"code": "AAAAA-AAAAA"}).content.decode()
    assert client.post(SECOURS, {"code": f" {bon.lower().replace('-', ' ')} "})["Location"] == "/espace/"
    assert client.get("/espace/mes-identifiants/").status_code == 200
    assert "Il vous en reste 9" in dernier(protege.email).texte
    client.post("/espace/deconnexion/")
    entrer(client, protege)
    assert "déjà servi" in client.post(SECOURS, {"code": bon}).content.decode()
    assert client.get("/espace/mes-identifiants/").status_code == 302


def test_codes_are_renewed_with_a_fresh_proof_only(client, protege):
    entrer(client, protege)
    client.post(CODE, {"code": code_suivant(protege)})
    chemin = f"{PROTECTION}codes/"
    assert "actuel" in client.post(chemin, {"actuel": "faux", "code": protege.codes[0]}).content.decode()
    assert services.codes_restants(protege) == 10
    assert "pas dans votre liste" in client.post(chemin, PREUVE | {"code": "AAAAAAAAAA"}).content.decode()
    nouveaux = codes_de(client.post(chemin, PREUVE | {"code": protege.codes[0]}).content.decode())
    assert len(nouveaux) == 10
    assert not set(nouveaux) & set(protege.codes)
    assert "pas dans votre liste" in client.post(chemin, PREUVE | {"code": protege.codes[1]}).content.decode()


def test_the_factor_goes_away_with_a_password_and_a_code(client, protege):
    entrer(client, protege)
    client.post(SECOURS, {"code": protege.codes[0]})
    chemin = f"{PROTECTION}retirer/"
    for saisie in ({"actuel": "faux", "code": protege.codes[1]}, PREUVE | {"code": "000000"}, PREUVE):
        assert client.post(chemin, saisie).status_code == 422
        assert TOTPDevice.objects.filter(user=protege).exists()
    assert client.post(chemin, PREUVE | {"code": protege.codes[1]})["Location"] == PROTECTION
    protege.refresh_from_db()
    assert not protege.second_facteur
    assert not CodeDeSecours.objects.filter(utilisateur=protege).exists()
    assert dernier(protege.email).objet == "Votre second facteur a été retiré"
    client.post("/espace/deconnexion/")
    assert entrer(client, protege)["Location"] == "/espace/"


def test_a_trusted_device_is_asked_no_more_for_thirty_days_and_can_be_revoked(client, protege, navigateur, settings):
    entrer(client, protege)
    client.post(CODE, {"code": code_suivant(protege), "confiance": "on"})
    client.post("/espace/deconnexion/")
    assert entrer(client, protege)["Location"] == "/espace/"
    assert client.get("/espace/mes-identifiants/").status_code == 200
    assert entrer(navigateur(), protege)["Location"].startswith(CODE)
    page = client.get("/espace/mes-identifiants/appareils/").content.decode()
    assert "Pas de code demandé jusqu’au jeudi 10" in page
    appareil = Appareil.objects.get(confiance_jusqu_au__isnull=False)
    chemin, saisie = "/espace/mes-identifiants/appareils/confiance/", {"appareil": appareil.pk}
    voisin = navigateur()
    voisin.force_login(UtilisateurFactory())
    assert "déjà plus de confiance" in voisin.post(chemin, saisie, follow=True).content.decode()
    assert "plus de confiance" in client.post(chemin, {"appareil": "9" * 40}, follow=True).content.decode()
    client.post(chemin, saisie)
    client.post("/espace/deconnexion/")
    assert entrer(client, protege)["Location"].startswith(CODE)
    # And it ends by itself.
    services.accorder_confiance(protege, appareil.pk)
    settings.HORLOGE = "2026-12-10T10:00:01+01:00"
    assert entrer(client, protege)["Location"].startswith(CODE)


def test_a_forged_or_borrowed_cookie_is_no_trust(client, protege, navigateur):
    entrer(client, protege)
    client.post(CODE, {"code": code_suivant(protege), "confiance": "on"})
    bon = client.cookies["appareil"].value
    for faux in (bon[:-2], bon.split(":")[0], f"x{bon}", ""):
        autre = navigateur()
        autre.cookies["appareil"] = faux
        assert entrer(autre, protege)["Location"].startswith(CODE)
    # Somebody else on the same browser is not trusted by it.
    assert not Appareil.objects.exclude(utilisateur=protege).filter(confiance_jusqu_au__isnull=False).exists()


def test_trust_ends_with_a_new_password(client, protege):
    entrer(client, protege)
    client.post(CODE, {"code": code_suivant(protege), "confiance": "on"})
    services.changer_mot_de_passe(protege, "trois-moutons-au-bois", actuel=MOT_DE_PASSE)
    assert entrer(client, protege, "trois-moutons-au-bois")["Location"].startswith(CODE)


def test_the_staff_never_trust_a_device(client, agent):
    totp = TOTPDevice.objects.create(user=agent, name="x", confirmed=True)
    entrer(client, agent)
    assert "Ne plus demander" not in client.get(CODE).content.decode()
    client.post(CODE, {"code": code(totp), "confiance": "on"})
    assert not Appareil.objects.filter(confiance_jusqu_au__isnull=False).exists()


def test_who_stole_the_password_keeps_nobody_out_of_the_code(client, protege, navigateur):
    entrer(client, protege)
    client.post(CODE, {"code": code_suivant(protege)})
    client.post("/espace/deconnexion/")
    for _ in range(4):
        voleur = navigateur()
        entrer(voleur, protege)
        pages = [voleur.post(CODE, {"code": "000000"}).content.decode() for _ in range(11)]
    assert "Trop de codes" in pages[-1]
    entrer(client, protege)
    assert client.post(SECOURS, {"code": protege.codes[5]})["Location"] == "/espace/"


def test_the_administrators_take_a_lost_factor_of_a_parent_away(client_administrateur, protege, client):
    entrer(client, protege)
    client.post(SECOURS, {"code": protege.codes[0]})
    fiche = f"/gestion/comptes/{protege.pk}/"
    chemin = f"/gestion/personnel/{protege.pk}/second-facteur/"
    assert chemin in client_administrateur.get(fiche).content.decode()
    assert client_administrateur.post(chemin, {"motif": "Téléphone volé, venue au bureau"})["Location"] == fiche
    protege.refresh_from_db()
    assert not protege.second_facteur
    assert "mot de passe suffit" in dernier(protege.email).texte
    assert Journal.objects.get(action="retrait du second facteur").motif == "Téléphone volé, venue au bureau"
    assert client.get("/espace/mes-identifiants/").status_code == 302
    assert entrer(client, protege)["Location"] == "/espace/"


def test_no_mail_holds_a_secret_of_the_factor(protege, client):
    entrer(client, protege)
    client.post(SECOURS, {"code": protege.codes[0]})
    for courriel in Courriel.objects.all():
        for secret in (*protege.codes, protege.totp.key):
            assert secret not in courriel.texte + courriel.html
