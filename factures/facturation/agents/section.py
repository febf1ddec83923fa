"""What the agents' family file shows of its invoices: to agents who may read invoices, nothing to others."""

from django.db.models import Sum

from common.money import ZERO
from espace_prive.famille.extensions import Section
from factures.facturation.models import Facture

DERNIERES = 5


def contexte(dossier, utilisateur) -> dict:
    if not utilisateur.has_perm("facturation.view_facture"):
        return {"ferme": True}
    siennes = Facture.objects.pour_agent(utilisateur).filter(payeur__foyer=dossier.foyer)
    dues = Facture.objects.filter(pk__in=siennes.order_by().values("pk")).order_by().non_reglees()
    return {
        "foyer": dossier.foyer,
        "factures": siennes.avec_reste().select_related("regie").order_by("-emise_le", "-numero")[:DERNIERES],
        "du": dues.aggregate(somme=Sum("reste"))["somme"] or ZERO,
    }


SECTION = Section(cle="factures", titre="Factures", gabarit="facturation/agents/_section.html", contexte=contexte)
