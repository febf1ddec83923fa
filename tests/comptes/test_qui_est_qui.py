"""Who did it cannot be disguised, and whoever loses an address or a factor is told where it was."""

import contextlib
import logging
from datetime import timedelta

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from common.errors import Refus
from common.models import Courriel, Journal
from common.web import freins, journaux
from espace_prive.comptes import services
from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille.services import modifier
from espace_prive.ouverture.services import accepter_invitation, inviter
from tests.conftest import ClientQuiLit, _agent, connecter_agent
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory
from tests.factories.famille import famille
from tests.tools.courrier import dernier, lien

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrateur(donges):
    return _agent(Role.ADMINISTRATEUR)


@pytest.fixture
def gestion(administrateur):
    return connecter_agent(ClientQuiLit(), administrateur)


@pytest.fixture
def caissiere(donges):
    agent = _agent(Role.REGISSEUR)
    agent.first_name, agent.last_name, agent.email = "Maël", "Le Goff", "caisse@ville.example"
    agent.save()
    return agent


def saisie(personne, **autres):
    return {
        "identifiant": personne.identifiant, "email": personne.email, "first_name": personne.first_name,
        "last_name": personne.last_name, "groups": [personne.groups.get().pk], "is_active": "on",
    } | autres  # fmt: skip


def code_de(utilisateur):
    appareil = TOTPDevice.objects.get(user=utilisateur)
    return f"{totp(appareil.bin_key, step=appareil.step, t0=appareil.t0, digits=appareil.digits):06d}"


def recus(adresse):
    return list(Courriel.objects.filter(destinataire=adresse).order_by("pk").values_list("objet", flat=True))


def test_an_agent_does_not_take_a_name(caissiere):
    client = connecter_agent(ClientQuiLit(), caissiere)
    assert "name_email" not in client.get("/gestion/account/").content.decode()
    client.post("/gestion/account/", {"name_email-first_name": "Hervé", "name_email-last_name": "Quéméner"})
    caissiere.refresh_from_db()
    assert caissiere.get_full_name() == "Maël Le Goff"


def test_a_name_given_by_an_administrator_is_noted_as_it_was_and_as_it_is(gestion, administrateur, caissiere):
    gestion.post(f"/gestion/users/edit/{caissiere.pk}/", saisie(caissiere, last_name="Quéméner"))
    ligne = Journal.objects.get(action="changement de nom")
    assert ligne.donnees == {"avant": {"nom": "Le Goff"}, "apres": {"nom": "Quéméner"}}
    assert (ligne.acteur_id, ligne.objet_id) == (administrateur.pk, str(caissiere.pk))


def test_an_address_of_the_staff_asks_for_a_code_and_the_former_one_is_told(gestion, administrateur, caissiere):
    fiche = f"/gestion/users/edit/{caissiere.pk}/"
    for faux in ("", "000000"):
        assert gestion.post(fiche, saisie(caissiere, email="a-moi@courriel.example", code=faux)).status_code == 200
        assert Utilisateur.objects.get(pk=caissiere.pk).email == "caisse@ville.example"
    page = gestion.post(fiche, saisie(caissiere, email="a-moi@courriel.example"))
    assert "Donnez le code" in page.content.decode()
    # A wrong one makes the right one wait.
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    voulue = saisie(caissiere, email="a-moi@courriel.example", code=code_de(administrateur))
    assert gestion.post(fiche, voulue).status_code == 302
    assert recus("caisse@ville.example") == recus("a-moi@courriel.example") == ["L’adresse de votre compte a changé"]
    TOTPDevice.objects.create(user=caissiere, name="x", confirmed=True)
    caissiere.refresh_from_db()
    services.retirer_second_facteur(caissiere, par=administrateur, motif="Perdu")
    assert recus("caisse@ville.example")[-1] == "Votre second facteur a été retiré"
    services.demander_mot_de_passe("a-moi@courriel.example", adresse="x")
    client = ClientQuiLit()
    page = client.get(lien(dernier("a-moi@courriel.example")))["Location"]
    client.post(page, {"mot_de_passe": "trois-moutons-au-bois", "confirmation": "trois-moutons-au-bois"})
    assert recus("caisse@ville.example")[-1] == "Votre mot de passe a été changé"
    assert not any("lien" in objet for objet in recus("caisse@ville.example"))


def test_what_is_not_an_address_asks_for_no_code(gestion, caissiere):
    assert gestion.post(f"/gestion/users/edit/{caissiere.pk}/", saisie(caissiere)).status_code == 302


def test_an_invitation_to_another_address_is_told_to_the_one_that_the_file_has(donges, agent):
    maison = famille(donges, compte=False)
    maison.responsable.email = "vraie@courriel.example"
    maison.responsable.save()
    inviter(maison.responsable, par=agent, email="voleur@courriel.example")
    (dit,) = Courriel.objects.filter(destinataire="vraie@courriel.example")
    assert "vers une autre adresse" in dit.texte
    assert "voleur" not in dit.texte + dit.html
    secret = lien(dernier("voleur@courriel.example")).rstrip("/").split("/")[-1]
    accepter_invitation(secret, identifiant="voleur", mot_de_passe=MOT_DE_PASSE)
    assert "n’est plus celle-ci" in dernier("vraie@courriel.example").texte
    inviter(famille(donges, compte=False).responsable, par=agent)
    assert len(recus("vraie@courriel.example")) == 2


def test_an_agent_who_changes_the_address_of_a_file_tells_the_former_one(donges, agent):
    adulte = famille(donges).responsable
    ancienne = adulte.email
    for rang, nouvelle in enumerate(("b@courriel.example", "c@courriel.example")):
        adulte = modifier(adulte, version=adulte.version, par=agent, email=nouvelle)
        assert len(recus(ancienne)) == 1, rang
    assert len(recus("b@courriel.example")) == 1


def test_what_is_refused_and_who_leaves_are_in_the_security_log(client, caplog):
    with caplog.at_level(logging.INFO, logger="securite"):
        utilisateur = UtilisateurFactory(identifiant="camille")
        client.post("/espace/connexion/", {"username": "camille", "password": "mauvais-mot\r\nforgé"})
        with pytest.raises(Refus):
            services.liens.exiger_mot_de_passe(utilisateur, "mauvais-mot")
        TOTPDevice.objects.create(user=utilisateur, name="x", confirmed=True)
        with pytest.raises(Refus):
            services.verifier_second_facteur(utilisateur, "000000", appareil=None)
        for _ in range(2):
            with contextlib.suppress(Refus):
                freins.compter("cle:192.0.2.1", limite=1, fenetre=timedelta(minutes=5), phrase="Non")
        client.force_login(utilisateur)
        client.post("/espace/deconnexion/")
    for dit in ("sign-in refused", "present password refused", "second factor refused", "throttle reached: cle ",
                f"sign-out of account {utilisateur.pk}"):  # fmt: skip
        assert dit in caplog.text, dit
    for tu in ("mauvais-mot", "000000", "camille", "192.0.2.1"):
        assert tu not in caplog.text, tu
    assert logging.getLogger("securite").isEnabledFor(logging.INFO)


def test_nothing_from_outside_makes_a_line_of_the_log():
    ligne = logging.LogRecord("securite", logging.INFO, "", 0, "refused %s", ("a\r\nINFO forged\u2028x",), None)
    assert journaux.UneLigne("{message}", style="{").format(ligne) == "refused a\\r\\nINFO forged\\u2028x"
