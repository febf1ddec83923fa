"""« Annuler cette demande »: the contrary of a request, while its deadlines allow."""

import uuid
from collections.abc import Iterable

from django.db import transaction

from common.errors import Refus
from reservations.planning import reading
from reservations.planning.enums import Sens
from reservations.planning.models import LigneDemande
from reservations.planning.services.confirmations import lignes_acceptees
from reservations.planning.services.reserver import (
    Souhait,
    enregistrer_demande,
    etudier,
    montant_montre,
)
from reservations.planning.situations import Piste

CONTRAIRE = {Sens.AJOUT: Sens.RETRAIT, Sens.RETRAIT: Sens.AJOUT}


def contraires(lignes: Iterable[LigneDemande], pistes: list[Piste]) -> list[Souhait]:
    """Give the wishes that undo the lines that a request did; ``pistes``: the person's own rows."""
    par_qui = {(p.enfant.pk, f.pk): (p, f) for p in pistes for f in p.formules}
    souhaits = []
    for ligne in lignes:
        connue = par_qui.get((ligne.enfant_id, ligne.formule_id))
        if connue:
            heures = (ligne.arrivee, ligne.depart) if ligne.sens == Sens.RETRAIT else (None, None)
            souhaits.append(Souhait(*connue, ligne.date, CONTRAIRE[Sens(ligne.sens)], *heures))
    return souhaits


def peut_defaire(demarche, pistes: list[Piste]) -> bool:
    """Tell whether every line of the request can still be undone."""
    demande = next(iter(reading.demandes(demarche=demarche.pk)), None)
    if demande is None or hasattr(demande, "defaite_par"):
        return False
    return se_defait(lignes_acceptees(demarche), pistes)


def se_defait(lignes: list[LigneDemande], pistes: list[Piste]) -> bool:
    """Tell whether each of these lines, done by a request that nobody undid, can be undone now."""
    souhaits = contraires(lignes, pistes)
    if not souhaits:
        return False
    reponses, _ = etudier(souhaits)
    return all(r.non is None for r in reponses)


@transaction.atomic
def defaire(demarche, *, pistes: list[Piste], auteur):
    """Undo a request; return the one that does. Raise Refus: ``deja_defaite``, ``delai`` and the like."""
    demande = next(iter(reading.demandes(demarche=demarche.pk)), None)
    souhaits = contraires(lignes_acceptees(demarche), pistes)
    if not souhaits:
        raise Refus("Cette demande n’a rien changé : il n’y a rien à annuler.", code="vide")
    reponses, _ = etudier(souhaits)
    if refusee := next((r for r in reponses if r.non), None):
        raise Refus(f"Cette demande ne s’annule plus. {refusee.non.phrase}", code=refusee.non.code)
    return enregistrer_demande(
        souhaits, numero=uuid.uuid5(demarche.numero, "defaire"), foyer=demarche.foyer, auteur=auteur,
        montant_vu=montant_montre(reponses), defait=demande,
    )  # fmt: skip
