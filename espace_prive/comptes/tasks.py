"""The tasks of accounts. They get ids only and are safe to run twice."""

from espace_prive.comptes.models import Utilisateur
from espace_prive.comptes.services import envoyer_activation, envoyer_mot_de_passe


def envoyer_lien(utilisateur_id: int, genre: str) -> None:
    """Send the link that was asked for, if the account can use one; 0 names nobody."""
    utilisateur = Utilisateur.objects.filter(pk=utilisateur_id).first()
    if utilisateur is None:
        return
    if utilisateur.a_activer and not utilisateur.is_active:
        # Who forgot the password of an account never activated needs the activation first.
        envoyer_activation(utilisateur)
    elif utilisateur.is_active and genre == "mot-de-passe":
        envoyer_mot_de_passe(utilisateur)
