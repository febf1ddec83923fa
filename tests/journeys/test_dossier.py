"""On a phone: an agent shares a child's time between two homes, each parent sees it; a parent keeps the entourage."""

import pytest

from espace_prive.famille.models import Foyer
from espace_prive.garde.models import RythmeDeGarde
from reservations.activites.models import Inscription

pytestmark = pytest.mark.journey


@pytest.fixture
def zoe(portail):
    """Give (child, home of its mother) of the demonstration's shared child."""
    rythme = portail.objets(RythmeDeGarde).first()
    return rythme.enfant_id, rythme.premier_id


def test_custody_is_set_by_an_agent_and_seen_by_each_parent(portail, agent, personne, zoe):
    enfant, foyer = zoe
    ronan = agent("agent", largeur="téléphone")
    ronan.va(f"/gestion/familles/{foyer}/enfants/{enfant}/garde/")
    ronan.clique("Changer le rythme", role="link")
    ronan.page.locator("[name=semaines][value=paires]").check()
    ronan.page.locator("[name=change]").select_option("0-0")
    ronan.page.locator("[name=du]").fill("2026-11-10")
    ronan.clique("Voir les jours")
    ronan.voit("Vérifiez avant de confirmer", "Rien n’est encore enregistré", "L’année a 53 semaines")
    ronan.photographie("garde_apercu")
    ronan.clique("Confirmer ce rythme")
    ronan.voit("Le rythme est enregistré", "Une semaine sur deux")
    adresse = portail.objets(Foyer).get(pk=foyer).adresse
    for identifiant, ici in (("camille", "Aujourd’hui chez vous."), ("yann", "Aujourd’hui dans son autre foyer.")):
        parent = personne(largeur="téléphone")
        parent.se_connecte(identifiant)
        parent.va(f"/espace/enfants/{enfant}/")
        parent.voit(ici, "à partir du lundi 16 novembre matin")
        parent.clique("Son dossier", role="link", exact=False)
        parent.page.locator("summary").first.click()
        parent.voit(ici, "Semaine 49", "Arachide")
        parent.photographie(f"dossier_{identifiant}")
        assert parent.defauts() == []
    parent.ne_voit_pas(adresse)


def test_a_parent_keeps_the_entourage(personne):
    camille = personne(largeur="téléphone", javascript=False)
    camille.se_connecte("camille")
    camille.clique("Contacts", role="link", exact=False)
    camille.voit("Odette", "Marie-Antoinette-Joséphine de La Rochefoucauld-Liancourt", "Indiqué par l’autre foyer")
    camille.photographie("entourage")
    camille.clique("Ajouter une personne", role="link")
    camille.remplit("Prénom", "Thị Hương")
    camille.page.locator("[name=nom]").fill("Nguyễn")
    camille.page.locator("[name=lien]").select_option("voisin")
    camille.page.locator("[name=collecte][value=autorisee]").check()
    camille.page.locator("[name=duree][value=un_jour]").check()
    camille.clique("Enregistrer")
    camille.voit("Écrivez la date.", "Choisissez au moins un enfant.")
    camille.page.locator("[name=du]").fill("2026-11-20")
    camille.page.locator("[name=enfants]").first.check()
    camille.clique("Enregistrer")
    camille.voit("Cette personne est enregistrée", "Thị Hương Nguyễn", "Le vendredi 20 novembre 2026 seulement")
    camille.clique("Retirer Thị Hương Nguyễn", role="link")
    camille.clique("Retirer cette personne")
    camille.voit("n’est plus dans l’entourage à partir de demain")


def du_16_novembre(parent, inscription):
    """Give what the parent's week line, then the month of its own registration, say of Monday 16 November."""
    parent.va("/espace/reservations/semaine/2026-11-16/")
    cases = parent.page.locator(".notre-semaine__jour", has_text="lundi 16").inner_text()
    return " ".join(cases.split())


def test_two_parents_exchange_a_day_and_each_reads_whose_it_is(portail, personne, zoe):
    enfant = zoe[0]
    siennes = portail.objets(Inscription).filter(enfant=enfant).order_by("-pk")
    inscriptions = dict(
        siennes.values_list("payeur__foyer__appartenances__responsable__utilisateur__identifiant", "pk")
    )
    camille, yann = (personne(largeur="téléphone") for _ in range(2))
    for parent, identifiant in ((camille, "camille"), (yann, "yann")):
        parent.se_connecte(identifiant)
    avant = du_16_novembre(camille, inscriptions["camille"])
    assert "autre" in avant.lower()
    camille.va(f"/espace/enfants/{enfant}/garde/")
    camille.clique("Proposer d’échanger des jours", role="link")
    for demi in (0, 1):
        camille.page.locator(f"[name=demi][value='2026-11-16-{demi}']").check()
    assert camille.defauts() == []
    camille.clique("Voir ce que cela change")
    camille.voit("Vous prenez", "Le lundi 16 novembre")
    camille.remplit("Un mot pour l’autre parent", "Anniversaire de sa grand-mère")
    assert camille.defauts() == []
    camille.clique("Envoyer la proposition")
    camille.voit("En attente de réponse", "16 novembre")
    camille.ne_voit_pas("J’accepte")
    yann.va(portail.lien_du_courriel(a="yann@courriel.example", objet="Un échange de jours de garde"))
    yann.voit("Vous donnez", "Le lundi 16 novembre", "Anniversaire de sa grand-mère")
    yann.photographie("echange")
    assert yann.defauts() == []
    yann.clique("J’accepte cet échange")
    yann.voit("la garde change ces jours-là")
    sien, autre = (du_16_novembre(*qui) for qui in ((camille, inscriptions["camille"]), (yann, inscriptions["yann"])))
    # Who booked that day still pays it; the child is no more at the other home.
    assert "chez l’autre" not in sien.lower()
    assert "autre" in autre.lower()
