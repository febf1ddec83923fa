"""« Annuler cette demande »: the contrary of a request, while its deadlines allow."""

import uuid

from django.db import transaction

from common.errors import Refus
from reservations.planning.enums import ResultatDeLigne, Sens
from reservations.planning.models import DemandeReservation, LigneDemande
from reservations.planning.services.reserver import (
    Souhait,
    enregistrer_demande,
    etudier,
    montant_montre,
)
from reservations.planning.situations import Piste

CONTRAIRE = {Sens.AJOUT: Sens.RETRAIT, Sens.RETRAIT: Sens.AJOUT}


def contraires(demande: DemandeReservation, pistes: list[Piste]) -> list[Souhait]:
    """Give the wishes that undo what the request did and that still stands; ``pistes``: the person's own rows."""
    par_qui = {(p.enfant.pk, f.pk): (p, f) for p in pistes for f in p.formules}
    souhaits = []
    for ligne in LigneDemande.objects.filter(demande=demande, resultat=ResultatDeLigne.ACCEPTEE):
        connue = par_qui.get((ligne.enfant_id, ligne.formule_id))
        if connue:
            heures = (ligne.arrivee, ligne.depart) if ligne.sens == Sens.RETRAIT else (None, None)
            souhaits.append(Souhait(*connue, ligne.date, CONTRAIRE[Sens(ligne.sens)], *heures))
    return souhaits


def peut_defaire(demarche, pistes: list[Piste]) -> bool:
    """Tell whether every line of the request can still be undone."""
    demande = DemandeReservation.objects.filter(demarche=demarche, defaite_par__isnull=True).first()
    souhaits = contraires(demande, pistes) if demande else []
    if not souhaits:
        return False
    reponses, _ = etudier(souhaits)
    return all(r.non is None for r in reponses)


@transaction.atomic
def defaire(demarche, *, pistes: list[Piste], auteur):
    """Undo a request; return the one that does. Raise Refus: ``deja_defaite``, ``delai`` and the like."""
    demande = DemandeReservation.objects.filter(demarche=demarche).first()
    souhaits = contraires(demande, pistes) if demande else []
    if not souhaits:
        raise Refus("Cette demande n’a rien changé : il n’y a rien à annuler.", code="vide")
    reponses, _ = etudier(souhaits)
    if refusee := next((r for r in reponses if r.non), None):
        raise Refus(f"Cette demande ne s’annule plus. {refusee.non.phrase}", code=refusee.non.code)
    return enregistrer_demande(
        souhaits, numero=uuid.uuid5(demarche.numero, "defaire"), foyer=demarche.foyer, auteur=auteur,
        montant_vu=montant_montre(reponses), defait=demande,
    )  # fmt: skip
