"""The family file follows the e-mail address that its adult changed in « Mes identifiants »."""

from django.urls import reverse

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock_one
from common.mails import courriels
from common.models import Urgence
from commune.services import reglages
from espace_prive.comptes.models import Utilisateur
from espace_prive.famille.models import Responsable


def suivre_courriel(utilisateur: Utilisateur, *, ancienne: str) -> None:
    """Write the new address in the file if it held the former one; an address the service wrote stays."""
    responsable = lock_one(Responsable.objects.filter(utilisateur=utilisateur))
    if responsable is None or responsable.email.lower() not in ("", ancienne.lower()):
        return
    avant, responsable.email = responsable.email, utilisateur.email
    responsable.version += 1
    responsable.save(update_fields=["email", "version"])
    journal.noter(ActionJournal.ADRESSE_ELECTRONIQUE_SUIVIE, responsable, par=utilisateur, avant={"email": avant})


def prevenir_l_ancienne(responsable: Responsable, ancienne: str, *, evenement: int, invitation=False) -> None:
    """Tell the file's former address that another replaces it, or got the way in; ``evenement``: its journal line.

    The other address is not named: it may be its owner's, or a thief's.
    """
    nouvelle = "" if invitation else responsable.email
    if ancienne and ancienne.lower() != nouvelle.lower():
        courriels.envoyer(
            cle=f"ancienne-adresse:{evenement}",
            a=ancienne,
            objet="L’adresse électronique de votre dossier",
            gabarit="courriels/ancienne_adresse",
            urgence=Urgence.ATTENDU,
            responsable=responsable,
            invitation=invitation,
            commune=reglages(),
            lien=reverse("messagerie:ecrire"),
        )
