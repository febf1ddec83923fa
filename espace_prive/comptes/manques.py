"""Whom the town still has to name before it can run the portal."""

from espace_prive.comptes.enums import Role
from espace_prive.comptes.models import Utilisateur


def du_personnel() -> list[str]:
    actifs = Utilisateur.objects.filter(is_staff=True, is_active=True)
    manques = []
    if not actifs.filter(is_superuser=True).exists():
        manques.append("Le compte d’un premier administrateur (manage.py createsuperuser).")
    for role, quoi in (
        (Role.AGENT, "Un agent du guichet"), (Role.REGISSEUR, "Un régisseur"), (Role.REDACTEUR, "Un rédacteur"),
    ):  # fmt: skip
        if not actifs.filter(groups__name=role.label).exists():
            manques.append(f"{quoi} (Réglages › Utilisateurs).")
    return manques
