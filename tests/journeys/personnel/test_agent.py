"""Step 3: an agent opens a family file, registers a child, prints the key, closes a day, counts the meals."""

import re

import pytest

from commune.models import Lieu
from espace_prive.comptes.models import Habilitation
from espace_prive.famille.models import Foyer, Rattachement
from espace_prive.ouverture.models import CleEnfance
from reservations.activites.models import Inscription
from reservations.planning.models import Absence, Reservation
from tests.journeys.gestes import CLE, PHRASE, jour, texte_du_pdf

pytestmark = pytest.mark.journey


def remplir(quelqu_un, **champs):
    """Fill the fields of a form of the admin by their names, then send it."""
    for nom, valeur in champs.items():
        controle = quelqu_un.page.locator(f"main [name={nom}]")
        if controle.evaluate("e => e.tagName") == "SELECT":
            controle.select_option(valeur)
        else:
            controle.fill(valeur)
    quelqu_un.page.locator("main form[method=post] button[type=submit]").first.click()


def ouvrir_une_famille(ronan, nom):
    """Create a household and its mother; give the key printed on her letter."""
    ronan.va("/gestion/")
    ronan.clique("Familles", role="link")
    ronan.clique("Nouvelle famille", role="link")
    remplir(ronan, nom=nom, adresse="4 quai Neuf", code_postal="44480", ville="Donges")
    ronan.voit("La famille est créée", "Aucun quotient connu : le tarif le plus élevé s’applique")
    ronan.clique("Ajouter un adulte", role="link")
    remplir(ronan, civilite="mme", nom=nom, prenoms="Armelle", mobile="06 39 98 12 34")
    ronan.voit("L’adulte est ajouté", f"Madame {nom}", "Aucune clé remise")


def ajouter_un_enfant(ronan, prenom, *, ecole, restaurant):
    """Add a child with its school, then register it at the canteen."""
    ronan.clique("Ajouter un enfant", role="link")
    qualite = ronan.page.locator("main [name^=qualite_]").first.get_attribute("name")
    remplir(ronan, prenom=prenom, naissance="2018-05-23", ecole=ecole, niveau="CE2", **{qualite: "mère"})
    ronan.voit("L’enfant est ajouté", ecole, "CE2", "Aucune inscription")
    ronan.page.get_by_role("link", name=f"Inscrire {prenom}").click()
    choix = ronan.page.get_by_label("Restauration scolaire", exact=True)
    choix.select_option(label="Oui, au lieu de l’école de chaque enfant")
    remplir(ronan, du="2026-11-10")
    ronan.voit("C’est enregistré", f"Restauration scolaire, {restaurant}")


def imprimer_la_cle(ronan, portail):
    """Press « Imprimer la lettre »; give the text of the PDF."""
    bouton = ronan.page.get_by_role("button", name=re.compile("^Imprimer la lettre"))
    formulaire = bouton.locator("xpath=ancestor::form")
    assert formulaire.get_attribute("target") == "_blank"
    # Chromium shows a PDF in a viewer that tests cannot read: the same form, sent by the same session.
    reponse = ronan.contexte.request.post(
        portail.adresse + formulaire.get_attribute("action"),
        form={"csrfmiddlewaretoken": formulaire.locator("[name=csrfmiddlewaretoken]").get_attribute("value")},
        headers={"Referer": ronan.page.url},
    )
    assert reponse.headers["content-type"] == "application/pdf"
    return texte_du_pdf(reponse.body())


@pytest.mark.feature("F036", "F037", "F038", "F039")
def test_an_agent_opens_a_file_registers_a_child_and_prints_the_key(portail, agent):
    ronan = agent("agent")
    ouvrir_une_famille(ronan, "Quillévéré")
    ronan.clique("Enregistrer un quotient", role="link")
    remplir(ronan, valeur="500.01", source="CAF", date_effet="2026-09-01")
    ronan.voit("500,01", "depuis le 1er septembre 2026")
    ajouter_un_enfant(ronan, "Anouk", ecole="École Aimé-Césaire", restaurant="Restaurant Aimé-Césaire")
    ronan.photographie("gestion-famille")
    lettre = imprimer_la_cle(ronan, portail)
    assert len(CLE.findall(lettre)) == 1
    assert "Quillévéré" in lettre
    assert "valable jusqu’au 8 février 2027" in " ".join(lettre.split())
    ronan.page.reload()
    ronan.voit("Une clé a été remise le", "Qui a fait quoi")
    # The key is nowhere in clear.
    cle = CLE.search(lettre)[0].replace("-", "")
    assert not [ligne for ligne in portail.objets(CleEnfance).values_list() if cle in str(ligne).upper()]

    ronan.va("/gestion/familles/")
    ronan.page.locator("#q").fill("anouk quillevere")
    # The menu has a search of its own, above.
    ronan.page.locator("main").get_by_role("button", name="Rechercher").click()
    ronan.clique("Quillévéré", role="link")
    ronan.voit("Restaurant Aimé-Césaire")


def _choisir(page, champ, texte):
    """Choose in the list of this name, or of this end of a name, the answer that holds that text."""
    liste = page.locator(f"main select[name$='{champ}']").first
    liste.select_option(liste.locator("option", has_text=texte).first.get_attribute("value"))


def test_a_family_of_two_homes_and_two_children_is_opened_on_two_pages(portail, agent):
    """From the home of the admin: 44 screens once, 6 now; then each child's custody."""
    ronan, ecrans = agent("agent"), []
    page = ronan.page
    page.on("framenavigated", lambda cadre: ecrans.append(cadre.url) if cadre == page.main_frame else None)
    ronan.va("/gestion/")
    ronan.clique("Familles", role="link")
    ronan.clique("Nouvelle famille", role="link")
    champs = {"nom": "Kersauzon", "adresse": "4 quai Neuf", "adulte-1-nom": "Kersauzon", "adulte-1-prenoms": "Maud"}
    for rang, (prenom, naissance) in enumerate((("Ael", "2018-03-04"), ("Enora", "2019-05-06")), start=1):
        champs |= {f"enfant-{rang}-prenom": prenom, f"enfant-{rang}-naissance": naissance}
        _choisir(page, f"enfant-{rang}-ecole", "École Aimé-Césaire")
        _choisir(page, f"enfant-{rang}-niveau", "CE1")
        _choisir(page, f"enfant-{rang}-lien_adulte-1", "mère")
        inscription = page.locator(f"fieldset:has([name='enfant-{rang}-prenom']) select[name*='inscrire_']")
        inscription.filter(has_text="Restaurant Aimé-Césaire").first.select_option(label="Restaurant Aimé-Césaire")
    _choisir(page, "adulte-1-civilite", "Madame")
    for nom, valeur in champs.items():
        page.locator(f"main [name='{nom}']").fill(valeur)
    ronan.clique("Créer la famille")
    ronan.voit("La famille est créée", "Restaurant Aimé-Césaire")
    ronan.clique("Créer leur autre foyer", role="link")
    for nom, valeur in {"nom": "Guivarch", "adresse": "9 rue du Marais", "adulte-1-nom": "Guivarch"}.items():
        page.locator(f"main [name='{nom}']").fill(valeur)
    page.locator("main [name='adulte-1-prenoms']").fill("Luc")
    _choisir(page, "adulte-1-civilite", "Monsieur")
    for liste in page.locator("main select[name^='connu-'][name$='lien_adulte-1']").all():
        liste.select_option(label="père")
    ronan.clique("Créer la famille")
    ronan.voit("La famille est créée", "Maud Kersauzon, mère", "Luc Guivarch, père")
    assert len(ecrans) == 6, ecrans
    foyer = portail.objets(Foyer).get(nom="Guivarch")
    assert portail.objets(Rattachement).filter(foyer=foyer).count() == 2


def test_a_mistake_in_the_file_is_told_beside_its_field_and_loses_nothing(agent):
    ronan = agent("agent")
    ronan.va("/gestion/familles/nouvelle/")
    remplir(ronan, nom="Stéphan", adresse="1 rue du Marais", code_postal="4448", ville="Donges")
    ronan.voit("Un code postal a cinq chiffres")
    assert ronan.page.locator("[name=adresse]").input_value() == "1 rue du Marais"


def test_an_agent_sees_who_eats_tomorrow_and_closes_a_day(portail, agent, personne, famille_neuve):
    famille = famille_neuve("Mahé", enfants=["Lenaïg"], quotient="640")
    ronan = agent("agent")
    ronan.va("/gestion/")
    ronan.clique("Effectifs", role="link")
    # Wednesday has no school and is a public holiday: the next meals are Thursday's.
    ronan.voit("Effectifs du jeudi 12 novembre 2026", "repas à commander", "Restaurant Aimé-Césaire")
    absents = portail.objets(Absence).exclude(effet="facturee").values("reservation")
    cantine = portail.objets(Reservation).filter(formule__activite__code="restauration-scolaire")
    du_jour = cantine.filter(date="2026-11-12", etat="confirmee")
    attendus = du_jour.exclude(pk__in=absents).count()
    assert f"{attendus} repas à commander" in ronan.lit()
    par_site = [int(n) for n in re.findall(r"– (\d+) repas", ronan.lit())]
    assert len(par_site) == 2
    assert sum(par_site) == attendus
    ronan.photographie("gestion-effectifs")

    armelle = reserver_en_juin(personne, famille)
    ronan.va("/gestion/effectifs/?jour=2027-06-15")
    ronan.voit("1 repas à commander", "Mahé Lenaïg")
    ronan.clique("Fermer ce jour", role="link")
    ronan.voit("Voir ce qui sera annulé")
    ronan.page.locator("[name=motif]").fill("Grève")
    ronan.clique("Voir ce qui sera annulé")
    ronan.voit("1 réservation de 1 famille sera annulée", "« Grève »")
    ronan.clique("Fermer")
    ronan.voit("C’est fermé : 1 réservation annulée", "Tout rouvrir")
    ronan.va("/gestion/effectifs/?jour=2027-06-15")
    ronan.voit("0 repas à commander", "Fermé : Grève")
    assert "Grève" in portail.courriel(a=famille.courriel, objet="fermeture")
    armelle.va("/espace/reservations/mois/2027-06/")
    armelle.voit("Fermé : Grève")
    assert jour(armelle, "2027-06-15").count() == 0


def reserver_en_juin(personne, famille):
    """Book a Tuesday: the usual week of another journey has the Mondays and Thursdays of the whole year."""
    armelle = personne(largeur="téléphone")
    armelle.se_connecte(famille.identifiant, PHRASE)
    armelle.va("/espace/reservations/mois/2027-06/")
    jour(armelle, "2027-06-15").check()
    armelle.clique("Aller à l’étape 2")
    armelle.clique("Valider")
    armelle.voit("Traitée positivement")
    return armelle


def test_an_agent_of_one_restaurant_reads_its_families_and_no_other(portail, agent):
    restaurant = portail.objets(Habilitation).get(utilisateur__identifiant="animation").lieu_id
    inscrits = portail.objets(Inscription).filter(lieu=restaurant).values("enfant")
    les_miens = portail.objets(Foyer).filter(rattachements__enfant__in=inscrits).distinct()
    autre = portail.objets(Foyer).exclude(pk__in=les_miens).filter(rattachements__isnull=False).first()
    enora = agent("animation", largeur="téléphone")
    enora.va("/gestion/familles/")
    enora.voit("Les familles qui ont affaire à vos services", f"{les_miens.count()} famille")
    enora.page.locator("#q").fill(str(autre.numero))
    enora.page.locator("main").get_by_role("button", name="Rechercher").click()
    enora.voit("0 famille", "Aucune famille ne correspond")
    enora.clique("Toutes les familles", role="link")
    enora.page.locator("main table a").first.click()
    enora.voit("Qui a fait quoi")
    foyer, enfant = autre.pk, portail.objets(Rattachement).filter(foyer=autre).first().enfant_id
    for chemin in (f"familles/{foyer}/", f"dossiers/{foyer}/enfants/{enfant}/", f"familles/{foyer}/quotient/"):
        assert enora.va(f"/gestion/{chemin}").status == 404
    enora.va("/gestion/effectifs/?jour=2026-11-12")
    for ailleurs in portail.objets(Lieu).filter(genre="restaurant").exclude(pk=restaurant):
        enora.ne_voit_pas(ailleurs.nom)
