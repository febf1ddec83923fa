"""What the home of the admin says of a service's money, in sums alone: who may read the closings, never a family."""

from django.db.models import Q, Sum
from wagtail.admin.ui.components import Component

from common import clock
from common.money import ZERO
from commune.models import Regie
from espace_prive.famille.acces.portee import portee
from factures.facturation.models import Cloture, Facture
from factures.facturation.rules import mois_precedent

SUIVRE = "facturation.view_cloture"


class RecettesDuMois(Component):
    """What was billed and what was received this month and the month before, by régie of the agent's services."""

    name, order = "recettes", 96
    template_name = "facturation/agents/panneau_recettes.html"

    def get_context_data(self, parent_context):
        moi = portee(parent_context["request"].user)
        services = moi.services | {service for service, _ in moi.lieux}
        siennes = Q() if moi.tous else Q(service__in=services) | Q(activites__service__in=services)
        regies = Regie.objects.filter(siennes).distinct()
        ce_mois = clock.aujourdhui().replace(day=1)
        return {"lignes": [_ligne(regie, mois) for regie in regies for mois in (ce_mois, mois_precedent(ce_mois))]}


def _ligne(regie, mois) -> dict:
    du_mois = {"year": mois.year, "month": mois.month}
    emises = Facture.objects.filter(regie=regie, **{f"emise_le__{nom}": n for nom, n in du_mois.items()})
    recus = Regie.objects.filter(pk=regie.pk, **{f"paiements__recu_le__{nom}": n for nom, n in du_mois.items()})
    return {
        "regie": regie.nom,
        "mois": mois,
        "emis": emises.order_by().aggregate(somme=Sum("total"))["somme"] or ZERO,
        "recu": recus.order_by().aggregate(somme=Sum("paiements__montant"))["somme"] or ZERO,
        "close": Cloture.objects.filter(regie=regie, mois=mois).exists(),
    }
