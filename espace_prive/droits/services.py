"""How long a family's file is kept once its children have gone. Run every night, a child or a household at a time.

A child is here as long as a school year, a registration or a booking of it is not over; the day it goes is the last of
them. Its health goes sixty days after the next school year begins, for its school may be written late; the rest of its
file three years later, unless a parent still signs in. A household goes with its last child, unless it owes
something or something is owed to it. Bookings and invoices stay, under no name of a child but what invoices were
printed with.

The other domains say what keeps a child here (``PRESENCES``), what keeps a household (``RETENUES``), and what they
erase with it (``EFFACEURS``).
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from common import clock, journal
from common.actions import ActionJournal
from common.conservation import Regle, par_lots
from common.database.locks import lock_pk
from commune.models import AnneeScolaire
from espace_prive.documents import services as documents
from espace_prive.documents.models import Piece
from espace_prive.famille.extensions import EFFACEURS, PRESENCES, RETENUES
from espace_prive.famille.models import (
    Appartenance,
    Enfant,
    Foyer,
    LienParental,
    QuotientFamilial,
    Rattachement,
    Responsable,
    Scolarite,
)
from espace_prive.sante.models import Autorisation, FicheSanitaire, Proche

UN_AN, TROIS_ANS, SIX_MOIS = timedelta(days=365), timedelta(days=3 * 365), timedelta(days=183)
DELAI_DE_RENTREE = timedelta(days=60)


def ecoles_depuis(jour: date):
    return Scolarite.objects.filter(enfant=OuterRef("pk"), annee__au__gte=jour)


def arrivees_depuis(jour: date):
    """A child who came since ``jour`` may have no school yet: it counts as here."""
    return Rattachement.objects.filter(enfant=OuterRef("pk"), du__gte=jour)


PRESENCES.register(ecoles_depuis)
PRESENCES.register(arrivees_depuis)


def partis_avant(jour: date):
    """Children with no activity since ``jour``."""
    absents = Enfant.objects.filter(efface_le__isnull=True)
    for presences in PRESENCES:
        absents = absents.exclude(Exists(presences(jour)))
    return absents


def rentree() -> date:
    """The first day of the last school year that began sixty days ago: whoever left before it has left.

    Until then, the schools and the registrations of the new year may not be written yet.
    """
    annee = AnneeScolaire.objects.filter(du__lte=clock.aujourdhui() - DELAI_DE_RENTREE).order_by("-du").first()
    return annee.du if annee else clock.aujourdhui() - UN_AN


def effacer_la_sante() -> int:
    """Erase the health sheets and the PAI of the children gone before a school year, sixty days after it began."""
    fiches = FicheSanitaire.objects.filter(enfant__in=partis_avant(rentree())).select_related("pai_document", "enfant")
    for fiche in fiches:
        with transaction.atomic():
            journal.noter(ActionJournal.FICHE_SANITAIRE_EFFACEE, fiche.enfant, par=None)
            piece = fiche.pai_document
            fiche.delete()
            if piece:
                documents.effacer(piece)
    return len(fiches)


def effacer_les_pai() -> int:
    """Erase the documents of PAI that ended a year ago; the sheet goes on saying that one is needed."""
    finies = Q(pai__pai_fin__lt=clock.aujourdhui() - UN_AN)
    return _effacer_les_pieces(Piece.objects.filter(finies).distinct())


def effacer_les_preuves() -> int:
    """Erase the proofs of quotients six months after the value was recorded: who decided, and when, stays."""
    limite = clock.maintenant() - SIX_MOIS
    vieux = QuotientFamilial.objects.filter(preuve=OuterRef("pk"), saisi_le__lt=limite)
    return _effacer_les_pieces(Piece.objects.filter(Exists(vieux)))


def _effacer_les_pieces(pieces) -> int:
    nombre = 0
    for piece in pieces:
        with transaction.atomic():
            documents.effacer(piece)
        nombre += 1
    return nombre


def effacer_l_entourage() -> int:
    """Erase the entourage that ended, and the answers that were replaced, three years ago."""
    jour, instant = clock.aujourdhui() - TROIS_ANS, clock.maintenant() - TROIS_ANS
    return par_lots(Proche.objects.filter(au__lt=jour)) + par_lots(Autorisation.objects.filter(finie_le__lt=instant))


def effacer_les_enfants() -> int:
    """Erase the file of the children gone for three years: bookings stay, for a child without a name."""
    jour = clock.aujourdhui() - TROIS_ANS
    suivis = LienParental.objects.filter(enfant=OuterRef("pk"), responsable__utilisateur__isnull=False)
    cles = list(partis_avant(jour).exclude(Exists(suivis)).order_by("pk").values_list("pk", flat=True))
    for cle in cles:
        _effacer_un_enfant(cle)
    return len(cles)


@transaction.atomic
def _effacer_un_enfant(cle):
    enfant = lock_pk(Enfant, cle)
    seuls = Proche.objects.filter(enfants=enfant).exclude(enfants__in=Enfant.objects.exclude(pk=cle))
    Proche.objects.filter(pk__in=list(seuls.values_list("pk", flat=True))).delete()
    enfant.proches.clear()
    for lignes in (
        enfant.swaps,
        enfant.autorisations,
        enfant.gardes,
        enfant.confirmations,
        enfant.scolarites,
        enfant.liens,
    ):
        lignes.all().delete()
    enfant.sorties_scolaires.all().delete()
    FicheSanitaire.objects.filter(enfant=enfant).delete()
    for nom in ("rythme", "modifications"):
        lie = Enfant._meta.get_field(nom).related_model
        lie.objects.filter(enfant=enfant).delete()
    enfant.rattachements.all().delete()
    enfant.nom, enfant.prenom, enfant.genre = "Effacé", "Enfant", ""
    enfant.naissance = enfant.naissance.replace(month=1, day=1)
    enfant.efface_le, enfant.version = clock.maintenant(), enfant.version + 1
    enfant.save()
    journal.noter(ActionJournal.DOSSIER_EFFACE, enfant, par=None)


def effacer_les_foyers() -> int:
    """Erase the households whose children were all erased, that nobody signs in for, with nothing due either way."""
    limite = clock.maintenant() - TROIS_ANS
    la = Appartenance.objects.filter(foyer=OuterRef("pk"))
    finis = Foyer.objects.filter(efface_le__isnull=True, cree_le__lt=limite).exclude(
        Exists(Rattachement.objects.filter(foyer=OuterRef("pk")))
    )
    finis = finis.exclude(Exists(la.filter(responsable__utilisateur__isnull=False)))
    finis = finis.exclude(Exists(la.filter(du__gte=limite.date())))
    for retenues in RETENUES:
        finis = finis.exclude(Exists(retenues()))
    cles = list(finis.order_by("pk").values_list("pk", flat=True))
    for cle in cles:
        _effacer_un_foyer(cle)
    return len(cles)


@transaction.atomic
def _effacer_un_foyer(cle):
    foyer = lock_pk(Foyer, cle)
    for effacer in EFFACEURS:
        effacer(foyer)
    adultes = list(Responsable.objects.filter(appartenances__foyer=foyer).distinct())
    for piece in Piece.objects.filter(quotients__foyer=foyer):
        documents.effacer(piece)
    for lignes in (foyer.quotients, foyer.proches, foyer.confirmations, foyer.appartenances):
        lignes.all().delete()
    Foyer._meta.get_field("allocataire").related_model.objects.filter(foyer=foyer).delete()
    for adulte in adultes:
        if not (adulte.appartenances.exists() or adulte.liens.exists()):
            _effacer_un_adulte(adulte)
    foyer.nom = "Effacé"
    foyer.adresse = foyer.complement = foyer.code_postal = foyer.ville = ""
    foyer.efface_le, foyer.version = clock.maintenant(), foyer.version + 1
    foyer.save()
    journal.noter(ActionJournal.DOSSIER_EFFACE, foyer, par=None)


def _effacer_un_adulte(adulte):
    adulte.cles.all().delete()
    adulte.nom, adulte.prenoms, adulte.nom_naissance, adulte.naissance = "Effacée", "Personne", "", None
    adulte.email = adulte.mobile = adulte.telephone = adulte.adresse_indiquee = ""
    adulte.efface_le, adulte.version = clock.maintenant(), adulte.version + 1
    adulte.save()


# What the private pages tell a person who leaves: the very rules that run.
REGLES = [
    Regle(*regle)
    for regle in (
        ("sante", "Fiches sanitaires et PAI des enfants partis", "soixante jours après la rentrée qui suit le départ",
         effacer_la_sante),
        ("pai", "Documents de PAI", "un an après leur date de fin", effacer_les_pai),
        ("preuves-quotient", "Justificatifs de quotient", "six mois", effacer_les_preuves),
        ("entourage", "Personnes retirées de l’entourage, autorisations remplacées", "trois ans après leur fin",
         effacer_l_entourage),
        ("dossiers-enfants", "Dossiers des enfants partis, si aucun parent n’a de compte", "trois ans après le départ",
         effacer_les_enfants),
        ("dossiers-foyers", "Foyers sans enfant ni compte, qui ne doivent rien et à qui rien n’est dû",
         "jusqu’à l’effacement de leur dernier enfant, et trois ans au moins", effacer_les_foyers),
    )
]  # fmt: skip
