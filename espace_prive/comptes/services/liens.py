"""Accounts created, activated, and given a new password, by links sent to their own address."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_one
from common.errors import Refus
from common.mails import courriels
from common.models import Urgence
from common.web import freins
from espace_prive.comptes import tokens
from espace_prive.comptes.authentification import plier, trouver
from espace_prive.comptes.enums import EtatChangement
from espace_prive.comptes.models import Utilisateur
from espace_prive.comptes.motsdepasse import juger
from espace_prive.comptes.services.appareils import fermer_les_sessions, oublier_la_confiance, oublier_les_essais
from espace_prive.comptes.services.courrier import ecrire, ecrire_partout, lettre

securite = logging.getLogger("securite")

# Who writes the mail of a link that was asked for, by what was asked.
REDACTEURS = {
    "mot-de-passe": "espace_prive.comptes.tasks.lien_de_mot_de_passe",
    "activation": "espace_prive.comptes.tasks.lien_d_activation",
}
OBJET_DU_LIEN = "Un lien pour votre espace"
DEMANDES_PAR_HEURE = 5
DEMANDES_PAR_ADRESSE = 30
TROP_DE_DEMANDES = "Trop de demandes depuis votre connexion internet. Recommencez dans une heure."
# Tries of the present password by whoever is signed in: 5 in five minutes, 25 in a day.
ESSAIS_ACTUEL = ((5, timedelta(minutes=5)), (25, timedelta(days=1)))
ATTENDRE = "Trop d’essais à la suite. Attendez cinq minutes, puis recommencez."
TROP_DE_CORRECTIONS = "Vous avez déjà corrigé cette adresse trois fois. Recommencez demain, ou appelez-nous."
LIEN_PERIME = "Ce lien n’est plus valable : il a déjà servi, ou il a plus de 24 heures."


def lire_uid(uid: str) -> Utilisateur | None:
    """The account that a link names, or None."""
    try:
        return Utilisateur.objects.filter(pk=int(urlsafe_base64_decode(uid).decode())).first()
    except (ValueError, OverflowError):
        return None


def uid(utilisateur: Utilisateur) -> str:
    """What names an account in an address."""
    return urlsafe_base64_encode(force_bytes(utilisateur.pk))


def _adresse(nom: str, utilisateur: Utilisateur, jeton: str) -> str:
    """The link of a mail, on the configured address and never on the one that the browser claims."""
    return settings.ADRESSE_PUBLIQUE + reverse(nom, args=[uid(utilisateur), jeton])


@transaction.atomic
def creer_compte(*, identifiant, email, mot_de_passe, civilite, nom, prenoms, adresse_prouvee=False) -> Utilisateur:
    """Create the account of a parent, inactive until the link of the activation mail is followed.

    ``adresse_prouvee``: the person came by a link sent to that address, so it is active at once.
    """
    utilisateur = Utilisateur(
        identifiant=identifiant,
        email=Utilisateur.objects.normalize_email(email),
        civilite=civilite,
        last_name=nom,
        first_name=prenoms,
        is_active=adresse_prouvee,
        a_activer=not adresse_prouvee,
    )
    utilisateur.set_password(mot_de_passe)
    utilisateur.full_clean()
    utilisateur.save()
    journal.noter(ActionJournal.CREATION_DU_COMPTE, utilisateur, par=utilisateur)
    if not adresse_prouvee:
        envoyer_activation(utilisateur)
    return utilisateur


@transaction.atomic
def supprimer_compte_jamais_active(utilisateur: Utilisateur, *, motif: str) -> None:
    """Remove an account never activated, so that its identifiant and address are free again."""
    if utilisateur.is_active or not utilisateur.a_activer:
        raise Refus("Ce compte a déjà servi : il ne peut pas être remplacé.", code="compte_actif")
    journal.noter(ActionJournal.SUPPRESSION_DU_COMPTE_JAMAIS_ACTIVE, utilisateur, motif=motif)
    utilisateur.delete()


def _activation(utilisateur):
    jeton = tokens.activation.make_token(utilisateur)
    return {
        "objet": "Activez votre espace",
        "gabarit": "activation",
        "url": _adresse("comptes:activer", utilisateur, jeton),
        "expire_le": _fin_du_lien(),
    }


def _fin_du_lien():
    return clock.maintenant() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def envoyer_activation(utilisateur: Utilisateur) -> None:
    ecrire(utilisateur, cle="activation", **_activation(utilisateur))


def _prendre_l_adresse(utilisateur):
    """Write the account's new address; False when somebody has it, even since an instant."""
    if Utilisateur.objects.filter(email__iexact=utilisateur.email).exclude(pk=utilisateur.pk).exists():
        return False
    try:
        with transaction.atomic():
            utilisateur.save(update_fields=["email"])
    except IntegrityError:
        return False
    return True


def corriger_adresse(utilisateur: Utilisateur, email: str) -> bool:
    """Send the activation link of an account just created to another address; return whether it is now its own.

    The former link is dead. Where somebody has that address already, that owner is told, and the caller who has only
    typed it learns nothing. Raise Refus: ``frein``, ``active``.
    """
    freins.compter(f"adresse-neuve:{utilisateur.pk}", limite=3, fenetre=timedelta(days=1), phrase=TROP_DE_CORRECTIONS)
    email = Utilisateur.objects.normalize_email(email)
    with transaction.atomic():
        actuel = lock_one(Utilisateur.objects.filter(pk=utilisateur.pk, a_activer=True))
        if actuel is None:
            raise Refus("Cet espace est déjà activé : changez l’adresse dans « Mes identifiants ».", code="active")
        avant, actuel.email = actuel.email, email
        if not _prendre_l_adresse(actuel):
            actuel.email = avant
            ecrire(
                actuel, cle="courriel-pris", a=email, objet="Votre adresse électronique", gabarit="courriel_pris",
                url=settings.ADRESSE_PUBLIQUE + "/espace/connexion/",
            )  # fmt: skip
            return False
        journal.noter(ActionJournal.ADRESSE_CORRIGEE_AVANT_L_ACTIVATION, actuel, par=actuel, avant=avant)
        envoyer_activation(actuel)
    return True


def _vers_le_mot_de_passe(utilisateur):
    jeton = tokens.mot_de_passe.make_token(utilisateur)
    return {"url": _adresse("comptes:nouveau_mot_de_passe", utilisateur, jeton), "expire_le": _fin_du_lien()}


def inviter_agent(utilisateur: Utilisateur) -> None:
    """Send a new member of the staff the link to choose the first password: nobody else ever knows it."""
    ecrire(
        utilisateur,
        cle="invitation",
        objet="Votre accès au portail familles",
        gabarit="invitation_agent",
        **_vers_le_mot_de_passe(utilisateur),
    )


def lettre_du_lien(pk: int, *, genre: str) -> dict | None:
    """The mail of a link that was asked for, if the account can use one; 0 names nobody."""
    utilisateur = Utilisateur.objects.filter(pk=pk).first()
    if utilisateur is None:
        return None
    if utilisateur.a_activer and not utilisateur.is_active:
        # Whoever forgot the password of an account never activated needs the activation first.
        return lettre(utilisateur, **_activation(utilisateur))
    if utilisateur.is_active and genre == "mot-de-passe":
        return lettre(
            utilisateur,
            objet="Votre identifiant, et un lien pour choisir votre mot de passe",
            gabarit="mot_de_passe",
            **_vers_le_mot_de_passe(utilisateur),
        )
    return None


def demander_mot_de_passe(nom: str, *, adresse: str) -> None:
    """Ask for a password link; nothing tells whether ``nom`` exists."""
    _demander(nom, genre="mot-de-passe", adresse=adresse)


def demander_activation(nom: str, *, adresse: str) -> None:
    """Ask for the activation link again; nothing tells whether an account waits for it."""
    _demander(nom, genre="activation", adresse=adresse)


def _demander(nom, *, genre, adresse):
    frein = f"lien:{freins.reseau(adresse)}"
    freins.compter(frein, limite=DEMANDES_PAR_ADRESSE, fenetre=timedelta(hours=1), phrase=TROP_DE_DEMANDES)
    utilisateur = trouver(nom)
    pk = utilisateur.pk if utilisateur else 0
    try:
        # Beyond the limit the last links still work: silence, so that a stranger cannot fill a mailbox.
        freins.compter(f"lien:compte:{pk or plier(nom)}", limite=DEMANDES_PAR_HEURE, fenetre=timedelta(hours=1),
                       phrase="")  # fmt: skip
    except Refus:
        pk = 0
    # The same promise whether or not the account exists: the page takes the same time.
    courriels.promettre(
        REDACTEURS[genre], pk, cle=f"lien:{get_random_string(22)}", objet=OBJET_DU_LIEN, urgence=Urgence.ATTENDU
    )


@transaction.atomic
def activer(utilisateur: Utilisateur, jeton: str) -> Utilisateur:
    """Activate the account; raise Refus when the link is spent, too old or not its own."""
    utilisateur = lock(utilisateur)
    if not (utilisateur.a_activer and tokens.activation.check_token(utilisateur, jeton)):
        raise Refus(LIEN_PERIME, code="lien_perime")
    utilisateur.is_active, utilisateur.a_activer = True, False
    utilisateur.save(update_fields=["is_active", "a_activer"])
    journal.noter(ActionJournal.ACTIVATION_DU_COMPTE, utilisateur, par=utilisateur)
    return utilisateur


@transaction.atomic
def choisir_mot_de_passe(utilisateur: Utilisateur, mot_de_passe: str, *, jeton: str) -> Utilisateur:
    """Set a new password by a link, once; every open session of the account ends."""
    utilisateur = lock(utilisateur)
    if not (utilisateur.is_active and tokens.mot_de_passe.check_token(utilisateur, jeton)):
        raise Refus(LIEN_PERIME, code="lien_perime")
    return _poser(utilisateur, mot_de_passe)


def exiger_mot_de_passe(utilisateur: Utilisateur, saisi: str) -> None:
    """Raise Refus unless ``saisi`` is the signed-in person's present password; slow down whoever guesses."""
    cles = freins.paliers(f"mot-de-passe-actuel:{utilisateur.pk}", ESSAIS_ACTUEL, phrase=ATTENDRE)
    if not utilisateur.check_password(saisi):
        securite.info("present password refused for account %s", utilisateur.pk)
        raise Refus("Ce n’est pas votre mot de passe actuel.", code="actuel")
    freins.oublier(*cles)


def changer_mot_de_passe(
    utilisateur: Utilisateur, mot_de_passe: str, *, actuel: str, session: str = ""
) -> Utilisateur:
    """Change the password, against the present one; the sessions but this one end."""
    exiger_mot_de_passe(utilisateur, actuel)
    with transaction.atomic():
        return _poser(utilisateur, mot_de_passe, session=session)


def _poser(utilisateur, mot_de_passe, *, session=""):
    juger(mot_de_passe, utilisateur)
    utilisateur.set_password(mot_de_passe)
    utilisateur.save(update_fields=["password"])
    fermer_les_sessions(utilisateur, par=utilisateur, sauf=session)
    oublier_la_confiance(utilisateur)
    oublier_les_essais(utilisateur)
    # Whoever knew the old password may have asked for another address: it would come true by itself.
    utilisateur.changements_courriel.filter(etat=EtatChangement.EN_COURS).update(etat=EtatChangement.ANNULE)
    journal.noter(ActionJournal.CHANGEMENT_DU_MOT_DE_PASSE, utilisateur, par=utilisateur)
    ecrire_partout(
        utilisateur,
        cle="mot-de-passe-change",
        objet="Votre mot de passe a été changé",
        gabarit="mot_de_passe_change",
        url=settings.ADRESSE_PUBLIQUE + reverse("comptes:mot_de_passe_oublie"),
    )
    return utilisateur
