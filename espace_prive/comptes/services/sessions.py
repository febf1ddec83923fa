"""Who comes in: recognise, slow down, remember the last time."""

import logging
from datetime import timedelta

from django.db import transaction

from common import clock, freins, journal
from common.errors import Refus
from espace_prive.comptes.authentification import identifier
from espace_prive.comptes.models import Utilisateur

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
ATTENDRE_ADRESSE = "Trop d’essais depuis votre connexion internet. Recommencez dans une heure."

# Counted for this account from this address, so that a stranger elsewhere never keeps a parent out.
ESSAIS_PAR_MINUTE = 5
ESSAIS_PAR_JOUR = 25
# Failures of one address over all accounts: a school or a mobile operator may hide many families behind one.
ECHECS_PAR_HEURE = 100


def reconnaitre(nom: str, mot_de_passe: str, *, adresse: str) -> Utilisateur:
    """Give the active account of this name and password; raise Refus with the same words known or unknown.

    Only who gives the right password of an account that waits for its activation is told so.
    """
    couple = f"{nom.strip().lower()}:{adresse}"
    cles = {f"connexion:minute:{couple}", f"connexion:jour:{couple}"}
    cle_adresse = f"connexion:adresse:{adresse}"
    freins.compter(cle_adresse, limite=ECHECS_PAR_HEURE, fenetre=timedelta(hours=1), phrase=ATTENDRE_ADRESSE)
    freins.compter(
        f"connexion:minute:{couple}", limite=ESSAIS_PAR_MINUTE, fenetre=timedelta(minutes=1), phrase=ATTENDRE
    )
    freins.compter(f"connexion:jour:{couple}", limite=ESSAIS_PAR_JOUR, fenetre=timedelta(days=1), phrase=ATTENDRE)
    utilisateur = identifier(nom, mot_de_passe)
    if utilisateur is None or not (utilisateur.is_active or utilisateur.a_activer):
        securite.info("sign-in refused from %s", adresse)
        raise Refus(INCONNU, code="inconnu")
    for cle in cles:
        freins.oublier(cle)
    freins.rendre(cle_adresse)
    if not utilisateur.is_active:
        raise Refus(A_ACTIVER, code="a_activer")
    return utilisateur


@transaction.atomic
def noter_connexion(utilisateur: Utilisateur, *, precedente) -> None:
    """Keep when the person came in, and the time before (« Dernière connexion le … à … »)."""
    utilisateur.connexion_precedente = precedente
    utilisateur.last_login = clock.maintenant()
    utilisateur.save(update_fields=["connexion_precedente", "last_login"])
    journal.noter("connexion", utilisateur, par=utilisateur)
