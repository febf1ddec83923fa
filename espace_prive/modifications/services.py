"""A change of the file: applied at once, or kept until an agent answers. Nothing is ever overwritten unseen."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, Sum
from django.urls import reverse

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.files.judge.rules import MO
from common.mails import courriels
from commune.models import Service
from commune.services import reglages, service_a_appeler
from espace_prive.demarches import services as demarches
from espace_prive.demarches.enums import EtatDemarche
from espace_prive.demarches.models import Evenement
from espace_prive.documents import services as documents
from espace_prive.documents.models import Piece
from espace_prive.famille.models import Enfant, Foyer
from espace_prive.modifications.models import OUVERTES, Modification

TYPE = "dossier"
# The time to contest an answer.
APRES_LA_REPONSE = timedelta(days=183)
REPONDUES = (EtatDemarche.POSITIVE, EtatDemarche.REFUSEE, EtatDemarche.ANNULEE)
DEJA_ENVOYEE = "Cette demande a déjà été envoyée : retrouvez-la dans « Ma famille »."
SANS_FOYER = (
    "Votre espace n’est rattaché à aucun foyer aujourd’hui : appelez le service, qui enregistrera ce changement."
)
DEJA = (
    "Une demande sur ce point attend déjà une réponse. Si elle est de vous, annulez-la d’abord ; sinon, attendez sa "
    "réponse."
)
PLUS_DE_PLACE = (
    "Avec ce document, ceux de votre famille pèseraient plus de {place} Mo, le plus que la commune garde. Annulez une "
    "demande en attente qui ne sert plus, envoyez un document plus léger, ou appelez le service."
)


def _service() -> Service:
    service = service_a_appeler() or Service.objects.order_by("pk").first()
    if service is None:
        raise Refus("Aucun service n’est encore ouvert aux demandes. Appelez la mairie.", code="service")
    return service


@transaction.atomic
def deposer(
    foyer: Foyer | None, *, numero, auteur, genre, rubrique, titre, cible_id, enfant, lignes, saisie, document,
    du_foyer, plusieurs, verifier,
) -> Modification:  # fmt: skip
    """Keep a change until an agent answers; the same ``numero`` again gives the row already there.

    ``verifier`` raises Refus when the record is no longer the one that was shown; ``plusieurs``: several may wait.
    """
    if foyer is None:
        raise Refus(SANS_FOYER, code="foyer")
    lock(foyer)
    if connue := demarches.connue(numero):
        if connue.foyer_id == foyer.pk and hasattr(connue, "modification"):
            return connue.modification
        raise Refus(DEJA_ENVOYEE, code="numero")
    verifier()
    if not plusieurs and en_attente_sur(genre, cible_id):
        raise Refus(DEJA, code="deja")
    # What the whole household may read in « Dernières demandes » says nothing of a child's file but its title.
    montrees = [{"libelle": li["libelle"], "detail": li["apres"]} for li in lignes if li["apres"]]
    try:
        demarche = demarches.deposer(
            numero=numero, type=TYPE, titre=titre, service=_service(), foyer=foyer, auteur=auteur,
            recapitulatif=montrees if du_foyer else (),
        )  # fmt: skip
    except IntegrityError as erreur:
        raise Refus(DEJA_ENVOYEE, code="numero") from erreur
    modification = Modification.objects.create(
        demarche=demarche, genre=genre, rubrique=rubrique, cible_id=cible_id, enfant=enfant, saisie=saisie,
        lignes=lignes, piece=joindre(document, foyer, par=auteur) if document else None,
    )  # fmt: skip
    return modification


def joindre(document, foyer: Foyer | None, *, par) -> Piece:
    """Keep a document that a family sends; raise Refus(code="place") when hers weigh as much as the town keeps."""
    if foyer:
        # Two documents sent at once are weighed one after the other.
        lock(foyer)
        place = reglages().place_des_documents
        if poids_des_documents(foyer) + len(document.contenu) > place * MO:
            raise Refus(PLUS_DE_PLACE.format(place=place), code="place")
    return documents.deposer(document, par=par)


def poids_des_documents(foyer: Foyer) -> int:
    """Give what the documents of a family weigh, in bytes: its requests', its proofs, its children's PAI."""
    siens = (
        Q(modifications__demarche__foyer=foyer)
        | Q(quotients__foyer=foyer)
        | Q(pai__enfant__in=Enfant.objects.filter(rattachements__foyer=foyer))
    )
    return Piece.objects.filter(siens).distinct().aggregate(poids=Sum("taille"))["poids"] or 0


def en_attente_sur(genre: str, cible_id: int) -> Modification | None:
    """Give the change of that kind that waits on that record."""
    connues = Modification.objects.en_attente().filter(genre=genre, cible_id=cible_id)
    return connues.select_related("demarche").first()


@transaction.atomic
def annuler(modification: Modification, *, par) -> None:
    """Take one's request back; the document that came with it goes."""
    motif = f"Annulée par {demarches.par_qui(par)}."
    demarches.repondre(modification.demarche, EtatDemarche.ANNULEE, par=par, motif=motif)
    _oublier_la_piece(modification)


def _oublier_la_piece(modification):
    """A proof is not kept longer than its decision needs; that it was there stays written."""
    piece = modification.piece
    if piece:
        Modification.objects.filter(pk=modification.pk).update(piece=None)
        documents.effacer(piece)


def _ouverte(modification, etat):
    """Lock the request; give it when it waits, None when it already has that answer, else refuse."""
    actuelle = lock(modification)
    if actuelle.demarche.etat in OUVERTES:
        return actuelle
    if actuelle.demarche.etat == etat:
        return None
    raise Refus(
        f"Cette demande a déjà une réponse : {actuelle.demarche.get_etat_display().lower()}.", code="transition"
    )


@transaction.atomic
def accepter(modification: Modification, *, appliquer, par, motif="", garder=False) -> None:
    """Answer yes once ``appliquer(modification)`` has written what was asked; answered twice, done once."""
    actuelle = _ouverte(modification, EtatDemarche.POSITIVE)
    if actuelle is None:
        return
    appliquer(actuelle)
    demarches.repondre(actuelle.demarche, EtatDemarche.POSITIVE, par=par, motif=motif)
    journal.noter(
        ActionJournal.CHANGEMENT_ACCEPTE, actuelle.demarche.foyer, par=par, motif=motif, genre=actuelle.genre
    )
    if not garder:
        _oublier_la_piece(actuelle)
    _prevenir(actuelle, "acceptée")


@transaction.atomic
def refuser(modification: Modification, *, par, motif) -> None:
    """Refuse, saying why and what to do next; the document goes."""
    if not motif.strip():
        raise Refus("Dites pourquoi, et ce que la famille peut faire : elle le lira.", code="motif")
    actuelle = _ouverte(modification, EtatDemarche.REFUSEE)
    if actuelle is None:
        return
    demarches.repondre(actuelle.demarche, EtatDemarche.REFUSEE, par=par, motif=motif)
    journal.noter(ActionJournal.CHANGEMENT_REFUSE, actuelle.demarche.foyer, par=par, motif=motif, genre=actuelle.genre)
    _oublier_la_piece(actuelle)
    _prevenir(actuelle, "refusée")


def _prevenir(modification, reponse):
    """Tell the parent by mail that an answer is there; the mail names no child and no health."""
    courriels.envoyer(
        cle=f"dossier:{modification.pk}:{reponse}",
        a=modification.demarche.adresse_de_reponse,
        objet="Une réponse à votre demande",
        gabarit="courriels/dossier_reponse",
        lien=reverse("modifications:demande", args=[modification.demarche.numero]),
    )


def effacer(foyer) -> None:
    """Erase the changes that a household asked for, which leaves."""
    for modification in Modification.objects.filter(demarche__foyer=foyer).select_related("piece"):
        piece = modification.piece
        modification.delete()
        if piece:
            documents.effacer(piece)


def effacer_les_saisies() -> int:
    """Erase what was typed in the requests answered six months ago: the title, the answer and its date stay."""
    reponses = Evenement.objects.filter(demarche=OuterRef("demarche"), vers__in=REPONDUES)
    vieilles = Modification.objects.exclude(saisie={}, lignes=[]).filter(
        Exists(reponses.filter(le__lt=clock.maintenant() - APRES_LA_REPONSE))
    )
    return vieilles.update(saisie={}, lignes=[])
