"""What to tell a payer back from the bank: from what is recorded, and from the return when it is signed."""

from dataclasses import dataclass

from common import clock
from factures.paiements.enums import EtatTentative
from factures.paiements.paybox.configuration import configuration
from factures.paiements.paybox.protocol import SignatureInvalide, ValeurRefusee, verifier
from factures.paiements.paybox.reponse import PHRASES, Resultat, lire_reponse, phrase
from factures.paiements.querysets import DUREE_DU_PASSAGE

CONFIRME, REFUSE, ANNULE, ATTENTE, SANS_REPONSE = "confirme", "refuse", "annule", "attente", "sans_reponse"
CONCLUES = {
    EtatTentative.PAYEE: CONFIRME,
    EtatTentative.REFUSEE: REFUSE,
    EtatTentative.ANNULEE: ANNULE,
}


@dataclass(frozen=True)
class Outcome:
    """A situation and its sentence."""

    nom: str
    phrase: str

    @property
    def a_attendre(self):
        return self.nom == ATTENTE


def outcome_de(tentative, requete):
    """Where the attempt stands; ``requete`` is the raw query string of the return, maybe empty or forged."""
    if tentative.etat in CONCLUES:
        return Outcome(CONCLUES[tentative.etat], phrase(tentative.code))
    reponse = _lire_retour(tentative, requete)
    if reponse and reponse.resultat in (Resultat.REFUSE, Resultat.ANNULE):
        return Outcome(REFUSE if reponse.resultat is Resultat.REFUSE else ANNULE, reponse.phrase)
    if not reponse and not tentative.code and tentative.creee_le < clock.maintenant() - DUREE_DU_PASSAGE:
        return Outcome(
            SANS_REPONSE,
            "La banque ne nous a donné aucune réponse pour ce paiement. Si votre compte est débité, "
            "ne payez pas une seconde fois : adressez-vous à la régie. Sinon, vous pouvez recommencer.",
        )
    return Outcome(ATTENTE, PHRASES[Resultat.ATTENTE])


def _lire_retour(tentative, requete):
    """The signed return; None when it is missing, unsigned, or about another attempt."""
    if not requete:
        return None
    try:
        reponse = lire_reponse(verifier(requete, configuration().cles_publiques))
    except (SignatureInvalide, ValeurRefusee):
        return None
    return reponse if reponse.reference == tentative.reference else None
