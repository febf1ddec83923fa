"""Step 2, by several people: one writes, another reads it over, sets its hour, changes what the town shows."""

import re

import pytest
from playwright.sync_api import expect
from wagtail.models import Page, Revision


def ecrire(quelqu_un, portail, titre):
    """Fill a new piece of news with a title and two words."""
    liste = portail.objets(Page).get(slug="actualites").pk
    quelqu_un.va(f"/gestion/pages/add/cms_pages/actualitepage/{liste}/")
    quelqu_un.page.locator("#id_title").fill(titre)
    quelqu_un.page.locator("#id_chapeau").fill("En deux mots.")


def choisir(quelqu_un, action):
    """Press what the menu under the main button of the form offers."""
    page = quelqu_un.page
    page.wait_for_load_state("networkidle")  # the menu opens once its script is there
    page.get_by_role("button", name="Plus d'actions").click()
    page.get_by_role("button", name=re.compile(action)).first.click()


@pytest.mark.journey
@pytest.mark.feature("F007")
def test_a_writer_submits_a_publisher_approves_then_sets_an_hour(agent, personne, portail):
    plume = agent("redacteur")
    ecrire(plume, portail, "La ludothèque prête ses jeux")
    choisir(plume, "^Soumettre")
    plume.page.locator(".messages").get_by_text("soumise pour modération").wait_for()
    pk = portail.objets(Page).get(title="La ludothèque prête ses jeux").pk
    visiteur = personne(largeur="téléphone", javascript=False)
    visiteur.va("/actualites/")
    visiteur.ne_voit_pas("La ludothèque")

    solene = agent("redaction")
    solene.va("/gestion/")
    solene.voit("La ludothèque prête ses jeux")
    solene.va(f"/gestion/pages/{pk}/edit/")
    choisir(solene, "^Approuver")
    solene.page.locator(".messages").get_by_text("La ludothèque prête ses jeux").wait_for()
    visiteur.va("/actualites/")
    visiteur.voit("La ludothèque prête ses jeux")

    ecrire(solene, portail, "Le vide-grenier de l’an prochain")
    solene.page.locator('[data-side-panel-toggle="status"]').click()
    solene.page.get_by_role("button", name="Programmer", exact=True).click()
    solene.page.locator("[name=go_live_at]").fill("2099-05-04T09:30")
    solene.clique("Enregistrer la programmation")
    solene.page.locator(".messages").get_by_text("Le vide-grenier").wait_for()
    choisir(solene, "^Programmer pour")
    solene.page.locator(".messages").get_by_text("Le vide-grenier").wait_for()
    vide_grenier = portail.objets(Page).get(title__startswith="Le vide-grenier")
    revisions = portail.objets(Revision).filter(object_id=str(vide_grenier.pk), approved_go_live_at__isnull=False)
    assert (vide_grenier.live, revisions.get().approved_go_live_at.year) == (False, 2099)
    visiteur.va("/actualites/")
    visiteur.ne_voit_pas("Le vide-grenier")


@pytest.mark.journey
@pytest.mark.feature("F025")
def test_a_publisher_changes_the_colour_and_the_name_of_the_portal(agent, personne, portail):
    solene = agent("redaction")
    champ = solene.page.locator("[name=couleur]").first
    solene.va("/gestion/settings/commune/reglages/")
    avant = champ.input_value()
    champ.fill("#ffd800")
    solene.clique("Enregistrer")
    solene.voit("Cette couleur est trop claire")
    proposition = solene.page.get_by_role("button", name=re.compile("^Prendre #"))
    proposee = proposition.get_attribute("value")
    proposition.click()
    solene.page.locator(".messages").get_by_text("Réglages").first.wait_for()
    expect(champ).to_have_value(proposee)
    solene.page.locator("[name=nom_du_portail]").fill("Mon portail famille")
    solene.clique("Enregistrer")
    solene.page.locator(".messages").get_by_text("Réglages").first.wait_for()

    visiteur = personne(javascript=False)
    visiteur.va("/aide/")
    visiteur.voit("Mon portail famille")
    assert visiteur.page.locator(f"link[href*='couleurs/{proposee[1:]}.css']").count() == 1
    solene.page.locator("[name=nom_du_portail]").fill("Espace Famille")
    champ.fill(avant)
    solene.clique("Enregistrer")
    solene.page.locator(".messages").get_by_text("Réglages").first.wait_for()
