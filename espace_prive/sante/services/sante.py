"""The health sheet and the authorisations of a child."""

from django.db import transaction

from common import clock, journal
from common.actions import ActionJournal
from common.database.locks import lock
from common.errors import Refus
from common.words import typo
from espace_prive.documents.models import Piece
from espace_prive.famille.acces.perimetre import perimetre
from espace_prive.famille.models import Enfant
from espace_prive.famille.services.versions import exiger_version
from espace_prive.sante.enums import GenreDAutorisation
from espace_prive.sante.models import Autorisation, FicheSanitaire
from espace_prive.sante.rules import AGE_SORTIE_SEUL, peut_sortir_seul


@transaction.atomic
def modifier_sante(enfant: Enfant, *, version: int, par, **champs) -> FicheSanitaire:
    """Change a child's health sheet, created at the first change; the journal names the fields, never their text."""
    enfant = lock(enfant)
    fiche = FicheSanitaire.objects.filter(enfant=enfant).first() or FicheSanitaire(enfant=enfant)
    changes = [nom for nom, valeur in champs.items() if getattr(fiche, nom) != valeur]
    if not changes:
        return fiche
    exiger_version(fiche.version, version)
    for nom in changes:
        setattr(fiche, nom, champs[nom])
    fiche.version += 1
    fiche.modifiee_le, fiche.modifiee_par = clock.maintenant(), journal.nom_de(par)
    fiche.full_clean()
    fiche.save()
    journal.noter(ActionJournal.FICHE_SANITAIRE, enfant, par=par, champs=sorted(changes))
    return fiche


@transaction.atomic
def joindre_pai(enfant: Enfant, piece: Piece, *, version: int, par) -> FicheSanitaire:
    """Put the document of the PAI in the sheet shown as ``version``, in place of the former."""
    enfant = lock(enfant)
    fiche = FicheSanitaire.objects.filter(enfant=enfant).first() or FicheSanitaire(enfant=enfant)
    if fiche.pai_document_id == piece.pk:
        return fiche
    exiger_version(fiche.version, version)
    fiche.pai_document = piece
    fiche.version += 1
    fiche.modifiee_le, fiche.modifiee_par = clock.maintenant(), journal.nom_de(par)
    fiche.save()
    journal.noter(ActionJournal.DOCUMENT_DU_PAI, enfant, par=par, empreinte=piece.empreinte)
    return fiche


@transaction.atomic
def repondre(enfant: Enfant, genre, *, accordee: bool, par, heure=None, par_un_parent=False) -> Autorisation:
    """Record an answer: the former ends now, and stays readable. Idempotent.

    What one parent refuses, the other cannot grant alone: the service hears both. Whose answer it is does not depend
    on who types it: an agent may, for either of them.
    """
    enfant = lock(enfant)
    heure = heure if accordee and genre == GenreDAutorisation.SORTIE else None
    actuelle = enfant.autorisations.filter(genre=genre, finie_le__isnull=True).first()
    if actuelle and (actuelle.accordee, actuelle.heure) == (accordee, heure):
        return actuelle
    if accordee and genre == GenreDAutorisation.SORTIE:
        if not peut_sortir_seul(enfant.naissance, clock.aujourdhui()):
            raise Refus(
                f"Avant {AGE_SORTIE_SEUL} ans, un enfant ne repart pas seul : il est remis à un adulte.", code="age"
            )
        if heure is None:
            raise Refus("Dites à partir de quelle heure l’enfant peut repartir seul.", code="heure")
    adulte = perimetre(par).soi if par_un_parent else None
    refusee_par_l_autre = (
        actuelle and actuelle.par_un_parent and not actuelle.accordee
        and (adulte is None or actuelle.responsable_id != adulte)
    )  # fmt: skip
    if accordee and par_un_parent and refusee_par_l_autre:
        raise Refus(
            f"{actuelle.par_nom} a refusé le {typo.date_simple(actuelle.donnee_le.astimezone(clock.fuseau()))}. "
            "Il faut l’accord des deux parents : écrivez au service, qui vous entendra tous les deux.",
            code="desaccord",
        )
    instant = clock.maintenant()
    if actuelle:
        actuelle.finie_le = instant
        actuelle.save(update_fields=["finie_le"])
    reponse = Autorisation.objects.create(
        enfant=enfant, genre=genre, accordee=accordee, heure=heure, donnee_le=instant, par=par,
        par_nom=journal.nom_de(par), par_un_parent=par_un_parent, responsable_id=adulte,
    )  # fmt: skip
    journal.noter(
        ActionJournal.AUTORISATION, enfant, par=par, genre=str(genre), accordee=accordee, heure=str(heure or "")
    )
    return reponse


@transaction.atomic
def repondre_ensemble(enfant: Enfant, reponses: dict, *, heure=None, version: int, par, par_un_parent=False) -> None:
    """Record several answers given on one page; ``version``: how many answers the page knew of."""
    enfant = lock(enfant)
    en_vigueur = {a.genre: a for a in enfant.autorisations.filter(finie_le__isnull=True)}
    if all((a := en_vigueur.get(genre)) and a.accordee == oui for genre, oui in reponses.items()) and heure is None:
        return
    exiger_version(enfant.autorisations.count(), version)
    for genre, oui in reponses.items():
        repondre(enfant, genre, accordee=oui, heure=heure, par=par, par_un_parent=par_un_parent)
