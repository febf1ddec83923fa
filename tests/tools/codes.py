"""Codes of the second factor, as an application shows them."""

import time

from django_otp.oath import TOTP


def code(appareil, decalage=0):
    """Give the code of this instant, ``decalage`` seconds later."""
    calcul = TOTP(appareil.bin_key, appareil.step, appareil.t0, appareil.digits, appareil.drift)
    calcul.time = time.time() + decalage
    return f"{calcul.token():06d}"
