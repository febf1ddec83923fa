"""Where the adults of a family stand on the way to an account."""

from dataclasses import dataclass

from common import clock
from common.words import typo
from espace_prive.famille.models import Responsable
from espace_prive.ouverture.models import CleEnfance, Invitation


@dataclass(frozen=True)
class EtatDeCle:
    phrase: str
    vivante: bool = False
    peut_emettre: bool = True


def dire_les_cles(adultes: list[Responsable]) -> None:
    """Say of each adult ``etat_de_cle``, and ``invitation``, the living one of who has no space."""
    cles = CleEnfance.objects.filter(responsable__in=adultes).order_by("creee_le", "pk")
    dernieres = {cle.responsable_id: cle for cle in cles}
    sans = [a for a in adultes if a.utilisateur is None or a.utilisateur.a_activer]
    invitations = Invitation.objects.vivantes().filter(responsable__in=sans) if sans else ()
    invites = {invitation.responsable_id: invitation for invitation in invitations}
    for adulte in adultes:
        adulte.invitation = invites.get(adulte.pk)
        adulte.etat_de_cle = etat_de_cle(adulte, dernieres.get(adulte.pk), adulte.invitation)


def etat_de_cle(adulte: Responsable, cle: CleEnfance | None, invitation: Invitation | None = None) -> EtatDeCle:
    """Whether the person has an account, waits for its activation, was invited, or holds a key: ``cle``, the last."""
    compte = adulte.utilisateur
    if compte and not compte.a_activer:
        return EtatDeCle("Espace créé." if compte.is_active else "Espace fermé par le service.", peut_emettre=False)
    if compte:
        return EtatDeCle("Espace créé, pas encore activé.")
    if cle is None and invitation:
        quand = f"le {_jour(invitation.creee_le)}, lien valable jusqu’au {_jour(invitation.expire_le)}"
        return EtatDeCle(f"Invitation envoyée par courriel {quand}.")
    if cle is None:
        return EtatDeCle("Aucune clé remise.")
    if cle.annulee_le:
        return EtatDeCle(f"La dernière clé a été annulée le {_jour(cle.annulee_le)}.")
    if cle.expire_le <= clock.maintenant():
        return EtatDeCle(f"La dernière clé n’est plus valable depuis le {_jour(cle.expire_le)}.")
    phrase = f"Une clé a été remise le {_jour(cle.creee_le)}, valable jusqu’au {_jour(cle.expire_le)}."
    return EtatDeCle(phrase, vivante=True)


def _jour(instant) -> str:
    return typo.date_simple(instant.astimezone(clock.fuseau()))
