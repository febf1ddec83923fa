"""The registrations, in the agents' file of a family."""

from datetime import date

from common import clock
from espace_prive.famille.extensions import Section
from reservations.activites.models import Inscription

MODIFIER = "famille.modifier_dossier"


def _contexte(dossier, utilisateur) -> dict:
    connues = (
        Inscription.objects.actives(clock.aujourdhui(), date.max)
        .filter(enfant__in=dossier.enfants)
        .select_related("activite", "lieu", "payeur__foyer")
        .order_by("du", "pk")
    )
    par_enfant = {}
    for inscription in connues:
        par_enfant.setdefault(inscription.enfant_id, []).append(inscription)
    return {
        "foyer": dossier.foyer,
        "lignes": [(enfant, par_enfant.get(enfant.pk, [])) for enfant in dossier.enfants],
        "peut_modifier": utilisateur.has_perm(MODIFIER),
    }


SECTION = Section(
    cle="inscriptions",
    titre="Inscriptions",
    gabarit="activites/agents/_inscriptions.html",
    contexte=_contexte,
)
