"""Run the measures and print them."""

import os
import re
import subprocess
import sys
import uuid
from decimal import Decimal
from itertools import count
from urllib.parse import urlencode

from demo.bench import lighthouse, ouverture
from demo.bench.mesure import Cible, Serveur, port_libre
from demo.lancer import Demonstration
from demo.postgres import RACINE
from demo.postgres import Serveur as Postgres

TOURS = 5
# Bands of facts/quality 4.3: ratios of the floors to each other on a quiet machine, with room for another machine.
BANDES = {("F1", "F0"): (1.7, 4.5), ("F4", "F1"): (2.5, 7.0), ("F5", "F1"): (2.0, 5.0)}
CLOTURE_MAX_SECONDES, F1_DE_REFERENCE = 5.0, 0.0007


def lancer():
    postgres = Postgres("bench")
    try:
        _mesurer(postgres)
    finally:
        postgres.arreter()


def _mesurer(postgres):
    local = RACINE / ".local" / "bench"
    env = {"DATABASE_URL": postgres.demarrer(base="etalons")}
    cookie = subprocess.run(
        [sys.executable, "-m", "demo.bench.etalons"],
        env={**os.environ, **env}, capture_output=True, text=True, check=True, cwd=RACINE,
    ).stdout  # fmt: skip
    portail = Demonstration(port=port_libre(), ville="donges", local=local, nom="bench")
    portail.env["DATABASE_URL"] = postgres.demarrer(base="portail_bench")
    portail.preparer()
    nu = Serveur("demo.bench.etalons:application", env=env)
    complet = Serveur("demo.bench.etalons:application", env={**env, "PORTAIL_ETALON": "complet"})
    vrai = Serveur("config.wsgi:application", env=portail.env)
    try:
        nu.attendre("/f0"), complet.attendre("/f4"), vrai.attendre("/robots.txt")
        cibles = _etalons(nu, complet, cookie) | _portail(vrai, portail)
        if "--seule-ouverture" not in sys.argv:
            for _ in range(TOURS):
                for cible in cibles.values():
                    cible.un_tour()
            _dire({nom: cible.mediane for nom, cible in cibles.items()})
        if "--sans-ouverture" not in sys.argv:
            ouverture.mesurer(portail, complet, cookie)
        if "--sans-lighthouse" not in sys.argv:
            lighthouse.dire(f"http://127.0.0.1:{vrai.port}", local, actualite="guide-de-l-enfance")
    finally:
        for serveur in (nu, complet, vrai):
            serveur.arreter()
    if "--sans-cloture" not in sys.argv:
        cloture(portail, cibles["F1"].mediane)


def _page(serveur, chemin, **options):
    def executer():
        duree, etat, _ = serveur.demander(chemin, **options)
        assert etat == 200, f"{chemin}: {etat}"  # noqa: S101
        return duree

    return executer


def _etalons(nu, complet, cookie):
    seances = count()
    biscuit = [f"Cookie: sessionid={cookie}"]

    def reserver():
        duree, etat, _ = nu.demander(f"/f5/{next(seances) % 300 + 1}")
        assert etat == 200  # noqa: S101
        return duree

    return {
        "F0": Cible("F0", _page(nu, "/f0"), nombre=150),
        "F1": Cible("F1", _page(nu, "/f1"), nombre=150),
        "F4": Cible("F4", _page(complet, "/f4", entetes=biscuit), nombre=80),
        "F5": Cible("F5", reserver, nombre=80),
    }


JOURS = 20


def _a_cocher(page):
    """Read a month: twenty cells that are free, what they cost in all, the version of the draft."""
    cases = re.findall(r'data-prix="([\d,]+)[^"]*">\s*<input type="checkbox" name="choix" value="([^"]+)">', page)
    libres = cases[:JOURS]
    assert len(libres) == JOURS, f"{len(libres)} free cells"  # noqa: S101
    montant = sum(Decimal(prix.replace(",", ".")) for prix, _ in libres)
    version = int(re.search(r'name="version" value="(\d+)"', page)[1])
    return [valeur for _, valeur in libres], montant, version


def _portail(vrai, portail):
    """Sign the demonstration's parent in and name the pages to time."""
    sortie = subprocess.run(
        [sys.executable, "manage.py", "preparer_bench"],
        env=portail.env, capture_output=True, text=True, check=True, cwd=RACINE,
    ).stdout  # fmt: skip
    session, annee, mois, agent, activite, jour = sortie.split()
    secret = "a" * 32
    entetes = [f"Cookie: sessionid={session}; csrftoken={secret}"]
    planning = f"/espace/reservations/mois/{annee}-{mois}/"
    libres, montant, version = _a_cocher(vrai.demander(planning, entetes=entetes)[2].decode())
    gestes = count()

    def enregistrer():
        """Book twenty cells, then cancel them: what the bar's « Confirmer » sends."""
        ajout = next(gestes) % 2 == 0
        donnees = [
            ("csrfmiddlewaretoken", secret),
            ("version", str(version)),
            ("numero", str(uuid.uuid4())),
            ("montant", f"{montant if ajout else -montant:.2f}"),
            ("vus", "" if ajout else " ".join(libres)),
            ("vers", "confirmer"),
            *(("choix", valeur) for valeur in (libres if ajout else ())),
        ]
        duree, etat, reponse = vrai.demander(
            planning, entetes=entetes, corps=urlencode(donnees).encode(), methode="POST"
        )
        assert etat == 302, re.sub(rb"<[^>]+>", b"", reponse)[-3000:].decode()  # noqa: S101
        return duree

    return {
        "accueil public": Cible("accueil public", _page(vrai, "/"), nombre=40),
        "accueil privé": Cible("accueil privé", _page(vrai, "/espace/", entetes=entetes), nombre=40),
        "semaine": Cible("semaine", _page(vrai, "/espace/reservations/semaine/", entetes=entetes), nombre=40),
        "planning du mois": Cible("planning du mois", _page(vrai, planning, entetes=entetes), nombre=40),
        "factures": Cible("factures", _page(vrai, "/espace/factures/", entetes=entetes), nombre=40),
        "liste de 828 enfants": Cible(
            "liste de 828 enfants",
            _page(
                vrai, f"/gestion/effectifs/?activite={activite}&jour={jour}", entetes=[f"Cookie: sessionid={agent}"]
            ),
            nombre=20,
        ),
        "enregistrer 20 jours": Cible("enregistrer 20 jours", enregistrer, nombre=20),
    }


def _dire(t):
    """Print every measure in milliseconds, and as a ratio to its floor, with what is wanted of it."""
    ecrire = sys.stdout.write
    ecrire("\nÉtalons (médiane de cinq tours entrelacés)\n")
    for nom in ("F0", "F1", "F4", "F5"):
        ecrire(f"  {nom}  {1000 * t[nom]:7.2f} ms\n")
    for (haut, bas), (mini, maxi) in BANDES.items():
        rapport = t[haut] / t[bas]
        alerte = "" if mini <= rapport <= maxi else "   FLOOR SUSPECT: outside its band"
        ecrire(f"  {haut} / {bas} = {rapport:.1f}  ({mini} à {maxi}){alerte}\n")
    ecrire("\nPortail\n")
    lignes = [
        ("accueil public", "F1", t["F1"], 1 / 0.6),
        ("accueil privé", "F4", t["F4"], 5),
        ("semaine", "F4", t["F4"], 4),
        ("planning du mois", "F4", t["F4"], 6),
        ("factures", "F4", t["F4"], None),
        ("liste de 828 enfants", "F4", t["F4"], 10),
        ("enregistrer 20 jours", "F5 + F4", t["F5"] + t["F4"], 3),
    ]
    for nom, etalon, base, voulu in lignes:
        rapport = t[nom] / base
        verdict = "" if voulu is None else f"   voulu ≤ {voulu:.3g} : {'oui' if rapport <= voulu else 'NON'}"
        ecrire(f"  {nom:<22}{1000 * t[nom]:7.2f} ms = {rapport:4.1f} × {etalon}{verdict}\n")


def cloture(portail, f1):
    """Time the closing of a month for 1,000 families of 27 meals, PDF and mail apart."""
    sortie = subprocess.run(
        [sys.executable, "manage.py", "bench_cloture"],
        env=portail.env, capture_output=True, text=True, check=True, cwd=RACINE,
    ).stdout  # fmt: skip
    secondes, factures, requetes = (float(v) for v in sortie.split())
    voulu = CLOTURE_MAX_SECONDES * f1 / F1_DE_REFERENCE
    verdict = "oui" if secondes <= voulu else "NON"
    sys.stdout.write(
        f"\nClôture d’un mois : {factures:.0f} factures de 27 repas en {secondes:.1f} s, "
        f"{requetes:.0f} requêtes par lot   voulu ≤ {voulu:.1f} s (5 s où F1 prend 0,7 ms) : {verdict}\n"
    )


if __name__ == "__main__":
    lancer()
