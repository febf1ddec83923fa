"""The only writers of private documents."""

import hashlib
import re
import uuid
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from common import clock
from common.errors import Refus
from common.files.cipher import DOCUMENTS, Indechiffrable, chiffrer, dechiffrer
from common.files.judge.judge import Document
from common.files.judge.storage import PARTIEL
from espace_prive.documents.controle import GENRES
from espace_prive.documents.models import Piece

PERDU = "Ce document ne peut pas être ouvert : son fichier manque ou a été abîmé. Prévenez le service."
# A file whose row was not committed (a crash between both) is no document: it goes after a day.
SURSIS = timedelta(days=1)
NOM = re.compile(r"([0-9a-f]{32})" rf"(\.[0-9a-f]+{re.escape(PARTIEL)})?")


def stockage():
    """The private storage: outside what the web serves."""
    return storages["prives"]


def deposer(document: Document, *, par) -> Piece:
    """Encrypt and store what was judged (controle.py); raise Refus(code="stockage") when the disk fails."""
    piece = Piece(
        numero=uuid.uuid4(), nom=document.nom, genre=GENRES[document.extension], taille=len(document.contenu),
        empreinte=hashlib.sha256(document.contenu).hexdigest(), depose_par=par, depose_le=clock.maintenant(),
    )  # fmt: skip
    stockage().save(piece.chemin, ContentFile(chiffrer(document.contenu, usage=DOCUMENTS, lie_a=piece.numero.bytes)))
    piece.save()
    return piece


def ouvrir(piece: Piece) -> bytes:
    """The document in clear; the caller checks who may read it, and writes the line of the journal."""
    try:
        with stockage().open(piece.chemin) as fichier:
            contenu = dechiffrer(fichier.read(), usage=DOCUMENTS, lie_a=piece.numero.bytes)
    except (OSError, Indechiffrable) as erreur:
        raise Refus(PERDU, code="perdu") from erreur
    if hashlib.sha256(contenu).hexdigest() != piece.empreinte:
        raise Refus(PERDU, code="perdu")
    return contenu


def effacer(piece: Piece) -> None:
    """Delete a document: the row now, the file once that is committed."""
    chemin = piece.chemin
    piece.delete()
    transaction.on_commit(lambda: stockage().delete(chemin))


def balayer() -> int:
    """Delete the files without a row, a day after they were written; return how many."""
    lieu, limite, effaces = stockage(), clock.maintenant() - SURSIS, 0
    dossiers, _ = lieu.listdir("") if lieu.exists("") else ([], [])
    for dossier in dossiers:
        _, noms = lieu.listdir(dossier)
        # What was being written when the machine stopped keeps its name of the moment.
        notres = {nom: nom_entier[1] for nom in noms if (nom_entier := NOM.fullmatch(nom))}
        connus = {n.hex for n in Piece.objects.filter(numero__in=notres.values()).values_list("numero", flat=True)}
        for nom in notres.keys() - connus:
            if lieu.get_modified_time(f"{dossier}/{nom}") < limite:
                lieu.delete(f"{dossier}/{nom}")
                effaces += 1
    return effaces
