"""Sign in with the identifiant or with the e-mail address."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q

from espace_prive.comptes.models import Utilisateur


class IdentifiantOuCourriel(ModelBackend):
    """Accept either name; hash once whether or not the account exists, so that time says nothing."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        nom = (username or kwargs.get("identifiant") or "").strip()
        if not nom or password is None:
            return None
        # An identifiant always wins over the same text used as somebody else's e-mail address.
        trouves = list(Utilisateur.objects.filter(Q(identifiant__iexact=nom) | Q(email__iexact=nom))[:2])
        trouves.sort(key=lambda u: u.identifiant.lower() != nom.lower())
        if not trouves:
            Utilisateur().set_password(password)
            return None
        utilisateur = trouves[0]
        if utilisateur.check_password(password) and self.user_can_authenticate(utilisateur):
            return utilisateur
        return None
