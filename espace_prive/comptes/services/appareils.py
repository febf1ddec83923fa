"""Browsers that an account knows, and the sessions open on them: list, trust, close."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from common import clock, journal
from common.actions import ActionJournal
from common.errors import Refus
from common.web import freins
from espace_prive.comptes import rules
from espace_prive.comptes.cookie import DUREE_SECONDES, empreinte
from espace_prive.comptes.models import Appareil, SessionOuverte, Utilisateur
from espace_prive.comptes.services.courrier import ecrire

CONFIANCE = timedelta(days=30)
OUBLI = timedelta(seconds=DUREE_SECONDES)


def appareil_connu(nom: str, secret: str) -> Appareil | None:
    """This browser, if the account of this name signed in from it before."""
    if not secret:
        return None
    nom = nom.strip()
    siens = Q(utilisateur__identifiant__iexact=nom) | Q(utilisateur__email__iexact=nom)
    return Appareil.objects.filter(siens, empreinte=empreinte(secret)).first()


def adopter(utilisateur: Utilisateur, *, secret: str, agent: str) -> tuple[Appareil, bool]:
    """Know this browser as the person's own; return it and whether it was already known."""
    instant = clock.maintenant()
    appareil, nouveau = Appareil.objects.update_or_create(
        utilisateur=utilisateur,
        empreinte=empreinte(secret),
        defaults={"nom": rules.nom_de_l_appareil(agent), "vu_le": instant},
        create_defaults={"nom": rules.nom_de_l_appareil(agent), "vu_le": instant, "connu_le": instant},
    )
    return appareil, not nouveau


def prevenir_du_nouvel_appareil(utilisateur: Utilisateur, appareil: Appareil) -> None:
    ecrire(
        utilisateur,
        cle="nouvel-appareil",
        objet="Connexion depuis un nouvel appareil",
        gabarit="nouvel_appareil",
        appareil=appareil,
        quand=appareil.connu_le,
        url=settings.ADRESSE_PUBLIQUE + reverse("comptes:mot_de_passe_oublie"),
    )


def est_de_confiance(appareil: Appareil) -> bool:
    """Whether the second factor is not asked on this browser for now."""
    return bool(appareil.confiance_jusqu_au and appareil.confiance_jusqu_au > clock.maintenant())


def accorder_confiance(utilisateur: Utilisateur, appareil_id: int | None) -> None:
    """Do not ask for the second factor on this browser for thirty days.

    Never for the staff: they read the files of all families, and a session of theirs already lasts a working day.
    """
    if utilisateur.is_staff or appareil_id is None:
        return
    fin = clock.maintenant() + CONFIANCE
    if utilisateur.appareils.filter(pk=appareil_id).update(confiance_jusqu_au=fin):
        journal.noter(ActionJournal.APPAREIL_DE_CONFIANCE, utilisateur, par=utilisateur)


def retirer_confiance(utilisateur: Utilisateur, appareil_id: int) -> None:
    """Ask for the second factor again on one of the person's browsers."""
    retires = utilisateur.appareils.filter(pk=appareil_id, confiance_jusqu_au__isnull=False).update(
        confiance_jusqu_au=None
    )
    if not retires:
        raise Refus("Cet appareil n’est déjà plus de confiance.", code="aucun")
    journal.noter(ActionJournal.FIN_DE_LA_CONFIANCE_EN_UN_APPAREIL, utilisateur, par=utilisateur)


# From a browser that the account knows, the person is at worst waiting: nothing that strangers do counts here.
ESSAIS_CONNU = ((5, timedelta(minutes=1)), (10, timedelta(minutes=15)), (25, timedelta(days=1)))


def cle_d_essai(appareil: Appareil) -> str:
    """The key under which the tries of a known browser are counted."""
    return f"connexion:appareil:{appareil.pk}"


def oublier_les_essais(utilisateur: Utilisateur) -> None:
    """Reset the tries of the browsers that the account knows: the password has just changed."""
    freins.oublier(
        *(
            cle
            for appareil in utilisateur.appareils.all()
            for cle in freins.cles_des_paliers(cle_d_essai(appareil), ESSAIS_CONNU)
        )
    )


def oublier_la_confiance(utilisateur: Utilisateur) -> None:
    """Ask for the second factor again everywhere: the password or the factor has changed."""
    utilisateur.appareils.filter(confiance_jusqu_au__isnull=False).update(confiance_jusqu_au=None)


def appareils_de_confiance(utilisateur: Utilisateur) -> list[Appareil]:
    return list(utilisateur.appareils.filter(confiance_jusqu_au__gt=clock.maintenant()).order_by("-vu_le"))


def sessions_de(utilisateur: Utilisateur) -> list[SessionOuverte]:
    """The person's open sessions, the last used first."""
    ouvertes = SessionOuverte.objects.filter(utilisateur=utilisateur, expire_date__gt=clock.reel())
    return list(ouvertes.select_related("appareil").order_by("-vue_le"))


def numero(session: SessionOuverte) -> str:
    """What names a session on a page: its key, which opens it, is never shown."""
    return salted_hmac("comptes.session", session.session_key, algorithm="sha256").hexdigest()[:24]


@transaction.atomic
def fermer_session(utilisateur: Utilisateur, numero_voulu: str) -> SessionOuverte:
    for session in sessions_de(utilisateur):
        if constant_time_compare(numero(session), numero_voulu):
            SessionOuverte.objects.filter(pk=session.pk).delete()
            journal.noter(ActionJournal.FERMETURE_D_UNE_SESSION, utilisateur, par=utilisateur)
            return session
    raise Refus("Cet appareil est déjà déconnecté.", code="aucune")


@transaction.atomic
def fermer_les_sessions(utilisateur: Utilisateur, *, par: Utilisateur | None = None, motif="", sauf: str = "") -> int:
    """Close the person's sessions, but the one whose key is ``sauf``; return how many."""
    fermees, _ = SessionOuverte.objects.filter(utilisateur=utilisateur).exclude(session_key=sauf).delete()
    if fermees:
        journal.noter(ActionJournal.FERMETURE_DES_SESSIONS, utilisateur, par=par, motif=motif, sessions=fermees)
    return fermees


def purger_sessions() -> int:
    """Erase the sessions that are over, a day later: until then they tell whose form comes too late (``saisies``)."""
    return SessionOuverte.objects.filter(expire_date__lt=clock.reel() - timedelta(days=1)).delete()[0]


def purger_appareils() -> int:
    """Erase the browsers not seen for as long as their cookie lives; return how many."""
    vieux = Appareil.objects.filter(vu_le__lt=clock.maintenant() - OUBLI)
    return vieux.delete()[1].get(Appareil._meta.label, 0)
