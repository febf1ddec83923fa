"""Mails that accounts promise, written when the postman passes. They get ids only and are idempotent."""

from espace_prive.comptes.services import lettre_du_lien


def lien_de_mot_de_passe(utilisateur_id: int) -> dict | None:
    return lettre_du_lien(utilisateur_id, genre="mot-de-passe")


def lien_d_activation(utilisateur_id: int) -> dict | None:
    return lettre_du_lien(utilisateur_id, genre="activation")
