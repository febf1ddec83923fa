"""Steps 3 and 4: an agent opens a family and prints the key; the parent creates a space with it, on a phone."""

import pytest

from espace_prive.famille.models import Appartenance, Enfant, LienParental, Responsable
from tests.journeys.gestes import CLE, NAISSANCE, PHRASE, texte_du_pdf

pytestmark = pytest.mark.journey


def imprimer_la_lettre(quelqu_un, portail):
    """Press « Imprimer la lettre » on the file of a family without an account; give its text, its name, a birth."""
    libres = portail.objets(Responsable).filter(utilisateur=None, cles=None, appartenances__isnull=False)
    sans_compte = libres.filter(liens__isnull=False, civilite="mme").order_by("pk").first()
    petit = portail.objets(LienParental).filter(responsable=sans_compte).order_by("pk").first().enfant_id
    naissance = portail.objets(Enfant).get(pk=petit).naissance
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
    parties = (naissance.day, naissance.month, naissance.year)
    return texte_du_pdf(reponse.body()), nom, {f"naissance_{n}": str(partie) for n, partie in enumerate(parties)}


def remplir(parent, *, cle="", courriel, mot_de_passe=PHRASE, naissance=None):
    """Type the key, unless it is known already; then the three fields."""
    page = parent.page
    if cle:
        page.locator("[name=cle]").fill(cle)
        parent.clique("Continuer")
    if page.locator("[name=email]").count() == 0:
        return
    for nom_du_champ, valeur in (naissance or NAISSANCE).items():
        if page.locator(f"[name={nom_du_champ}]").count():
            page.locator(f"[name={nom_du_champ}]").fill(valeur)
    page.locator("[name=email]").fill(courriel)
    page.locator("[name=mot_de_passe]").fill(mot_de_passe)
    parent.clique("Créer mon espace")


@pytest.mark.feature("F036", "F042", "F045", "F047", "F056")
@pytest.mark.parametrize("javascript", [True, False])
def test_an_agent_prints_a_key_and_the_parent_opens_a_space_with_it(portail, agent, personne, javascript):
    texte, nom, naissance = imprimer_la_lettre(agent("agent"), portail)
    cle = CLE.search(texte)[0]
    courriel = f"nouveau-{'avec' if javascript else 'sans'}@courriel.example"
    parent = personne(largeur="téléphone", javascript=javascript, sans_csp=javascript)
    parent.va("/espace/creer-mon-espace/")
    parent.photographie("creer-mon-espace")
    remplir(parent, cle="ABCD-EFGH-JKLM", courriel=courriel)
    parent.voit("Cette clé n’est pas la bonne")
    if javascript:
        # The letter's QR code, read by a telephone: the key is known at once, and no address has it.
        parent.va("/")
        parent.va(f"/espace/creer-mon-espace/#cle={cle}")
        parent.page.wait_for_url("**/creer-mon-espace/vous/")
    else:
        parent.page.locator("[name=cle]").fill(cle.lower().replace("-", " "))
        parent.clique("Continuer")
    parent.voit(f"Bonjour Madame {nom}", "Votre clé est la bonne")
    parent.photographie("entrer")
    assert not javascript or parent.defauts() == []
    remplir(parent, courriel=courriel, naissance=naissance)
    parent.voit("Nous vous avons envoyé un courriel", courriel)
    parent.se_connecte(courriel, PHRASE)
    parent.voit("pas encore activé")
    parent.va(portail.lien_du_courriel(a=courriel, objet="Activez"))
    parent.clique("Activer mon espace")
    parent.voit(f"Bonjour Madame {nom}")
    parent.clique("Déconnexion")
    parent.se_connecte(courriel, PHRASE)
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
    texte, _, naissance = imprimer_la_lettre(agent("agent"), portail)
    cle, courriel = CLE.search(texte)[0], "parent-distrait@courriel.example"
    parent = personne(largeur="téléphone")
    parent.va("/espace/creer-mon-espace/")
    parent.voit("Demandez votre espace sans clé", "Clé perdue")
    remplir(parent, cle=cle, courriel=courriel, mot_de_passe="azerty", naissance=naissance)
    parent.voit("à corriger", "Ce que nous faisons de vos données")
    assert "12 caractères" in erreur(parent, "mot_de_passe")
    remplir(parent, courriel="camille@courriel.example", naissance=naissance)
    parent.voit("Un espace existe déjà avec cette adresse")
    assert "existe déjà" in erreur(parent, "email")
    remplir(parent, courriel=courriel, naissance=naissance | {"naissance_2": "1999"})
    parent.voit("d’aucun de vos enfants")
    assert parent.page.locator("[name=email]").input_value() == courriel
    remplir(parent, courriel="parent-ditsrait@courriel.example", naissance=naissance)
    parent.voit("Nous vous avons envoyé un courriel", "parent-ditsrait@courriel.example")
    # The address was mistyped: it is mended on the spot.
    parent.page.get_by_text("Corrigez-la ici").click()
    parent.page.locator("[name=email]").fill(courriel)
    parent.clique("Corriger et renvoyer le lien")
    parent.voit("L’adresse est corrigée", courriel)

    # The key has served: it serves nobody else.
    autre = personne()
    autre.va("/espace/creer-mon-espace/")
    remplir(autre, cle=cle, courriel="quelqu-un-d-autre@courriel.example")
    autre.voit("Cette clé a déjà servi")
    assert "déjà servi" in erreur(autre, "cle")

    # A link too old says so, and another is a button away.
    lien = portail.lien_du_courriel(a="parent-distrait@courriel.example", objet="Activez")
    portail.il_est("2026-11-12T10:00:00+01:00")
    parent.va(lien)
    parent.voit("Ce lien n’est plus valable")
    parent.page.locator("main [name=nom]").fill(courriel)
    parent.clique("Recevoir un nouveau lien")
    parent.voit("Si un espace correspond")
    portail.attendre(lambda: portail.lien_du_courriel(a="parent-distrait@courriel.example", objet="Activez") != lien)
    parent.va(portail.lien_du_courriel(a="parent-distrait@courriel.example", objet="Activez"))
    parent.clique("Activer mon espace")
    parent.voit("Votre espace est activé")
