"""What administrators do to an account: find it, sign it out, close it, reopen it."""

from django.db import transaction
from django.urls import reverse

from common import journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.words.recherche import Index, mots_a_chercher
from espace_prive.comptes.extensions import COMPTES_FERMES
from espace_prive.comptes.models import Utilisateur
from espace_prive.comptes.services.appareils import fermer_les_sessions, oublier_la_confiance
from espace_prive.comptes.services.courrier import ecrire


def comptes_pour(agent):
    comptes = Utilisateur.objects.all()
    for fermes in COMPTES_FERMES:
        comptes = comptes.exclude(is_staff=False, pk__in=fermes(agent))
    return comptes


def comptes_des_familles(q: str, *, agent):
    """The accounts that are not the staff's: all, or those whose name, identifiant or address contains ``q``."""
    comptes = comptes_pour(agent).filter(is_staff=False)
    if q.strip():
        lignes = comptes.values_list("pk", "first_name", "last_name", "identifiant", "email")
        trouves = Index((pk, mots_a_chercher(*textes)) for pk, *textes in lignes).chercher(q)
        comptes = comptes.filter(pk__in=trouves.cles)
    return comptes.order_by("tri", "pk")


def _exiger(motif):
    if not motif.strip():
        raise Refus("Dites pourquoi, et comment vous avez reconnu la personne.", code="motif")


def deconnecter_partout(utilisateur: Utilisateur, *, par: Utilisateur, motif: str) -> int:
    """Close every session of a person, and ask for the second factor again everywhere."""
    _exiger(motif)
    with transaction.atomic():
        oublier_la_confiance(utilisateur)
        return fermer_les_sessions(utilisateur, par=par, motif=motif)


@transaction.atomic
def fermer_compte(utilisateur: Utilisateur, *, par: Utilisateur, motif: str) -> None:
    """Close an account: its sessions end at once, nobody signs in with it, and its owner is told."""
    _exiger(motif)
    utilisateur = lock(utilisateur)
    if not utilisateur.is_active:
        raise Refus("Ce compte est déjà fermé, ou n’a jamais été activé.", code="ferme")
    utilisateur.is_active = False
    utilisateur.save(update_fields=["is_active"])
    fermer_les_sessions(utilisateur, par=par, motif=motif)
    journal.noter(ActionJournal.FERMETURE_DU_COMPTE, utilisateur, par=par, motif=motif)
    ecrire(
        utilisateur, cle="compte-ferme-par-la-mairie", objet="La mairie a fermé votre compte",
        gabarit="compte_ferme_par_la_mairie",
    )  # fmt: skip


@transaction.atomic
def rouvrir_compte(utilisateur: Utilisateur, *, par: Utilisateur, motif: str) -> None:
    """Reopen a closed account, and tell its owner; one never activated waits for its link."""
    _exiger(motif)
    utilisateur = lock(utilisateur)
    if utilisateur.is_active or utilisateur.a_activer:
        raise Refus("Ce compte n’est pas fermé.", code="ouvert")
    utilisateur.is_active = True
    utilisateur.save(update_fields=["is_active"])
    journal.noter(ActionJournal.REOUVERTURE_DU_COMPTE, utilisateur, par=par, motif=motif)
    ecrire(
        utilisateur, cle="compte-rouvert", objet="Votre compte est rouvert", gabarit="compte_rouvert",
        lien=reverse("comptes:connexion"),
    )  # fmt: skip
