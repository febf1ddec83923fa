"""The other ways in, on a phone: without a key, by invitation; letters for many; an agent who acts for a family."""

import pytest

from espace_prive.famille.models import Appartenance
from tests.journeys.gestes import CLE, PHRASE, texte_du_pdf

pytestmark = pytest.mark.journey
SAISIE = {
    "nom": "Guivarc’h", "prenoms": "Nolwenn", "naissance_0": "27", "naissance_1": "3", "naissance_2": "1988",
    "enfant_prenom_0": "Ewen", "enfant_nom_0": "Guivarc’h", "enfant_naissance_0_0": "14", "enfant_naissance_0_1": "5",
    "enfant_naissance_0_2": "2019", "adresse": "5 quai Neuf", "code_postal": "44480", "ville": "Donges",
    "email": "nolwenn@courriel.example", "mobile": "06 39 98 00 31",
}  # fmt: skip


@pytest.mark.feature("F034", "F036", "F059")
def test_without_a_key_a_parent_asks_an_agent_answers_and_the_invitation_opens_the_space(portail, agent, personne):
    nolwenn = personne(largeur="téléphone")
    nolwenn.va("/espace/creer-mon-espace/#cle=ABCD-EFGH-JKLM")
    # The letter's QR code sends the key by itself, and leaves nothing in the address.
    nolwenn.voit("Cette clé n’est pas la bonne")
    assert nolwenn.page.locator("[name=cle]").input_value() == "ABCD-EFGH-JKLM"
    assert "#" not in nolwenn.page.url
    nolwenn.clique("Demandez votre espace sans clé", role="link")
    nolwenn.voit("Un agent lit votre demande")
    nolwenn.page.get_by_label("Madame").check()
    nolwenn.page.get_by_label("mère").check()
    for nom, valeur in SAISIE.items():
        nolwenn.page.locator(f"[name={nom}]").fill(valeur)
    nolwenn.photographie("sans-cle")
    portail.il_est("2026-11-10T10:02:00+01:00")
    nolwenn.clique("Envoyer ma demande")
    nolwenn.voit("Un agent vous répond par courriel")
    portail.courriel(a="nolwenn@courriel.example", objet="Votre demande")

    ronan = agent("agent")
    ronan.va("/gestion/ouvertures/")
    ronan.clique("Nolwenn Guivarc’h", role="link")
    ronan.voit("Personne de connu ne lui ressemble", "Ewen Guivarc’h")
    ronan.photographie("demande-d-espace")
    ronan.clique("Créer le dossier et envoyer l’invitation")
    ronan.voit("Le dossier famille est créé")

    nolwenn.va(portail.lien_du_courriel(a="nolwenn@courriel.example", objet="Ouvrez votre espace"))
    nolwenn.voit("Bonjour Madame Guivarc’h")
    nolwenn.photographie("invitation")
    nolwenn.page.locator("[name=identifiant]").fill("nolwenn")
    nolwenn.page.locator("[name=mot_de_passe]").fill(PHRASE)
    nolwenn.page.locator("[name=confirmation]").fill(PHRASE)
    nolwenn.clique("Ouvrir mon espace")
    nolwenn.voit("Votre espace est ouvert")
    nolwenn.se_connecte("nolwenn", PHRASE)
    nolwenn.voit("Mon tableau de bord", "Ewen")


@pytest.mark.feature("F037")
def test_an_agent_prints_the_letters_of_all_who_have_no_space(portail, agent):
    ronan = agent("agent")
    ronan.va("/gestion/ouvertures/envois/nouveau/")
    ronan.page.get_by_label("Lettres avec clé").check()
    ronan.page.get_by_label("Lettres : aussi aux adultes").check()
    ronan.clique("Compter les adultes concernés")
    ronan.page.locator("button[name=lancer]").click()
    ronan.voit("Terminé", patience=90)
    ronan.photographie("envoi-de-lettres")
    formulaire = ronan.page.locator("form[action*='/liasses/']").first
    reponse = ronan.contexte.request.post(
        portail.adresse + formulaire.get_attribute("action"),
        form={"csrfmiddlewaretoken": formulaire.locator("[name=csrfmiddlewaretoken]").get_attribute("value")},
        headers={"Referer": ronan.page.url},
    )
    texte = texte_du_pdf(reponse.body())
    cles = CLE.findall(texte)
    assert len(set(cles)) == len(cles) >= 1
    assert "Pour créer votre espace" in texte


@pytest.mark.feature("F057")
def test_an_agent_acts_for_a_family_under_a_band_and_the_parent_reads_it(portail, agent, personne):
    guichet = agent("agent", largeur="téléphone")
    foyer = portail.objets(Appartenance).get(responsable__utilisateur__identifiant="camille").foyer_id
    guichet.va(f"/gestion/familles/{foyer}/")
    guichet.page.get_by_role("link", name="Agir à sa place").first.click()
    guichet.page.locator("[name=motif]").fill("Réserve au guichet")
    guichet.clique("Activer le mode super-usager")
    for chemin in ("/espace/", "/espace/reservations/", "/espace/factures/", "/menus/", "/espace/mes-identifiants/"):
        guichet.va(chemin)
        bandeau = guichet.page.get_by_role("region", name="Mode super-usager actif")
        guichet.page.mouse.wheel(0, 3000)
        assert bandeau.is_visible()
        assert bandeau.bounding_box()["y"] >= 0, "the band stays in sight when the page is read"
        assert guichet.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    guichet.voit("restent à la famille")
    guichet.clique("Désactiver")
    guichet.voit("vous n’agissez plus pour")
    parent = personne(largeur="téléphone")
    parent.se_connecte("camille")
    parent.va("/espace/mes-donnees/consultations/")
    parent.voit("a commencé à agir à votre place")
    parent.voit("Ronan Le Bihan")
