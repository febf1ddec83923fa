"""Steps 3 and 4: an agent opens a family and prints the key; the parent creates a space with it, on a phone."""

import pytest

from espace_prive.famille.models import Appartenance, Responsable
from tests.journeys.gestes import CLE, PHRASE, texte_du_pdf

pytestmark = pytest.mark.journey


def imprimer_la_lettre(quelqu_un, portail):
    """Press « Imprimer la lettre » on the file of a family without an account; give the letter's text and its name."""
    sans_compte = (
        portail.objets(Responsable)
        .filter(utilisateur=None, cles=None, appartenances__isnull=False)
        .order_by("pk")
        .first()
    )
    pk = portail.objets(Appartenance).filter(responsable=sans_compte).first().foyer_id
    prenoms, nom = sans_compte.prenoms, sans_compte.nom
    quelqu_un.va("/gestion/familles/")
    quelqu_un.page.locator("#q").fill(f"{prenoms} {nom}")
    quelqu_un.page.locator("main").get_by_role("button", name="Rechercher").click()
    quelqu_un.va(f"/gestion/familles/{pk}/")
    quelqu_un.voit("Quotient familial")
    quelqu_un.voit("Aucune clé remise")
    formulaire = quelqu_un.page.locator("form[action$='/cle/']").first
    reponse = quelqu_un.contexte.request.post(
        portail.adresse + formulaire.get_attribute("action"),
        form={"csrfmiddlewaretoken": formulaire.locator("[name=csrfmiddlewaretoken]").get_attribute("value")},
        headers={"Referer": quelqu_un.page.url},
    )
    assert reponse.headers["content-type"] == "application/pdf"
    return texte_du_pdf(reponse.body()), prenoms, nom


def remplir(parent, *, cle, prenoms, nom, identifiant, mot_de_passe=PHRASE):
    """Fill the form of « Créer mon espace »."""
    page = parent.page
    page.get_by_label("Madame").check()
    saisie = {
        "nom": nom, "prenoms": prenoms, "adresse": "4 quai Neuf", "code_postal": "44480", "ville": "Donges",
        "email": f"{identifiant}@courriel.example", "mobile": "06 39 98 00 11", "identifiant": identifiant,
        "mot_de_passe": mot_de_passe, "confirmation": mot_de_passe, "cle": cle,
    }  # fmt: skip
    for nom_du_champ, valeur in saisie.items():
        page.locator(f"[name={nom_du_champ}]").fill(valeur)
    parent.clique("Créer mon espace")


@pytest.mark.feature("F036", "F042", "F045", "F047", "F056")
@pytest.mark.parametrize("javascript", [True, False])
def test_an_agent_prints_a_key_and_the_parent_opens_a_space_with_it(portail, agent, personne, javascript):
    texte, prenoms, nom = imprimer_la_lettre(agent("agent"), portail)
    cle = CLE.search(texte)[0]
    identifiant = f"nouveau-{'avec' if javascript else 'sans'}"
    parent = personne(largeur="téléphone", javascript=javascript)
    parent.va("/espace/creer-mon-espace/")
    parent.photographie("creer-mon-espace")
    remplir(parent, cle="ABCD-EFGH-JKLM", prenoms=prenoms, nom=nom, identifiant=identifiant)
    parent.voit("Cette clé n’est pas la bonne")
    assert parent.page.locator("[name=adresse]").input_value() == "4 quai Neuf"
    remplir(parent, cle=cle.lower().replace("-", " "), prenoms=prenoms, nom=nom, identifiant=identifiant)
    parent.voit("Nous vous avons envoyé un courriel")
    parent.se_connecte(identifiant, PHRASE)
    parent.voit("pas encore activé")
    parent.va(portail.lien_du_courriel(a=f"{identifiant}@courriel.example", objet="Activez"))
    parent.clique("Activer mon espace")
    parent.voit(f"Bonjour Madame {nom}")
    parent.clique("Déconnexion")
    parent.se_connecte(identifiant, PHRASE)
    parent.voit("Dernière connexion le mardi 10 novembre à 10 h")


@pytest.mark.feature("F051", "F052", "F053")
def test_a_parent_who_forgot_everything_comes_back_in(portail, personne):
    parent = personne(largeur="téléphone")
    parent.va("/espace/connexion/")
    parent.clique("J’ai oublié mon mot de passe", role="link")
    parent.page.locator("main [name=nom]").fill("yann@courriel.example")
    parent.clique("Recevoir le lien")
    parent.voit("Si un espace correspond")
    assert "yann" in portail.courriel(a="yann@courriel.example", objet="identifiant")
    parent.va(portail.lien_du_courriel(a="yann@courriel.example", objet="identifiant"))
    assert len(parent.page.url.split("/espace/nouveau-mot-de-passe/")[1]) < 12
    parent.page.locator("[name=mot_de_passe]").fill("demonstration-2026")
    parent.page.locator("[name=confirmation]").fill("demonstration-2026")
    parent.clique("Enregistrer ce mot de passe")
    parent.voit("Mon tableau de bord")


def erreur(parent, nom_du_champ):
    """Give the sentence that stands beside a field, tied to it for those who listen."""
    champ = parent.page.locator(f"[name={nom_du_champ}]")
    ids = [i for i in champ.get_attribute("aria-describedby").split() if i.endswith("_erreur")]
    return parent.page.locator(f"#{ids[0]}").inner_text()


@pytest.mark.feature("F038", "F040", "F043", "F046")
def test_each_mistake_has_its_sentence_beside_its_field_and_nothing_is_lost(portail, agent, personne):
    texte, prenoms, nom = imprimer_la_lettre(agent("agent"), portail)
    cle = CLE.search(texte)[0]
    parent = personne(largeur="téléphone")
    parent.va("/espace/creer-mon-espace/")
    parent.voit("Ce que nous faisons de vos données", "Demandez votre espace sans clé", "Clé perdue")
    identite = {"prenoms": prenoms, "nom": nom, "identifiant": "parent-distrait"}
    remplir(parent, cle=cle, mot_de_passe="azerty", **identite)
    parent.voit("à corriger")
    assert "12 caractères" in erreur(parent, "mot_de_passe")
    remplir(parent, cle=cle, mot_de_passe="parent-distrait", **identite)
    parent.voit("à corriger")
    assert erreur(parent, "mot_de_passe")
    remplir(parent, cle=cle, **(identite | {"identifiant": "camille"}))
    parent.voit("Cet identifiant est déjà pris")
    assert "déjà pris" in erreur(parent, "identifiant")
    remplir(parent, cle=cle, **(identite | {"prenoms": "Quelqu’un d’autre"}))
    parent.voit("Cette clé a été remise à une autre personne")
    for champ, saisi in (("adresse", "4 quai Neuf"), ("mobile", "06 39 98 00 11"), ("ville", "Donges")):
        assert parent.page.locator(f"[name={champ}]").input_value() == saisi
    remplir(parent, cle=cle, **identite)
    parent.voit("Nous vous avons envoyé un courriel")

    # The key has served: it serves nobody else.
    autre = personne()
    autre.va("/espace/creer-mon-espace/")
    remplir(autre, cle=cle, **(identite | {"identifiant": "quelqu-un-d-autre"}))
    autre.voit("Cette clé a déjà servi")
    assert "déjà servi" in erreur(autre, "cle")

    # A link too old says so, and another is a button away.
    lien = portail.lien_du_courriel(a="parent-distrait@courriel.example", objet="Activez")
    portail.il_est("2026-11-12T10:00:00+01:00")
    parent.va(lien)
    parent.voit("Ce lien n’est plus valable")
    parent.page.locator("main [name=nom]").fill("parent-distrait")
    parent.clique("Recevoir un nouveau lien")
    parent.voit("Si un espace correspond")
    portail.attendre(lambda: portail.lien_du_courriel(a="parent-distrait@courriel.example", objet="Activez") != lien)
    parent.va(portail.lien_du_courriel(a="parent-distrait@courriel.example", objet="Activez"))
    parent.clique("Activer mon espace")
    parent.voit("Votre espace est activé")
