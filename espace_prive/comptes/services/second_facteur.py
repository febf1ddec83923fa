"""The second factor: a code that changes every thirty seconds (TOTP), and ten recovery codes for the day it is lost.

Compulsory for the staff, offered to parents. Every change asks for a fresh proof: the password and a code.
"""

import logging
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_one
from common.errors import Refus
from common.web import freins
from espace_prive.comptes import rules
from espace_prive.comptes.models import CodeDeSecours, Utilisateur
from espace_prive.comptes.services.appareils import fermer_les_sessions, oublier_la_confiance
from espace_prive.comptes.services.courrier import ecrire, ecrire_partout
from espace_prive.comptes.services.liens import exiger_mot_de_passe

securite = logging.getLogger("securite")

CODE_EXIGE = "Donnez le code que montre maintenant votre application d’authentification."
CODE_FAUX = "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant dans l’application, puis recopiez-le."
SECOURS_FAUX = "Ce code de secours n’est pas dans votre liste, ou il a déjà servi. Essayez le suivant de la liste."
TROP_DE_CODES = "Trop de codes à la suite. Attendez cinq minutes, puis recommencez."
DEJA = "Un second facteur protège déjà ce compte."
AUCUN = "Aucun second facteur ne protège ce compte."
# Counted apart for each browser where the factor was proved once: whoever stole the password keeps nobody out.
ESSAIS = ((10, timedelta(minutes=5)), (30, timedelta(days=1)))


def appareil_de(utilisateur: Utilisateur) -> TOTPDevice | None:
    """The person's second factor: the confirmed one, else the one that waits for its first code."""
    return TOTPDevice.objects.filter(user=utilisateur).order_by("-confirmed", "pk").first()


@transaction.atomic
def preparer_second_facteur(utilisateur: Utilisateur) -> TOTPDevice:
    """Make the secret for the application, once: a confirmed second factor is never replaced here."""
    lock(utilisateur)
    return appareil_de(utilisateur) or TOTPDevice.objects.create(
        user=utilisateur, name="Application d’authentification", confirmed=False
    )


def commencer_second_facteur(utilisateur: Utilisateur, *, mot_de_passe: str) -> TOTPDevice:
    """Make the secret for a parent, against the password."""
    exiger_mot_de_passe(utilisateur, mot_de_passe)
    return preparer_second_facteur(utilisateur)


def abandonner_second_facteur(utilisateur: Utilisateur) -> None:
    """Delete a secret that no code confirmed."""
    TOTPDevice.objects.filter(user=utilisateur, confirmed=False).delete()


def activer_second_facteur(
    utilisateur: Utilisateur, code: str, *, appareil: int | None, session: str = ""
) -> tuple[TOTPDevice, list[str]]:
    """Confirm the application by its first code; return it, and the recovery codes in clear for this one time.

    The sessions but this one end: they never proved the factor.
    """
    cles = _freiner(utilisateur, appareil)
    with transaction.atomic():
        totp = _verrouiller(utilisateur)
        if totp is None or totp.confirmed:
            raise Refus(DEJA if totp else AUCUN, code="etat")
        juste = totp.verify_token(code)
        if juste:
            totp.confirmed = True
            totp.save(update_fields=["confirmed"])
            Utilisateur.objects.filter(pk=utilisateur.pk).update(second_facteur=True)
            codes = _tirer_codes(utilisateur)
            utilisateur.appareils.filter(pk=appareil).update(prouve_le=clock.maintenant())
            fermer_les_sessions(utilisateur, par=utilisateur, sauf=session)
            journal.noter(ActionJournal.AJOUT_DU_SECOND_FACTEUR, utilisateur, par=utilisateur)
            ecrire_partout(
                utilisateur, cle="second-facteur", objet="Un second facteur protège votre compte",
                gabarit="second_facteur",
            )  # fmt: skip
    if not juste:
        raise Refus(CODE_FAUX, code="code")
    freins.oublier(*cles)
    return totp, codes


def exiger_code(utilisateur: Utilisateur, saisi: str) -> None:
    """Require a fresh code of the second factor, for what must not be done from a session left open."""
    if not saisi.strip():
        raise Refus(CODE_EXIGE, code="code_exige")
    verifier_second_facteur(utilisateur, saisi.strip(), appareil=None)


def verifier_second_facteur(utilisateur: Utilisateur, code: str, *, appareil: int | None) -> TOTPDevice:
    """The second factor that the code proves: six digits of the application, or a recovery code.

    Raise Refus for a wrong code and for one already used. ``appareil`` is the browser's.
    """
    cles = _freiner(utilisateur, appareil)
    if code.isascii() and code.isdigit():
        # A code that is right is spent in this transaction; the refusal is raised after it.
        with transaction.atomic():
            totp = _verrouiller(utilisateur)
            juste = bool(totp and totp.confirmed and totp.verify_token(code))
        if not juste:
            securite.info("second factor refused for account %s", utilisateur.pk)
            raise Refus(CODE_FAUX, code="code")
    else:
        totp = _depenser(utilisateur, code)
    utilisateur.appareils.filter(pk=appareil).update(prouve_le=clock.maintenant())
    freins.oublier(*cles)
    return totp


def _freiner(utilisateur, appareil):
    eprouve = utilisateur.appareils.filter(pk=appareil, prouve_le__isnull=False).exists()
    ou = appareil if eprouve else "ailleurs"
    return freins.paliers(f"second-facteur:{utilisateur.pk}:{ou}", ESSAIS, phrase=TROP_DE_CODES)


def _verrouiller(utilisateur):
    return lock_one(TOTPDevice.objects.filter(user=utilisateur).order_by("-confirmed", "pk"))


@transaction.atomic
def _depenser(utilisateur, saisi):
    """Use a recovery code, once; tell the person by mail how many are left."""
    totp = _verrouiller(utilisateur)
    code = rules.normaliser_code(saisi)
    libres = list(CodeDeSecours.objects.filter(utilisateur=utilisateur, utilise_le__isnull=True))
    trouve = next((ligne for ligne in libres if check_password(code, ligne.empreinte)), None)
    if totp is None or not totp.confirmed or trouve is None:
        securite.info("recovery code refused for account %s", utilisateur.pk)
        raise Refus(SECOURS_FAUX, code="secours")
    trouve.utilise_le = clock.maintenant()
    trouve.save(update_fields=["utilise_le"])
    restants = len(libres) - 1
    journal.noter(ActionJournal.CODE_DE_SECOURS_UTILISE, utilisateur, par=utilisateur, restants=restants)
    ecrire(
        utilisateur, cle="code-de-secours", objet="Un code de secours vient de servir", gabarit="code_de_secours",
        restants=restants,
    )  # fmt: skip
    return totp


def _tirer_codes(utilisateur):
    CodeDeSecours.objects.filter(utilisateur=utilisateur).delete()
    codes = rules.tirer_codes()
    CodeDeSecours.objects.bulk_create(
        CodeDeSecours(utilisateur=utilisateur, empreinte=make_password(rules.normaliser_code(code))) for code in codes
    )
    return codes


def codes_restants(utilisateur: Utilisateur) -> int:
    return CodeDeSecours.objects.filter(utilisateur=utilisateur, utilise_le__isnull=True).count()


def _prouver(utilisateur, *, mot_de_passe, code, appareil):
    """Require a fresh proof: the password first, so that a wrong one spends no code."""
    exiger_mot_de_passe(utilisateur, mot_de_passe)
    verifier_second_facteur(utilisateur, code, appareil=appareil)


def renouveler_codes(utilisateur: Utilisateur, *, mot_de_passe: str, code: str, appareil: int | None) -> list[str]:
    """Draw new recovery codes, returned in clear for this one time; the former ones stop working."""
    _prouver(utilisateur, mot_de_passe=mot_de_passe, code=code, appareil=appareil)
    with transaction.atomic():
        lock(utilisateur)
        journal.noter(ActionJournal.NOUVEAUX_CODES_DE_SECOURS, utilisateur, par=utilisateur)
        return _tirer_codes(utilisateur)


def retirer_mon_second_facteur(
    utilisateur: Utilisateur, *, mot_de_passe: str, code: str, appareil: int | None, session: str = ""
) -> None:
    """Remove one's own second factor, with a fresh proof; the other sessions end."""
    _prouver(utilisateur, mot_de_passe=mot_de_passe, code=code, appareil=appareil)
    with transaction.atomic():
        _oter(utilisateur, par=utilisateur, motif="", gabarit="second_facteur_retire_par_moi", session=session)


@transaction.atomic
def retirer_second_facteur(utilisateur: Utilisateur, *, par: Utilisateur, motif: str) -> None:
    """Remove a lost second factor; every session ends, and the person is told by mail."""
    if utilisateur.pk == par.pk:
        raise Refus(
            "Vous ne pouvez pas retirer votre propre second facteur : demandez à un autre administrateur.", code="soi"
        )
    if not motif.strip():
        raise Refus("Dites pourquoi, et comment vous avez reconnu la personne.", code="motif")
    _oter(utilisateur, par=par, motif=motif, gabarit="second_facteur_retire")


def _oter(utilisateur, *, par, motif, gabarit, session=""):
    lock(utilisateur)
    retires, _ = TOTPDevice.objects.filter(user=utilisateur).delete()
    if not retires:
        raise Refus("Cette personne n’a pas de second facteur : il est peut-être déjà retiré.", code="aucun")
    Utilisateur.objects.filter(pk=utilisateur.pk).update(second_facteur=False)
    CodeDeSecours.objects.filter(utilisateur=utilisateur).delete()
    fermer_les_sessions(utilisateur, par=par, sauf=session)
    oublier_la_confiance(utilisateur)
    journal.noter(ActionJournal.RETRAIT_DU_SECOND_FACTEUR, utilisateur, par=par, motif=motif)
    ecrire_partout(
        utilisateur, cle="second-facteur-retire", objet="Votre second facteur a été retiré", gabarit=gabarit,
    )  # fmt: skip
