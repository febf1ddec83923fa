"""Invitations by mail: a one-time link to the person's own address, never a password."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from common import clock, courriels, freins, journal
from common.errors import Refus
from espace_prive.comptes.models import Utilisateur
from espace_prive.comptes.services import creer_compte
from espace_prive.famille.models import Responsable
from espace_prive.famille.services import IDENTIFIANT_PRIS, liberer_compte, verifier_libres
from espace_prive.ouverture.models import Invitation

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
    """Give the digests of a secret, under the present key first, then under those it replaced."""
    cles = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac("ouverture.invitation", secret, secret=c, algorithm="sha256").hexdigest() for c in cles]


@transaction.atomic
def inviter(responsable: Responsable, *, par, email="") -> Invitation:
    """Send the link that opens the person's space to ``email`` (the file's own address); the former stops working."""
    responsable = Responsable.objects.select_for_update(of=("self",), no_key=True).get(pk=responsable.pk)
    compte = responsable.utilisateur
    if compte and not compte.a_activer:
        raise Refus(DEJA.format(responsable), code="espace_existant")
    adresse = email or responsable.email
    if not adresse:
        raise Refus(SANS_COURRIEL.format(responsable), code="sans_courriel")
    instant = clock.maintenant()
    responsable.invitations.filter(utilisee_le__isnull=True, annulee_le__isnull=True).update(annulee_le=instant)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        responsable=responsable, email=adresse, empreinte=_empreintes(secret)[0], creee_le=instant, creee_par=par,
        expire_le=instant + VALIDITE,
    )  # fmt: skip
    courriels.envoyer(
        cle=f"invitation-famille:{invitation.pk}",
        a=adresse,
        objet="Ouvrez votre espace",
        gabarit="courriels/invitation_famille",
        responsable=responsable,
        invitation=invitation,
        lien=reverse("ouverture:suivre_invitation", args=[secret]),
    )
    journal.noter("invitation à ouvrir un espace", responsable, par=par)
    return invitation


def lire_invitation(secret: str, *, adresse: str) -> Invitation:
    """Give the living invitation of this link; raise Refus for any other, and count them by address."""
    frein = f"invitation:{adresse}"
    freins.compter(frein, limite=ESSAIS_PAR_HEURE, fenetre=timedelta(hours=1), phrase=TROP_D_ESSAIS)
    invitation = _vivante(secret)
    freins.rendre(frein)
    return invitation


def _vivante(secret, *, verrou=False):
    invitations = Invitation.objects.vivantes().filter(empreinte__in=_empreintes(secret))
    if verrou:
        invitations = invitations.select_for_update(of=("self",))
    invitation = invitations.select_related("responsable__utilisateur").first() if secret else None
    compte = invitation.responsable.utilisateur if invitation else None
    if invitation is None or (compte and not compte.a_activer):
        raise Refus(PERIMEE, code="invitation_perimee")
    return invitation


def accepter_invitation(secret: str, *, identifiant, mot_de_passe) -> Utilisateur:
    """Create the space of who holds the link: awake at once, since the link came by its own address."""
    try:
        with transaction.atomic():
            invitation = _vivante(secret, verrou=True)
            responsable = Responsable.objects.select_for_update(of=("self",)).get(pk=invitation.responsable_id)
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
            journal.noter("espace ouvert par invitation", responsable, par=utilisateur, avant={"email": avant})
    except Refus as refus:
        # The page asks for no address: say what to do here.
        raise Refus(COURRIEL_PRIS, code=refus.code) if refus.code == "courriel_pris" else refus from None
    except IntegrityError as erreur:
        if "courriel_unique" in str(erreur):
            raise Refus(COURRIEL_PRIS, code="courriel_pris") from erreur
        raise Refus(IDENTIFIANT_PRIS, code="identifiant_pris") from erreur
    return utilisateur
