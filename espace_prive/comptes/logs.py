"""The security log: sign-outs. Refused passwords, codes and tries are logged where they are refused."""

import logging

from django.contrib.auth.signals import user_logged_out

securite = logging.getLogger("securite")


def noter_le_depart(sender, request, user, **options):
    """Log a sign-out, by our page or by the admin's."""
    if user is not None:
        securite.info("sign-out of account %s", user.pk)


def brancher():
    user_logged_out.connect(noter_le_depart, dispatch_uid="securite")
