"""The registrations, in the agents' file of a family."""

from datetime import date

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from common import clock
from espace_prive.famille.extensions import GesteDuDossier, Section
from reservations.activites.models import ChangementDInscription, Inscription

MODIFIER = "famille.modifier_dossier"


def _contexte(dossier, utilisateur) -> dict:
    a_defaire = ChangementDInscription.objects.filter(
        Q(inscription=OuterRef("pk")) | Q(suite=OuterRef("pk")), defait_le__isnull=True
    )
    connues = (
        Inscription.objects.actives(clock.aujourdhui(), date.max)
        .filter(enfant__in=dossier.enfants)
        .select_related("activite", "lieu", "payeur__foyer")
        .annotate(changement=Subquery(a_defaire.order_by("-pk").values("pk")[:1]))
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


def gestes(dossier, utilisateur) -> list[GesteDuDossier]:
    """« Inscrire », for who may change the file of a household with children."""
    if not (dossier.enfants and utilisateur.has_perm(MODIFIER)):
        return []
    return [GesteDuDossier(texte="Inscrire", adresse=reverse("inscrire_enfants", args=[dossier.foyer.pk]))]


SECTION = Section(
    cle="inscriptions",
    titre="Inscriptions",
    gabarit="activites/agents/_inscriptions.html",
    contexte=_contexte,
)
