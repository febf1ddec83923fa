"""The mails of accounts call the portal as the town does, and write dates as French does."""

import pytest

from common import clock
from commune.models import Reglages
from espace_prive.comptes import services
from espace_prive.comptes.services import fermeture
from tests.tools.courrier import dernier
from tests.tools.html import source

pytestmark = pytest.mark.django_db
PORTAIL = "« Kiosque Petits & Grands »"


@pytest.fixture
def kiosque(donges):
    reglages = Reglages.load()
    reglages.nom_du_portail = "Kiosque Petits & Grands"
    reglages.save()


def dormir(parent):
    parent.last_login = clock.maintenant() - fermeture.INACTIF
    parent.save()
    assert fermeture.prevenir_les_inactifs() == 1


def effacer(gabarit):
    return lambda parent: services.effacer_compte(parent, par=None, motif="essai", gabarit=gabarit)


def fermer(parent):
    services.fermer_compte(parent, par=None, motif="à ne pas écrire")


def rouvrir(parent):
    fermer(parent)
    services.rouvrir_compte(parent, par=None, motif="à ne pas écrire")


@pytest.mark.parametrize(
    ("geste", "phrase"),
    [
        (dormir, "Il sera effacé le 10 décembre 2026, sauf si vous vous connectez d’ici là."),
        (effacer("compte_efface"), "n’a pas servi depuis deux ans"),
        (effacer("compte_ferme"), "est fermé, comme vous l’avez demandé"),
        (fermer, "il ne permet plus de se connecter"),
        (rouvrir, "Votre identifiant et votre mot de passe sont les mêmes qu’avant"),
        (services.inviter_agent, "Un accès à la gestion du portail"),
    ],
)
def test_a_mail_names_the_portal_as_the_town_does(kiosque, parent, geste, phrase):
    geste(parent)
    courriel = dernier(parent.email)
    for corps in (courriel.texte, courriel.html.replace("&nbsp;", " ").replace("&amp;", "&")):
        assert PORTAIL in corps
        assert phrase in source(corps)
        assert "à ne pas écrire" not in corps
        assert "l’Espace Famille" not in corps
