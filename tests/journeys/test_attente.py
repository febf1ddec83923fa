"""A full day: wait for it, be offered the place, let it go by one night; the next family accepts from its mail."""

import pytest
from django.utils import timezone
from django_q.models import Schedule

from reservations.attente.models import Attente
from reservations.planning.models import Reservation
from tests.journeys.gestes import PHRASE, jour, reserver_par_http

pytestmark = pytest.mark.journey
JEUDI, SEMAINE = "2026-12-17", "/espace/reservations/semaine/2026-12-14/"
LIBEREE = "Une place s’est libérée"


def attendre(quelqu_un, famille, rang, *, axe=False):
    """Ask to be told, from the full day of the week; ``axe``: its pages are examined."""
    quelqu_un.se_connecte(famille.identifiant, PHRASE)
    quelqu_un.va(SEMAINE)
    quelqu_un.photographie(f"attente-complet-{rang}")
    quelqu_un.page.get_by_role("button", name="Être prévenu").first.click()
    quelqu_un.voit("jours complets", "en attente" if rang > 1 else "personne n’attend encore")
    quelqu_un.photographie(f"attente-demander-{rang}")
    trouves = quelqu_un.defauts() if axe else []
    quelqu_un.clique("Être prévenu")
    quelqu_un.voit("Sur la liste d’attente", f"En attente, {rang}{'re' if rang == 1 else 'e'} position")
    assert trouves + (quelqu_un.defauts() if axe else []) == []


def faire_passer_le_facteur_des_places(portail):
    """Have the work of every five minutes done now, as after a night without it."""
    portail.objets(Schedule).filter(func="common.tasks.souvent").update(next_run=timezone.now())


def test_an_offer_expires_by_night_and_the_next_family_accepts_from_its_mail(portail, personne, famille_neuve):
    dedans = famille_neuve("Bothorel", enfants=["Elouan"], quotient="500")
    premiere = famille_neuve("Penverne", enfants=["Nolwenn"], quotient="500")
    seconde = famille_neuve("Le Goff", enfants=["Malou"], quotient="500")
    reserver_par_http(portail, dedans, "Elouan", [JEUDI])
    portail.complet(JEUDI, inscription=dedans.inscriptions["Elouan"])

    attendre(personne(largeur="téléphone", javascript=False), premiere, 1)
    attendre(personne(largeur="ordinateur", sans_csp=True), seconde, 2, axe=True)

    elle = personne(largeur="téléphone")
    elle.se_connecte(dedans.identifiant, PHRASE)
    elle.va(SEMAINE)
    jour(elle, JEUDI).uncheck()
    elle.clique("Confirmer")
    elle.voit("annulé")

    lien = portail.lien_du_courriel(a=premiere.courriel, objet=LIBEREE)
    chez_elle = personne(largeur="téléphone", javascript=False)
    chez_elle.va(lien)
    chez_elle.voit("Une place vous est proposée", "Nolwenn, jeudi 17 décembre", "Gardée pour vous jusqu’au")
    chez_elle.photographie("attente-offre")

    # A day later: nobody answered, and nothing looked at the lists meanwhile.
    portail.il_est("2026-11-11T14:00:00+01:00")
    chez_elle.clique("Accepter")
    chez_elle.voit("n’est plus gardée")
    faire_passer_le_facteur_des_places(portail)
    lien = portail.lien_du_courriel(a=seconde.courriel, objet=LIBEREE, patience=90)
    chez_eux = personne(largeur="ordinateur", sans_csp=True)
    chez_eux.va(lien)
    chez_eux.voit("Malou, jeudi 17 décembre")
    chez_eux.photographie("attente-offre-large")
    assert chez_eux.defauts() == []
    chez_eux.clique("Accepter")
    chez_eux.voit("Place acceptée")
    assert portail.objets(Reservation).filter(payeur__foyer=seconde.foyer, etat="confirmee").count() == 1
    etats = portail.objets(Attente).filter(date=JEUDI).order_by("pk").values_list("etat", flat=True)
    assert list(etats)[-2:] == ["expiree", "acceptee"]
