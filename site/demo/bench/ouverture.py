"""The opening day: how many families may start each second, and what they meet above that.

The clients are another process, whose processor time is counted apart. The pace is looked for by steps of a quarter;
then the whole crowd comes at that pace, and then at three times it, with the line of ``common.web.affluence``.
"""

import json
import os
import statistics
import subprocess
import sys
import time

from demo.bench.mesure import Serveur
from demo.postgres import RACINE

CLIENTS, SECONDES = 4, 6
ESSAI, P95_MAX = 120, 1.0
DEPART, PAS, PAS_MAX = 4.0, 1.25, 12
VOULU = 1 / 14
FOIS = 3


def mesurer(portail, nu, cookie) -> None:
    """Measure and print. ``portail``: the demonstration prepared; ``nu``: the server of F4, already up."""
    depart = json.loads(_commande(portail, "preparer_ouverture"))
    f4 = _foule(sorte="debit", port=nu.port, chemin="/f4", cookie=cookie, clients=CLIENTS, secondes=SECONDES)
    ecrire = sys.stdout.write
    ecrire(f"\nJour d’ouverture ({len(depart['sessions'])} familles, sessions de 60 places)\n")
    serveur = Serveur("config.wsgi:application", env=portail.env)
    try:
        serveur.attendre("/robots.txt")
        rythme = _chercher(portail, serveur, depart)
        rapport = rythme / f4["resultat"]
        verdict = "oui" if rapport >= VOULU else "NON"
        ecrire(
            f"  {rythme:.1f} parcours commencés par seconde, F4 à {f4['resultat']:.0f} requêtes par seconde : "
            f"1/{1 / rapport:.1f}   voulu ≥ 1/14 : {verdict}\n"
        )
        _jouer(portail, serveur, depart, rythme, "toute la foule à ce rythme")
    finally:
        serveur.arreter()
    avec_file = Serveur("config.wsgi:application", env=portail.env | {"PORTAIL_ARRIVEES_PAR_SECONDE": f"{rythme:.2f}"})
    try:
        avec_file.attendre("/robots.txt")
        _jouer(portail, avec_file, depart, rythme * FOIS, "trois fois plus vite, avec la file")
    finally:
        avec_file.arreter()


def _commande(portail, *mots) -> str:
    return subprocess.run(
        [sys.executable, "manage.py", *mots], env=portail.env, capture_output=True, text=True, check=True, cwd=RACINE
    ).stdout


def _foule(**ordre) -> dict:
    env = {**os.environ, "PYTHONPATH": f"{RACINE}{os.pathsep}{RACINE / 'site'}"}
    fini = subprocess.run(
        [sys.executable, "-m", "demo.bench.foule"],
        input=json.dumps(ordre), env=env, capture_output=True, text=True, check=True, cwd=RACINE,
    )  # fmt: skip
    return json.loads(fini.stdout)


def _venir(portail, serveur, depart, rythme, nombre, graine):
    """Empty the sessions, let so many families come; give what they met, and for how long."""
    _commande(portail, "preparer_ouverture", "--vider")
    debut = time.perf_counter()
    venus = _foule(
        sorte="ouvrir", port=serveur.port, sessions=depart["sessions"][:nombre], semaines=depart["semaines"],
        par_seconde=rythme, graine=graine,
    )  # fmt: skip
    return venus, time.perf_counter() - debut


def _chercher(portail, serveur, depart) -> float:
    """Give the highest of the paces tried at which 95 journeys in 100 end within a second, without an error."""
    rythme, bon = DEPART, 0.0
    for graine in range(PAS_MAX):
        venus, _ = _venir(portail, serveur, depart, rythme, ESSAI, graine)
        totaux = [f["total"] for f in venus["resultat"]]
        erreurs = sum(f["issue"] == "erreur" for f in venus["resultat"])
        p95 = _quantile(totaux, 95)
        sys.stdout.write(f"    essai à {rythme:4.1f}/s : p95 {p95:.2f} s, {erreurs} erreur(s)\n")
        if erreurs or p95 > P95_MAX:
            break
        bon, rythme = rythme, rythme * PAS
    return bon or DEPART / PAS


def _jouer(portail, serveur, depart, rythme, titre) -> None:
    avant = json.loads(_commande(portail, "preparer_ouverture", "--compter"))
    venus, secondes = _venir(portail, serveur, depart, rythme, len(depart["sessions"]), 99)
    apres = json.loads(_commande(portail, "preparer_ouverture", "--compter"))
    familles = venus["resultat"]
    totaux = [f["total"] for f in familles]
    issues = {nom: sum(f["issue"] == nom for f in familles) for nom in ("reservee", "refusee", "complet", "erreur")}
    attentes = [f["attente"] for f in familles if f["attente"]]
    sys.stdout.write(
        f"  {titre} ({rythme:.1f}/s, {secondes:.0f} s) : p50 {_quantile(totaux, 50):.2f} s, "
        f"p95 {_quantile(totaux, 95):.2f} s, p99 {_quantile(totaux, 99):.2f} s\n"
        f"    {issues['reservee']} réservées, {issues['refusee']} refusées à l’envoi, {issues['complet']} ont lu "
        f"« complet », {issues['erreur']} erreur(s) (voulu 0)\n"
        f"    {apres['reservees']} places prises, {apres['de_trop']} de trop (voulu 0), {apres['faux']} compteur(s) "
        f"faux (voulu 0), {apres['etreintes'] - avant['etreintes']} étreinte(s) mortelle(s) (voulu 0)\n"
        f"    processeur des clients : {venus['processeur']:.1f} s\n"
    )
    if attentes:
        sys.stdout.write(
            f"    {len(attentes)} ont attendu, la moitié moins de {statistics.median(attentes):.0f} s, "
            f"{max(attentes):.0f} s au plus\n"
        )


def _quantile(valeurs, centieme) -> float:
    ordonnees = sorted(valeurs)
    return ordonnees[min(len(ordonnees) - 1, len(ordonnees) * centieme // 100)]
