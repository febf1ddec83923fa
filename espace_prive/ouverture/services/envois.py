"""Invitations or letters for many adults: batch after batch in the background, resumable, none sent twice."""

from contextlib import contextmanager

from django.db import connection, transaction
from django_q.tasks import async_task

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import Advisory
from common.errors import Refus
from common.files import cipher
from espace_prive.famille.models import Responsable
from espace_prive.ouverture.enums import EtatDestinataire, GenreEnvoi
from espace_prive.ouverture.models import CleEnfance, Destinataire, Envoi, Liasse
from espace_prive.ouverture.querysets import SANS_ESPACE, VIVANTE
from espace_prive.ouverture.rules import tirer_cle
from espace_prive.ouverture.services import emettre_cle
from espace_prive.ouverture.services.invitations import inviter_tous
from espace_prive.ouverture.services.lettres import lettres_de_cles

TACHE = "espace_prive.ouverture.tasks.avancer"
LANCEMENTS = {
    GenreEnvoi.INVITATIONS: ActionJournal.ENVOI_LANCE_INVITATIONS_PAR_COURRIEL,
    GenreEnvoi.LETTRES: ActionJournal.ENVOI_LANCE_LETTRES_AVEC_CLE,
}
PAR_LOT = 50
USAGE = "ouverture.liasse"


@transaction.atomic
def lancer(*, numero, genre, responsables, par) -> Envoi:
    """Store whom to write to, and start. Idempotent on ``numero``."""
    if connu := Envoi.objects.filter(numero=numero).first():
        return connu
    cles = list(responsables.values_list("pk", flat=True))
    if not cles:
        raise Refus("Personne ne correspond : tous ont déjà un espace, ou aucune adresse n’est connue.", code="vide")
    envoi, nouveau = Envoi.objects.get_or_create(numero=numero, defaults={"genre": genre, "lance_par": par})
    if not nouveau:
        return envoi
    Destinataire.objects.bulk_create([Destinataire(envoi=envoi, responsable_id=pk) for pk in cles], batch_size=1000)
    journal.noter(LANCEMENTS[genre], envoi, par=par, destinataires=len(cles))
    async_task(TACHE, envoi.pk)
    return envoi


def reprendre(envoi: Envoi) -> None:
    """Start again what stopped: what is done is not done again."""
    if envoi.termine_le is None:
        async_task(TACHE, envoi.pk)


def a_relancer(envoi: Envoi):
    faits = envoi.destinataires.filter(etat=EtatDestinataire.FAIT).values("responsable")
    return Responsable.objects.filter(SANS_ESPACE, pk__in=faits).order_by("tri", "pk")


def cles_condamnees(envoi: Envoi) -> int:
    """How many living keys, of any letter, writing again would revoke: letters only."""
    if envoi.genre == GenreEnvoi.INVITATIONS:
        return 0
    vivantes = CleEnfance.objects.filter(VIVANTE, service=None, responsable__in=a_relancer(envoi))
    return vivantes.filter(expire_le__gt=clock.maintenant()).count()


def relancer(envoi: Envoi, *, numero, par) -> Envoi:
    return lancer(numero=numero, genre=envoi.genre, responsables=a_relancer(envoi), par=par)


def avancer(envoi_id: int) -> None:
    """Do what is left of an Envoi. Safe to run twice, at once, or after a kill: each batch is whole or undone."""
    envoi = Envoi.objects.get(pk=envoi_id)
    lot = lot_d_invitations if envoi.genre == GenreEnvoi.INVITATIONS else lot_de_lettres
    with _seul(envoi_id) as a_nous:
        while a_nous and lot(envoi):
            pass


@contextmanager
def _seul(envoi_id):
    """Whether no other worker is on it: a lock of the session, that a worker's death releases with its connection."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_try_advisory_lock(%s, %s)", [Advisory.ENVOIS_DE_LETTRES, envoi_id])
        (a_nous,) = curseur.fetchone()
        try:
            yield a_nous
        finally:
            if a_nous:
                curseur.execute("SELECT pg_advisory_unlock(%s, %s)", [Advisory.ENVOIS_DE_LETTRES, envoi_id])


def _suivants(envoi):
    restants = envoi.destinataires.filter(etat=EtatDestinataire.A_FAIRE).order_by("pk")
    return list(restants.select_related("responsable__utilisateur")[:PAR_LOT])


def _finir(envoi):
    Envoi.objects.filter(pk=envoi.pk, termine_le__isnull=True).update(termine_le=clock.maintenant())
    return False


def _noter(destinataires):
    Destinataire.objects.bulk_update(destinataires, ["etat", "motif", "liasse", "cle"])


@transaction.atomic
def lot_d_invitations(envoi) -> bool:
    """Invite the next ones, mails included, or none of them; False when nobody is left."""
    lot = _suivants(envoi)
    if not lot:
        return _finir(envoi)
    refus = inviter_tous([destinataire.responsable for destinataire in lot], par=envoi.lance_par)
    for destinataire in lot:
        destinataire.etat = EtatDestinataire.FAIT
        if non := refus.get(destinataire.responsable_id):
            destinataire.etat, destinataire.motif = EtatDestinataire.ECARTE, non.phrase
    _noter(lot)
    return True


def lot_de_lettres(envoi) -> bool:
    """Print the next letters: the file first, with no lock held, then the keys and the file in one transaction."""
    lot = _suivants(envoi)
    if not lot:
        return _finir(envoi)
    a_ecrire = [(d.responsable, tirer_cle()) for d in lot if not _a_un_espace(d.responsable)]
    pdf = lettres_de_cles(a_ecrire) if a_ecrire else b""
    with transaction.atomic():
        cles = {responsable.pk: cle for responsable, cle in a_ecrire}
        liasse = None
        if a_ecrire:
            rang = envoi.liasses.count() + 1
            contenu = cipher.chiffrer(pdf, usage=USAGE)
            liasse = Liasse.objects.create(envoi=envoi, rang=rang, lettres=len(a_ecrire), contenu=contenu)
        for destinataire in lot:
            destinataire.etat, destinataire.liasse = EtatDestinataire.FAIT, liasse
            cle = cles.get(destinataire.responsable_id)
            try:
                if cle is None:
                    raise Refus("A ouvert son espace entre-temps.", code="espace_existant")
                _, destinataire.cle = emettre_cle(destinataire.responsable, par=envoi.lance_par, cle=cle)
            except Refus as refus:
                # The letter is in the file, but its key opens nothing.
                destinataire.etat, destinataire.motif = EtatDestinataire.ECARTE, refus.phrase
        _noter(lot)
    return True


def _a_un_espace(responsable):
    compte = responsable.utilisateur
    return compte is not None and not compte.a_activer


def lettres_de(liasse: Liasse, *, par) -> bytes:
    """Give the PDF of a bundle, and note who printed it."""
    journal.noter(ActionJournal.LETTRES_IMPRIMEES, liasse.envoi, par=par, liasse=liasse.rang)
    return cipher.dechiffrer(bytes(liasse.contenu), usage=USAGE)
