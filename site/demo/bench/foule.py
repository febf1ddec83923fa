"""A crowd of real HTTP clients, in a process of its own: reads its orders (JSON) on its input, prints what it met.

Arrivals are open-loop: each family comes at its own instant, whether those before it were served or not.
"""

import json
import random
import re
import resource
import sys
import threading
import time
import uuid
from decimal import Decimal
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from demo.bench.mesure import demander

SECRET = "a" * 32
CASE = re.compile(r'data-prix="([\d,]+)[^"]*">\s*<input type="checkbox" name="choix" value="([^"]+)">')
VERSION = re.compile(r'name="version" value="(\d+)"')
# What a person waits on the page of the line before it gives up.
PATIENCE = 600


class Famille:
    """One family: it opens the calendar of its week, books every free day of both children, reads the confirmation."""

    def __init__(self, port, session, lundi):
        self.port, self.page = port, f"/espace/reservations/semaine/{lundi}/"
        self.cookies = {"sessionid": session, "csrftoken": SECRET}
        self.durees, self.attente, self.issue = [], 0.0, "erreur"

    def demander(self, chemin, **options):
        """Send one request, waiting in line as a browser does; keep its cookies and how long it took."""
        debut_de_l_attente = time.perf_counter()
        while True:
            cookies = "; ".join(f"{nom}={valeur}" for nom, valeur in self.cookies.items())
            duree, etat, reponse = demander(self.port, chemin, entetes=[f"Cookie: {cookies}"], **options)
            tete, _, corps = reponse.partition(b"\r\n\r\n")
            entetes = [ligne.partition(": ") for ligne in tete.decode("latin-1").split("\r\n")[1:]]
            for nom, _, valeur in entetes:
                if nom.lower() == "set-cookie":
                    self.cookies |= {c.key: c.value for c in SimpleCookie(valeur).values()}
            pause = next((int(v) for nom, _, v in entetes if nom.lower() == "refresh"), 0)
            if not pause or time.perf_counter() - debut_de_l_attente > PATIENCE:
                break
            self.attente += duree + pause
            time.sleep(pause)
        self.durees.append(duree)
        adresse = next((v for nom, _, v in entetes if nom.lower() == "location"), "")
        return etat, adresse, corps.decode(errors="replace")

    def reserver(self):
        """Live the journey; ``issue`` says how it ended."""
        etat, _, page = self.demander(self.page)
        if etat != 200:
            return
        cases, version = CASE.findall(page), VERSION.search(page)
        if not cases:
            self.issue = "complet"
            return
        montant = sum(Decimal(prix.replace(",", ".")) for prix, _ in cases)
        donnees = [
            ("csrfmiddlewaretoken", SECRET), ("version", version[1]), ("numero", str(uuid.uuid4())),
            ("montant", f"{montant:.2f}"), ("vus", ""), ("vers", "confirmer"),
            *(("choix", valeur) for _, valeur in cases),
        ]  # fmt: skip
        etat, adresse, page = self.demander(self.page, corps=urlencode(donnees).encode(), methode="POST")
        if etat == 302 and "/demandes/" in adresse:
            etat, _, page = self.demander(adresse)
            self.issue = "reservee" if etat == 200 else "erreur"
        elif etat == 422 and "plus de place" in page:
            self.issue = "refusee"

    def vivre(self):
        debut = time.perf_counter()
        try:
            self.reserver()
        except (OSError, ValueError):
            self.issue = "erreur"
        self.total = time.perf_counter() - debut - self.attente


def ouvrir(port, sessions, semaines, par_seconde, graine):
    """Let the families come, so many a second on average; give what each met."""
    hasard = random.Random(graine)
    familles = [Famille(port, session, hasard.choice(semaines)) for session in sessions]
    fils, suivante = [], time.perf_counter()
    for famille in familles:
        suivante += hasard.expovariate(par_seconde)
        time.sleep(max(0.0, suivante - time.perf_counter()))
        fil = threading.Thread(target=famille.vivre)
        fil.start()
        fils.append(fil)
    for fil in fils:
        fil.join()
    return [{"issue": f.issue, "total": f.total, "durees": f.durees, "attente": f.attente} for f in familles]


def debit(port, chemin, cookie, clients, secondes):
    """Ask one page without pause; give the requests per second of these clients together."""
    fin, comptes = time.perf_counter() + secondes, [0] * clients

    def demander_sans_cesse(rang):
        while time.perf_counter() < fin:
            _, etat, _ = demander(port, chemin, entetes=[f"Cookie: sessionid={cookie}"])
            comptes[rang] += etat == 200

    fils = [threading.Thread(target=demander_sans_cesse, args=(rang,)) for rang in range(clients)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return sum(comptes) / secondes


def main():
    ordre = json.load(sys.stdin)
    sorte = ordre.pop("sorte")
    resultat = debit(**ordre) if sorte == "debit" else ouvrir(**ordre)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    json.dump({"resultat": resultat, "processeur": usage.ru_utime + usage.ru_stime}, sys.stdout)


if __name__ == "__main__":
    main()
