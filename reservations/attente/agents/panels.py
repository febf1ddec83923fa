"""The waiting lists on the home of the admin."""

from datetime import timedelta

from django.db.models import Count, Min, Q
from wagtail.admin.ui.components import Component

from common import clock
from reservations.attente.enums import EtatAttente
from reservations.attente.portee import TENIR, attentes_de

MEMOIRE = timedelta(days=30)


class ListesDAttente(Component):
    """How many wait by activity, since when, how many are offered a place, how many got none: one statement."""

    name, order = "listes_d_attente", 99
    template_name = "attente/agents/panneau.html"

    def get_context_data(self, parent_context):
        depuis = clock.maintenant() - MEMOIRE
        siennes = attentes_de(parent_context["request"].user)
        sans = Q(etat=EtatAttente.IMPOSSIBLE, finie_le__gte=depuis)
        comptes = siennes.order_by().values_list("inscription__activite__nom").annotate(
            attendent=Count("pk", filter=Q(etat=EtatAttente.EN_ATTENTE)),
            offertes=Count("pk", filter=Q(etat=EtatAttente.PROPOSEE)),
            sans_place=Count("pk", filter=sans),
            premier=Min("date", filter=Q(etat=EtatAttente.EN_ATTENTE)),
        )  # fmt: skip
        lignes = [ligne for ligne in comptes if any(ligne[1:4])]
        return {"lignes": sorted(lignes, key=lambda ligne: -ligne[1])}


def panneaux(agent) -> list[Component]:
    return [ListesDAttente()] if agent.has_perm(TENIR) and agent.has_perm("planning.view_reservation") else []
