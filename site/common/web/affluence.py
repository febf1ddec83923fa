"""A crowd on an opening morning: so many people start each second, the others wait on a page that keeps their place.

Who has started goes on without waiting again: a queue in the middle of a booking would lose what the first one saved.
One row counts for all the web processes. A place is a signed cookie: nothing of it is kept anywhere else, and whoever
throws it away goes to the end of the line.
"""

import math
import time

from django.conf import settings
from django.core import signing
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string

from common import clock

COOKIE, SEL = "portail_file", "common.affluence"
PRIVE = "/espace/"
# Who has started keeps that right, from its last page on; who waits keeps its place.
PASSE, PLACE = 30 * 60, 2 * 60 * 60
# People who may start at once after a quiet moment, in seconds of the ordinary pace.
AVANCE = 10
# A page that waits asks again between these many seconds, sooner as one's turn comes near.
TOT, TARD = 3, 20

ARRIVER = """
INSERT INTO common_affluence AS a (id, numero, servi, le) VALUES (1, 1, %(avance)s, %(le)s)
ON CONFLICT (id) DO UPDATE SET numero = a.numero + 1, servi = {servi}, le = %(le)s RETURNING numero, servi
"""
# What was served since the last arrival; never more than the advance beyond who came.
SERVI = "LEAST(a.numero + %(avance)s, a.servi + %(debit)s * GREATEST(0, EXTRACT(EPOCH FROM %(le)s - a.le)))"
ARRIVER = ARRIVER.format(servi=SERVI)
REGARDER = f"SELECT a.numero, {SERVI} FROM common_affluence a WHERE a.id = 1"  # noqa: S608 - made of constants


def _demander(requete: str):
    debit = settings.ARRIVEES_PAR_SECONDE
    with connection.cursor() as curseur:
        curseur.execute(requete, {"debit": debit, "avance": debit * AVANCE, "le": clock.reel()})
        return curseur.fetchone()


def arriver() -> tuple[int, int]:
    """Take the next number; give (number, rank in the line, 0 when nobody waits)."""
    numero, servi = _demander(ARRIVER)
    return numero, _rang(numero, servi)


def attendre(numero: int) -> int:
    """Give the rank of that number in the line; 0: its turn has come."""
    ligne = _demander(REGARDER)
    return _rang(numero, ligne[1]) if ligne else 0


def derniers() -> int:
    """Give how many are in line now."""
    ligne = _demander(REGARDER)
    return _rang(*ligne) if ligne else 0


def _rang(numero: int, servi) -> int:
    return max(0, math.ceil(numero - float(servi)))


def pause(rang: int) -> int:
    """Give the seconds until the page asks again."""
    return min(TARD, max(TOT, math.ceil(rang / settings.ARRIVEES_PAR_SECONDE / 2)))


class AffluenceMiddleware:
    """Let people into the private area at the pace that the machine holds (settings.ARRIVEES_PAR_SECONDE; 0: all).

    Only pages that are opened wait: what is sent (a booking, a payment, a sign-in typed on a page that was given) goes
    through. The page asks again by the Refresh header, which needs no script, at the address that was asked for.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not settings.ARRIVEES_PAR_SECONDE or not self.concerne(request):
            return self.get_response(request)
        etat = self.lire(request)
        if "passe" in etat:
            reponse = self.get_response(request)
            if time.time() - etat["passe"] > PASSE / 3:
                self.laisser_passer(reponse)
            return reponse
        if not etat and (avant := derniers()):
            # A number for who sends a cookie back: a program that keeps none would lengthen the line at each call.
            return self.faire_attendre(request, {"arrive": True}, avant + 1)
        numero, rang = (etat["place"], attendre(etat["place"])) if "place" in etat else arriver()
        if not rang:
            reponse = self.get_response(request)
            self.laisser_passer(reponse)
            return reponse
        return self.faire_attendre(request, {"place": numero}, rang)

    @staticmethod
    def concerne(request) -> bool:
        """Tell whether it is a page that somebody opens: a telephone that reads its calendar never waits."""
        chemin = request.path_info
        return request.method == "GET" and chemin.startswith(PRIVE) and not chemin.endswith(".ics")

    @staticmethod
    def lire(request) -> dict:
        """Read the cookie: {"passe": since when}, {"place": number}, {"arrive": True}; nothing of a forged one."""
        try:
            lu = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SEL, max_age=PLACE)
        except signing.BadSignature:
            return {}
        if "passe" in lu and time.time() - lu["passe"] > PASSE:
            return {}
        return lu

    @classmethod
    def laisser_passer(cls, reponse) -> None:
        cls.ecrire(reponse, {"passe": int(time.time())})

    @staticmethod
    def ecrire(reponse, valeur: dict) -> None:
        reponse.set_cookie(
            COOKIE, signing.dumps(valeur, salt=SEL), max_age=PLACE, path=PRIVE, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip

    @classmethod
    def faire_attendre(cls, request, place: dict, rang):
        secondes = pause(rang) if "place" in place else 1
        minutes = math.ceil(rang / settings.ARRIVEES_PAR_SECONDE / 60)
        contexte = {"rang": rang, "minutes": minutes, "retour": request.get_full_path()}
        reponse = HttpResponse(render_to_string("affluence.html", contexte))
        reponse["Refresh"] = str(secondes)
        reponse["Cache-Control"] = "no-store, private"
        cls.ecrire(reponse, place)
        return reponse
