"""The second factor of the staff: a code that changes every thirty seconds (TOTP)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from common import freins, journal, typo
from common.errors import Refus
from espace_prive.comptes.models import Utilisateur
from espace_prive.comptes.services.liens import _ecrire

CODE_FAUX = "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant dans l’application, puis recopiez-le."
ESSAIS = 10


def appareil_de(utilisateur: Utilisateur) -> TOTPDevice | None:
    """Give the second factor of the person: the confirmed one, else the one that waits for its first code."""
    return TOTPDevice.objects.filter(user=utilisateur).order_by("-confirmed", "pk").first()


@transaction.atomic
def preparer_second_facteur(utilisateur: Utilisateur) -> TOTPDevice:
    """Make the secret to put in the application, once: a confirmed second factor is never replaced here."""
    Utilisateur.objects.select_for_update(of=("self",)).get(pk=utilisateur.pk)
    return appareil_de(utilisateur) or TOTPDevice.objects.create(
        user=utilisateur, name="Application d’authentification", confirmed=False
    )


@transaction.atomic
def retirer_second_facteur(utilisateur: Utilisateur, *, par: Utilisateur, motif: str) -> None:
    """Take a lost second factor away; open sessions are no longer verified, and the person is told by mail."""
    if utilisateur.pk == par.pk:
        raise Refus(
            "Vous ne pouvez pas retirer votre propre second facteur : demandez à un autre administrateur.", code="soi"
        )
    if not motif.strip():
        raise Refus("Dites pourquoi, et comment vous avez reconnu la personne.", code="motif")
    Utilisateur.objects.select_for_update(of=("self",)).get(pk=utilisateur.pk)
    retires, _ = TOTPDevice.objects.filter(user=utilisateur).delete()
    if not retires:
        raise Refus("Cette personne n’a pas de second facteur : il est peut-être déjà retiré.", code="aucun")
    journal.noter("retrait du second facteur", utilisateur, par=par, motif=motif)
    _ecrire(
        utilisateur,
        cle="second-facteur-retire",
        objet="Votre second facteur a été retiré",
        gabarit="second_facteur_retire",
    )


def verifier_second_facteur(utilisateur: Utilisateur, code: str, *, adresse: str) -> TOTPDevice:
    """Give the second factor that the code proves; raise Refus for a wrong or a replayed one."""
    cle = f"second-facteur:{utilisateur.pk}:{adresse}"
    freins.compter(
        cle,
        limite=ESSAIS,
        fenetre=timedelta(minutes=5),
        phrase="Trop de codes à la suite. Attendez cinq minutes, puis recommencez.",
    )
    # The failure is counted on the device in this transaction, so the refusal is raised after it.
    with transaction.atomic():
        appareil = (
            TOTPDevice.objects.select_for_update(of=("self",))
            .filter(user=utilisateur)
            .order_by("-confirmed", "pk")
            .first()
        )
        permis, details = appareil.verify_is_allowed() if appareil else (True, None)
        juste = bool(appareil and permis and appareil.verify_token(code))
        if juste and not appareil.confirmed:
            appareil.confirmed = True
            appareil.save(update_fields=["confirmed"])
            journal.noter("ajout du second facteur", utilisateur, par=utilisateur)
            _ecrire(
                utilisateur,
                cle="second-facteur",
                objet="Un second facteur protège votre compte",
                gabarit="second_facteur",
            )
    if not permis:
        secondes = max(1, int((details["locked_until"] - timezone.now()).total_seconds()) + 1)
        attente = f"{secondes} seconde{typo.pluriel(secondes)}"
        raise Refus(f"Trop de codes faux. Attendez {attente}, puis recommencez.", code="frein")
    if not juste:
        raise Refus(CODE_FAUX, code="code")
    freins.oublier(cle)
    return appareil
