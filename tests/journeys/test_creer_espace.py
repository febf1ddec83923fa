"""Steps 3 and 4: an agent opens a family and prints the key; the parent creates a space with it, on a phone."""

import io
import re

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.journey
PHRASE = "trois-moutons-au-bois"


def imprimer_la_lettre(quelqu_un, portail):
    """Press « Imprimer la lettre » on the file of a family without an account; give the letter's text and its name."""
    ((pk, prenoms, nom),) = portail.sql(
        "SELECT a.foyer_id, r.prenoms, r.nom FROM famille_responsable r"
        " JOIN famille_appartenance a ON a.responsable_id = r.id"
        " WHERE r.utilisateur_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM famille_cleenfance c WHERE c.responsable_id = r.id)"
        " ORDER BY r.id LIMIT 1"
    )
    quelqu_un.va("/gestion/familles/")
    quelqu_un.page.locator("#q").fill(f"{prenoms} {nom}")
    quelqu_un.clique("Rechercher")
    quelqu_un.va(f"/gestion/familles/{pk}/")
    quelqu_un.voit("Quotient familial")
    quelqu_un.voit("aucune clé remise")
    formulaire = quelqu_un.page.locator("form[action$='/cle/']").first
    reponse = quelqu_un.contexte.request.post(
        portail.adresse + formulaire.get_attribute("action"),
        form={"csrfmiddlewaretoken": formulaire.locator("[name=csrfmiddlewaretoken]").get_attribute("value")},
        headers={"Referer": quelqu_un.page.url},
    )
    assert reponse.headers["content-type"] == "application/pdf"
    return PdfReader(io.BytesIO(reponse.body())).pages[0].extract_text(), prenoms, nom


def remplir(parent, *, cle, prenoms, nom, identifiant):
    """Fill the form of « Créer mon espace »."""
    page = parent.page
    page.get_by_label("Madame").check()
    saisie = {
        "nom": nom, "prenoms": prenoms, "adresse": "4 quai Neuf", "code_postal": "44480", "ville": "Donges",
        "email": f"{identifiant}@courriel.example", "mobile": "06 39 98 00 11", "identifiant": identifiant,
        "mot_de_passe": PHRASE, "confirmation": PHRASE, "cle": cle,
    }  # fmt: skip
    for nom_du_champ, valeur in saisie.items():
        page.locator(f"[name={nom_du_champ}]").fill(valeur)
    parent.clique("Créer mon espace")


@pytest.mark.feature("F036", "F042", "F045", "F047", "F056")
@pytest.mark.parametrize("javascript", [True, False])
def test_an_agent_prints_a_key_and_the_parent_opens_a_space_with_it(portail, agent, personne, javascript):
    texte, prenoms, nom = imprimer_la_lettre(agent("agent"), portail)
    cle = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", texte)[0]
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
    parent.se_connecte(identifiant, PHRASE)
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
    parent.se_connecte("yann")
    parent.voit("Mon tableau de bord")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("largeur", ["téléphone", "ordinateur"])
def test_axe_finds_nothing_on_the_pages_of_accounts(personne, largeur, theme):
    quelqu_un = personne(largeur=largeur, theme=theme, sans_csp=True)
    trouves = []
    for chemin in (
        "/espace/connexion/", "/espace/mot-de-passe-oublie/", "/espace/activer/", "/espace/activer/MQ/",
        "/espace/creer-mon-espace/", "/espace/creer-mon-espace/merci/",
    ):  # fmt: skip
        quelqu_un.va(chemin)
        trouves += [f"{chemin} {defaut}" for defaut in quelqu_un.defauts()]
    quelqu_un.va("/espace/creer-mon-espace/")
    quelqu_un.clique("Créer mon espace")
    quelqu_un.page.wait_for_selector("#resume-erreurs")
    trouves += quelqu_un.defauts()
    quelqu_un.se_connecte("camille")
    quelqu_un.page.wait_for_url("**/espace/")
    quelqu_un.va("/espace/mes-identifiants/")
    trouves += quelqu_un.defauts()
    quelqu_un.va("/espace/")
    quelqu_un.page.locator("a[href*='/famille/responsable/']").first.click()
    quelqu_un.page.wait_for_url("**/famille/responsable/*/")
    quelqu_un.page.wait_for_load_state()
    trouves += quelqu_un.defauts()
    assert trouves == []
