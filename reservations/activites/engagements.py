"""What a home pays for a child beyond a day: its registrations, said and ended with the home."""

from django.db.models import Q

from common.words import typo
from espace_prive.famille.extensions.engagements import Engagement
from reservations.activites.enums import EtatInscription
from reservations.activites.models import Inscription
from reservations.activites.services.inscriptions import fermer_avant_son_debut, terminer


def _au_dela(enfant, foyer, apres, sauf_depuis):
    """The registrations that this home (a third party: None) pays after ``apres``."""
    siennes = Inscription.objects.filter(
        Q(au__isnull=True) | Q(au__gt=apres), enfant=enfant, payeur__foyer=foyer, etat=EtatInscription.ACTIVE
    )
    return siennes.filter(du__lt=sauf_depuis) if sauf_depuis else siennes


def _enfants(apres):
    au_dela = Q(au__isnull=True) | Q(au__gt=apres)
    return Inscription.objects.filter(au_dela, etat=EtatInscription.ACTIVE).values("enfant")


def _decrire(enfant, foyer, apres, sauf_depuis) -> list[str]:
    """Which registrations go on: « l’inscription Restauration scolaire, sans fin »."""
    connues = _au_dela(enfant, foyer, apres, sauf_depuis).select_related("activite").order_by("pk")
    return [
        f"l’inscription « {i.activite} », " + (f"jusqu’au {typo.date_simple(i.au)}" if i.au else "sans date de fin")
        for i in connues
    ]


def _arreter(enfant, foyer, *, apres, motif, par, sauf_depuis):
    """End them after ``apres``; one that had not begun is closed."""
    for inscription in _au_dela(enfant, foyer, apres, sauf_depuis).order_by("pk"):
        if inscription.du <= apres:
            terminer(inscription, au=apres, par=par, motif=motif)
            continue
        fermer_avant_son_debut(inscription, par=par, motif=motif)


ENGAGEMENT = Engagement(cle="inscriptions", decrire=_decrire, arreter=_arreter, enfants=_enfants)
