"""What waits for the cashier, on the home of the admin. Reads only, a constant number of statements."""

from datetime import timedelta

from django.db.models import Count, Sum

from common import clock
from common.money import ZERO
from common.words.dates import dernier_du_mois
from common.words.typo import periode
from commune.models import Regie
from espace_prive.famille.acces import portee
from factures.facturation.models import Cloture, Facture
from factures.facturation.rules import mois_precedent
from factures.paiements.agents import tableau
from factures.paiements.models import Paiement
from reservations.planning.models import Reservation


def ce_qui_attend(agent) -> dict:
    """What is overdue (families, sum), the months to close, and the bank's answers to check."""
    siennes = Facture.objects.pour_agent(agent).order_by()
    retard = siennes.echues().aggregate(familles=Count("payeur", distinct=True), somme=Sum("reste"))
    dues = siennes.non_reglees().aggregate(factures=Count("pk"), somme=Sum("reste"))
    fermes = portee.foyers_fermes(agent)
    return {
        "familles": retard["familles"],
        "somme": retard["somme"] or ZERO,
        "dues": dues["factures"],
        "du": dues["somme"] or ZERO,
        "a_cloturer": a_cloturer(),
        "prochaine": clock.aujourdhui().replace(day=1),
        "hier": encaisse_hier(),
        "alertes": len(tableau.alertes(sauf=fermes)),
        "non_signes": tableau.refusees().nombre,
        "suspens": len(tableau.en_suspens(sauf=fermes)),
        "credits": len(tableau.credits(sauf=fermes)),
    }


def encaisse_hier() -> dict:
    """What came in yesterday; on a Monday, since Friday: nobody looked in between."""
    jour = clock.aujourdhui()
    depuis = jour - timedelta(days=3 if jour.weekday() == 0 else 1)
    recus = Paiement.objects.filter(recu_le__date__gte=depuis, recu_le__date__lt=jour).order_by()
    lu = recus.aggregate(nombre=Count("pk"), somme=Sum("montant"))
    veille = jour - timedelta(days=1)
    return {
        "quand": periode(depuis, veille),
        "du": depuis,
        "au": veille,
        "nombre": lu["nombre"],
        "somme": lu["somme"] or ZERO,
    }


def a_cloturer():
    """(month, régies) of the last month when some régie has still to close what was booked in it."""
    mois = mois_precedent(clock.aujourdhui().replace(day=1))
    closes = Cloture.objects.filter(mois=mois).values("regie")
    restent = Regie.objects.exclude(pk__in=closes).filter(
        pk__in=Reservation.objects.vivantes()
        .filter(date__range=(mois, dernier_du_mois(mois)))
        .values("formule__activite__regie")
    )
    noms = [regie.nom for regie in restent]
    return {"mois": mois, "regies": noms} if noms else None
