"""When a mail that did not leave is tried again, and why it did not, in words. Pure: no database, no Django."""

from datetime import datetime, timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

# The waits between tries, then the last one again and again.
ATTENTES = [timedelta(minutes=n) for n in (1, 2, 5, 10, 20, 30, 60, 120)]
DUREE = timedelta(days=3)

NE_REPOND_PAS = "Le serveur d’envoi ne répond pas."
REFUSE_LE_PORTAIL = "Le serveur d’envoi refuse l’identifiant ou le mot de passe du portail."
# What is no mail's own fault: once one has left, those stopped by it need not wait for their turn.
PANNES = [NE_REPOND_PAS, REFUSE_LE_PORTAIL]
ADRESSE_REFUSEE = "Le serveur du destinataire refuse cette adresse ({code})."
PLUS_TARD = "Le serveur du destinataire demande d’attendre ({code})."
REFUSE = "Le serveur d’envoi a refusé ce courriel ({code})."
ILLISIBLE = "Le portail n’a pas su écrire ce courriel : prévenez qui l’entretient."
PERIME = "Le lien qu’il portait n’est plus valable."


def prochain(essais: int, *, depuis: datetime, instant: datetime, expire_le: datetime | None) -> datetime | None:
    """When to try again after ``essais`` failures; None: three days have passed, or its link is dead."""
    limite = depuis + DUREE
    if expire_le is not None:
        limite = min(limite, expire_le)
    if instant >= limite:
        return None
    return min(instant + ATTENTES[min(essais, len(ATTENTES)) - 1], limite)


def sans_espoir(erreur: Exception) -> bool:
    """Whether trying again is useless: the address itself is refused, for good."""
    return isinstance(erreur, SMTPRecipientsRefused) and all(code >= 500 for code, _ in erreur.recipients.values())


def en_mots(erreur: Exception) -> str:
    """What went wrong; nothing of what the server wrote, which may repeat the mail."""
    if isinstance(erreur, SMTPRecipientsRefused):
        code = next((code for code, _ in erreur.recipients.values()), "")
        return (ADRESSE_REFUSEE if sans_espoir(erreur) else PLUS_TARD).format(code=code)
    if isinstance(erreur, SMTPAuthenticationError):
        return REFUSE_LE_PORTAIL
    if isinstance(erreur, (SMTPConnectError, SMTPServerDisconnected)):
        return NE_REPOND_PAS
    if isinstance(erreur, SMTPResponseException):
        return REFUSE.format(code=erreur.smtp_code)
    # smtplib's own errors are OSError too.
    if isinstance(erreur, OSError) and not isinstance(erreur, SMTPException):
        return NE_REPOND_PAS
    return ILLISIBLE
