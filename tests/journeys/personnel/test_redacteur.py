"""Step 2: an editor writes a piece of news in the admin; the visitor reads it."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Page


@pytest.mark.journey
@pytest.mark.feature("F007", "F008", "F009")
def test_an_editor_writes_previews_and_publishes_a_piece_of_news(agent, personne, portail):
    editrice = agent("redaction")
    page = editrice.page
    editrice.va("/gestion/")
    editrice.voit("Espace Famille – Ville de Donges")
    liste = portail.objets(Page).get(slug="actualites").pk
    editrice.va(f"/gestion/pages/add/cms_pages/actualitepage/{liste}/")
    page.locator("#id_title").fill("La bibliothèque ouvre le mercredi")
    page.locator("#id_chapeau").fill("Des contes pour les petits, à partir de cette semaine.")

    page.get_by_role("button", name="Choisir une image").first.click()
    page.locator(".modal [data-chooser-modal-choice]").first.click()
    expect(page.locator("#id_image")).not_to_have_value("")
    page.locator("#id_image_alternative").fill("Des enfants assis lisent à la bibliothèque")

    page.locator("button.c-sf-add-button").first.click()
    page.get_by_role("option", name="Texte", exact=True).click()
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type("Venez nombreux.")

    page.locator("#id_documents-ADD").click()
    page.get_by_role("button", name="Choisir un document").first.click()
    page.locator(".modal [data-chooser-modal-choice]").first.click()
    expect(page.locator("#id_documents-0-document")).not_to_have_value("")

    page.locator('[data-side-panel-toggle="preview"]').click()
    apercu = page.frame_locator("iframe[title]").first
    apercu.get_by_role("heading", name="La bibliothèque ouvre le mercredi").wait_for()
    apercu.get_by_text("Venez nombreux.").wait_for()

    visiteur = personne(largeur="téléphone", javascript=False)
    visiteur.va("/actualites/")
    visiteur.ne_voit_pas("La bibliothèque")

    page.get_by_role("button", name="Plus d'actions").click()
    page.get_by_role("button", name="Publier").first.click()
    page.locator(".messages").get_by_text("publié").wait_for()
    editrice.photographie("gestion-actualite-publiee")

    visiteur.va("/")
    visiteur.voit("La bibliothèque ouvre le mercredi")
    visiteur.clique("Lire la suite : La bibliothèque ouvre le mercredi", role="link")
    visiteur.voit("Venez nombreux.")
    visiteur.voit("À télécharger")

    pk = portail.objets(Page).get(title="La bibliothèque ouvre le mercredi").pk
    editrice.va(f"/gestion/pages/{pk}/history/")
    editrice.voit("Solène Guivarch")


@pytest.mark.journey
@pytest.mark.feature("F015")
def test_an_editor_enters_the_menu_of_a_day(agent, personne):
    editrice = agent("redaction")
    page = editrice.page
    editrice.va("/gestion/snippets/cms_pages/menu/add/")
    page.locator("#id_date").fill("2027-01-04")
    page.locator("#id_plats-0-nom").fill("Galette de sarrasin au fromage")
    page.locator("#id_plats-0-labels").get_by_label("Bio").check()
    page.locator("#id_plats-0-allergenes").get_by_label("lait").check()
    page.locator("#id_plats-ADD").click()
    page.locator("#id_plats-1-nom").fill("Galette des rois")
    page.locator("#id_plats-1-service").select_option("Dessert")
    editrice.clique("Enregistrer")
    page.locator(".messages").get_by_text("Menu").first.wait_for()

    visiteur = personne(javascript=False)
    visiteur.va("/menus/?semaine=2027-01-04")
    visiteur.voit("Galette de sarrasin au fromage Bio")
    visiteur.voit("Allergènes : lait")
    visiteur.voit("Galette des rois")


@pytest.mark.journey
@pytest.mark.feature("F015")
def test_an_editor_writes_a_week_imports_another_and_families_read_both(agent, personne):
    editrice = agent("redaction")
    page = editrice.page
    editrice.va("/gestion/menus/?semaine=2027-01-18")
    page.get_by_label("Entrée du lundi 18 janvier").fill("Soupe de potiron")
    page.get_by_label("Allergènes (entrée, lundi 18 janvier)").fill("lai")
    editrice.clique("Enregistrer la semaine")
    editrice.voit("Vouliez-vous dire « lait »")
    page.get_by_label("Allergènes (entrée, lundi 18 janvier)").fill("lait")
    editrice.clique("Enregistrer la semaine")
    editrice.voit("1 menu créé.")

    editrice.va("/gestion/menus/importer/")
    lignes = "Date;Service;Plat;Allergènes\n25/01/2027;Plat;Lasagnes;gluten\n32/01/2027;Plat;Riz;\n"
    for contenu in (lignes, lignes.replace("32/01", "26/01")):
        fichier = {"name": "janvier.csv", "mimeType": "text/csv", "buffer": contenu.encode()}
        page.locator("input[type=file]").set_input_files(fichier)
        editrice.clique("Vérifier le fichier")
        editrice.voit("Ligne 3, colonne Date" if "32/01" in contenu else "Rien n’est encore écrit")
    editrice.clique("Importer 2 menus")
    editrice.voit("Les menus sont importés : 2 menus créés.")

    visiteur = personne(largeur="téléphone", javascript=False)
    visiteur.va("/menus/?semaine=2027-01-18")
    visiteur.voit("Soupe de potiron", "Allergènes : lait")
    visiteur.va("/menus/?semaine=2027-01-25")
    visiteur.voit("Lasagnes", "Allergènes : gluten")


@pytest.mark.journey
def test_a_password_alone_does_not_open_the_admin(personne):
    editrice = personne()
    editrice.va("/gestion/login/")
    assert "/espace/connexion/" in editrice.page.url
    editrice.se_connecte("redaction")
    editrice.va("/gestion/pages/")
    assert "/espace/second-facteur/" in editrice.page.url
