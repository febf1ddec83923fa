"""An address that only takes what a button sends leads who opens it to a page, never to a blank one."""

import pytest
from django.http import HttpResponseNotAllowed
from django.urls import reverse

from common.web.methodes import page_la_plus_proche
from espace_prive.comptes.models import Utilisateur
from tests.conftest import ClientQuiLit, connecter_agent
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory
from tests.tools.adresses import adresses, ecrire, methodes, toutes
from tests.tools.banque import banque
from tests.tools.famille_entiere import foyer_a, parametres
from tests.tools.html import arbre, liens, texte, trouver

__all__ = ["banque", "foyer_a"]
pytestmark = pytest.mark.django_db


def envois():
    """Give (name, route) of every address that only takes what a button sends."""
    return [(nom, route) for nom, route, motif in adresses() if methodes(motif.callback) == ["POST"]]


def est_une_page(reponse):
    """Tell whether the answer is a page of ours, said in French, with a title and a way out."""
    page = arbre(reponse)
    return page.html.get("lang") == "fr" and texte(trouver(page, "h1")) and "Retour à l’accueil" in liens(page)


def test_no_button_s_address_gives_a_blank_page_whoever_opens_it(foyer_a, agent):
    parent, bureau = ClientQuiLit(), ClientQuiLit()
    parent.force_login(foyer_a.utilisateur)
    Utilisateur.objects.filter(pk=agent.pk).update(is_superuser=True)
    connecter_agent(bureau, agent)
    connus, vues = parametres(foyer_a), 0
    maison = {"foyer_pk": foyer_a.foyer.pk, "pk": foyer_a.responsable.pk, "enfant_pk": foyer_a.enfants[0].pk}
    for nom, route in envois():
        for valeurs in (connus.get(nom, {}), maison, {"pk": foyer_a.facture.pk}):
            chemin, _ = ecrire(route, valeurs)
            for client in (ClientQuiLit(), parent, bureau):
                for reponse in (client.get(chemin), client.put(chemin)):
                    assert reponse.status_code in {302, 404, 405}, chemin
                    if reponse.status_code == 405:
                        assert est_une_page(reponse), chemin
                    assert reponse.content or reponse.status_code == 302, chemin
                    vues += 1
                assert client.head(chemin).status_code in {302, 404, 405}, chemin
    assert vues > 400


def test_a_post_to_a_page_that_only_reads_gets_a_page_too(foyer_a):
    parent = ClientQuiLit()
    parent.force_login(foyer_a.utilisateur)
    lues = 0
    for nom, route, motif in toutes():
        if methodes(motif.callback) != ["GET"] or route.startswith("gestion/"):
            continue
        reponse = parent.post(ecrire(route, parametres(foyer_a).get(nom, {}))[0])
        if reponse.status_code == 405:
            assert est_une_page(reponse), nom
            lues += 1
    assert lues > 10


@pytest.mark.parametrize(
    ("adresse", "page"),
    [
        ("/espace/mes-identifiants/appareils/fermer/", "/espace/mes-identifiants/appareils/"),
        ("/espace/mes-identifiants/appareils/fermer-les-autres/", "/espace/mes-identifiants/appareils/"),
        ("/espace/mes-identifiants/courriel/annuler/", "/espace/mes-identifiants/courriel/"),
        ("/espace/famille/confirmer/", "/espace/famille/"),
        ("/espace/mode-super-usager/desactiver/", "/espace/"),
    ],
)
def test_after_signing_in_again_one_is_on_the_page_of_the_button(client, foyer_a, adresse, page):
    """The session ended; pressed without a word of where one was, the button still leads somewhere."""
    reponse = client.post(adresse)
    assert reponse.url.startswith("/espace/connexion/")
    donnees = {"username": foyer_a.utilisateur.identifiant, "password": MOT_DE_PASSE}
    reponse = client.post(reponse.url, donnees, follow=True)
    assert reponse.redirect_chain[-1] == (page, 302)
    assert reponse.status_code == 200
    assert "Rien n’a été fait" in reponse.content.decode()


def test_an_agent_is_led_to_the_file_that_holds_the_button(client_agent, foyer_a):
    cles = {"foyer_pk": foyer_a.foyer.pk, "pk": foyer_a.responsable.pk}
    reponse = client_agent.get(reverse("ouvertures:inviter", kwargs=cles))
    assert reponse.url == reverse("familles:dossier", args=[foyer_a.foyer.pk])


def test_every_button_of_ours_has_a_page_of_its_own():
    """The nearest page above is one that can be read; only the bank's door has none."""
    sans_page = {nom for nom, route in envois() if page_la_plus_proche(ecrire(route, {})[0]) == "/"}
    assert sans_page == {"paiements:notification"}


def test_what_already_says_something_is_left_as_it_is(rf):
    from common.web.methodes import MethodesMiddleware

    dite = HttpResponseNotAllowed(["POST"], content="{}")
    assert MethodesMiddleware(lambda _: dite)(rf.get("/")) is dite


# ---------------------------------------------------------------- HEAD


def test_a_head_is_answered_as_the_get_it_stands_for(client, foyer_a):
    client.force_login(foyer_a.utilisateur)
    lues, routes = 0, {nom: route for nom, route, _ in toutes()}
    for nom, valeurs in parametres(foyer_a).items():
        chemin, _ = ecrire(routes[nom], valeurs)
        tete = client.head(chemin)
        assert tete.status_code == client.get(chemin).status_code, chemin
        assert tete.getvalue() == b"", chemin
        lues += 1
    assert lues > 10


@pytest.mark.parametrize(
    "adresse",
    ["mot-de-passe-oublie/OA/{}/", "activer/OA/{}/", "nouvelle-adresse/{}/", "changement-d-adresse/{}/",
     "invitation/{}/"],
)  # fmt: skip
@pytest.mark.parametrize("jeton", ["c8r-0a1b2c3d4e5f", "é" * 40, "x" * 3000])
def test_the_link_of_a_mail_makes_no_row_and_is_in_no_line_of_a_log(client, adresse, jeton, caplog, capfd):
    UtilisateurFactory()
    from common.models import Frein
    from espace_prive.comptes.models import SessionOuverte

    chemin = "/espace/" + adresse.format(jeton)
    for methode in (client.head, client.get):
        reponse = methode(chemin)
        assert reponse.status_code == 302
        assert jeton not in reponse.url
    for methode in (client.post, client.put, client.delete):
        assert methode(chemin).status_code == 405
    assert not SessionOuverte.objects.exists()
    assert not Frein.objects.exists()
    # What the page then reads is as much as nothing when the link is none of ours.
    assert client.get(reponse.url).status_code == 410
    assert not SessionOuverte.objects.exists()
    assert jeton[:12] not in capfd.readouterr().err
