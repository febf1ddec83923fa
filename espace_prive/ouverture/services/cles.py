"""The « clé enfance »: given once on paper, stored as a digest, used once."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock, lock_one, lock_pk
from common.errors import Refus
from common.web import freins
from espace_prive.famille.models import Responsable
from espace_prive.ouverture.models import CleEnfance
from espace_prive.ouverture.rules import LONGUEUR_CLE, normaliser_cle, tirer_cle

VALIDITE = timedelta(days=90)
ESSAIS_PAR_HEURE = 20
TROP_D_ESSAIS = "Trop de clés essayées depuis votre connexion internet. Recommencez dans une heure, ou appelez-nous."

INCONNUE = (
    "Cette clé n’est pas la bonne. Recopiez les douze lettres et chiffres de votre lettre "
    "(elle ne contient ni le chiffre 0, ni la lettre O, ni le chiffre 1, ni la lettre I)."
)
UTILISEE = (
    "Cette clé a déjà servi. Si vous avez déjà créé votre espace, connectez-vous ; sinon, demandez une nouvelle clé."
)
ANNULEE = "Cette clé a été remplacée par une plus récente. Utilisez la dernière lettre reçue."
AUTRE_DOSSIER = (
    "Cette clé est celle d’un autre dossier que le vôtre. Si c’est bien votre nom sur la lettre, appelez le service : "
    "il réunit les deux dossiers."
)
EXPIREE = "Cette clé n’est plus valable. Demandez une nouvelle clé : elle est immédiate."


def _empreintes(cle: str) -> list[str]:
    """Digests of a key, under the present secret first, then under those it replaced."""
    texte = normaliser_cle(cle)
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac("famille.cle", texte, secret=s, algorithm="sha256").hexdigest() for s in secrets]


@transaction.atomic
def emettre_cle(responsable: Responsable, *, par, service=None, cle="") -> tuple[str, CleEnfance]:
    """Make a new key, returned in clear for this one time; the former one stops working. ``cle``: one already printed.

    An adult who has a space has no use for a key, but for one of one more ``service``.
    """
    responsable = lock(responsable)
    compte = responsable.utilisateur
    if compte and not compte.a_activer and service is None:
        raise Refus(f"{responsable} a déjà un espace : une clé ne lui servirait à rien.", code="espace_existant")
    instant = clock.maintenant()
    responsable.cles.filter(service=service, utilisee_le__isnull=True, annulee_le__isnull=True).update(
        annulee_le=instant
    )
    cle = cle or tirer_cle()
    ligne = CleEnfance.objects.create(
        responsable=responsable, service=service, empreinte=_empreintes(cle)[0], creee_le=instant,
        expire_le=instant + VALIDITE,
    )  # fmt: skip
    journal.noter(ActionJournal.EMISSION_D_UNE_CLE, responsable, par=par)
    return cle, ligne


def cle_de(responsable: Responsable) -> CleEnfance | None:
    """The last key made for the person, whatever became of it."""
    return responsable.cles.first()


def trouver_cle(cle: str, *, verrou=False) -> CleEnfance:
    """The living key that was typed; raise Refus with what to do. ``verrou`` locks it until the commit."""
    if len(normaliser_cle(cle)) != LONGUEUR_CLE:
        raise Refus(INCONNUE, code="cle_inconnue")
    cles = CleEnfance.objects.filter(empreinte__in=_empreintes(cle))
    ligne = lock_one(cles) if verrou else cles.first()
    if ligne is None:
        raise Refus(INCONNUE, code="cle_inconnue")
    if ligne.utilisee_le:
        raise Refus(UTILISEE, code="cle_utilisee")
    if ligne.annulee_le:
        raise Refus(ANNULEE, code="cle_annulee")
    if ligne.expire_le <= clock.maintenant():
        raise Refus(EXPIREE, code="cle_expiree")
    return ligne


def consommer_cle(ligne: CleEnfance, utilisateur) -> Responsable:
    """Tie the account to the person of a key held by ``trouver_cle(verrou=True)``, in the caller's transaction."""
    # Its account is a unique column.
    responsable = lock_pk(Responsable, ligne.responsable_id, hold_references=True)
    ligne.utilisee_le = clock.maintenant()
    ligne.save(update_fields=["utilisee_le"])
    responsable.utilisateur = utilisateur
    responsable.save(update_fields=["utilisateur"])
    journal.noter(ActionJournal.UTILISATION_D_UNE_CLE, responsable, par=utilisateur)
    return responsable


def ajouter_cle(responsable: Responsable, cle: str, *, par, adresse: str) -> CleEnfance:
    """Use one more key of the same person (another service's); wrong ones from this IP address are counted."""
    frein = f"cle:{freins.reseau(adresse)}"
    # Outside the transaction: a refusal would undo the count.
    freins.compter(frein, limite=ESSAIS_PAR_HEURE, fenetre=timedelta(hours=1), phrase=TROP_D_ESSAIS)
    with transaction.atomic():
        ligne = trouver_cle(cle, verrou=True)
        if ligne.responsable_id != responsable.pk:
            raise Refus(AUTRE_DOSSIER, code="autre_personne")
        ligne.utilisee_le = clock.maintenant()
        ligne.save(update_fields=["utilisee_le"])
        journal.noter(ActionJournal.UTILISATION_D_UNE_CLE, responsable, par=par, service=ligne.service_id)
    freins.rendre(frein)
    return ligne
