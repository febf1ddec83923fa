"""The family file follows the e-mail address that its adult changed in « Mes identifiants »."""

from common import journal
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille.models import Responsable


def suivre_courriel(utilisateur: Utilisateur, *, ancienne: str) -> None:
    """Write the new address in the file, where the former one stands; another that the service wrote stays."""
    responsable = Responsable.objects.select_for_update(of=("self",)).filter(utilisateur=utilisateur).first()
    if responsable is None or responsable.email.lower() not in ("", ancienne.lower()):
        return
    avant, responsable.email = responsable.email, utilisateur.email
    responsable.version += 1
    responsable.save(update_fields=["email", "version"])
    journal.noter("adresse électronique suivie", responsable, par=utilisateur, avant={"email": avant})
