"""What is missing of the children who are registered today: for their safety first."""

from django.db.models import Exists, OuterRef, Q

from common import clock
from espace_prive.famille.acces import portee
from espace_prive.famille.extensions.a_completer import ACompleter
from espace_prive.famille.models import LienParental, Scolarite
from espace_prive.famille.querysets import en_cours
from espace_prive.sante.models import Proche
from reservations.activites.models import Inscription


def _inscrits(agent):
    """The children with a registration today whom the agent's services welcome."""
    jour = clock.aujourdhui()
    inscrits = Inscription.objects.actives(jour, jour).values("enfant")
    return portee.accueillis(agent).filter(pk__in=inscrits, efface_le__isnull=True).order_by("tri", "pk")


def allergies_sans_pai(agent):
    return _inscrits(agent).filter(fiche_sanitaire__pai="").exclude(fiche_sanitaire__allergies="")


def pai_perimes(agent):
    return _inscrits(agent).exclude(fiche_sanitaire__pai="").filter(fiche_sanitaire__pai_fin__lt=clock.aujourdhui())


def sans_personne_a_appeler(agent):
    """No adult of the child with a telephone, and nobody of the entourage to call."""
    joignables = LienParental.objects.filter(en_cours(), restreint=False, enfant=OuterRef("pk"))
    joignables = joignables.exclude(responsable__mobile="", responsable__telephone="")
    proches = Proche.objects.en_vigueur().filter(enfants=OuterRef("pk"), rang__isnull=False).exclude(telephone="")
    return _inscrits(agent).filter(~Exists(joignables), ~Exists(proches))


def sans_ecole(agent):
    """A child of school age, registered, whose school of the year nobody wrote."""
    jour = clock.aujourdhui()
    connues = Q(annee__du__lte=jour, annee__au__gte=jour)
    scolarises = Scolarite.objects.filter(connues).values("enfant")
    return _inscrits(agent).exclude(pk__in=scolarises).filter(naissance__lte=jour.replace(year=jour.year - 3, day=1))


SANTE, TENIR = portee.SANTE, "famille.modifier_dossier"
MANQUES = (
    ACompleter(
        cle="allergie-sans-pai", titre="Enfants allergiques sans PAI", permission=SANTE, lire=allergies_sans_pai,
        pourquoi="Sans ce document écrit avec le médecin, le repas ne s’adapte pas et aucun traitement ne se donne.",
    ),
    ACompleter(
        cle="pai-perime", titre="PAI à renouveler", permission=SANTE, lire=pai_perimes,
        pourquoi="Leur PAI n’est plus valable : il se revoit chaque année.",
    ),
    ACompleter(
        cle="personne-a-appeler", titre="Enfants sans personne à appeler", permission=TENIR,
        lire=sans_personne_a_appeler,
        pourquoi="Ni parent, ni proche avec un téléphone : personne ne serait prévenu d’un accident.",
    ),
    ACompleter(
        cle="sans-ecole", titre="Enfants inscrits sans école cette année", permission=TENIR, lire=sans_ecole,
        pourquoi="Sans école ni niveau, ils ne sont dans les totaux d’aucune classe.",
    ),
)  # fmt: skip
