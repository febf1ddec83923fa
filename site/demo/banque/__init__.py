"""The stand-in for the bank: demonstrations and tests only, a process of its own."""

import os

if os.environ.get("PORTAIL_ENV") == "production" or os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(
    ".production"
):
    raise RuntimeError("La banque de démonstration ne démarre jamais en production.")
