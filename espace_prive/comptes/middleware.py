"""An account with a second factor not yet proved is nobody: closed by default, whatever a page says of itself."""

from django.contrib.auth.models import AnonymousUser
from django_otp.middleware import OTPMiddleware


class SecondFacteurMiddleware(OTPMiddleware):
    """django-otp's middleware, which sets ``request.user`` only once the second factor is proved.

    Whoever gave a password and owes a code is put aside for the page that asks for it; every other page, and every
    template, sees a visitor. It costs no statement: the row of the account says whether a factor protects it.
    """

    def _verify_user_sync(self, request, user):
        return self._personne(request, super()._verify_user_sync(request, user))

    async def _verify_user_async_via_auser(self, request, auser):
        return self._personne(request, await super()._verify_user_async_via_auser(request, auser))

    def _personne(self, request, user):
        if user.is_authenticated and user.second_facteur and not user.is_verified():
            request.personne_a_verifier = user
            user = AnonymousUser()
            self._init_user_fields(user)
        return user


def personne_a_verifier(request):
    """Whoever gave a password, the second factor proved or not; None for a visitor."""
    utilisateur = request.user
    if utilisateur.is_authenticated:
        return utilisateur
    return getattr(request, "personne_a_verifier", None)
