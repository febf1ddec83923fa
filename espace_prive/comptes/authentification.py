"""Sign in with the identifiant or with the e-mail address."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q

from common.database.compiled import compiled
from espace_prive.comptes.models import Utilisateur


def plier(nom: str) -> str:
    """The one spelling under which tries are counted: all that ``trouver`` takes for the same name.

    The database compares capitals, and « ı » or « ſ » have those of « i » and « s ».
    """
    return nom.strip().upper().lower()


def trouver(nom: str) -> Utilisateur | None:
    """The account whose identifiant or e-mail address is ``nom``, whatever the case."""
    nom = nom.strip()
    trouves = list(Utilisateur.objects.filter(Q(identifiant__iexact=nom) | Q(email__iexact=nom))[:2]) if nom else []
    # An identifiant always wins over the same text used as somebody else's e-mail address.
    trouves.sort(key=lambda u: u.identifiant.lower() != nom.lower())
    return trouves[0] if trouves else None


def identifier(nom: str, mot_de_passe: str) -> Utilisateur | None:
    """The account, active or not, if the password is its own.

    Exactly one hash is computed whether or not the account exists, so that response time tells nothing.
    """
    utilisateur = trouver(nom)
    if utilisateur is None:
        Utilisateur().set_password(mot_de_passe)
        return None
    return utilisateur if utilisateur.check_password(mot_de_passe) else None


@compiled
def _comptes(*, pk):
    """Every page of who is signed in starts with it: 0.17 ms instead of 0.66."""
    return Utilisateur.objects.filter(pk=pk)


class IdentifiantOuCourriel(ModelBackend):
    """Accept either name; refuse an account not activated or closed."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        nom = username or kwargs.get("identifiant") or ""
        if not nom.strip() or password is None:
            return None
        utilisateur = identifier(nom, password)
        return utilisateur if utilisateur and self.user_can_authenticate(utilisateur) else None

    def get_user(self, user_id):
        """The account of a session, if it may still come in: every page starts with this."""
        utilisateur = next(iter(_comptes(pk=user_id)), None)
        return utilisateur if utilisateur and self.user_can_authenticate(utilisateur) else None
