"""The HTTP face of the stand-in, on this machine only."""

import logging
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from demo.banque import carte, demande, vues
from demo.banque.guichet import Guichet, Paiement
from demo.banque.reglages import CHEMINS, Reglages

journal = logging.getLogger("demo.banque")

TAILLE_MAX_OCTETS = 32_768
ETAT = '<!doctype html><html lang="fr"><title>État</title><body><div id="server_status">{}</div></body></html>'
FICHIERS = {"/banque.css": "text/css; charset=utf-8", "/icone.svg": "image/svg+xml"}
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


class Serveur(ThreadingHTTPServer):
    """Listen on the loopback address; `port` 0 takes a free one."""

    daemon_threads = True

    def __init__(self, reglages: Reglages, port: int = 0):
        self.guichet = Guichet(reglages)
        super().__init__(("127.0.0.1", port), Accueil)

    @property
    def adresse(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address):
        journal.exception("requête interrompue")


class Accueil(BaseHTTPRequestHandler):
    """One request."""

    server: Serveur
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "BanqueDeDemonstration", ""
    timeout = 10
    error_message_format = "<!doctype html><html lang='fr'><title>%(code)d</title><p>Demande refusée (%(code)d).</p>"

    @property
    def guichet(self) -> Guichet:
        return self.server.guichet

    def do_GET(self):
        chemin = urlsplit(self.path).path
        if chemin == "/":
            self.repondre(vues.page_accueil(self.guichet.derniers()))
        elif chemin == "/load.html":
            self.repondre(ETAT.format("OK" if self.guichet.reglages.en_service else "KO"))
        elif chemin in FICHIERS:
            contenu = (Path(__file__).parent / chemin[1:]).read_bytes()
            self.repondre(contenu, type_contenu=FICHIERS[chemin])
        elif paiement := self.guichet.par_jeton(chemin.removeprefix("/carte/")):
            self.montrer(paiement)
        elif chemin in CHEMINS:
            self.refuser_demande("La demande de paiement se fait par l’envoi d’un formulaire (POST).")
        else:
            self.introuvable()

    do_HEAD = do_GET

    def do_POST(self):
        corps = self.lire_corps()
        if corps is None:
            return
        chemin = unquote(urlsplit(self.path).path)
        if chemin in CHEMINS:
            self.demander(corps)
        elif trouve := re.fullmatch(r"/carte/([\w-]+)", chemin):
            self.saisir(trouve[1], corps)
        elif trouve := re.fullmatch(r"/rejouer/(.+)", chemin):
            self.rejouer(trouve[1])
        elif trouve := re.fullmatch(r"/denouer/(.+)/(accepte|refuse)", chemin):
            self.denouer(trouve[1], trouve[2])
        else:
            self.introuvable()

    # ------------------------------------------------------------ what is asked

    def demander(self, corps: bytes) -> None:
        """A merchant sends a payer: check the request, show the card page."""
        try:
            recue = demande.controler(demande.lire(corps), self.guichet.reglages)
        except demande.DemandeRefusee as refus:
            journal.warning("demande refusée : %s", refus)
            self.refuser_demande(str(refus))
            return
        paiement = self.guichet.ouvrir(recue)
        # A page got by GET: the browser's « back » works from the portal.
        self.rediriger(f"/carte/{paiement.jeton}", paiement=paiement)

    def saisir(self, jeton: str, corps: bytes) -> None:
        """The payer clicks a button of the card page."""
        paiement = self.guichet.par_jeton(jeton)
        if paiement is None:
            self.introuvable()
            return
        saisie = dict(parse_qsl(corps.decode("utf-8", "replace"), keep_blank_values=True))
        issue = carte.issue(saisie)
        if not issue:
            self.repondre(vues.page_message("Choix inconnu", "Revenez à la page de la carte."), statut=400)
            return
        erreurs = carte.controler(saisie) if saisie["choix"] == "payer" and not paiement.issue else {}
        if erreurs:
            self.montrer(paiement, saisie=saisie, erreurs=erreurs)
            return
        self.rediriger(self.guichet.conclure(paiement, issue), paiement=paiement)

    def rejouer(self, nom: str) -> None:
        paiement = self.trouver(nom)
        if paiement is None or not paiement.issue:
            self.introuvable()
            return
        bilan = self.guichet.notifier(paiement)
        phrase = f"Le portail a répondu {bilan} à la notification de {paiement.demande.reference}."
        self.repondre(vues.page_message("Notification renvoyée", phrase))

    def denouer(self, nom: str, issue: str) -> None:
        paiement = self.trouver(nom)
        if paiement is None or not self.guichet.denouer(paiement, issue):
            self.introuvable()
            return
        phrase = f"Le paiement {paiement.demande.reference} est {vues.MOTS[issue]}."
        self.repondre(vues.page_message("Paiement dénoué", phrase))

    def trouver(self, nom: str) -> Paiement | None:
        return self.guichet.par_jeton(nom) or self.guichet.par_reference(nom)

    # ------------------------------------------------------------ what is answered

    def montrer(self, paiement: Paiement, **saisie) -> None:
        if paiement.issue:
            self.repondre(vues.page_terminee(paiement), paiement=paiement)
            return
        page = vues.page_carte(paiement, regie=self.guichet.reglages.regie, **saisie)
        self.repondre(page, statut=400 if saisie.get("erreurs") else 200, paiement=paiement)

    def rediriger(self, adresse: str, *, paiement: Paiement) -> None:
        self.send_response(303)
        self.send_header("Location", adresse)
        self.terminer(b"", paiement=paiement)

    def refuser_demande(self, phrase: str) -> None:
        self.repondre(vues.page_refus(phrase), statut=400)

    def introuvable(self) -> None:
        page = vues.page_message("Page introuvable", "La banque de démonstration n’a rien à cette adresse.")
        self.repondre(page, statut=404)

    def repondre(
        self,
        corps: str | bytes,
        *,
        statut: int = 200,
        type_contenu: str = "text/html; charset=utf-8",
        paiement: Paiement | None = None,
    ) -> None:
        self.send_response(statut)
        self.send_header("Content-Type", type_contenu)
        self.terminer(corps.encode() if isinstance(corps, str) else corps, paiement=paiement)

    def terminer(self, corps: bytes, *, paiement: Paiement | None) -> None:
        self.send_header("Content-Length", str(len(corps)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", CSP + origines(paiement))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(corps)

    def lire_corps(self) -> bytes | None:
        """Read a body of reasonable size; else refuse and close, lest the rest be read as a request."""
        longueur = self.headers.get("Content-Length", "")
        if not longueur.isdecimal() or int(longueur) > TAILLE_MAX_OCTETS:
            self.close_connection = True
            self.refuser_demande("L’envoi est trop long, ou sa longueur n’est pas dite.")
            return None
        return self.rfile.read(int(longueur))

    def log_message(self, format, *args):
        journal.debug(format, *args)


def origines(paiement: Paiement | None) -> str:
    """Give the merchant's origins: a browser applies form-action to the redirect that follows a form."""
    if paiement is None:
        return ""
    adresses = {urlsplit(adresse) for adresse in paiement.demande.adresses.values()}
    return "".join(sorted({f" {adresse.scheme}://{adresse.netloc}" for adresse in adresses}))
