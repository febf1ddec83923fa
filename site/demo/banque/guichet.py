"""The payments in progress and done: one conclusion each, then the notification to the merchant."""

import logging
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

import requests

from demo.banque.cles import charger
from demo.banque.demande import DemandeRecue
from demo.banque.reglages import Reglages
from demo.banque.reponse import adresse_retour, nouveau_numero, sceller, variables

journal = logging.getLogger("demo.banque")

PAIEMENTS_MAX = 500
DELAI_MAX_SECONDES = 20


@dataclass
class Paiement:
    """One visit to the card page."""

    demande: DemandeRecue
    jeton: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    appel: str = field(default_factory=nouveau_numero)
    transaction: str = field(default_factory=nouveau_numero)
    issue: str = ""
    retour: str = ""
    message: str = ""
    envois: list[str] = field(default_factory=list)


class Guichet:
    """All that the stand-in remembers; nothing of a card is kept."""

    def __init__(self, reglages: Reglages):
        self.reglages = reglages
        self.cle = charger(reglages.dossier)
        self._paiements: OrderedDict[str, Paiement] = OrderedDict()
        self._verrou = threading.RLock()

    def ouvrir(self, demande: DemandeRecue) -> Paiement:
        """Start a visit; a reference already concluded gives back what was concluded."""
        with self._verrou:
            connu = self.par_reference(demande.reference)
            if connu and connu.issue:
                return connu
            paiement = Paiement(demande)
            self._paiements[paiement.jeton] = paiement
            while len(self._paiements) > PAIEMENTS_MAX:
                self._paiements.popitem(last=False)
            return paiement

    def par_jeton(self, jeton: str) -> Paiement | None:
        return self._paiements.get(jeton)

    def par_reference(self, reference: str) -> Paiement | None:
        """Give the concluded visit of a reference, else the last one."""
        with self._verrou:
            visites = [visite for visite in self._paiements.values() if visite.demande.reference == reference]
        return next((visite for visite in visites if visite.issue), visites[-1] if visites else None)

    def derniers(self, nombre: int = 20) -> list[Paiement]:
        with self._verrou:
            return list(self._paiements.values())[: -nombre - 1 : -1]

    def conclure(self, paiement: Paiement, issue: str) -> str:
        """Decide once, notify, and give the browser's return; a second click gets the first's answer."""
        with self._verrou:
            premier = not paiement.issue
            if premier:
                self._decider(paiement, issue)
        if premier:
            self._notifier_selon_reglages(paiement)
        return paiement.retour

    def denouer(self, paiement: Paiement, issue: str) -> bool:
        """Give its outcome to a payment left pending: another notification follows, no browser does."""
        with self._verrou:
            if paiement.issue != "attente":
                return False
            self._decider(paiement, issue)
        self._notifier_selon_reglages(paiement)
        return True

    def notifier(self, paiement: Paiement) -> str:
        """Send the last notification (again), and give what the merchant answered."""
        demande = paiement.demande
        adresse = demande.adresses["PBX_REPONDRE_A"]
        try:
            with requests.Session() as session:
                # The merchant is on this machine: no proxy stands between.
                session.trust_env = False
                options = {"timeout": DELAI_MAX_SECONDES, "allow_redirects": False}
                if demande.methode == "POST":
                    entetes = {"Content-Type": "application/x-www-form-urlencoded"}
                    reponse = session.post(adresse, data=paiement.message, headers=entetes, **options)
                else:
                    jonction = "&" if "?" in adresse else "?"
                    reponse = session.get(f"{adresse}{jonction}{paiement.message}", **options)
            bilan = f"{reponse.status_code}"
        except requests.RequestException as erreur:
            bilan = type(erreur).__name__
        paiement.envois.append(bilan)
        niveau = logging.INFO if bilan == "200" else logging.WARNING
        journal.log(niveau, "notification %s (%s) : %s", demande.reference, paiement.issue, bilan)
        return bilan

    def _decider(self, paiement: Paiement, issue: str) -> None:
        texte = variables(paiement.demande, issue, appel=paiement.appel, transaction=paiement.transaction)
        paiement.issue = issue
        paiement.message = sceller(texte, self.cle, nom=paiement.demande.retour[-1][0])
        paiement.retour = adresse_retour(paiement.demande, issue, texte, self.cle)

    def _notifier_selon_reglages(self, paiement: Paiement) -> None:
        reglages = self.reglages
        if reglages.muette:
            journal.warning("notification %s : la banque est muette", paiement.demande.reference)
            return

        def envoyer(attente: float, fois: int) -> None:
            time.sleep(attente)
            for _ in range(fois):
                self.notifier(paiement)

        if reglages.delai_secondes:
            threading.Thread(target=envoyer, args=(reglages.delai_secondes, reglages.repetitions), daemon=True).start()
        else:
            envoyer(0, reglages.repetitions)
