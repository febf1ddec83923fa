"""The secrets of links in mails: signed, dated, spent by the very change they allow."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from common import clock


class Jeton(PasswordResetTokenGenerator):
    """Django's generator on the portal's clock. It lives PASSWORD_RESET_TIMEOUT seconds."""

    def _now(self):
        return clock.maintenant().replace(tzinfo=None)


class JetonMotDePasse(Jeton):
    """To choose a new password: spent when the password changes or when somebody signs in."""

    key_salt = "espace_prive.comptes.tokens.JetonMotDePasse"


class JetonActivation(Jeton):
    """To activate an account: spent by the activation."""

    key_salt = "espace_prive.comptes.tokens.JetonActivation"

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}{user.a_activer}"


mot_de_passe = JetonMotDePasse()
activation = JetonActivation()
