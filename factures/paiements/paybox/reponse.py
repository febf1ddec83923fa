"""What the bank's answer means, for the invoice and for the parent. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from factures.paiements.paybox.protocol import ValeurRefusee, lire_montant


class Resultat(StrEnum):
    """The four outcomes of an attempt; a parent never sees a finer one."""

    ACCEPTE = "accepte"
    REFUSE = "refuse"
    ANNULE = "annule"
    ATTENTE = "attente"


ACCEPTES = {"00000"}
# 00001 is what a cancellation gives, and an unreachable authorisation centre too: not paid, try again.
# 00030 is a page left open too long; 00117 is the bank's own word for « cancelled by the customer ».
ANNULES = {"00001", "00030", "00117"}
EN_ATTENTE = {"00099", "99999"}
# What stands for the authorisation number of a test card.
AUTORISATION_ESSAI = "XXXXXX"

PHRASES = {
    Resultat.ACCEPTE: "Votre paiement est accepté par la banque.",
    Resultat.REFUSE: (
        "La banque n’a pas accepté ce paiement : votre facture reste à régler. "
        "Vous pouvez recommencer, avec une autre carte si besoin, ou vous adresser à votre banque."
    ),
    Resultat.ANNULE: "Le paiement a été interrompu : votre facture reste à régler. Vous pouvez recommencer.",
    Resultat.ATTENTE: (
        "La banque n’a pas encore donné sa réponse. Ne payez pas une seconde fois : "
        "cette page vous dira le résultat, et un reçu vous sera envoyé par courriel si le paiement est accepté."
    ),
}
# Only slips of typing are told apart: the parent can mend them alone. Why a bank refuses is their own affair.
PHRASES_SAISIE = {
    "00004": "Le numéro de la carte ou son cryptogramme n’a pas été reconnu. Vous pouvez recommencer.",
    "00008": "La date d’expiration de la carte n’a pas été reconnue. Vous pouvez recommencer.",
    "00030": ("La page de paiement est restée ouverte trop longtemps : rien n’est réglé. Vous pouvez recommencer."),
}


# What the cashier may say of a refusal. A lost or stolen card, a suspicion: the bank's affair, said as a refusal only.
RAISONS = {
    "00003": "la page de paiement de la banque était en panne",
    "00004": "numéro de carte ou cryptogramme faux",
    "00006": "réglages du compte de la régie refusés : prévenez l’administrateur",
    "00008": "date d’expiration fausse",
    "00010": "monnaie refusée",
    "00011": "montant refusé",
    "00015": "déjà payé",
    "00021": "carte non autorisée",
    "00022": "plafond atteint",
    "00029": "carte non conforme",
    "00033": "pays non autorisé",
    "00040": "le payeur n’a pas été authentifié (3-D Secure)",
    "00101": "le payeur doit appeler sa banque",
    "00102": "le payeur doit appeler sa banque",
    "00103": "la banque ne reconnaît pas la régie : prévenez l’administrateur",
    "00105": "la banque n’a pas autorisé le paiement",
    "00112": "transaction refusée",
    "00113": "montant refusé",
    "00114": "numéro de carte faux",
    "00119": "à recommencer plus tard",
    "00133": "carte expirée",
    "00138": "trop d’essais du code",
    "00151": "provision insuffisante",
    "00154": "carte expirée",
    "00155": "code faux",
    "00157": "opération non permise à ce payeur",
    "00161": "plafond atteint",
    "00175": "trop d’essais du code",
    "00189": "le payeur n’a pas été authentifié",
    "00190": "la banque était indisponible",
    "00191": "la banque du payeur ne répondait pas",
    "00196": "la banque était en panne",
    "00197": "la banque n’a pas répondu à temps",
    "001A1": "le payeur n’a pas été authentifié (3-D Secure)",
    "001A4": "le payeur n’a pas été authentifié (3-D Secure)",
}


def raison(code: str) -> str:
    """What a code means, in a few words, for the cashier."""
    match resultat(code):
        case Resultat.ACCEPTE:
            return "accepté par la banque"
        case Resultat.ANNULE:
            return "abandonné par le payeur, ou page laissée ouverte trop longtemps"
        case Resultat.ATTENTE:
            return "la banque n’a pas encore répondu"
    return f"refusé par la banque : {RAISONS.get(code, 'carte refusée')}"


def resultat(code: str) -> Resultat:
    """The outcome of an error code; a code not known as paid is not paid."""
    if code in ACCEPTES:
        return Resultat.ACCEPTE
    if code in ANNULES:
        return Resultat.ANNULE
    if code in EN_ATTENTE:
        return Resultat.ATTENTE
    return Resultat.REFUSE


def phrase(code: str) -> str:
    return PHRASES_SAISIE.get(code) or PHRASES[resultat(code)]


@dataclass(frozen=True)
class Reponse:
    """The signed fields of an answer, read. What the bank left out or garbled is empty, amount apart."""

    reference: str
    montant: Decimal
    code: str
    transaction: str
    appel: str
    autorisation: str
    moyen: str
    carte: str
    garantie: str
    le: date | None
    heure: str

    @property
    def resultat(self) -> Resultat:
        return resultat(self.code)

    @property
    def paye(self) -> bool:
        return self.resultat is Resultat.ACCEPTE

    @property
    def est_un_essai(self) -> bool:
        return self.autorisation == AUTORISATION_ESSAI

    @property
    def phrase(self) -> str:
        return phrase(self.code)


def lire_reponse(champs: Mapping[str, str]) -> Reponse:
    """Read the fields that `verifier` returned; ValeurRefusee without reference, amount or code."""
    if not champs.get("R") or not champs.get("E"):
        raise ValeurRefusee("la réponse n’a pas de référence ou pas de code")
    return Reponse(
        reference=champs["R"],
        montant=lire_montant(champs.get("M", "")),
        code=champs["E"],
        transaction=champs.get("S", ""),
        appel=champs.get("T", ""),
        autorisation=champs.get("A", ""),
        moyen=champs.get("P", ""),
        carte=champs.get("C", ""),
        garantie=champs.get("G", ""),
        le=_lire_date(champs.get("W", "")),
        heure=champs.get("Q", ""),
    )


def _lire_date(texte: str) -> date | None:
    """JJMMAAAA."""
    try:
        return datetime.strptime(texte, "%d%m%Y").date()  # noqa: DTZ007
    except ValueError:
        return None
