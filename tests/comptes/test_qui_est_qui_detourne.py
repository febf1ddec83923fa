"""Other ways to act under a name, to take an address or an account, tried one by one."""

import logging
from datetime import date

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from common.models import Courriel, Journal
from espace_prive.comptes import services
from espace_prive.comptes.models import SessionOuverte, Utilisateur
from espace_prive.ouverture.services import emettre_cle
from tests.comptes.conftest import code_suivant, entrer
from tests.comptes.test_qui_est_qui import administrateur, caissiere, code_de, gestion, recus, saisie
from tests.conftest import ClientQuiLit, connecter_agent
from tests.factories.comptes import MOT_DE_PASSE
from tests.factories.famille import famille
from tests.tools.courrier import dernier, lien

__all__ = ["administrateur", "caissiere", "gestion"]
pytestmark = pytest.mark.django_db
VOLEE = "a-moi@courriel.example"


# ---------------------------------------------------------------- whose name


@pytest.mark.parametrize(
    ("chemin", "champs"),
    [
        ("/gestion/account/", {"profile-first_name": "Hervé", "first_name": "Hervé", "last_name": "Quéméner"}),
        ("/gestion/account/?tab=profile", {"name_email-first_name": "Hervé", "name_email-email": VOLEE}),
        ("/gestion/users/edit/{pk}/", {"first_name": "Hervé", "last_name": "Quéméner", "is_superuser": "on"}),
        ("/gestion/users/{pk}/", {"first_name": "Hervé"}),
        ("/espace/mes-identifiants/identifiant/", {"identifiant": "herve", "first_name": "Hervé", "actuel": ""}),
        ("/espace/mes-identifiants/courriel/", {"email": VOLEE, "actuel": "", "version": "0"}),
    ],
)
def test_a_member_of_the_staff_stays_who_it_is(caissiere, chemin, champs):
    client = connecter_agent(ClientQuiLit(), caissiere)
    client.post(chemin.format(pk=caissiere.pk), champs)
    relue = Utilisateur.objects.get(pk=caissiere.pk)
    assert (relue.get_full_name(), relue.email, relue.is_superuser) == ("Maël Le Goff", "caisse@ville.example", False)
    assert relue.identifiant == caissiere.identifiant


def test_a_name_that_a_colleague_bears_does_not_hide_whose_account_acted(gestion, caissiere, administrateur):
    """An administrator may name an account as another: who renamed it, and the account itself, stay in the journal."""
    gestion.post(f"/gestion/users/edit/{caissiere.pk}/", saisie(caissiere, first_name="Hervé", last_name="Quéméner"))
    ligne = Journal.objects.get(action="changement de nom")
    assert (ligne.acteur_id, ligne.donnees["avant"]) == (administrateur.pk, {"prénom": "Maël", "nom": "Le Goff"})


# ---------------------------------------------------------------- whose address


def test_a_code_changes_one_address_and_no_second_one(gestion, administrateur, caissiere):
    fiche, code = f"/gestion/users/edit/{caissiere.pk}/", code_de(administrateur)
    assert gestion.post(fiche, saisie(caissiere, email=VOLEE, code=code)).status_code == 302
    assert gestion.post(fiche, saisie(caissiere, email="encore@courriel.example", code=code)).status_code == 200
    assert Utilisateur.objects.get(pk=caissiere.pk).email == VOLEE


def test_the_code_of_the_person_changed_is_not_that_of_who_changes(gestion, caissiere):
    TOTPDevice.objects.create(user=caissiere, name="x", confirmed=True)
    envoi = saisie(caissiere, email=VOLEE, code=code_de(caissiere))
    assert gestion.post(f"/gestion/users/edit/{caissiere.pk}/", envoi).status_code == 200
    assert Utilisateur.objects.get(pk=caissiere.pk).email == "caisse@ville.example"


def test_codes_are_not_tried_one_after_the_other(gestion, caissiere):
    fiche, dits = f"/gestion/users/edit/{caissiere.pk}/", []
    for essai in range(12):
        dits.append(gestion.post(fiche, saisie(caissiere, email=VOLEE, code=f"{essai:06d}")).content.decode())
    assert "Trop de codes" in dits[-1]


def test_whose_account_is_closed_or_whose_name_to_sign_in_changes_is_told(gestion, caissiere):
    fiche = f"/gestion/users/edit/{caissiere.pk}/"
    gestion.post(fiche, saisie(caissiere, identifiant="autre"))
    assert len(recus("caisse@ville.example")) == 1
    caissiere.refresh_from_db()
    fermee = saisie(caissiere)
    del fermee["is_active"]
    gestion.post(fiche, fermee)
    assert not Utilisateur.objects.get(pk=caissiere.pk).is_active
    assert len(recus("caisse@ville.example")) == 2
    assert gestion.post(fiche, fermee).status_code == 302
    assert len(recus("caisse@ville.example")) == 2


def test_a_key_used_by_another_is_told_to_the_address_of_the_file(donges, agent):
    adulte = famille(donges, compte=False).responsable
    adulte.email = "vraie@courriel.example"
    adulte.save()
    cle, _ = emettre_cle(adulte, par=agent)
    from espace_prive.ouverture.services import creer_espace

    creer_espace(
        cle=cle, adresse_internet="192.0.2.1", naissance=date(2018, 5, 14), email=VOLEE, mot_de_passe=MOT_DE_PASSE
    )
    assert Courriel.objects.filter(destinataire="vraie@courriel.example").count() == 1


def test_who_acts_for_a_family_does_not_take_its_address_unseen(donges, agent):
    adulte = famille(donges).responsable
    ancienne, foyer = adulte.email, adulte.foyer_actuel()
    bureau = connecter_agent(ClientQuiLit(), agent)
    bureau.post(f"/gestion/ouvertures/familles/{foyer.pk}/adultes/{adulte.pk}/agir/", {"motif": "Au guichet"})
    adresse = f"/espace/dossier/coordonnees/{adulte.pk}/"
    champs = {"email": VOLEE, "mobile": "0639980002", "telephone": "", "version": str(adulte.version)}
    bureau.post(adresse, champs)
    adulte.refresh_from_db()
    assert adulte.email == ancienne or recus(ancienne)
    for chemin in ("/espace/mes-identifiants/courriel/", "/espace/mes-identifiants/mot-de-passe/"):
        assert bureau.post(chemin, {"email": VOLEE}).status_code == 403


# ---------------------------------------------------------------- in by the link of a mail


def demander(personne):
    services.demander_mot_de_passe(personne.email, adresse="192.0.2.1")
    return lien(dernier(personne.email))


NEUF = {"mot_de_passe": "trois-moutons-au-bois", "confirmation": "trois-moutons-au-bois"}


def test_a_link_does_not_skip_the_second_factor(protege):
    """Not even on a browser that had the person's trust before."""
    client = ClientQuiLit()
    entrer(client, protege)
    client.post("/espace/second-facteur/", {"code": code_suivant(protege), "confiance": "on"})
    client.post("/espace/deconnexion/")
    page = client.get(demander(protege))["Location"]
    reponse = client.post(page, NEUF)
    assert "/espace/second-facteur/" in reponse["Location"]
    assert client.get("/espace/famille/").status_code == 302


def test_a_link_of_the_staff_owes_the_code_too(caissiere):
    client = ClientQuiLit()
    page = client.get(demander(caissiere))["Location"]
    assert "/espace/second-facteur/" in client.post(page, NEUF)["Location"]
    assert client.get("/gestion/").status_code == 302


def test_a_link_that_served_opens_nothing(parent):
    premier, second = ClientQuiLit(), ClientQuiLit()
    adresse = demander(parent)
    pages = [c.get(adresse)["Location"] for c in (premier, second)]
    assert premier.post(pages[0], NEUF).status_code == 302
    assert second.post(pages[1], NEUF).status_code == 410
    assert second.get(adresse, follow=True).status_code == 410
    assert "_auth_user_id" not in second.session


def test_the_session_before_the_link_is_not_the_one_after(parent):
    """A key planted in the browser, then one of somebody else already signed in."""
    client = ClientQuiLit()
    client.get("/espace/connexion/")
    session = client.session
    session["espace_cree"] = None
    session.save()
    plantee = session.session_key
    client.cookies["sessionid"] = plantee
    client.post(client.get(demander(parent))["Location"], NEUF)
    assert client.session.session_key != plantee
    assert not SessionOuverte.objects.filter(session_key=plantee).exists()
    assert client.session["_auth_user_id"] == str(parent.pk)

    autre = ClientQuiLit()
    entrer(autre, famille_de_passage())
    avant = autre.session.session_key
    autre.post(autre.get(demander(parent))["Location"], NEUF)
    assert not SessionOuverte.objects.filter(session_key=avant).exists()
    assert autre.session["_auth_user_id"] == str(parent.pk)


def famille_de_passage():
    from tests.factories.comptes import UtilisateurFactory

    return UtilisateurFactory()


def test_nobody_signs_another_in_by_a_link_it_only_opens(parent):
    """Following a link signs nobody in; the page that does wants its own token."""
    adresse = demander(parent)
    victime = ClientQuiLit(enforce_csrf_checks=True)
    page = victime.get(adresse)["Location"]
    assert victime.post(page, NEUF, headers={"origin": "https://voleur.example"}).status_code == 403
    victime.head(adresse)
    assert "_auth_user_id" not in victime.session


def test_a_closed_account_is_not_opened_by_a_link(parent):
    adresse = demander(parent)
    Utilisateur.objects.filter(pk=parent.pk).update(is_active=False)
    client = ClientQuiLit()
    assert client.get(adresse, follow=True).status_code == 410
    assert "_auth_user_id" not in client.session


# ---------------------------------------------------------------- the log


@pytest.mark.parametrize("nom", ["a\r\nINFO forged", "a%0d%0aforged", "\x1b[2Jforged", "a\u2028forged", "x" * 5000])
def test_nothing_typed_at_the_door_is_in_the_log(client, donges, caplog, nom):
    with caplog.at_level(logging.INFO):
        client.post("/espace/connexion/", {"username": nom, "password": "forged"}, headers={"user-agent": nom[:50]
            .replace("\r", "").replace("\n", "").replace("\u2028", "")})  # fmt: skip
        client.post("/espace/mot-de-passe-oublie/", {"nom": nom})
    assert "forged" not in caplog.text
    assert "x" * 50 not in caplog.text


def test_roles_that_somebody_gives_itself_are_noted(gestion, administrateur):
    tous = list(administrateur.groups.model.objects.values_list("pk", flat=True))
    envoi = saisie(administrateur) | {"groups": tous, "is_superuser": "on"}
    gestion.post(f"/gestion/users/edit/{administrateur.pk}/", envoi)
    administrateur.refresh_from_db()
    assert not administrateur.is_superuser
    assert Journal.objects.filter(action="modification du personnel", acteur_id=administrateur.pk).exists()
