"""A parent's account on a telephone: forgotten password both ways, second factor and recovery code, devices."""

import re
from base64 import b32decode

import pytest
from django_otp.oath import totp

from tests.journeys.gestes import PHRASE

pytestmark = pytest.mark.journey


def cle_de(page):
    """Give the secret that the page writes for who cannot read the image."""
    lettres = page.locator("strong[translate=no]").inner_text().replace(" ", "")
    return b32decode(lettres + "=" * (-len(lettres) % 8))


@pytest.mark.feature("F051", "F052", "F053")
@pytest.mark.parametrize("par", ["identifiant", "courriel"])
def test_a_parent_who_forgot_comes_back_by_either_name(portail, personne, famille_neuve, par):
    foyer = famille_neuve(f"Oubli {par}")
    parent = personne(largeur="téléphone")
    parent.va("/espace/connexion/")
    parent.clique("J’ai oublié mon mot de passe", role="link")
    parent.page.locator("main [name=nom]").fill(
        "armelle.oubli-identifiant" if par == "identifiant" else foyer.courriel
    )
    parent.clique("Recevoir le lien")
    parent.voit("Si un espace correspond")
    assert "armelle." in portail.courriel(a=foyer.courriel, objet="identifiant")
    parent.va(portail.lien_du_courriel(a=foyer.courriel, objet="identifiant"))
    parent.page.locator("[name=mot_de_passe]").fill("azerty")
    parent.page.locator("[name=confirmation]").fill("azerty")
    parent.clique("Enregistrer ce mot de passe")
    parent.page.wait_for_selector("#resume-erreurs")
    assert parent.page.locator(".champ__erreur").count() == 1
    parent.voit("trop court : il lui faut 12 caractères")
    parent.page.locator("[name=mot_de_passe]").fill("quatre-chevaux-verts")
    parent.page.locator("[name=confirmation]").fill("quatre-chevaux-verts")
    parent.clique("Enregistrer ce mot de passe")
    # In at once: the mail proved who it is.
    parent.voit("Mon tableau de bord")


@pytest.mark.feature("F031", "F054")
def test_a_parent_protects_the_account_loses_the_telephone_and_looks_at_the_devices(portail, personne, famille_neuve):
    foyer = famille_neuve("Le Facteur")
    parent = personne(largeur="téléphone")
    parent.se_connecte(foyer.identifiant, PHRASE)
    parent.va("/espace/mes-identifiants/")
    parent.page.get_by_role("link", name="Gérer : Second facteur").click()
    parent.page.locator("main [name=actuel]").fill(PHRASE)
    parent.clique("Continuer")
    secret = cle_de(parent.page)
    parent.photographie("second-facteur-installer")
    parent.page.locator("main [name=code]").fill(f"{totp(secret):06d}")
    parent.clique("Activer le second facteur")
    parent.voit("elle ne sera plus jamais affichée")
    codes = re.findall(r"[A-Z2-9]{5}-[A-Z2-9]{5}", parent.page.locator(".codes").inner_text())
    assert len(codes) == 10
    parent.photographie("codes-de-secours")
    parent.clique("J’ai gardé mes codes, continuer", role="link")
    parent.voit("Un second facteur protège votre espace", "10 codes")

    # Another browser, without the telephone: no page before a proof, then a recovery code, once.
    ailleurs = personne(largeur="téléphone", javascript=False)
    ailleurs.se_connecte(foyer.identifiant, PHRASE)
    ailleurs.voit("Code à 6 chiffres")
    ailleurs.va("/espace/")
    ailleurs.voit("Code à 6 chiffres")
    ailleurs.photographie("second-facteur-code")
    ailleurs.clique("Entrer avec un code de secours", role="link")
    ailleurs.page.locator("main [name=code]").fill(codes[0].lower())
    ailleurs.clique("Entrer")
    ailleurs.voit("Mon tableau de bord")
    assert "Il vous en reste 9" in portail.courriel(a=foyer.courriel, objet="code de secours")
    assert "Chrome sur Linux" in portail.courriel(a=foyer.courriel, objet="nouvel appareil")

    # The first one sees the second, and closes it.
    parent.va("/espace/mes-identifiants/appareils/")
    parent.voit("Cet appareil", "Chrome sur Linux")
    parent.photographie("appareils")
    assert not parent.defauts()
    parent.page.get_by_role("button", name="Déconnecter Chrome sur Linux").click()
    parent.voit("L’appareil est déconnecté.")
    ailleurs.va("/espace/")
    ailleurs.voit("Mot de passe", "Connexion")


@pytest.mark.feature("F044")
def test_required_fields_bear_a_red_star_that_is_explained(personne):
    parent = personne(largeur="téléphone")
    parent.va("/espace/creer-mon-espace/sans-cle/")
    parent.voit("Les champs marqués d’un * sont obligatoires")
    lus = parent.page.evaluate(
        """() => [...document.querySelectorAll('main .champ')].map((champ) => {
            const etoile = champ.querySelector('.champ__etoile');
            const boite = etoile?.getBoundingClientRect();
            const toile = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
            if (etoile) { toile.fillStyle = getComputedStyle(etoile).color; toile.fillRect(0, 0, 1, 1); }
            return {
                requis: !!champ.querySelector('[required]'),
                montree: !!boite && boite.width > 0 && boite.height > 0 && etoile.textContent.includes('*'),
                couleur: [...toile.getImageData(0, 0, 1, 1).data].slice(0, 3),
            };
        })"""
    )
    assert sum(champ["requis"] for champ in lus) >= 8
    for champ in lus:
        assert champ["montree"] == champ["requis"]
        if champ["requis"]:
            rouge, vert, bleu = champ["couleur"]
            assert rouge > 100
            assert rouge > 2 * max(vert, bleu)
