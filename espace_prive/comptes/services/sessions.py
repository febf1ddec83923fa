"""Signing in: recognise, slow down, remember the last time."""

import logging
from datetime import timedelta

from django.db import transaction

from common import clock, journal
from common.actions import ActionJournal
from common.errors import Refus
from common.web import freins
from espace_prive.comptes.authentification import identifier, plier
from espace_prive.comptes.models import Appareil, Utilisateur
from espace_prive.comptes.services.appareils import (
    ESSAIS_CONNU,
    adopter,
    appareil_connu,
    cle_d_essai,
    prevenir_du_nouvel_appareil,
)

securite = logging.getLogger("securite")

INCONNU = "Cet identifiant et ce mot de passe ne vont pas ensemble. Vérifiez-les, puis recommencez."
A_ACTIVER = (
    "Votre espace n’est pas encore activé. Suivez le lien que nous vous avons envoyé par courriel, "
    "ou demandez-en un nouveau."
)
ATTENDRE = (
    "Trop d’essais à la suite. Attendez une minute, puis recommencez ; ou choisissez un nouveau mot de passe "
    "avec « J’ai oublié mon mot de passe »."
)
ATTENDRE_CONNU = (
    "Trop d’essais à la suite. Attendez un peu, de plus en plus longtemps, avant de recommencer ; ou choisissez un "
    "nouveau mot de passe avec « J’ai oublié mon mot de passe »."
)
ATTENDRE_ADRESSE = "Trop d’essais depuis votre connexion internet. Recommencez dans une heure."
ATTENDRE_NOM = (
    "Trop d’essais avec ce nom aujourd’hui, peut-être par quelqu’un d’autre. Depuis l’appareil où vous vous "
    "connectez d’habitude, rien ne change. Depuis celui-ci, choisissez un nouveau mot de passe avec « J’ai oublié "
    "mon mot de passe »."
)

# From a browser that the account does not know. An account has two names (identifiant, address), counted apart so
# that what is refused for one says nothing of the other: 24 tries in a day at most from wherever they come
# (CNIL 2022-100: 25).
ESSAIS_PAR_MINUTE = 5
ESSAIS_PAR_NOM = 12
# Failures of one address over all accounts: a school or a mobile operator may hide many families behind one.
ECHECS_PAR_HEURE = 100


def reconnaitre(nom: str, mot_de_passe: str, *, adresse: str, secret: str = "") -> Utilisateur:
    """The active account of this name and password; raise Refus with the same words, known or unknown.

    ``secret`` is the browser's. Only the right password reveals that an account waits for its activation.
    """
    connu = appareil_connu(nom, secret)
    a_oublier, a_rendre = _freiner_connu(connu) if connu else _freiner(plier(nom), adresse)
    utilisateur = identifier(nom, mot_de_passe)
    if utilisateur is None or not (utilisateur.is_active or utilisateur.a_activer):
        securite.info("sign-in refused from %s", adresse)
        raise Refus(INCONNU, code="inconnu")
    freins.oublier(*a_oublier)
    for cle in a_rendre:
        freins.rendre(cle)
    if not utilisateur.is_active:
        raise Refus(A_ACTIVER, code="a_activer")
    return utilisateur


def _freiner_connu(appareil):
    return freins.paliers(cle_d_essai(appareil), ESSAIS_CONNU, phrase=ATTENDRE_CONNU), []


def _freiner(nom, adresse):
    """Count a try by a browser unknown to the account; on success, return what to forget and what to give back."""
    reseau = freins.reseau(adresse)
    cle_adresse, couple, cle_nom = (
        f"connexion:adresse:{reseau}",
        f"connexion:minute:{nom}:{reseau}",
        f"connexion:nom:{nom}",
    )
    freins.compter(cle_adresse, limite=ECHECS_PAR_HEURE, fenetre=timedelta(hours=1), phrase=ATTENDRE_ADRESSE)
    freins.compter(couple, limite=ESSAIS_PAR_MINUTE, fenetre=timedelta(minutes=1), phrase=ATTENDRE)
    freins.compter(cle_nom, limite=ESSAIS_PAR_NOM, fenetre=timedelta(days=1), phrase=ATTENDRE_NOM)
    # The failures of others stay counted: the person who comes in gives nobody more tries.
    return [couple], [cle_adresse, cle_nom]


@transaction.atomic
def noter_connexion(utilisateur: Utilisateur, *, precedente, secret: str, agent: str) -> tuple[Appareil, bool]:
    """Record this sign-in, the one before (« Dernière connexion le … à … »), and the browser.

    Return the browser and whether it was known; a new one is told by mail, but at the very first sign-in.
    """
    utilisateur.connexion_precedente = precedente
    utilisateur.last_login = clock.maintenant()
    utilisateur.save(update_fields=["connexion_precedente", "last_login"])
    appareil, connu = adopter(utilisateur, secret=secret, agent=agent)
    journal.noter(ActionJournal.CONNEXION, utilisateur, par=utilisateur)
    if precedente is not None and not connu:
        prevenir_du_nouvel_appareil(utilisateur, appareil)
    return appareil, connu
