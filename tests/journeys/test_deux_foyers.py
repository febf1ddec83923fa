"""Two parents of one child, each in a browser: days refused, answered otherwise; the ribbon; the feed."""

from urllib.request import urlopen

import pytest
from icalendar import Calendar

from espace_prive.famille.models import Enfant

pytestmark = pytest.mark.journey
JEUDI, MARDI = "2026-11-19", "2026-11-24"


@pytest.fixture
def enfant(portail):
    return portail.objets(Enfant).get(prenom="Zoé", rattachements__foyer__nom__icontains="Kerbrat").pk


@pytest.fixture
def parents(personne):
    """Camille on a telephone without scripts, Yann at a desk."""
    camille, yann = personne(largeur="téléphone", javascript=False), personne()
    camille.se_connecte("camille")
    yann.se_connecte("yann")
    return camille, yann


def cocher(parent, *demis):
    for demi in demis:
        parent.page.locator(f"[name=demi][value='{demi}']").check()
    parent.clique("Voir ce que cela change")


def proposer(parent, enfant, *demis, mot=""):
    parent.va(f"/espace/enfants/{enfant}/garde/")
    parent.clique("Proposer d’échanger des jours", role="link")
    cocher(parent, *demis)
    parent.remplit("Un mot pour l’autre parent", mot)
    parent.clique("Envoyer la proposition")
    parent.voit("Votre proposition est envoyée", "En attente de réponse")


def test_days_are_refused_then_answered_otherwise(portail, parents, enfant):
    camille, yann = parents
    proposer(camille, enfant, f"{JEUDI}-0", f"{JEUDI}-1", mot="Je suis en déplacement")
    yann.va("/espace/")
    yann.voit("Répondre à l’autre parent de Zoé")
    yann.va(portail.lien_du_courriel(a="yann@courriel.example", objet="Un échange de jours de garde"))
    yann.voit("« Je suis en déplacement »", "Ce que cela change dans vos réservations")
    assert yann.defauts() == []
    yann.remplit("Un mot pour l’autre parent, si vous refusez", "Je travaille ce jour-là")
    yann.clique("Je refuse")
    yann.voit("la garde ne change pas", "Refusé")
    camille.va(portail.lien_du_courriel(a="camille@courriel.example", objet="est refusé"))
    camille.voit("Refusé", "« Je travaille ce jour-là »")

    proposer(camille, enfant, f"{MARDI}-0", f"{MARDI}-1", mot="Et le mardi ?")
    yann.va("/espace/")
    yann.clique("Lire et répondre", role="link", exact=False)
    yann.clique("Répondre autrement", role="link")
    yann.voit("La proposition de l’autre parent")
    assert yann.page.locator("[name=demi]:checked").count() == 2
    assert yann.defauts() == []
    yann.page.locator(f"[name=demi][value='{MARDI}-0']").uncheck()
    yann.clique("Voir ce que cela change")
    yann.clique("Envoyer la proposition")
    yann.voit("Votre proposition est envoyée")
    camille.va(portail.lien_du_courriel(a="camille@courriel.example", objet="Une autre proposition"))
    camille.voit("Le mardi 24 novembre après-midi")
    camille.photographie("swap_autrement")
    camille.clique("J’accepte cet échange")
    camille.voit("la garde change ces jours-là", "Accepté")
    yann.va(f"/espace/enfants/{enfant}/garde/")
    yann.voit("Accepté", "Refusé", "Une autre proposition a été faite")


@pytest.mark.parametrize("largeur", [320, 390, 1280])
def test_the_ribbon_holds_in_every_width_by_day_and_by_night(personne, enfant, largeur):
    for theme in ("light", "dark"):
        # Larger text is a style of ours, which the page's own policy would refuse.
        camille = personne(theme=theme, sans_csp=True)
        camille.se_connecte("camille")
        camille.page.set_viewport_size({"width": largeur, "height": 800})
        for adresse in ("garde/", "garde/echanger/"):
            camille.va(f"/espace/enfants/{enfant}/{adresse}")
            camille.voit("Semaine 46", "Semaine 50", "Vous", "Yann")
            assert camille.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (adresse, largeur)
            camille.page.add_style_tag(content="html { font-size: 200% !important }")
            assert camille.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (adresse, "200 %")
        camille.photographie(f"ruban_{largeur}_{theme}")


def test_half_days_are_ticked_by_keyboard(personne, enfant):
    camille = personne()
    camille.se_connecte("camille")
    camille.va(f"/espace/enfants/{enfant}/garde/echanger/")
    premiere = camille.page.locator("[name=demi]").first
    premiere.focus()
    camille.page.keyboard.press("Space")
    camille.page.keyboard.press("Tab")
    camille.page.keyboard.press("Space")
    assert camille.page.locator("[name=demi]:checked").count() == 2
    camille.page.keyboard.press("Enter")
    camille.voit("Ce que cela change dans vos réservations")


def test_a_telephone_reads_the_feed_until_its_address_is_closed(portail, personne):
    camille = personne(largeur="téléphone")
    camille.se_connecte("camille")
    camille.va("/espace/agenda/?vue=mois")
    assert camille.defauts() == []
    camille.clique("L’avoir dans mon téléphone", role="link")
    camille.clique("Créer l’adresse", exact=False)
    camille.voit("L’adresse est prête")
    assert camille.defauts() == []
    adresse = camille.page.locator("code").first.inner_text()
    with urlopen(adresse) as reponse:  # noqa: S310 - our own portal
        lus = Calendar.from_ical(reponse.read()).walk("VEVENT")
    assert any("Malo" in str(e["summary"]) for e in lus)
    camille.clique("Fermer l’adresse", exact=False)
    camille.voit("n’y lit plus rien")
    assert camille.page.request.get(adresse).status == 404
