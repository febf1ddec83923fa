"""Axe finds nothing in what an address alone does not show: forms refused, steps of a request, pages of an error.

The pages themselves are walked in ``test_axe_familles``, ``test_axe_gestion`` and ``test_axe_commune``. What Wagtail's
own admin pages bring is frozen in ``WAGTAIL``.
"""

import pytest
from django.template.loader import render_to_string
from django_otp.oath import totp

from cms_pages.models import ActualitePage
from common.models import Courriel
from demo.identites import PARENT
from factures.tarifs.models import Grille
from tests.journeys.gestes import PHRASE, decocher, jour, ouvrir_le_planning
from tests.journeys.test_comptes import cle_de
from tests.tools.examen import examiner, parcourir

pytestmark = pytest.mark.journey
# Pages that Wagtail 8.0.1 draws alone, and the rules that each breaks: one more or one less is ours, or an upgrade's
# to look at. Left out is landmark-unique, which its dashboard breaks when two of its panels have something to show.
WAGTAIL = {
    "/gestion/": set(),
    "/gestion/pages/{page}/": set(),
    "/gestion/pages/{page}/edit/": set(),
    "/gestion/images/add/": {"label"},
    "/gestion/redirects/": {"dark link-in-text-block"},
    "/gestion/reports/site-history/": set(),
    "/gestion/users/": set(),
    "/gestion/nulle-part/": set(),
    "/gestion/workflows/list/": {"heading-order", "list", "listitem"},
}


def test_the_pages_of_accounts_and_of_the_demonstration(personne, portail):
    quelqu_un = personne(sans_csp=True)
    quelqu_un.va("/espace/mot-de-passe-oublie/")
    quelqu_un.page.locator("main [name=nom]").fill(PARENT.identifiant)
    quelqu_un.clique("Recevoir le lien")
    quelqu_un.voit("Si un espace correspond")
    trouves = examiner(quelqu_un, "link sent")
    portail.courriel(a=PARENT.courriel)
    courriel = portail.objets(Courriel).latest("pk").pk
    trouves += parcourir(
        quelqu_un,
        [
            "/espace/connexion/", "/espace/mot-de-passe-oublie/", "/espace/activer/", "/espace/activer/MQ/",
            "/espace/nouveau-mot-de-passe/MQ/", "/espace/nouvelle-adresse/", "/espace/changement-d-adresse/",
            "/espace/invitation/", "/espace/reservations/attente/offre/", "/espace/creer-mon-espace/",
            "/espace/creer-mon-espace/merci/",
            "/demo/", "/demo/courriels/", f"/demo/courriels/{courriel}/", "/nulle-part/",
        ],
    )  # fmt: skip
    quelqu_un.va("/espace/creer-mon-espace/")
    quelqu_un.clique("Continuer")
    quelqu_un.page.wait_for_selector("#resume-erreurs")
    trouves += examiner(quelqu_un, "errors of creer-mon-espace")
    quelqu_un.se_connecte("personne", "rien-de-bon")
    quelqu_un.page.wait_for_selector("#resume-erreurs")
    trouves += examiner(quelqu_un, "errors of connexion")
    quelqu_un.se_connecte("agent")
    quelqu_un.voit("Code à 6 chiffres")
    trouves += examiner(quelqu_un)
    trouves += parcourir(quelqu_un, ["/espace/second-facteur/secours/"])
    assert trouves == []


@pytest.fixture
def camille(personne):
    """Give Camille, signed in."""
    quelqu_un = personne(sans_csp=True)
    quelqu_un.se_connecte(PARENT.identifiant)
    quelqu_un.voit("Mon tableau de bord")
    return quelqu_un


def test_the_pages_that_are_not_there_and_a_month_without_places(camille):
    trouves = parcourir(camille, ["/espace/reservations/mois/2027-09/", "/espace/nulle-part/"])
    camille.va("/gestion/")
    trouves += examiner(camille, "/gestion/ as a parent")
    assert trouves == []


def test_the_pages_of_a_second_factor(personne, famille_neuve):
    famille = famille_neuve("Trividic")
    parent, protection = personne(sans_csp=True), "/espace/mes-identifiants/second-facteur/"
    parent.se_connecte(famille.identifiant, PHRASE)
    parent.va(protection)
    parent.page.locator("main [name=actuel]").fill(PHRASE)
    parent.clique("Continuer")
    secret = cle_de(parent.page)
    trouves = examiner(parent, "installing a second factor")
    parent.page.locator("main [name=code]").fill(f"{totp(secret):06d}")
    parent.clique("Activer le second facteur")
    parent.voit("elle ne sera plus jamais affichée")
    trouves += examiner(parent, "recovery codes")
    trouves += parcourir(parent, [protection, f"{protection}codes/", f"{protection}retirer/"])
    assert trouves == []


def test_the_pages_of_a_payment(personne, famille_facturee):
    famille = famille_facturee("Bozec", jours=["2026-05-04", "2026-05-05"])
    armelle = personne(sans_csp=True)
    armelle.se_connecte(famille.identifiant, PHRASE)
    armelle.voit("Vous avez 1 facture non réglée")
    trouves = examiner(armelle, "home with an invoice")
    armelle.va("/espace/factures/")
    trouves += examiner(armelle, "invoices")
    armelle.page.locator("main th a").first.click()
    armelle.voit("Payer la facture")
    trouves += examiner(armelle, "invoice to pay")
    armelle.clique("Payer la facture", role="link")
    armelle.voit("Ce que vous réglez")
    trouves += examiner(armelle, "payer")
    armelle.page.locator("main form button[type=submit]").first.click()
    armelle.voit("Banque de démonstration")
    trouves += examiner(armelle, "card page")
    armelle.clique("Annuler")
    armelle.voit("Le paiement est annulé")
    trouves += examiner(armelle, "back from the bank")
    assert trouves == []


def test_the_pages_of_a_request(personne, famille_neuve):
    famille = famille_neuve("Nédellec", enfants=["Swann", "Rozenn"])
    armelle = personne(sans_csp=True)
    armelle.se_connecte(famille.identifiant, PHRASE)
    trouves = parcourir(
        armelle, ["/espace/factures/", "/espace/demarches/", "/espace/reservations/absence/"]
    )  # nothing there yet
    ouvrir_le_planning(armelle, "Swann")
    armelle.va("/espace/reservations/recapitulatif/")
    armelle.voit("ne contient aucune modification")
    trouves += examiner(armelle, "nothing to validate")
    armelle.page.set_viewport_size({"width": 1280, "height": 900})
    for inscription in famille.inscriptions.values():
        jour(armelle, "2026-11-16", inscription).check()
    trouves += examiner(armelle, "planning changed")
    armelle.clique("Aller à l’étape 2")
    armelle.voit("Récapitulatif")
    trouves += examiner(armelle, "recap")
    armelle.clique("Valider")
    armelle.voit("Nous avons bien enregistré votre demande")
    trouves += examiner(armelle, "confirmation")
    armelle.clique("cliquez ici", role="link")
    armelle.voit("Suivi")
    trouves += examiner(armelle, "request")
    armelle.va("/espace/reservations/absence/")
    decocher(armelle)
    armelle.clique("Signaler l’absence")
    armelle.page.wait_for_selector("#resume-erreurs")
    trouves += examiner(armelle, "errors of absence")
    trouves += parcourir(armelle, ["/espace/demarches/"])
    assert trouves == []


def test_the_pages_of_an_error(camille):
    page = camille.page
    camille.va("/espace/mes-identifiants/")
    camille.contexte.clear_cookies(name="csrftoken")
    page.locator("form[action*=deconnexion] button").first.click()
    camille.voit("Cet envoi n’a pas été pris en compte")
    trouves = examiner(camille, "403 csrf")
    page.route("**/panne/", lambda route: route.fulfill(content_type="text/html", body=render_to_string("500.html")))
    camille.va("/panne/")
    camille.voit("Un problème de notre côté")
    trouves += examiner(camille, "500")
    assert trouves == []


def test_the_steps_of_a_grid(portail, agent):
    maelle = agent("regie", sans_csp=True)
    servie = portail.objets(Grille).filter(facturee_jusquau__isnull=False).earliest("pk").pk
    maelle.va(f"/gestion/tarifs/{servie}/nouvelle-version/")
    maelle.clique("Enregistrer")
    maelle.voit("Renseignez")
    trouves = examiner(maelle, "errors of a grid")
    maelle.page.locator("[name=du]").fill("2027-09-01")
    maelle.clique("Voir la grille avant d’enregistrer")
    maelle.voit("Ce que liront les familles")
    trouves += examiner(maelle, "a grid seen before it is kept")
    assert trouves == []


def test_the_steps_of_an_import_of_menus(agent):
    solene, trouves = agent("redaction", sans_csp=True), []
    contenu = "Date;Service;Plat;Allergènes\n01/02/2027;Plat;Lasagnes;gluten\n"
    for lignes in (contenu + "hier;Goûter;;rien\n", contenu):
        solene.va("/gestion/menus/importer/")
        fichier = {"name": "menus.csv", "mimeType": "text/csv", "buffer": lignes.encode()}
        solene.page.locator("input[type=file]").set_input_files(fichier)
        solene.clique("Vérifier le fichier")
        solene.voit("Rien n’est")
        trouves += examiner(solene, "menus imported")
    assert trouves == []


def test_the_settings_of_the_town_refused(agent):
    administrateur = agent("admin", sans_csp=True)
    administrateur.va("/gestion/services/new/")
    administrateur.page.locator("[name=telephone]").fill("appelez-nous")
    administrateur.page.locator("[name=telephone]").press("Enter")
    administrateur.voit("Écrivez un numéro de téléphone")
    trouves = examiner(administrateur, "errors of a service")
    administrateur.va("/gestion/settings/commune/reglages/")
    administrateur.page.locator("[name=couleur]").first.fill("#ffd800")
    administrateur.clique("Enregistrer")
    administrateur.voit("Cette couleur est trop claire")
    trouves += examiner(administrateur, "a colour refused")
    assert trouves == []


def test_a_message_refused(personne):
    visiteur = personne(sans_csp=True)
    visiteur.va("/nous-ecrire/")
    visiteur.clique("Envoyer", exact=False)
    visiteur.page.wait_for_selector("#resume-erreurs")
    assert examiner(visiteur, "errors of nous-ecrire") == []


def test_what_wagtails_own_pages_bring_is_frozen(portail, agent):
    administrateur = agent("admin", sans_csp=True)
    page = portail.objets(ActualitePage).earliest("pk").pk
    trouves = {}
    for chemin in WAGTAIL:
        administrateur.va(chemin.format(page=page))
        defauts = examiner(administrateur, "page", etroit=False)
        assert "/gestion/" in administrateur.page.url
        # The editor's map of blocks slides in when it likes: its small button is met, or is not there yet.
        defauts = [defaut for defaut in defauts if "w-minimap-toggle" not in defaut]
        # « téléphone, dark: link-in-text-block: <a … »
        regles = {tuple(defaut.removeprefix("page ").split(": ", 2)[:2]) for defaut in defauts}
        trouves[chemin] = {("dark " if "dark" in vue else "") + regle for vue, regle in regles} - {"landmark-unique"}
    assert trouves == WAGTAIL


DEFAUTS = """<!doctype html><html lang="fr"><head><title>Défauts</title>
<meta name="viewport" content="width=device-width"><style>
  * { font: 16px sans-serif } a { color: inherit } body { background: white; color: black }
  @media (prefers-color-scheme: dark) { body { background: black; color: white } }
  @media (prefers-color-scheme: dark) and (min-width: 900px) { #sombre-et-large { color: #222 } }
  #large { display: none } @media (min-width: 900px) { #large { display: block; width: 80px; height: 40px } }
  button.serre { width: 60px; height: 60px } @media (min-width: 900px) { button.serre { width: 9px; height: 9px } }
  main { overflow-x: hidden } #etroit { display: none }
  @media (max-width: 340px) { #etroit { display: block; width: 400px } }
</style></head><body><header><a href="#main">Aller au contenu</a></header><main id="main"><h1>Défauts</h1>
<p id="etroit">Ce que le cadre cache à droite</p>
<p id="sombre-et-large">Illisible en sombre sur un ordinateur</p><button id="large"></button>
<button class="serre" aria-label="Un"></button><button class="serre" aria-label="Deux"></button></main></body>"""


def test_what_shows_in_one_look_only_is_found_and_found_again(personne):
    quelqu_un = personne(sans_csp=True)
    quelqu_un.page.set_content(DEFAUTS)
    for _ in range(2):
        assert sorted({d.split(": <")[0] for d in examiner(quelqu_un, "page")}) == [
            "page 320 px: P.", "page ordinateur, dark: color-contrast", "page ordinateur: button-name",
            "page ordinateur: target-size",
        ]  # fmt: skip
