"""Invitations by mail: a one-time link to the person's own address, never a password."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock_all, lock_one, lock_pk
from common.errors import Refus
from common.mails import courriels
from common.models import Urgence
from common.web import freins
from espace_prive.comptes.models import Utilisateur
from espace_prive.comptes.services import creer_compte
from espace_prive.famille.models import Responsable
from espace_prive.famille.services.courriel import prevenir_l_ancienne
from espace_prive.ouverture.models import Invitation
from espace_prive.ouverture.services.espace import IDENTIFIANT_PRIS, liberer_compte, verifier_libres

VALIDITE = timedelta(days=30)
ESSAIS_PAR_HEURE = 30
TROP_D_ESSAIS = "Trop de liens essayés depuis votre connexion internet. Recommencez dans une heure."
PERIMEE = (
    "Ce lien n’est plus valable : il a déjà servi, il a plus de trente jours, ou un plus récent l’a remplacé. Si vous "
    "avez déjà créé votre espace, connectez-vous ; sinon, demandez une nouvelle invitation."
)
DEJA = "{} a déjà un espace : une invitation ne lui servirait à rien."
COURRIEL_PRIS = (
    "Un espace existe déjà avec cette adresse électronique. Chaque parent a la sienne : donnez la vôtre au service, "
    "qui vous envoie une autre invitation."
)
SANS_COURRIEL = "{} n’a pas d’adresse électronique : imprimez plutôt la lettre avec la clé."


def _empreintes(secret: str) -> list[str]:
    """Digests of a secret, under the present key first, then under those it replaced."""
    cles = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac("ouverture.invitation", secret, secret=c, algorithm="sha256").hexdigest() for c in cles]


def inviter(responsable: Responsable, *, par, email="") -> Invitation:
    """Send the link that opens the space to ``email`` (default: the file's address); the former link stops working."""
    invitations, refus = _inviter([responsable], par=par, email=email)
    if refus:
        raise refus[responsable.pk]
    return invitations[0]


def inviter_tous(responsables, *, par) -> dict[int, Refus]:
    """Send each their link, in a fixed number of statements; return {id: why} for those who get none."""
    return _inviter(responsables, par=par)[1]


@transaction.atomic
def _inviter(responsables, *, par, email=""):
    connus = Responsable.objects.select_related("utilisateur")
    adultes = lock_all(connus.filter(pk__in=[r.pk for r in responsables]))
    refus = {adulte.pk: non for adulte in adultes if (non := _refus(adulte, email))}
    invites = [adulte for adulte in adultes if adulte.pk not in refus]
    instant = clock.maintenant()
    anciennes = Invitation.objects.filter(responsable__in=invites, utilisee_le__isnull=True, annulee_le__isnull=True)
    anciennes.update(annulee_le=instant)
    secrets_tires = [secrets.token_urlsafe(32) for _ in invites]
    invitations = Invitation.objects.bulk_create(
        Invitation(
            responsable=adulte, email=email or adulte.email, empreinte=_empreintes(secret)[0], creee_le=instant,
            creee_par=par, expire_le=instant + VALIDITE,
        )
        for adulte, secret in zip(invites, secrets_tires, strict=True)
    )  # fmt: skip
    courriels.envoyer_neuves(
        [_lettre(invitation, secret) for invitation, secret in zip(invitations, secrets_tires, strict=True)]
    )
    journal.noter_tous(ActionJournal.INVITATION_A_OUVRIR_UN_ESPACE, invites, par=par)
    for invitation in invitations:
        # Whoever the file knows by another address is told that the way in left for this one.
        if invitation.email.lower() != invitation.responsable.email.lower():
            ligne = journal.noter(ActionJournal.INVITATION_VERS_UNE_AUTRE_ADRESSE, invitation.responsable, par=par)
            prevenir_l_ancienne(
                invitation.responsable, invitation.responsable.email, evenement=ligne.pk, invitation=True
            )
    return invitations, refus


def _refus(responsable, email):
    """Why this adult gets no invitation; None when they do."""
    compte = responsable.utilisateur
    if compte and not compte.a_activer:
        return Refus(DEJA.format(responsable), code="espace_existant")
    if not (email or responsable.email):
        return Refus(SANS_COURRIEL.format(responsable), code="sans_courriel")
    return None


def _lettre(invitation, secret):
    return courriels.ecrire(
        cle=f"invitation-famille:{invitation.pk}",
        a=invitation.email,
        objet="Ouvrez votre espace",
        gabarit="courriels/invitation_famille",
        responsable=invitation.responsable,
        invitation=invitation,
        urgence=Urgence.EN_NOMBRE,
        expire_le=invitation.expire_le,
        lien=reverse("ouverture:suivre_invitation", args=[secret]),
    )


def lire_invitation(secret: str, *, adresse: str) -> Invitation:
    """The living invitation of this link; raise Refus for any other, and count wrong ones by IP address."""
    frein = f"invitation:{freins.reseau(adresse)}"
    freins.compter(frein, limite=ESSAIS_PAR_HEURE, fenetre=timedelta(hours=1), phrase=TROP_D_ESSAIS)
    invitation = _vivante(secret)
    freins.rendre(frein)
    return invitation


def _vivante(secret, *, verrou=False):
    invitations = Invitation.objects.vivantes().select_related("responsable__utilisateur")
    invitations = invitations.filter(empreinte__in=_empreintes(secret)) if secret else invitations.none()
    invitation = lock_one(invitations) if verrou else invitations.first()
    compte = invitation.responsable.utilisateur if invitation else None
    if invitation is None or (compte and not compte.a_activer):
        raise Refus(PERIMEE, code="invitation_perimee")
    return invitation


def accepter_invitation(secret: str, *, identifiant, mot_de_passe) -> Utilisateur:
    """Create the space of whoever holds the link: active at once, since the link came by their own address."""
    try:
        with transaction.atomic():
            invitation = _vivante(secret, verrou=True)
            # Its account is a unique column.
            responsable = lock_pk(Responsable, invitation.responsable_id, hold_references=True)
            liberer_compte(responsable)
            verifier_libres(identifiant, invitation.email)
            utilisateur = creer_compte(
                identifiant=identifiant, email=invitation.email, mot_de_passe=mot_de_passe,
                civilite=responsable.civilite, nom=responsable.nom, prenoms=responsable.prenoms, adresse_prouvee=True,
            )  # fmt: skip
            instant = clock.maintenant()
            invitation.utilisee_le = instant
            invitation.save(update_fields=["utilisee_le"])
            responsable.cles.filter(utilisee_le__isnull=True, annulee_le__isnull=True).update(annulee_le=instant)
            avant = responsable.email
            responsable.utilisateur, responsable.email = utilisateur, invitation.email
            responsable.version += 1
            responsable.save(update_fields=["utilisateur", "email", "version"])
            ligne = journal.noter(
                ActionJournal.ESPACE_OUVERT_PAR_INVITATION, responsable, par=utilisateur, avant={"email": avant}
            )
            prevenir_l_ancienne(responsable, avant, evenement=ligne.pk)
    except Refus as refus:
        # The page asks for no address: say what to do here.
        raise Refus(COURRIEL_PRIS, code=refus.code) if refus.code == "courriel_pris" else refus from None
    except IntegrityError as erreur:
        if "courriel_unique" in str(erreur):
            raise Refus(COURRIEL_PRIS, code="courriel_pris") from erreur
        raise Refus(IDENTIFIANT_PRIS, code="identifiant_pris") from erreur
    return utilisateur
