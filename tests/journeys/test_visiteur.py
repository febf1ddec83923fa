"""Step 1: a visitor, without an account, on a phone or a computer."""

from itertools import pairwise

import pytest

from tests.tools.navigateur import deborde

PAGES = [
    "/",
    "/actualites/",
    "/actualites/guide-de-l-enfance/",
    "/menus/",
    "/menus/?restaurant=restaurant-aime-cesaire",
    "/menus/?semaine=2026-12-21",
    "/tarifs/",
    "/tarifs/calculer/",
    "/tarifs/calculer/?methode=caf&revenus=24000&prestations=148&enfants=3&residence=ailleurs",
    "/tarifs/calculer/?methode=caf&revenus=abc&handicap=-1&enfants=0&residence=commune",
    "/tarifs/calculer/?methode=fiscal&parts=x&enfants=2&residence=lune",
    "/activites/",
    "/activites/restauration-scolaire/",
    "/infos-pratiques/ecoles-et-restaurants/",
    "/infos-pratiques/guides-et-documents/",
    "/infos-pratiques/je-pense-a/",
    "/infos-pratiques/calendrier-scolaire/",
    "/aide/",
    "/contact/",
    "/nous-ecrire/",
    "/nous-ecrire/merci/",
    "/accessibilite/",
    "/plan-du-site/",
    "/recherche/?q=cantine",
    "/recherche/?q=zzz",
    "/nulle-part/",
]
ENSEMBLE = 5


@pytest.mark.journey
@pytest.mark.feature("F003", "F004", "F005", "F006", "F007")
def test_a_visitor_reads_the_public_home_without_javascript(personne):
    visiteur = personne(largeur="téléphone", javascript=False)
    visiteur.va("/")
    for mots in (
        "Bienvenue sur l’Espace Famille de la Ville de Donges",
        "Mon espace perso",
        "J’ai oublié mon mot de passe",
        "Je n’ai pas d’espace",
        "Aujourd’hui au restaurant scolaire",
        "mardi 10 novembre 2026",
        "Avec mon espace, je me facilite la vie !",
    ):
        visiteur.voit(mots)
    visiteur.photographie("accueil-public")
    visiteur.clique("Lire la suite : Un potager à l’école des Ajoncs", role="link")
    visiteur.voit("Un potager à l’école des Ajoncs")
    visiteur.clique("Voir toutes les actualités", role="link")
    visiteur.voit("Le guide de l’enfance est paru")
    visiteur.va("/")
    visiteur.clique("Créer mon espace", role="link")
    assert visiteur.page.url.endswith("/espace/creer-mon-espace/")


@pytest.mark.journey
@pytest.mark.feature("F011", "F012", "F013", "F015", "F017")
def test_the_tiles_lead_to_menus_and_tariffs(personne):
    visiteur = personne(largeur="téléphone", javascript=False)
    visiteur.va("/")
    visiteur.clique("Menus La semaine", role="link", exact=False)
    visiteur.voit("Semaine du lundi 9 au vendredi 13 novembre 2026")
    visiteur.clique("Semaine suivante", role="link")
    visiteur.voit("Semaine du lundi 16 au vendredi 20 novembre 2026")
    visiteur.clique("Tarifs", role="link")
    for mots in (
        "jusqu’à 500",
        "0,85 €",
        "de 500,01 à 1 000",
        "au-delà de 1 600",
        "4,35 €",
        "À part : le repas exceptionnel",
    ):
        visiteur.voit(mots)
    visiteur.clique("Activités", role="link")
    visiteur.clique("Restauration scolaire (cantine)", role="link", exact=False)
    visiteur.voit("Réserver ou annuler : jusqu’à deux jours ouvrés avant, à 9 h")
    visiteur.clique("Infos pratiques", role="link")
    visiteur.clique("Écoles et restaurants scolaires", role="link", exact=False)
    visiteur.voit("École des Ajoncs")


@pytest.mark.journey
@pytest.mark.feature("F017", "F146", "F147", "F148")
def test_a_price_is_worked_out_on_a_phone_without_javascript(personne):
    visiteur = personne(largeur="téléphone", javascript=False)
    visiteur.va("/tarifs/")
    visiteur.voit("Mercredis et vacances", "Taux d’effort : 0,42 % du quotient familial")
    visiteur.photographie("tarifs")
    visiteur.clique("Calculer mon tarif", role="link")
    visiteur.voit("Ma situation")
    visiteur.page.locator("[name=quotient]").fill("six cents")
    visiteur.page.get_by_label("Dans une autre commune").check()
    visiteur.clique("Calculer mon tarif")
    visiteur.voit("1 point à corriger", "Écrivez un nombre, par exemple 640 ou 640,50.")
    assert visiteur.page.locator("[name=quotient]").input_value() == "six cents"
    assert visiteur.page.get_by_label("Dans une autre commune").is_checked()
    assert not visiteur.page.get_by_label("Revenu fiscal de référence").is_visible()
    visiteur.page.get_by_label("Le calculer avec mon avis d’imposition").check()
    assert not visiteur.page.locator("[name=quotient]").is_visible()
    visiteur.remplit("Revenu fiscal de référence", "24 000")
    visiteur.remplit("Nombre de parts", "2.5")
    visiteur.clique("Calculer mon tarif")
    visiteur.voit(
        "Quotient calculé : 24 000,00 € ÷ 12 ÷ 2,5 parts = 800.",
        "dans une autre commune",
        "1,00 € par repas",
        "Taux d’effort 0,42 % × 800 = 3,36 €, hors commune : 20 % de plus",
        "4,03 € par demi-journée",
        "12,80 € par journée",
        "0,28 € par quart d’heure",
    )
    visiteur.photographie("calculer-mon-tarif")
    assert deborde(visiteur.page) == []
    autre = personne(largeur="ordinateur", javascript=False)
    autre.va(visiteur.page.url)
    autre.voit("12,80 € par journée")


@pytest.mark.journey
@pytest.mark.feature("F021", "F022", "F023", "F024", "F025")
def test_the_footer_is_legal(personne):
    visiteur = personne()
    for lien, titre in (
        ("Mentions légales", "Directeur de la publication"),
        ("Conditions générales d’utilisation", "Votre compte"),
        ("Contact", "02 61 91 00 20"),
        ("Aide", "Comment obtenir ma clé enfance ?"),
        ("Accessibilité : non conforme", "audit en cours"),
    ):
        visiteur.va("/")
        visiteur.page.locator("#pied").get_by_role("link", name=lien, exact=True).click()
        visiteur.voit(titre)


@pytest.mark.journey
def test_the_keyboard_alone_signs_in_from_the_home(personne):
    visiteur = personne()
    visiteur.va("/")
    visiteur.page.keyboard.press("Tab")
    assert visiteur.page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    visiteur.page.keyboard.press("Enter")
    visiteur.page.keyboard.press("Tab")
    assert visiteur.page.evaluate("document.activeElement.name") == "username"
    visiteur.page.keyboard.type("camille")
    visiteur.page.keyboard.press("Tab")
    visiteur.page.keyboard.type("pas-le-bon")
    visiteur.page.keyboard.press("Enter")
    visiteur.page.wait_for_url("**/espace/connexion/**")
    assert visiteur.page.locator("main input[name=username]").input_value() == "camille"


# One page of each kind, and the forms.
KINDS = [
    "/", "/actualites/", "/actualites/guide-de-l-enfance/", "/menus/", "/activites/",
    "/activites/restauration-scolaire/", "/tarifs/",
    "/tarifs/calculer/?quotient=640&methode=quotient&enfants=2&residence=commune",
    "/infos-pratiques/ecoles-et-restaurants/", "/infos-pratiques/guides-et-documents/",
    "/infos-pratiques/je-pense-a/", "/infos-pratiques/calendrier-scolaire/", "/aide/", "/contact/",
    "/nous-ecrire/", "/recherche/?q=cantine", "/plan-du-site/",
]  # fmt: skip
# What the focus is on: how many things come after it in the page, and what is wrong with how it is seen.
FOCUS = """() => {
    const e = document.activeElement;
    if (e === document.body) return null;
    const TOUS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    const reste = [...document.querySelectorAll(TOUS)].filter(e => e.tabIndex >= 0);
    const style = getComputedStyle(e), r = e.getBoundingClientRect();
    const entoure = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || e.matches(".sr-only");
    const dans = r.bottom > 0 && r.top < innerHeight;
    const x = Math.min(Math.max(r.left + 4, 1), innerWidth - 2), y = Math.min(Math.max(r.top + 4, 1), innerHeight - 2);
    const dessus = document.elementFromPoint(x, y);
    const couvert = !dessus || !(e.contains(dessus) || dessus.contains(e) || e.labels?.[0]?.contains(dessus));
    const fautes = [!entoure && "no ring", !dans && "out of the window", dans && couvert && "covered"];
    return [reste.length - 1 - reste.indexOf(e), fautes.filter(Boolean).join(", ") + " " + e.outerHTML.slice(0, 90)];
}"""


@pytest.mark.journey
def test_each_kind_of_page_at_400_per_cent_without_javascript_by_the_keyboard(personne):
    """1280 x 1024 at 400 % is 320 x 256: nothing sticks out; the focus goes to the last link, in order, seen."""
    visiteur = personne(javascript=False)
    page, trouves = visiteur.page, []
    page.set_viewport_size({"width": 320, "height": 256})
    for chemin in KINDS:
        visiteur.va(chemin)
        trouves += [f"{chemin} sticks out: {d}" for d in deborde(page)]
        assert page.locator("h1").count() == 1
        rangs = []
        for _ in range(200):
            page.keyboard.press("Tab")
            vu = page.evaluate(FOCUS)
            if vu is None or vu[0] in rangs:
                break
            rangs.append(vu[0])
            if not vu[1].startswith(" "):
                trouves.append(f"{chemin} {vu[1]}")
        assert rangs == sorted(rangs, reverse=True), chemin
        assert rangs[-1] == 0, chemin
        assert len(rangs) >= 12, chemin
    assert trouves == []


# The quantiles of EcoIndex (github.com/cnumr/GreenIT-Analysis): nodes of the page, requests, kilobytes.
NOEUDS = (0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601)
DEMANDES = (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920)
KILOS = (0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06,
         2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26)  # fmt: skip


def ecoindex(noeuds, demandes, kilos):
    """Give the EcoIndex of a page, an A above 80: three times its nodes, twice its requests, once its weight."""
    quantiles = [
        next(n + (valeur - bas) / (haut - bas) for n, (bas, haut) in enumerate(pairwise(bornes)) if valeur < haut)
        for bornes, valeur in ((NOEUDS, noeuds), (DEMANDES, demandes), (KILOS, kilos))
    ]
    return 100 - 5 * (3 * quantiles[0] + 2 * quantiles[1] + quantiles[2]) / 6


@pytest.mark.journey
def test_the_pages_are_light(personne, portail):
    # Each in a browser that knows nothing; several at once, for most of the time is spent making sure all has come.
    for debut in range(0, len(PAGES) - 1, ENSEMBLE):
        visites = []
        for chemin in PAGES[:-1][debut : debut + ENSEMBLE]:
            visiteur, recues = personne(), []
            visiteur.page.on("requestfinished", lambda demande, recues=recues: recues.append(demande))
            visiteur.page.goto(portail.adresse + chemin, wait_until="commit")
            visites.append((chemin, visiteur, recues))
        for chemin, visiteur, recues in visites:
            visiteur.page.wait_for_load_state("networkidle")
            assert recues, chemin
            assert all(demande.url.startswith(portail.adresse) for demande in recues)
            tailles = [demande.sizes() for demande in recues]
            poids = sum(taille["responseBodySize"] + taille["responseHeadersSize"] for taille in tailles)
            # facts/quality 3: an A of EcoIndex. Only the home shows several pictures.
            octets_max, requetes_max = (80_000, 8) if chemin == "/" else (60_000, 6)
            assert poids <= octets_max, f"{chemin}: {poids}"
            assert visiteur.page.locator("*").count() <= 390, chemin
            assert len(recues) <= requetes_max, [demande.url for demande in recues]
            noeuds = visiteur.page.locator("*").count()
            assert ecoindex(noeuds, len(recues), poids / 1000) > 80, f"{chemin}: no A"
            visiteur.contexte.close()
