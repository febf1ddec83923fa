"""What was typed on the card page. Nothing of it is kept, logged or shown again."""

import re
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from demo.banque.reglages import CARTE_ACCEPTEE, CARTE_REFUSEE

ISSUES = {
    "payer": "accepte",
    "refuser": "refuse",
    "annuler": "annule",
    "attendre": "attente",
}


def controler(saisie: Mapping[str, str]) -> dict[str, str]:
    """Give the sentence of each field that was not well typed; only the test cards are known."""
    erreurs = {}
    if re.sub(r"\s", "", saisie.get("numero", "")) not in (CARTE_ACCEPTEE, CARTE_REFUSEE):
        erreurs["numero"] = (
            "Cette page ne connaît que les cartes de démonstration. Le numéro de la première est remis : "
            "ne saisissez jamais ici celui d’une vraie carte."
        )
    expiration = re.fullmatch(r"\s*(0[1-9]|1[0-2])\s*/\s*([0-9]{2})\s*", saisie.get("expiration", ""))
    if not expiration:
        erreurs["expiration"] = "Écrivez le mois et l’année en chiffres, par exemple 12/30."
    elif _est_passee(int(expiration[1]), 2000 + int(expiration[2])):
        erreurs["expiration"] = "Cette date est passée. Écrivez un mois à venir, par exemple 12/30."
    if not re.fullmatch(r"\s*[0-9]{3}\s*", saisie.get("cryptogramme", "")):
        erreurs["cryptogramme"] = "Écrivez les trois chiffres, par exemple 123."
    return erreurs


def issue(saisie: Mapping[str, str]) -> str:
    """Give the outcome that the button and the card ask for; empty when the button is unknown."""
    demandee = ISSUES.get(saisie.get("choix", ""), "")
    if demandee == "accepte" and re.sub(r"\s", "", saisie.get("numero", "")) == CARTE_REFUSEE:
        return "refuse"
    return demandee


def _est_passee(mois: int, annee: int) -> bool:
    aujourdhui = datetime.now(ZoneInfo("Europe/Paris"))
    return (annee, mois) < (aujourdhui.year, aujourdhui.month)
