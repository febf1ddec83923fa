"""Deposit a request, move it on."""

from django.db import transaction

from common.errors import Refus
from espace_prive.demarches.enums import TRANSITIONS, EtatDemarche
from espace_prive.demarches.models import Demarche, Evenement


@transaction.atomic
def deposer(*, numero, type, titre, service, foyer, auteur, recapitulatif=()):
    """Create the request ``numero``; return (request, True), or (the known one, False) when sent again."""
    demarche, creee = Demarche.objects.get_or_create(
        numero=numero,
        defaults={
            "type": type,
            "titre": titre,
            "service": service,
            "foyer": foyer,
            "auteur": auteur,
            "recapitulatif": list(recapitulatif),
        },
    )
    if creee:
        Evenement.objects.create(demarche=demarche, vers=EtatDemarche.DEPOSEE, par=auteur)
    return demarche, creee


@transaction.atomic
def traiter(demarche, vers, *, par=None, motif=""):
    """Move the request to the state ``vers`` and say why; raise Refus(code="transition") when it cannot."""
    if vers not in TRANSITIONS.get(EtatDemarche(demarche.etat), set()):
        raise Refus("Cette démarche est déjà terminée.", code="transition")
    Evenement.objects.create(demarche=demarche, de=demarche.etat, vers=vers, par=par, motif=motif)
    demarche.etat = vers
    demarche.save(update_fields=["etat", "recapitulatif"])
    return demarche
