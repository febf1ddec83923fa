"""The security log: who left. What refuses a password, a code or a try says it where it refuses."""

import logging

from django.contrib.auth.signals import user_logged_out

securite = logging.getLogger("securite")


def noter_le_depart(sender, request, user, **options):
    """Say that an account signed out, by our page or by the admin's."""
    if user is not None:
        securite.info("sign-out of account %s", user.pk)


def brancher():
    user_logged_out.connect(noter_le_depart, dispatch_uid="securite")
